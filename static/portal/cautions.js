// Beside "Saved at …": which of the words just saved seem to name a learner. They are saved; this only tells.
// It is said once, and again only when there are other words to look at.
function line({ words, passage, lang }) {
  const said = document.createElement("span"), quoted = document.createElement("span");
  const [before, after] = words.split("{passage}");
  quoted.lang = lang;
  quoted.textContent = passage;
  said.append(before, quoted, after, " ");
  return said;
}

for (const form of document.querySelectorAll("form[data-hx-post]")) {
  const place = form.querySelector("[data-doubtful]");
  let told = "[]";
  form.addEventListener("htmx:afterRequest", ({ detail: { xhr } }) => {
    let doubtful = null;
    try { ({ doubtful } = JSON.parse(xhr.responseText)); } catch { /* no answer of a save */ }
    if (!doubtful || JSON.stringify(doubtful) === told) { return; }
    told = JSON.stringify(doubtful);
    place.replaceChildren(...doubtful.map(line));
  });
}
