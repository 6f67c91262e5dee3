"use strict";
const reader = document.getElementById("api-docs");
window.SwaggerUIBundle({
  url: reader.dataset.schema,
  domNode: reader,
  deepLinking: true,
  docExpansion: "none",
  validatorUrl: null,
  presets: [window.SwaggerUIBundle.presets.apis],
  requestInterceptor: (request) => {
    request.headers["X-CSRFToken"] = reader.dataset.token;
    return request;
  },
});
