// Markdown read into the editor and written back. Blocks that nobody touched keep the very words they came with, and
// what is written anew reads as the editor showed it: each block is parsed again to make sure.

import MarkdownIt from "markdown-it";
import { Fragment } from "prosemirror-model";
import { MarkdownParser, MarkdownSerializer, defaultMarkdownSerializer } from "prosemirror-markdown";

import { schema } from "./schema.mjs";

// The same dialect as domain/knowledge/actions/rendering.py.
const MARKDOWN = new MarkdownIt("commonmark", { html: false }).enable("table").disable(["code", "image"]);
// Without blocks of indented code, a block may begin as far in as it likes.
MARKDOWN.block.ruler.before("table", "indented", (state, line) => {
  state.sCount[line] = Math.min(state.sCount[line], state.blkIndent + 3);
  return false;
});

// The words of a cell stand in a line of their own, as in the editor.
MARKDOWN.core.ruler.push("cells", (state) => {
  const line = (nesting) => new state.Token(nesting > 0 ? "line_open" : "line_close", "p", nesting);
  state.tokens = state.tokens.flatMap((token, i) =>
    /^t[hd]_open$/.test(state.tokens[i - 1]?.type) ? [line(1), token, line(-1)] : [token]);
});

function isTight(tokens, i) {
  return tokens.slice(i).find((token) => token.type === "paragraph_open")?.hidden ?? true;
}

const READ = {
  paragraph: { block: "paragraph" },
  heading: { block: "heading", getAttrs: (token) => ({ level: Math.min(Math.max(token.tag[1], 2), 4) }) },
  bullet_list: { block: "bullet_list", getAttrs: (_token, tokens, i) => ({ tight: isTight(tokens, i) }) },
  ordered_list: {
    block: "ordered_list",
    getAttrs: (token, tokens, i) => ({ tight: isTight(tokens, i), start: Number(token.attrGet("start") ?? 1) }),
  },
  list_item: { block: "list_item" },
  blockquote: { block: "blockquote" },
  fence: { block: "code_block", noCloseToken: true },
  hr: { node: "horizontal_rule" },
  table: { block: "table" },
  thead: { ignore: true },
  tbody: { ignore: true },
  tr: { block: "table_row" },
  th: { block: "table_header" },
  td: { block: "table_cell" },
  line: { block: "cell_text" },
  hardbreak: { node: "hard_break" },
  link: { mark: "link", getAttrs: (token) => ({ href: token.attrGet("href") ?? "" }) },
  strong: { mark: "strong" },
  em: { mark: "em" },
  code_inline: { mark: "code", noCloseToken: true },
};

const parser = new MarkdownParser(schema, MARKDOWN, READ);

export function parse(text) {
  return parser.parse(text);
}

// Signs that would mean something in Markdown, wherever they stand; those inside a word alone may stay bare.
const SIGNS = /[\\`*[\]]|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w+;)|<(?=[a-z][a-z\d+.-]+:|[^\s<>]+@)/gi;
// Beginnings of a line that would begin something else: heading, list, line, underline, quote, fence, table.
const BEGINNING = /^(?:#{1,6}(?=\s|$)|[-+](?=[\s|:-]|$)|=|>|~~~|[|:])/;
const NUMBERED = /^(\d{1,9})([.)])(?=\s|$)/;

function escaped(text, startsLine) {
  const safe = text.replace(/\s*\n\s*/g, " ").replace(SIGNS, "\\$&");
  return startsLine ? safe.replace(/^[ \t]+/, "").replace(BEGINNING, "\\$&").replace(NUMBERED, "$1\\$2") : safe;
}

const STRESS = [schema.marks.strong, schema.marks.em];

function isStressedMore(neighbour, node) {
  return neighbour?.marks.some((mark) => STRESS.includes(mark.type) && !mark.isInSet(node.marks)) ?? false;
}

// Where a stressed part that begins or ends with a sign touches a letter, Markdown sees no stress; touching an entity
// it does. Returns the text's first and last letter so, and what is between them.
function withEntities(text, node, before, after) {
  const letters = [...text];
  const entity = (letter) => `&#${letter.codePointAt(0)};`;
  const opens = isStressedMore(before, node) && /^\S/.test(text) ? entity(letters.shift()) : "";
  const closes = letters.length && isStressedMore(after, node) && /\S$/.test(text) ? entity(letters.pop()) : "";
  return [opens, letters.join(""), closes];
}

