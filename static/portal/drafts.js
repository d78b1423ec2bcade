// What is typed into a form is kept on this device until the portal has it. Where a form saves itself, htmx sends it;
// this says how it went, tries again, and offers what was kept. Drafts are one person's and end with signing out.
const PREFIX = "portal-draft:", DAYS = 7, TRIES = 5;
const CARRIED = "portal-carried"; // the page that was left for its other language, with text in it
const HIDDEN = ["csrfmiddlewaretoken", "once", "sealed_for", "told"], SEEN = ["shown", "version"];
const person = document.body.dataset.person;
const keyOf = (path) => `${PREFIX}${person}:${path.replace(/^\/(cy|en)(?=\/)/, "")}`;
const plain = (words = []) => JSON.stringify(words.map((each) => each.trim()));
const same = (one, other) => plain(one) === plain(other);

let store = null;
try { store = window.localStorage; } catch { /* this browser keeps nothing */ }

function read(key) {
  try { return JSON.parse(store.getItem(key)); } catch { return null; }
}

function forgetAllBut(wanted) {
  for (const key of Object.keys(store ?? {})) {
    if (key.startsWith(PREFIX) && !wanted(key)) { store.removeItem(key); }
  }
}

if (person) {
  const oldest = Date.now() - DAYS * 24 * 60 * 60 * 1000;
  forgetAllBut((key) => key.startsWith(keyOf("")) && read(key)?.at > oldest);
  for (const banner of document.querySelectorAll("[data-saved]")) { store?.removeItem(keyOf(banner.dataset.saved)); }
}
addEventListener("submit", (event) => { if (event.target.matches("[data-signs-out]")) { forgetAllBut(() => false); } });

function typedIn(form) {
  const typed = {};
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && ![...HIDDEN, ...SEEN].includes(name)) { (typed[name] ??= []).push(value); }
  }
  return typed;
}

