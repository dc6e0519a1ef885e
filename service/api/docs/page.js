// Shows the description beside this page. `validatorUrl`: no other service is told of it.
window.ui = SwaggerUIBundle({
  url: "openapi.json",
  dom_id: "#description",
  presets: [SwaggerUIBundle.presets.apis],
  layout: "BaseLayout",
  deepLinking: true,
  docExpansion: "list",
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
  validatorUrl: null,
});
