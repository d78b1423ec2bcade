// The administrator's search boxes (Select2) are named by the label beside them, which Django's script forgets.
// The symbols beside a box for a day or a time say in words what they open.
addEventListener("load", () => {
  for (const symbol of document.querySelectorAll(".datetimeshortcuts [title]")) { symbol.textContent = symbol.title; }
});

window.django?.jQuery?.(() => {
  for (const box of document.querySelectorAll(".select2-selection")) {
    const select = box.closest(".select2").previousElementSibling;
    const label = select.labels[0];
    const shown = box.querySelector("[role=textbox]");
    label.id ||= `${select.id}_label`;
    box.setAttribute("aria-labelledby", `${label.id} ${shown.id}`);
    shown.setAttribute("aria-labelledby", label.id);
  }
});
