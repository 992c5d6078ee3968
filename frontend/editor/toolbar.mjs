// The buttons above a text: one stop for the Tab key, arrow keys between them, Escape back into the text.

import { isInTable } from "prosemirror-tables";

import { COMMANDS } from "./commands.mjs";

export class Toolbar {
  // `special` are commands beside those of the table: by name, what to run and when it is on.
  constructor(bar, view, special) {
    this.bar = bar;
    this.view = view;
    this.commands = { ...COMMANDS, ...special };
    bar.addEventListener("keydown", (event) => this.move(event));
    // The text keeps the focus and what is selected in it.
    bar.addEventListener("mousedown", (event) => event.preventDefault());
    bar.addEventListener("click", (event) => this.press(event.target.closest("button")));
    this.update();
    this.makeStop(this.shown()[0]);
  }

  shown() {
    return [...this.bar.querySelectorAll("button")].filter((button) => !button.closest("[hidden]"));
  }

  makeStop(button) {
    for (const other of this.bar.querySelectorAll("button")) other.tabIndex = other === button ? 0 : -1;
  }

  focus() {
    this.shown().find((button) => button.tabIndex === 0)?.focus();
  }

  press(button) {
    if (!button || button.getAttribute("aria-disabled") === "true") return;
    const { run } = this.commands[button.dataset.command];
    this.makeStop(button);
    this.view.focus();
    run(this.view.state, this.view.dispatch, this.view);
  }

  move(event) {
    const buttons = this.shown();
    const at = buttons.indexOf(event.target);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (event.key === "Escape") {
      this.view.focus();
    } else if (to !== undefined) {
      const button = buttons.at(to % buttons.length);
      this.makeStop(button);
      button.focus();
    } else {
      return;
    }
    event.preventDefault();
  }

  // Shows which commands are on, and which can be given, where the text's cursor stands.
  update() {
    const { state } = this.view;
    for (const group of this.bar.querySelectorAll("[data-in-table]")) group.hidden = !isInTable(state);
    for (const button of this.bar.querySelectorAll("button")) {
      const { run, isOn } = this.commands[button.dataset.command];
      if (isOn) button.setAttribute("aria-pressed", String(isOn(state)));
      button.setAttribute("aria-disabled", String(!isOn?.(state) && !run(state)));
    }
    if (!this.shown().some((button) => button.tabIndex === 0)) this.makeStop(this.shown()[0]);
  }
}