function put(form, words) {
  for (const field of form.elements) {
    if (!(field.name in words)) { continue; }
    if (["radio", "checkbox"].includes(field.type)) { field.checked = words[field.name].includes(field.value); }
    else { field.value = words[field.name][0] ?? ""; }
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

function timeOf(at, months) {
  const zone = { timeZone: "Europe/London" }, day = (when) => new Date(when).toLocaleDateString("en-GB", zone);
  const time = new Date(at).toLocaleTimeString("en-GB", { ...zone, hour: "2-digit", minute: "2-digit" });
  const [date, month, year] = day(at).split("/").map(Number);
  return day(at) === day(Date.now()) ? time : `${time}, ${date} ${months[month - 1]} ${year}`;
}

function watch(form) {
  const key = keyOf(location.pathname), status = form.querySelector("[data-status]");
  const savesItself = form.hasAttribute("data-hx-post");
  let saved = savesItself ? typedIn(form) : {}; // what the portal has, as far as this page knows
  let sent = null, unanswered = []; // sent; and sent before, without an answer: the portal may have it or not
  let offered = null, typing = false, conflict = false, leaving = false, pressed = null, failures = 0, again = 0;

  const changed = () => {
    const typed = typedIn(form), names = Object.keys({ ...saved, ...typed });
    return names.filter((name) => !same(typed[name], saved[name]));
  };
  const say = (words) => { if (status.textContent !== words) { status.textContent = words; } };
  const tryNow = () => { clearTimeout(again); form.dispatchEvent(new CustomEvent("autosave")); };
  const carry = (fields) => { for (const name in fields) { form.elements[name].value = fields[name]; } };

  function keep() {
    if (offered) { return true; }
    const typed = typedIn(form), names = changed();
    const words = Object.fromEntries(names.map((name) => [name, typed[name] ?? []]));
    const seen = Object.fromEntries([...form.elements].filter((field) => SEEN.includes(field.name))
      .map((field) => [field.name, field.value]));
    try {
      const open = sent ? [...unanswered, sent] : unanswered;
      if (names.length) { store.setItem(key, JSON.stringify({ at: Date.now(), words, seen, unanswered: open })); }
      else { store.removeItem(key); }
    } catch { return false; }
    return true;
  }

  function offer(draft) {
    offered = draft;
    const template = form.querySelector("[data-offer]"), months = template.dataset.months.split(",");
    const banner = template.content.cloneNode(true).firstElementChild;
    for (const line of banner.querySelectorAll("p, button")) {
      line.textContent = line.textContent.replace("{time}", timeOf(draft.at, months));
    }
    const end = (focused) => { offered = null; banner.remove(); focused.focus(); };
    banner.querySelector("[data-put-back]").addEventListener("click", () => {
      const fields = [...form.elements].filter((field) => field.name in draft.words);
      end(fields.find((field) => field.matches("textarea")) ?? fields[0]);
      unanswered = draft.unanswered;
      carry(draft.seen);
      put(form, draft.words);
    });
    banner.querySelector("[data-leave]").addEventListener("click", () => {
      end(document.getElementById("main"));
      keep();
    });
    form.before(banner);
  }

  function hear(xhr) {
    let answer = null;
    try { answer = JSON.parse(xhr.responseText); } catch { /* a page, or nothing */ }
    if (xhr.status === 200 && answer?.said) {
      [saved, unanswered, failures] = [sent, [], 0];
      carry(answer.fields);
      say(answer.said);
      if (!changed().length) { dispatchEvent(new Event("portal:saved")); }
    } else if (xhr.status === 409 && answer) {
      const own = unanswered.find((each) => Object.keys(answer.theirs).every(
        (name) => same(each[name], answer.theirs[name])));
      if (own) { carry(answer.fields); unanswered = []; again = setTimeout(tryNow); }
      else { conflict = true; say(answer.said); status.parentElement.after(form.querySelector("[data-compare]").content); }
    } else if (xhr.status === 0 || xhr.status >= 500) {
      unanswered = [...unanswered, sent].slice(-TRIES);
      again = setTimeout(tryNow, Math.min(60, 2 ** ++failures) * 1000);
      say(keep() ? status.dataset.away : status.dataset.unkept);
    } else { say(xhr.status === 401 ? status.dataset.signedOut : status.dataset.refused); }
    keep();
  }

  form.addEventListener("input", () => { typing = true; leaving = false; keep(); });
  form.addEventListener("htmx:configRequest", (event) => {
    if (conflict || leaving || !changed().length) { event.preventDefault(); }
  });
  form.addEventListener("htmx:beforeRequest", () => { clearTimeout(again); sent = typedIn(form); });
  form.addEventListener("htmx:afterRequest", (event) => {
    hear(event.detail.xhr);
    sent = null;
    if (pressed) { setTimeout(() => form.requestSubmit(pressed)); }
  });
  form.addEventListener("submit", (event) => {
    if (sent) { event.preventDefault(); pressed = event.submitter; } // the answer says which version it saves against
    else { leaving = true; }
  });
  addEventListener("online", () => { if (failures) { tryNow(); } });

  for (const link of document.querySelectorAll("a[rel=alternate][hreflang]")) {
    link.addEventListener("click", () => {
      if (!typing || offered || !changed().length || !keep()) { return; }
      sessionStorage.setItem(CARRIED, key);
      dispatchEvent(new Event("portal:saved")); // nothing is lost, so nothing is asked
    });
  }

  const draft = read(key), typed = typedIn(form);
  if (draft && Object.keys(draft.words).some((name) => !same(draft.words[name], typed[name]))) {
    offer(draft);
    if (sessionStorage.getItem(CARRIED) === key) { document.querySelector("[data-put-back]").click(); }
    sessionStorage.removeItem(CARRIED);
  } else if (savesItself) { keep(); }
}

const form = document.querySelector("form[data-draft]");
if (form && person) { watch(form); }
document.documentElement.dataset.drafts = "";
