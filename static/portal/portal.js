// The portal's only script. Every page works without it; it wakes GOV.UK Frontend's components.
// The address of govuk-frontend comes from the page, because published names carry a hash.
const parts = document.querySelector('link[rel="modulepreload"][data-parts]');
document.body.classList.add("js-enabled", "govuk-frontend-supported");

const { createAll, Button, CharacterCount, Checkboxes, ErrorSummary, NotificationBanner, PasswordInput, Radios,
  ServiceNavigation, SkipLink } = await import(parts.href);

for (const part of [Button, CharacterCount, Checkboxes, ErrorSummary, NotificationBanner, PasswordInput, Radios,
  ServiceNavigation, SkipLink]) {
  createAll(part);
}
document.documentElement.dataset.ready = "";
