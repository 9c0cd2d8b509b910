// Keys for what the page already has as links, buttons and choices: nothing works only with this.
"use strict";

const isTyping = (element) =>
  element.matches("input:not([type=radio]):not([type=hidden]), textarea, select");

const isUsedBy = (element, key) =>
  (key === " " && element.matches("a, button, input, summary")) ||
  (key === "enter" && element.matches("a, button, input, summary")) ||
  (key.startsWith("arrow") && element.matches("input[type=radio], [role=region]"));

// Nobody reads a question faster: what comes sooner was meant for the one before.
const A_GLANCE_MS = 400;
let shownAt = Infinity;
const isRead = (event) => event.timeStamp - shownAt >= A_GLANCE_MS;

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  const key = event.key.toLowerCase();
  const at = document.activeElement ?? document.body;
  if (event.repeat) {
    if (key === "enter" && at.matches("button")) event.preventDefault(); // would press it again
    return;
  }
  if (key === "escape" && isTyping(at)) at.blur();
  if (isTyping(at) || isUsedBy(at, key)) return;
  const target = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (!target) return;
  event.preventDefault();
  if (target.closest(".answer") && !isRead(event)) return;
  if (target.matches("input[type=radio]")) {
    target.checked = true;
    document.getElementById("why")?.focus();
  } else {
    target.click();
  }
});

// A second click while the first is on its way sends nothing, nor does one that comes too soon.
document.addEventListener("submit", (event) => {
  if (event.target.dataset.sent || (event.target.matches(".answer") && !isRead(event))) {
    event.preventDefault();
    return;
  }
  event.target.dataset.sent = "yes";
});
// Comes when all pictures are there, and again when the browser goes back to the page.
addEventListener("pageshow", (event) => {
  shownAt = event.timeStamp;
  for (const form of document.forms) delete form.dataset.sent;
});
