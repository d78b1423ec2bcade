// Every page works without this script; it wakes GOV.UK Frontend's components. drafts.js keeps what is typed.
// The address of govuk-frontend comes from the page, because published names carry a hash.
const parts = document.querySelector('link[rel="modulepreload"][data-parts]');
document.body.classList.add("js-enabled", "govuk-frontend-supported");

// What was typed and not sent yet: the browser asks before the page is left, by the language link too.
const main = document.getElementById("main");
const mayBeTypedIn = (form) => form?.method === "post" && main.contains(form) && !form.querySelector("[type=password]");
let unsaved = main.querySelector(".govuk-error-summary, .portal-not-saved") !== null &&
  [...document.forms].some(mayBeTypedIn);
addEventListener("input", (event) => { unsaved ||= mayBeTypedIn(event.target.form); });
addEventListener("submit", (event) => { if (main.contains(event.target)) { unsaved = false; } });
// One choice of language: for all texts of a form, or, where each has its own, for those in which somebody typed.
addEventListener("input", ({ target: { name, form, value } }) => {
  if (name !== "lang" || value === "own") { return; }
  const boxes = [...form.querySelectorAll("textarea[lang], input[lang]")];
  const typed = form.elements.shown ? boxes.filter((box) => box.value !== box.defaultValue) : [];
  for (const box of typed.length ? typed : boxes) { box.lang = value; }
});
addEventListener("portal:saved", () => { unsaved = false; });
addEventListener("beforeunload", (event) => { if (unsaved) { event.preventDefault(); } });

const { createAll, Button, CharacterCount, Checkboxes, ErrorSummary, NotificationBanner, PasswordInput, Radios,
  ServiceNavigation, SkipLink } = await import(parts.href);

// Some browsers know Welsh plurals and not Welsh numbers, and would write 20000 where the hint says 20,000.
class Counter extends CharacterCount {
  formatCountMessage(remaining, ...of) {
    const left = Math.abs(remaining);
    return super.formatCountMessage(remaining, ...of).replace(`${left}`, left.toLocaleString("en-GB"));
  }
}

for (const part of [Button, Counter, Checkboxes, ErrorSummary, NotificationBanner, PasswordInput, Radios,
  ServiceNavigation, SkipLink]) {
  createAll(part);
}
document.documentElement.dataset.ready = "";
