/* Enhancements only: every page works without this file. */
(() => {
  "use strict";

  /* [data-settle="400"]: fires "settled" once typing pauses, never in the middle of
     Japanese input. Chromium's last input event of a conversion still says isComposing,
     so compositionend has to be heard as well. */
  const timers = new WeakMap();
  const settle = (event) => {
    const control = event.target;
    if (!control.matches?.("[data-settle]")) return;
    if (event.type === "input" && event.isComposing) return;
    clearTimeout(timers.get(control));
    const value = control.value;
    const fire = () => {
      if (control.dataset.settledValue === value) return;
      control.dataset.settledValue = value;
      control.dispatchEvent(new CustomEvent("settled", { bubbles: true }));
    };
    timers.set(control, setTimeout(fire, Number(control.dataset.settle) || 300));
  };
  document.addEventListener("input", settle);
  document.addEventListener("compositionend", settle);

  /* An error summary takes the focus, on load and after an htmx swap (422). */
  const focusErrors = () => document.querySelector(".error-summary")?.focus();
  focusErrors();
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.xhr?.status === 422) focusErrors();
  });

  /* Failed htmx requests speak through #live-alert; its texts are data attributes. */
  const alertBox = document.getElementById("live-alert");
  const say = (kind) => {
    if (!alertBox) return;
    alertBox.textContent = alertBox.dataset[kind];
    alertBox.scrollIntoView({ block: "nearest" });
  };
  document.addEventListener("htmx:responseError", () => say("refused"));
  document.addEventListener("htmx:sendError", () => say("offline"));
  document.addEventListener("htmx:timeout", () => say("offline"));
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (alertBox) alertBox.textContent = "";
    event.detail.target?.setAttribute("aria-busy", "true");
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    event.detail.target?.removeAttribute("aria-busy");
  });
})();
