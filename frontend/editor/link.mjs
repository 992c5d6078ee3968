// The dialogue in which a link is made: its words, and where it leads, found by title or written as an address.

import { isAddress, schema } from "./schema.mjs";

const PAUSE_MS = 250;
const { link } = schema.marks;

export function isInLink(state) {
  return Boolean(linkAround(state));
}

// The link in which the cursor stands, or which begins in the selection.
function linkAround({ doc, selection: { $from, from, to } }) {
  const parent = $from.parent;
  let found = null;
  parent.forEach((node, offset) => {
    const [start, end] = [$from.start() + offset, $from.start() + offset + node.nodeSize];
    const mark = link.isInSet(node.marks);
    if (!mark) return;
    // A link may consist of several pieces, some of them bold.
    if (found?.to === start && found.href === mark.attrs.href) found.to = end;
    else if (!found || found.to < from) found = { from: start, to: end, href: mark.attrs.href };
  });
  const isHere = found && found.from <= to && found.to >= from;
  return isHere ? { ...found, text: doc.textBetween(found.from, found.to) } : null;
}

function completed(address) {
  if (/^[^\s:@/]+@[^\s:@/]+\.[^\s:@/]+$/.test(address)) return `mailto:${address}`;
  if (/^[\w-]+(\.[\w-]+)+([/?#]\S*)?$/.test(address)) return `https://${address}`;
  return address;
}

export class LinkDialog {
  constructor(dialog) {
    this.dialog = dialog;
    [this.words, this.query, this.address] = ["words", "query", "address"].map((name) => dialog.querySelector(`[name=${name}]`));
    [this.found, this.status, this.error, this.remove] = ["found", "status", "error", "remove"].map((name) =>
      dialog.querySelector(`[data-${name}]`));
    this.query.addEventListener("input", () => this.lookSoon());
    this.found.addEventListener("click", (event) => this.choose(event.target.closest("button")));
    dialog.querySelector("form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.finish();
    });
    dialog.querySelector("[data-cancel]").addEventListener("click", () => dialog.close());
    this.remove.addEventListener("click", () => this.takeAway());
    dialog.addEventListener("close", () => this.view.focus());
  }

  open(view) {
    const { from, to } = view.state.selection;
    this.view = view;
    this.range = linkAround(view.state) ?? { from, to, href: "", text: view.state.doc.textBetween(from, to, " ") };
    this.words.value = this.range.text;
    this.address.value = this.range.href;
    this.query.value = "";
    this.remove.hidden = !this.range.href;
    this.complain(false);
    this.showFound([]);
    this.status.textContent = "";
    this.dialog.showModal();
    (this.range.href ? this.address : this.query).focus();
  }

  lookSoon() {
    clearTimeout(this.pause);
    this.pause = setTimeout(() => this.look(this.query.value.trim()), PAUSE_MS);
  }

  async look(query) {
    this.looking?.abort();
    this.looking = new AbortController();
    if (!query) return this.showFound([]);
    try {
      const { signal } = this.looking;
      const response = await fetch(`${this.dialog.dataset.targets}?${new URLSearchParams({ q: query })}`, { signal });
      const { targets, told } = await response.json();
      this.showFound(targets);
      this.status.textContent = told;
    } catch (error) {
      if (error.name !== "AbortError") this.status.textContent = this.dialog.dataset.failed;
    }
  }

  showFound(targets) {
    this.found.replaceChildren(...targets.map(({ address, title, note }) => {
      const item = document.createElement("li");
      const button = document.createElement("button");
      const small = document.createElement("small");
      Object.assign(button, { type: "button", textContent: title });
      Object.assign(button.dataset, { address, title });
      small.textContent = ` ${note}`;
      button.append(small);
      item.append(button);
      return item;
    }));
  }

  choose(button) {
    if (!button) return;
    this.address.value = button.dataset.address;
    this.words.value ||= button.dataset.title;
    this.complain(false);
    this.dialog.querySelector("[type=submit]").focus();
  }

  complain(isWrong) {
    this.error.hidden = !isWrong;
    this.address.setAttribute("aria-invalid", String(isWrong));
    if (isWrong) this.address.focus();
  }

  finish() {
    const href = completed(this.address.value.trim());
    if (!isAddress(href)) {
      this.complain(true);
      return;
    }
    const { from, to, text } = this.range;
    const words = this.words.value.trim() || text || href;
    const mark = link.create({ href });
    const { tr } = this.view.state;
    if (words !== text) tr.insertText(words, from, to);
    const end = words === text ? to : from + words.length;
    tr.removeMark(from, end, link).addMark(from, end, mark).removeStoredMark(link);
    this.view.dispatch(tr.scrollIntoView());
    this.dialog.close();
  }

  takeAway() {
    const { from, to } = this.range;
    this.view.dispatch(this.view.state.tr.removeMark(from, to, link));
    this.dialog.close();
  }
}
