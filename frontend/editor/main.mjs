// The page on which a text is written.

import { Editor } from "./editor.mjs";
import { keepHints } from "./hints.mjs";
import { LinkDialog } from "./link.mjs";
import { keepUnsaved } from "./unsaved.mjs";

const linkDialog = new LinkDialog(document.querySelector("[data-link-dialog]"));
const template = document.querySelector("[data-editor-template]");
const editors = [...document.querySelectorAll("textarea[data-editor]")].map((area) => new Editor(area, template, linkDialog));

const form = document.querySelector("form[data-unsaved]");
form.addEventListener("restored", () => {
  for (const editor of editors) editor.read();
});
keepUnsaved(form, document.querySelector("[data-unsaved-offer]"));
keepHints(form, document.querySelector("[data-hints]"));
