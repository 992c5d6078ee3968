// A text area becomes an editor of formatted text. It stays the field of its form: what is written goes back into it as
// Markdown, and whoever likes Markdown better writes there.

import { gapCursor } from "prosemirror-gapcursor";
import { history } from "prosemirror-history";
import { inputRules, textblockTypeInputRule, wrappingInputRule } from "prosemirror-inputrules";
import { keymap } from "prosemirror-keymap";
import { EditorState, Plugin } from "prosemirror-state";
import { tableEditing } from "prosemirror-tables";
import { EditorView } from "prosemirror-view";

import { keys } from "./commands.mjs";
import { isInLink } from "./link.mjs";
import { Source } from "./markdown.mjs";
import { cleanPasted } from "./paste.mjs";
import { schema } from "./schema.mjs";
import { headingsFirst, pasteIntoCell } from "./tables.mjs";
import { Toolbar } from "./toolbar.mjs";

const PAUSE_MS = 300;
const CHOICE = "editor";
const { nodes } = schema;

// Signs of Markdown that turn into what they mean while they are typed at the beginning of a line.
const RULES = inputRules({
  rules: [
    textblockTypeInputRule(/^(#{2,4})\s$/, nodes.heading, ([, signs]) => ({ level: signs.length })),
    wrappingInputRule(/^[-*]\s$/, nodes.bullet_list),
    wrappingInputRule(/^(\d{1,9})\.\s$/, nodes.ordered_list, ([, number]) => ({ start: Number(number) })),
    wrappingInputRule(/^>\s$/, nodes.blockquote),
  ],
});

export class Editor {
  constructor(area, template, linkDialog) {
    this.area = area;
    this.frame = template.content.firstElementChild.cloneNode(true);
    [this.bar, this.place, this.hint, this.told] = ["bar", "place", "hint", "told"].map((name) =>
      this.frame.querySelector(`[data-editor-${name}]`));
    // Help that is about Markdown is for those who write it.
    this.markdownHelp = area.dataset.editor === "markdown-help" && document.getElementById(`${area.id}_helptext`);
    this.label = document.querySelector(`label[for="${area.id}"]`);
    this.label.id = `${area.id}_label`;
    this.hint.id = `${area.id}_hint`;
    // Several editors on a page: each toolbar says whose it is.
    this.bar.ariaLabel = `${this.bar.ariaLabel}: ${this.label.firstChild.textContent.trim()}`;
    area.before(this.frame);
    this.frame.append(area);

    const link = { run: (_state, dispatch) => (dispatch && linkDialog.open(this.view), true), isOn: isInLink };
    this.plugins = [
      RULES,
      keymap({ "Mod-k": link.run, "Alt-F10": () => (this.toolbar.focus(), true) }),
      ...keys(),
      history(),
      gapCursor(),
      tableEditing(),
      headingsFirst,
    ];
    this.source = new Source(area.value);
    this.view = new EditorView(this.place, {
      state: this.newState(),
      attributes: () => this.attributes(),
      dispatchTransaction: (transaction) => this.apply(transaction),
      transformPastedHTML: (html) => this.clean(html),
      handlePaste: (view, _event, slice) => pasteIntoCell(view, slice),
      handleDrop: (_view, event) => this.refuseFiles(event),
    });
    this.toolbar = new Toolbar(this.bar, this.view, { link });

    for (const button of this.frame.querySelectorAll("[data-editor-mode]")) {
      button.addEventListener("click", () => this.show(button.dataset.editorMode, true));
    }
    this.label.addEventListener("click", () => this.isFormatted && this.view.focus());
    area.form.addEventListener("submit", () => this.writeBack(), { capture: true });
    addEventListener("pagehide", () => this.writeBack());
    document.addEventListener("click", (event) => {
      if (this.isFormatted && event.target.closest(`a[href="#${CSS.escape(area.id)}"]`)) {
        event.preventDefault();
        this.view.focus();
      }
    });
    this.show(localStorage.getItem(CHOICE) ?? "formatted", false);
  }

  newState() {
    return EditorState.create({ doc: this.source.doc, plugins: this.plugins });
  }

  attributes() {
    const described = [this.hint.id, this.area.getAttribute("aria-describedby")].filter(Boolean).join(" ");
    return {
      role: "textbox",
      "aria-multiline": "true",
      "aria-labelledby": this.label.id,
      "aria-describedby": described,
      ...(this.area.getAttribute("aria-invalid") && { "aria-invalid": this.area.getAttribute("aria-invalid") }),
      ...(this.area.lang && { lang: this.area.lang }),
      class: `desk-editor__text${this.area.rows < 12 ? " desk-editor__text--short" : ""}`,
    };
  }

  apply(transaction) {
    this.view.updateState(this.view.state.apply(transaction));
    this.toolbar?.update();
    if (transaction.docChanged) {
      clearTimeout(this.pause);
      this.pause = setTimeout(() => this.writeBack(), PAUSE_MS);
    }
  }

  // Puts what was written into the field of the form, if it is not there already.
  writeBack() {
    clearTimeout(this.pause);
    if (!this.isFormatted) return;
    const text = this.source.write(this.view.state.doc);
    if (text !== this.area.value) {
      this.area.value = text;
      this.area.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }

  show(mode, isChosen) {
    if (isChosen) {
      this.writeBack();
      localStorage.setItem(CHOICE, mode);
    }
    this.isFormatted = mode !== "markdown";
    if (this.isFormatted) this.read();
    for (const part of [this.bar, this.place, this.hint]) part.hidden = !this.isFormatted;
    for (const part of [this.area, this.markdownHelp].filter(Boolean)) part.toggleAttribute("hidden", this.isFormatted);
    for (const button of this.frame.querySelectorAll("[data-editor-mode]")) {
      button.setAttribute("aria-pressed", String(button.dataset.editorMode === mode));
    }
    if (isChosen) (this.isFormatted ? this.view : this.area).focus();
  }

  // Reads the field anew where something else has written into it.
  read() {
    if (this.area.value === this.source.write(this.view.state.doc)) return;
    this.source = new Source(this.area.value);
    this.view.updateState(this.newState());
    this.toolbar.update();
  }

  clean(pasted) {
    const { html, pictures } = cleanPasted(pasted);
    this.tell(pictures > 0);
    return html;
  }

  tell(hasPictures) {
    this.told.textContent = hasPictures ? this.told.dataset.words : "";
  }

  refuseFiles(event) {
    const hasFiles = event.dataTransfer?.files.length > 0;
    if (hasFiles) this.tell(true);
    return hasFiles;
  }
}
