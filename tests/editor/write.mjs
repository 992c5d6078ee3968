// What the editor makes of bodies that it reads and writes again whole, and of documents that were written in it.

import { readFileSync } from "node:fs";

import { Source, parse } from "../../frontend/editor/markdown.mjs";
import { schema } from "../../frontend/editor/schema.mjs";

const { bodies = [], docs = [], edits = [] } = JSON.parse(readFileSync(0, "utf8"));

// The last block is taken out; all the others were not touched.
function withoutLast(body) {
  const source = new Source(body);
  return source.write(source.doc.copy(source.doc.content.cut(0, source.doc.content.size - source.doc.lastChild.nodeSize)));
}

function unedited(body) {
  const source = new Source(body);
  return source.write(parse(body));
}

process.stdout.write(JSON.stringify({
  anew: bodies.map((body) => new Source("").write(parse(body))),
  unedited: bodies.map(unedited),
  docs: docs.map((doc) => new Source("").write(schema.nodeFromJSON(doc))),
  edits: edits.map(withoutLast),
}));
