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

  /* [data-rows]: inside this table j and k go one row on and back, x marks the row. Single keys work
     only while the focus is in the table, as WCAG 2.1.4 wants it. */
  document.addEventListener("keydown", (event) => {
    const table = event.target.closest?.("[data-rows]");
    if (!table || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const rows = [...table.tBodies[0].rows];
    const row = event.target.closest("tbody tr");
    const step = { j: 1, k: -1 }[event.key];
    if (step) {
      const next = rows[row ? rows.indexOf(row) + step : 0];
      next?.querySelector("a")?.focus();
    } else if (event.key === "x") {
      row?.querySelector("input[type=checkbox]")?.click();
    } else return;
    event.preventDefault();
  });

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
