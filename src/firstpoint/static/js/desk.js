// Small comforts of the desk: single-key shortcuts, times told from now, menus that close. Every page works without them.

const language = document.documentElement.lang;
const fromNow = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
const steps = [["minute", 60], ["hour", 3600], ["day", 86400]];

function tellTimes(root) {
  for (const time of root.querySelectorAll("time[data-relative]")) {
    const seconds = (new Date(time.dateTime) - Date.now()) / 1000;
    if (Math.abs(seconds) >= 7 * 86400) continue; // a date says more than "23 days ago"
    const [unit, length] = steps.findLast(([, size]) => Math.abs(seconds) >= size) ?? steps[0];
    time.textContent = fromNow.format(Math.trunc(seconds / length), unit);
  }
}

function shortcutsAreOn() {
  return localStorage.getItem("shortcuts") !== "off";
}

function showShortcutState() {
  document.body.dataset.shortcuts = shortcutsAreOn() ? "on" : "off";
  for (const button of document.querySelectorAll("[data-toggle-shortcuts]")) {
    button.hidden = false;
    button.setAttribute("aria-pressed", String(shortcutsAreOn()));
  }
}

function isTyping(target) {
  return target.closest("input, textarea, select, [contenteditable]") !== null;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (!shortcutsAreOn() || isTyping(event.target)) return;
  const control = document.querySelector(`[data-shortcut="${CSS.escape(event.key)}"]`);
  if (!control || control.disabled) return;
  event.preventDefault();
  if (isTyping(control)) control.focus();
  else control.click();
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-toggle-shortcuts]")) {
    localStorage.setItem("shortcuts", shortcutsAreOn() ? "off" : "on");
    showShortcutState();
  }
  for (const menu of document.querySelectorAll("details[data-closes][open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details[data-closes][open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// Lists of which some rows are chosen: a button chooses all of them, or none.
for (const button of document.querySelectorAll("[data-choose-all]")) {
  const boxes = button.closest("form").querySelectorAll("input[type=checkbox][name=case]");
  button.hidden = boxes.length < 2;
  button.addEventListener("click", () => {
    const wanted = ![...boxes].every((box) => box.checked);
    for (const box of boxes) box.checked = wanted;
  });
}

showShortcutState();
tellTimes(document);
setInterval(() => tellTimes(document), 30_000);
document.addEventListener("region:drawn", (event) => tellTimes(event.detail.elt.parentElement ?? document));
document.querySelector("[data-error-summary]")?.focus();
