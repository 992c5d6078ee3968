// Everything at the keyboard: "?" lists the shortcuts of the page, Ctrl+K finds a place or an act by its name.
// Both read what stands on the page, so that nothing needs to be said twice. Every page works without them.

const TYPED_IN = "input, textarea, select, [contenteditable]";
const COMMANDS = [
  ".desk-nav a",
  "[data-shortcut]",
  ".desk-acts summary",
  ".desk-main .usa-button",
  ".desk-menu a",
  ".desk-menu button",
  ".desk-user a",
  ".desk-user button",
].join(", ");

const palette = document.getElementById("palette");
const input = palette.querySelector("input");
const list = palette.querySelector("[role=listbox]");
const nothing = palette.querySelector("[data-nothing]");
const keys = document.getElementById("keys");
let commands = [];
let chosen = 0;

function nameOf(control) {
  const words = control.cloneNode(true);
  for (const key of words.querySelectorAll("kbd, svg")) key.remove();
  const label = control.labels?.[0]?.textContent ?? control.getAttribute("aria-label");
  return (words.textContent.trim() || label || "").replace(/\s+/g, " ").trim();
}

function gather() {
  const found = new Map();
  for (const control of document.querySelectorAll(COMMANDS)) {
    const name = nameOf(control);
    if (name && !control.disabled && !control.closest("dialog") && !found.has(name)) found.set(name, control);
  }
  return [...found].map(([name, control]) => ({ name, control }));
}

const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

function draw() {
  const words = plain(input.value).split(/\s+/).filter(Boolean);
  const begins = ({ name }) => plain(name).startsWith(words[0] ?? "");
  const fitting = commands
    .filter(({ name }) => words.every((word) => plain(name).includes(word)))
    .sort((one, other) => begins(other) - begins(one));
  chosen = Math.min(chosen, Math.max(0, fitting.length - 1));
  list.replaceChildren(
    ...fitting.map(({ name, control }, place) => {
      const option = document.createElement("li");
      option.id = `palette-${place}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", String(place === chosen));
      option.textContent = name;
      option.addEventListener("click", () => carryOut(control));
      return option;
    }),
  );
  nothing.hidden = fitting.length > 0;
  const option = list.children[chosen];
  if (option) input.setAttribute("aria-activedescendant", option.id);
  else input.removeAttribute("aria-activedescendant");
  option?.scrollIntoView({ block: "nearest" });
  return fitting;
}

function carryOut(control) {
  palette.close();
  const menu = control.closest("details:not([open])");
  if (menu && control.tagName !== "SUMMARY") menu.open = true;
  if (control.matches(TYPED_IN)) control.focus();
  else control.click();
}

function open() {
  commands = gather();
  chosen = 0;
  input.value = "";
  palette.showModal();
  draw();
}

function listKeys() {
  const rows = [...document.querySelectorAll("[data-shortcut]")]
    .filter((control) => !control.disabled && !control.closest("dialog"))
    .map((control) => [control.dataset.shortcut, nameOf(control)]);
  const own = [...keys.querySelectorAll("[data-own]")];
  const shown = rows.map(([key, name]) => {
    const row = document.createElement("div");
    const term = document.createElement("dt");
    const said = document.createElement("dd");
    term.append(Object.assign(document.createElement("kbd"), { textContent: key }));
    said.textContent = name;
    row.append(term, said);
    return row;
  });
  keys.querySelector("dl").replaceChildren(...own, ...shown);
  keys.showModal();
}

input.addEventListener("input", () => {
  chosen = 0;
  draw();
});

input.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) {
    event.preventDefault();
    chosen = Math.max(0, Math.min(chosen + step, list.children.length - 1));
    draw();
  } else if (event.key === "Enter") {
    event.preventDefault();
    const fitting = draw();
    if (fitting.length) carryOut(fitting[chosen].control);
  }
});

document.addEventListener("keydown", (event) => {
  if (palette.open || keys.open) return;
  // In the editor of articles these keys make a link.
  const isEditing = event.target.closest("[contenteditable]") !== null;
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k" && !isEditing) {
    event.preventDefault();
    open();
  } else if (event.key === "?" && document.body.dataset.shortcuts !== "off" && !event.target.closest(TYPED_IN)) {
    event.preventDefault();
    listKeys();
  }
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-opens=keys]")) listKeys();
  if (event.target.closest("[data-opens=palette]")) open();
});

for (const button of document.querySelectorAll("[data-opens]")) button.hidden = false;
