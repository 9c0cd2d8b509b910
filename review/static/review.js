// Keys for what the page already has as links, buttons and choices: nothing works only with this.
"use strict";

const isTyping = (element) =>
  element.matches("input:not([type=radio]):not([type=hidden]), textarea, select");

const isUsedBy = (element, key) =>
  (key === " " && element.matches("a, button, input, summary")) ||
  (key === "enter" && element.matches("a, button, input, summary")) ||
  (key.startsWith("arrow") && element.matches("input[type=radio], [role=region]"));

const isShown = () => [...document.querySelectorAll(".crop img")].every((picture) => picture.complete);

document.addEventListener("keydown", (event) => {
  if (event.repeat || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  const key = event.key.toLowerCase();
  const at = document.activeElement ?? document.body;
  if (key === "escape" && isTyping(at)) at.blur();
  if (isTyping(at) || isUsedBy(at, key)) return;
  const target = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (!target) return;
  event.preventDefault();
  if (target.matches("input[type=radio]")) {
    target.checked = true;
    document.getElementById("why")?.focus();
  } else {
    target.click();
  }
});

// A second click while the first is on its way sends nothing, nor does one that comes before the
// picture: it was meant for the question before.
document.addEventListener("submit", (event) => {
  if (event.target.dataset.sent || (event.target.matches(".answer") && !isShown())) {
    event.preventDefault();
    return;
  }
  event.target.dataset.sent = "yes";
});
addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
});
