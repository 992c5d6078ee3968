// What comes from Word, Google Docs and web pages, made into what an article can hold before the editor reads it.

const NOT_TEXT = "script, style, meta, link, title, xml, template, iframe, object, embed, svg, canvas, video, audio, del, "
  + "input, button, select, textarea, br.Apple-interchange-newline";
const BLOCKS = "p, div, ul, ol, li, h1, h2, h3, h4, h5, h6, blockquote, pre, br, hr, table, tbody, tr, td, th";
const WORD_LIST = /mso-list:\s*l\d+\s+level(\d+)/i;
const NUMBER = /^\s*\(?([\da-z]{1,4})[.)]/i;

// Returns the cleaned HTML, and how many pictures were left out of it.
export function cleanPasted(html) {
  // What was copied from an editor of ours is clean.
  if (html.includes("data-pm-slice")) return { html: inert(html), pictures: 0 };
  const { body } = new DOMParser().parseFromString(inert(html), "text/html");
  const pictures = body.querySelectorAll("img, picture > source").length;
  removeComments(body);
  for (const element of body.querySelectorAll(`${NOT_TEXT}, img, picture`)) element.remove();
  for (const element of body.querySelectorAll("[data-style]")) {
    if (/display:\s*none|mso-hide:\s*all/i.test(styleOf(element))) element.remove();
  }
  makeWordListsLists(body);
  makeStylesElements(body);
  // From the inside out, so that a table in a cell is text by then.
  for (const table of [...body.querySelectorAll("table")].reverse()) makeGrid(table);
  for (const heading of body.querySelectorAll("h1, h2, h3, h4, h5, h6, th")) plainHeading(heading);
  for (const link of body.querySelectorAll("a[href]")) leadDirectly(link);
  joinLists(body);
  normaliseSpaces(body);
  for (const block of body.querySelectorAll("p, h1, h2, h3, h4, h5, h6, li, blockquote")) {
    if (!block.textContent.trim() && !block.querySelector("hr, table")) block.remove();
  }
  return { html: body.innerHTML, pictures };
}

