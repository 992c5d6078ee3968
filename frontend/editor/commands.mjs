// What can be done with a text: one table of commands, for the keys and for the buttons alike.

import { baseKeymap, chainCommands, exitCode, lift, setBlockType, toggleMark, wrapIn } from "prosemirror-commands";
import { redo, undo } from "prosemirror-history";
import { keymap } from "prosemirror-keymap";
import { liftListItem, sinkListItem, splitListItem, wrapInList } from "prosemirror-schema-list";
import { TextSelection } from "prosemirror-state";
import { addColumnAfter, addRowAfter, deleteColumn, deleteRow, deleteTable, isInTable } from "prosemirror-tables";

import { schema } from "./schema.mjs";
import { insertTable, leaveTable, toNextRow } from "./tables.mjs";

const { nodes, marks } = schema;

function ancestor(state, test) {
  const { $from } = state.selection;
  for (let depth = $from.depth; depth > 0; depth--) {
    if (test($from.node(depth))) return { node: $from.node(depth), position: $from.before(depth) };
  }
  return null;
}

function hasMark(type) {
  return ({ selection: { empty, $from, from, to }, storedMarks, doc }) =>
    empty ? Boolean(type.isInSet(storedMarks ?? $from.marks())) : doc.rangeHasMark(from, to, type);
}

function isBlock(type, attrs = {}) {
  return (state) => state.selection.$from.parent.hasMarkup(type, attrs);
}

function isList(node) {
  return node.type === nodes.bullet_list || node.type === nodes.ordered_list;
}

// Into a list of the kind, out of one of this kind, or from the other kind into this one.
function toggleList(type) {
  return (state, dispatch, view) => {
    const list = ancestor(state, isList);
    if (!list) return wrapInList(type)(state, dispatch, view);
    if (list.node.type === type) return liftListItem(nodes.list_item)(state, dispatch, view);
    dispatch?.(state.tr.setNodeMarkup(list.position, type, { tight: list.node.attrs.tight }));
    return true;
  };
}

function toggleQuote(state, dispatch, view) {
  const isQuoted = ancestor(state, (node) => node.type === nodes.blockquote);
  return (isQuoted ? lift : wrapIn(nodes.blockquote))(state, dispatch, view);
}

function insertRule(state, dispatch) {
  if (isInTable(state)) return false;
  if (dispatch) {
    const { tr } = state;
    tr.replaceSelectionWith(nodes.horizontal_rule.create());
    const after = tr.selection.to;
    if (!tr.doc.resolve(after).nodeAfter?.isTextblock) tr.insert(after, nodes.paragraph.create());
    dispatch(tr.setSelection(TextSelection.create(tr.doc, after + 1)).scrollIntoView());
  }
  return true;
}

function breakLine(state, dispatch) {
  if (state.selection.$from.parent.type !== nodes.paragraph) return false;
  dispatch?.(state.tr.replaceSelectionWith(nodes.hard_break.create()).scrollIntoView());
  return true;
}

function heading(level) {
  return setBlockType(nodes.heading, { level });
}

export const COMMANDS = {
  undo: { run: undo, keys: ["Mod-z"] },
  redo: { run: redo, keys: ["Mod-y", "Mod-Shift-z"] },
  paragraph: { run: setBlockType(nodes.paragraph), keys: ["Shift-Ctrl-0"], isOn: isBlock(nodes.paragraph) },
  heading2: { run: heading(2), keys: ["Shift-Ctrl-2"], isOn: isBlock(nodes.heading, { level: 2 }) },
  heading3: { run: heading(3), keys: ["Shift-Ctrl-3"], isOn: isBlock(nodes.heading, { level: 3 }) },
  heading4: { run: heading(4), keys: ["Shift-Ctrl-4"], isOn: isBlock(nodes.heading, { level: 4 }) },
  strong: { run: toggleMark(marks.strong), keys: ["Mod-b"], isOn: hasMark(marks.strong) },
  em: { run: toggleMark(marks.em), keys: ["Mod-i"], isOn: hasMark(marks.em) },
  code: { run: toggleMark(marks.code), keys: ["Mod-e"], isOn: hasMark(marks.code) },
  bullets: {
    run: toggleList(nodes.bullet_list),
    keys: ["Shift-Ctrl-8"],
    isOn: (state) => ancestor(state, isList)?.node.type === nodes.bullet_list,
  },
  numbers: {
    run: toggleList(nodes.ordered_list),
    keys: ["Shift-Ctrl-7"],
    isOn: (state) => ancestor(state, isList)?.node.type === nodes.ordered_list,
  },
  deeper: { run: sinkListItem(nodes.list_item), keys: ["Shift-Alt-ArrowRight"] },
  higher: { run: liftListItem(nodes.list_item), keys: ["Shift-Alt-ArrowLeft"] },
  quote: {
    run: toggleQuote,
    keys: ["Shift-Ctrl-9"],
    isOn: (state) => Boolean(ancestor(state, (node) => node.type === nodes.blockquote)),
  },
  rule: { run: insertRule, keys: ["Shift-Ctrl-6"] },
  table: { run: insertTable, keys: ["Shift-Ctrl-5"] },
  addRow: { run: addRowAfter, keys: ["Alt-Enter"] },
  addColumn: { run: addColumnAfter, keys: ["Shift-Alt-Enter"] },
  deleteRow: { run: deleteRow, keys: ["Alt-Backspace"] },
  deleteColumn: { run: deleteColumn, keys: ["Shift-Alt-Backspace"] },
  deleteTable: { run: deleteTable, keys: ["Shift-Ctrl-Backspace"] },
};

export function keys() {
  const bound = Object.values(COMMANDS).flatMap(({ run, keys: names }) => names.map((name) => [name, run]));
  return [
    keymap(Object.fromEntries(bound)),
    keymap({
      Enter: chainCommands(toNextRow, splitListItem(nodes.list_item)),
      "Shift-Enter": chainCommands(exitCode, breakLine, () => true),
      "Mod-Enter": chainCommands(exitCode, breakLine, leaveTable, () => true),
    }),
    keymap(baseKeymap),
  ];
}