function serializer({ bullet, point, isCareful }) {
  const nodes = {
    paragraph(state, node) {
      if (node.content.size) {
        state.renderInline(node);
        state.closeBlock(node);
      }
    },
    heading(state, node) {
      if (node.content.size) {
        state.write(`${"#".repeat(node.attrs.level)} `);
        state.renderInline(node);
        state.closeBlock(node);
      }
    },
    bullet_list(state, node, parent, i) {
      const sign = isEven(parent, i) ? bullet : OTHER[bullet];
      renderList(state, node, () => `${sign} `);
    },
    ordered_list(state, node, parent, i) {
      const sign = isEven(parent, i) ? point : OTHER[point];
      renderList(state, node, (item) => `${node.attrs.start + item}${sign} `);
    },
    list_item(state, node) {
      state.renderContent(node);
    },
    blockquote(state, node) {
      if (!isEmpty(node)) state.wrapBlock("> ", null, node, () => state.renderContent(node));
    },
    code_block(state, node) {
      const ticks = [...node.textContent.matchAll(/`+/g)].map(([run]) => run.length + 1);
      const fence = "`".repeat(Math.max(3, ...ticks));
      state.write(`${fence}\n`);
      state.text(node.textContent, false);
      state.ensureNewLine();
      state.write(fence);
      state.closeBlock(node);
    },
    horizontal_rule(state, node) {
      state.write("---");
      state.closeBlock(node);
    },
    table(state, node) {
      const rows = node.children.map((row) => row.children.map(cellMarkdown));
      rows.splice(1, 0, rows[0].map(() => "---"));
      state.write(rows.map((cells) => `| ${cells.join(" | ")} |`).join(`\n${state.delim}`));
      state.closeBlock(node);
    },
    hard_break(state, _node, parent, i) {
      if (parent.children.slice(i + 1).some((later) => later.isText && later.text.trim())) {
        state.write("\\\n");
      }
    },
    text(state, node, parent, i) {
      const before = parent.maybeChild(i - 1);
      const after = parent.maybeChild(i + 1);
      if (state.inAutolink) {
        state.text(node.text, false);
        return;
      }
      const isHeading = parent.type === schema.nodes.heading;
      const startsLine = !isHeading && (!before || before.type === schema.nodes.hard_break);
      const text = after ? node.text : node.text.replace(/[ \t]+$/, "");
      const [opens, middle, closes] = isCareful ? withEntities(text, node, before, after) : ["", text, ""];
      const safe = opens + escaped(middle, startsLine && !opens) + closes;
      // Signs at its end would close a heading.
      state.text(isHeading && !after ? safe.replace(/#(?=#*$)/g, "\\#") : safe, false);
    },
  };
  const marks = { ...defaultMarkdownSerializer.marks, link: LINK };
  if (isCareful) {
    marks.em = { ...marks.em, open: "_", close: "_" };
  }
  return new MarkdownSerializer(nodes, marks);
}

const LINK = {
  ...defaultMarkdownSerializer.marks.link,
  close(state, mark) {
    const isPlain = state.inAutolink;
    state.inAutolink = undefined;
    return isPlain ? ">" : `](${/[\s()<>]/.test(mark.attrs.href) ? `<${mark.attrs.href}>` : mark.attrs.href})`;
  },
};

// Two lists of one kind that follow each other need different signs, or they would be one.
const OTHER = { "-": "*", "*": "-", "+": "-", ".": ")", ")": "." };

function isEven(parent, i) {
  let first = i;
  while (first > 0 && parent.child(first - 1).type === parent.child(i).type) first--;
  return (i - first) % 2 === 0;
}

function isEmpty(node) {
  return !node.textContent.trim() && !node.children.some((block) => block.isLeaf || (!block.isTextblock && !isEmpty(block)));
}

// Close together only what can be: an item of several paragraphs needs empty lines. Items that were left empty are none.
function renderList(state, list, sign) {
  const items = list.children.filter((item) => !isEmpty(item));
  const isClose = list.attrs.tight && items.every((item) =>
    item.children.every((block, i) => i === 0 || block.type.name.endsWith("_list")));
  const outer = state.inTightList;
  if (outer) state.flushClose(1);
  state.inTightList = isClose;
  items.forEach((item, i) => {
    if (i && isClose) state.flushClose(1);
    const first = sign(i);
    state.wrapBlock(" ".repeat(first.length), first, list, () => state.render(item, list, i));
  });
  state.inTightList = outer;
}

function cellMarkdown(cell) {
  const alone = schema.node("doc", null, [schema.node("paragraph", null, cell.firstChild.content)]);
  return faithful(alone, {}).replace(/\|/g, "\\|");
}

// Blanks alone cannot be stressed.
function withPlainBlanks(node) {
  if (node.isText && !node.text.trim()) return node.mark(node.marks.filter((mark) => !STRESS.includes(mark.type)));
  return node.isText ? node : node.copy(Fragment.from(node.children.map(withPlainBlanks)));
}

// The plain way where it reads back the same, the careful one where only that does.
function faithful(doc, signs) {
  const written = (isCareful) => serializer({ bullet: "-", point: ".", ...signs, isCareful }).serialize(doc);
  const plain = written(false);
  const read = parse(plain);
  if (read.eq(doc)) return plain;
  const careful = written(true);
  return parse(careful).eq(read) ? plain : careful;
}

function signOf(list) {
  return /^\s*(?:\d+)?([-+*.)])/.exec(list)[1];
}

function writeAnew(block, sign) {
  return faithful(schema.node("doc", null, [withPlainBlanks(block)]), sign ? { bullet: sign, point: sign } : {});
}

// A text as it came in, which knows where in it each block stands.
export class Source {
  constructor(text) {
    const environment = {};
    const blocks = MARKDOWN.parse(text, environment).filter((token) => token.level === 0 && token.map);
    this.text = text;
    this.lines = text.split("\n");
    this.doc = parse(text);
    this.places = new Map();
    // Addresses that links name elsewhere stand in no block: then all is written anew.
    if (blocks.length === this.doc.childCount && !Object.keys(environment.references ?? {}).length) {
      blocks.forEach(({ map: [from, to] }, i) => this.places.set(this.doc.child(i), { i, from, to }));
    }
  }

  // Returns the Markdown of a document that editing has made of this one.
  write(doc) {
    if (doc.eq(this.doc)) return this.text;
    const runs = [];
    let last = null;
    for (const block of doc.children) {
      const place = this.places.get(block);
      if (place && last?.place?.i === place.i - 1) {
        const run = runs.at(-1);
        run.text = this.copy(run.from, place.to);
        last = { block, place, text: this.copy(place.from, place.to) };
      } else {
        last = this.piece(block, place, last);
        runs.push({ text: last.text, from: place?.from });
      }
    }
    return runs.map((run) => run.text).filter(Boolean).join("\n\n");
  }

  copy(from, to) {
    return this.lines.slice(from, to).join("\n").trimEnd();
  }

  piece(block, place, last) {
    const text = place ? this.copy(place.from, place.to) : writeAnew(block);
    const isList = block.type.name.endsWith("_list");
    const isSame = isList && last?.block.type === block.type && signOf(last.text) === signOf(text);
    return isSame ? { block, text: writeAnew(block, OTHER[signOf(text)]) } : { block, place, text };
  }
}
