// What an article's text may consist of: exactly what domain/knowledge/actions/rendering.py lets through.

import { Schema } from "prosemirror-model";
import { tableNodes } from "prosemirror-tables";

const SCHEMES = ["http:", "https:", "mailto:", "tel:", "article:", "form:"];

export function isAddress(href) {
  return SCHEMES.some((scheme) => href.toLowerCase().startsWith(scheme) && href.length > scheme.length);
}

const tables = tableNodes({ tableGroup: "block", cellContent: "cell_text" });
// A wide table scrolls with the text around it: a box of its own would be out of reach of the keyboard.
tables.table.toDOM = () => ["table", { class: "desk-editor__table" }, ["tbody", 0]];

function list(tag) {
  return {
    group: "block",
    content: "list_item+",
    attrs: { tight: { default: true }, ...(tag === "ol" && { start: { default: 1 } }) },
    parseDOM: [{
      tag,
      getAttrs: (dom) => ({
        tight: !dom.querySelector(":scope > li > p + p"),
        ...(tag === "ol" && { start: Math.max(dom.start || 1, 0) }),
      }),
    }],
    toDOM: (node) => [tag, node.attrs.start > 1 ? { start: node.attrs.start } : {}, 0],
  };
}

export const schema = new Schema({
  nodes: {
    doc: { content: "block+" },
    paragraph: { group: "block", content: "inline*", parseDOM: [{ tag: "p" }], toDOM: () => ["p", 0] },
    heading: {
      group: "block",
      content: "text*",
      attrs: { level: { default: 2 } },
      defining: true,
      parseDOM: [
        { tag: "h1", attrs: { level: 2 } },
        { tag: "h2", attrs: { level: 2 } },
        { tag: "h3", attrs: { level: 3 } },
        { tag: "h4, h5, h6", attrs: { level: 4 } },
      ],
      toDOM: (node) => [`h${node.attrs.level}`, 0],
    },
    bullet_list: list("ul"),
    ordered_list: list("ol"),
    list_item: { content: "block+", defining: true, parseDOM: [{ tag: "li" }], toDOM: () => ["li", 0] },
    blockquote: {
      group: "block",
      content: "block+",
      defining: true,
      parseDOM: [{ tag: "blockquote" }],
      toDOM: () => ["blockquote", 0],
    },
    code_block: {
      group: "block",
      content: "text*",
      marks: "",
      code: true,
      defining: true,
      parseDOM: [{ tag: "pre", preserveWhitespace: "full" }],
      toDOM: () => ["pre", ["code", 0]],
    },
    horizontal_rule: { group: "block", parseDOM: [{ tag: "hr" }], toDOM: () => ["hr"] },
    ...tables,
    // The one line of words that a cell holds.
    cell_text: {
      content: "text*",
      parseDOM: [{ tag: "p", context: "table_cell/|table_header/", priority: 60 }],
      toDOM: () => ["p", 0],
    },
    text: { group: "inline" },
    hard_break: {
      group: "inline",
      inline: true,
      selectable: false,
      parseDOM: [{ tag: "br" }],
      toDOM: () => ["br"],
      leafText: () => "\n",
    },
  },
  // In the order in which one holds the other.
  marks: {
    link: {
      attrs: { href: {} },
      inclusive: false,
      parseDOM: [{
        tag: "a[href]",
        getAttrs: (dom) => isAddress(dom.getAttribute("href")) && { href: dom.getAttribute("href") },
      }],
      toDOM: (mark) => ["a", { href: mark.attrs.href }, 0],
    },
    strong: { parseDOM: [{ tag: "strong" }, { tag: "b" }], toDOM: () => ["strong", 0] },
    em: { parseDOM: [{ tag: "em" }, { tag: "i" }], toDOM: () => ["em", 0] },
    code: { parseDOM: [{ tag: "code" }], toDOM: () => ["code", 0] },
  },
});
