// Tables as Markdown has them: a grid, one row of headings, one line of text in a cell.

import { Plugin, Selection, TextSelection } from "prosemirror-state";
import { addRowAfter, isInTable, selectedRect } from "prosemirror-tables";

import { schema } from "./schema.mjs";

const { table, table_row: row, table_cell: cell, table_header: header, paragraph } = schema.nodes;

export function insertTable(state, dispatch) {
  if (isInTable(state)) return false;
  const { $from } = state.selection;
  const cells = (type) => [type.createAndFill(), type.createAndFill()];
  const made = table.create(null, [row.create(null, cells(header)), ...[1, 2].map(() => row.create(null, cells(cell)))]);
  if ($from.depth && !$from.node(-1).canReplaceWith($from.indexAfter(-1), $from.indexAfter(-1), table)) return false;
  if (dispatch) {
    const isEmpty = $from.parent.type === paragraph && !$from.parent.content.size;
    const at = isEmpty ? $from.before() : $from.depth ? $from.after() : $from.pos;
    const transaction = isEmpty ? state.tr.replaceWith(at, $from.after(), made) : state.tr.insert(at, made);
    dispatch(transaction.setSelection(TextSelection.near(transaction.doc.resolve(at + 1))).scrollIntoView());
  }
  return true;
}

// Down to the next row, or into a new one after the last.
export function toNextRow(state, dispatch, view) {
  if (!isInTable(state)) return false;
  const { bottom, map } = selectedRect(state);
  if (bottom === map.height && dispatch) {
    addRowAfter(state, dispatch);
    return toNextRow(view.state, dispatch, view);
  }
  if (dispatch) {
    const { left, tableStart } = selectedRect(state);
    const place = state.doc.resolve(tableStart + map.map[bottom * map.width + left] + 1);
    dispatch(state.tr.setSelection(Selection.near(place)).scrollIntoView());
  }
  return true;
}

// Out of the table, into a new paragraph after it.
export function leaveTable(state, dispatch) {
  if (!isInTable(state)) return false;
  const { tableStart, table: left } = selectedRect(state);
  const after = tableStart + left.nodeSize - 1;
  const transaction = state.tr.insert(after, paragraph.create());
  dispatch?.(transaction.setSelection(TextSelection.create(transaction.doc, after + 1)).scrollIntoView());
  return true;
}

// The first row of a table holds its headings, whatever row that has become.
export const headingsFirst = new Plugin({
  appendTransaction(transactions, _before, state) {
    if (!transactions.some((transaction) => transaction.docChanged)) return null;
    const transaction = state.tr;
    state.doc.descendants((node, position) => {
      if (node.type === table) {
        node.forEach((line, lineOffset, index) => {
          line.forEach((part, offset) => {
            const type = index ? cell : header;
            if (part.type !== type) transaction.setNodeMarkup(position + 1 + lineOffset + 1 + offset, type);
          });
        });
      }
      return !node.isTextblock;
    });
    return transaction.docChanged ? transaction : null;
  },
});

// Whatever is pasted into a cell becomes words of its one line.
export function pasteIntoCell(view, slice) {
  if (!isInTable(view.state) || slice.content.firstChild?.type.spec.tableRole) return false;
  const words = [];
  slice.content.descendants((node) => {
    if (node.isTextblock && words.length) words.push(schema.text(" "));
    if (node.isText) words.push(node);
    if (node.type === schema.nodes.hard_break) words.push(schema.text(" "));
  });
  const { from, to } = view.state.selection;
  view.dispatch(view.state.tr.replaceWith(from, to, words).scrollIntoView());
  return true;
}