// Nothing of it could run here, but a strict page would complain of each style and handler.
function inert(html) {
  return html.replace(/<style[^]*?<\/style>/gi, "").replace(/<[a-z][^>]*>/gi, (tag) =>
    tag.replace(/(?<=[\s"'])style\s*=/gi, "data-style=").replace(/(?<=[\s"'])on\w+\s*=/gi, "data-on="));
}

function styleOf(element) {
  return element.dataset.style ?? "";
}

function removeComments(body) {
  const walker = document.createTreeWalker(body, NodeFilter.SHOW_COMMENT);
  const comments = [];
  while (walker.nextNode()) comments.push(walker.currentNode);
  for (const comment of comments) comment.remove();
}

function rename(element, tag) {
  const renamed = element.ownerDocument.createElement(tag);
  renamed.append(...element.childNodes);
  element.replaceWith(renamed);
  return renamed;
}

function wrapContent(element, tag) {
  const wrapped = element.ownerDocument.createElement(tag);
  wrapped.append(...element.childNodes);
  element.append(wrapped);
}

// Word writes a list as paragraphs, each with its level in a style and its bullet or number as text.
function makeWordListsLists(body) {
  let lists = [];
  let before = null;
  for (const paragraph of body.querySelectorAll("p, h1, h2, h3, h4, h5, h6")) {
    const level = Number(WORD_LIST.exec(styleOf(paragraph))?.[1] ?? 0);
    if (!level) continue;
    const sign = [...paragraph.querySelectorAll("[data-style]")].find((part) => /mso-list:\s*ignore/i.test(styleOf(part)));
    const number = NUMBER.exec(sign?.textContent ?? "")?.[1];
    sign?.remove();
    const tag = number ? "ol" : "ul";
    if (!before || before.nextElementSibling !== paragraph) lists = [];
    lists = lists.slice(0, level);
    if (lists.at(-1) && lists.length === level && lists.at(-1).localName !== tag) lists.pop();
    while (lists.length < level) {
      const list = body.ownerDocument.createElement(tag);
      if (Number(number) > 1) list.setAttribute("start", number);
      const item = lists.at(-1)?.lastElementChild;
      if (item) item.append(list);
      else paragraph.before(list);
      if (lists.length < level - 1) list.append(body.ownerDocument.createElement("li"));
      lists.push(list);
    }
    const item = body.ownerDocument.createElement("li");
    item.append(...paragraph.childNodes);
    lists.at(-1).append(item);
    paragraph.remove();
    [before] = lists;
  }
}

function makeStylesElements(body) {
  for (const title of body.querySelectorAll("p.MsoTitle, p.MsoSubtitle")) {
    rename(title, title.className === "MsoTitle" ? "h2" : "h3");
  }
  for (const heading of body.querySelectorAll("p[role=heading][aria-level]")) {
    rename(heading, `h${Math.min(Math.max(heading.ariaLevel, 2), 4)}`);
  }
  for (const part of body.querySelectorAll("b[data-style], i[data-style], strong[data-style], em[data-style]")) {
    if (/(?<!-)font-(weight|style):\s*(normal|400)/i.test(styleOf(part))) part.replaceWith(...part.childNodes);
  }
  for (const part of body.querySelectorAll("span[data-style], font[data-style], a[data-style]")) {
    if (/(?<!-)font-weight:\s*(bold|[6-9]00)/i.test(styleOf(part))) wrapContent(part, "strong");
    if (/(?<!-)font-style:\s*italic/i.test(styleOf(part))) wrapContent(part, "em");
  }
}

function plainHeading(heading) {
  for (const line of heading.querySelectorAll("br")) line.replaceWith(" ");
  for (const strong of heading.querySelectorAll("b, strong")) strong.replaceWith(...strong.childNodes);
}

// A table becomes rows of single cells with one line of text each, the first row being the headings.
function makeGrid(table) {
  const rows = [...table.rows];
  const grid = rows.map(() => []);
  rows.forEach((row, y) => {
    for (const cell of row.cells) {
      let x = 0;
      while (grid[y][x]) x++;
      const height = Math.min(cell.rowSpan || rows.length, rows.length - y);
      for (let down = 0; down < height; down++) {
        for (let right = 0; right < cell.colSpan; right++) {
          grid[y + down][x + right] = down || right ? table.ownerDocument.createElement("td") : cell;
        }
      }
    }
  });
  const width = Math.max(0, ...grid.map((cells) => cells.length));
  if (width < 2 && rows.length < 2) {
    // A frame around something, not a table.
    table.replaceWith(...(rows[0]?.cells[0]?.childNodes ?? []));
    return;
  }
  const plain = table.ownerDocument.createElement("table");
  grid.forEach((cells, y) => {
    const row = plain.insertRow();
    for (let x = 0; x < width; x++) {
      const cell = table.ownerDocument.createElement(y ? "td" : "th");
      if (cells[x]) cell.append(...oneLine(cells[x]).childNodes);
      row.append(cell);
    }
  });
  table.replaceWith(plain);
}

function oneLine(cell) {
  for (const block of cell.querySelectorAll(BLOCKS)) block.replaceWith(" ", ...block.childNodes, " ");
  return cell;
}

function leadDirectly(link) {
  const address = URL.parse?.(link.getAttribute("href"));
  const target = address?.hostname === "www.google.com" && address.pathname === "/url" && address.searchParams.get("q");
  if (target) link.setAttribute("href", target);
}

function joinLists(body) {
  for (const list of [...body.querySelectorAll("ul + ul, ol + ol")]) {
    list.previousElementSibling.append(...list.childNodes);
    list.remove();
  }
  // Some write a list in a list beside its item instead of in it.
  for (const list of [...body.querySelectorAll(":is(ul, ol) > :is(ul, ol)")]) {
    if (list.previousElementSibling) list.previousElementSibling.append(list);
    else wrapInItem(list);
  }
}

function wrapInItem(list) {
  const item = list.ownerDocument.createElement("li");
  list.replaceWith(item);
  item.append(list);
}

function normaliseSpaces(body) {
  const walker = document.createTreeWalker(body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode;
    if (!text.parentElement.closest("pre")) text.data = text.data.replace(/[\s\u00a0]+/g, " ");
  }
}
