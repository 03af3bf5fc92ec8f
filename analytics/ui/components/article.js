// An article with its figures marked. All content is inserted as text, never as markup.
import { el, the } from "./elements.js";
import { stepped } from "./keys.js";

const STEPS = { n: 1, p: -1 };

/**
 * Types from analytics/ui/articleview.py.
 * @typedef {{ claim: string, kind: string, text: string, parts: Part[] }} Mark
 * @typedef {{ hit: number, parts: Part[] }} Found
 * @typedef {string | { unseen: string } | Mark | Found} Part
 * @typedef {{ head: boolean, parts: Part[] }} Cell
 * @typedef {{ sort: "table", rows: Cell[][], heads: number }} Table
 * @typedef {{ sort: "read" | "aside" | "blank" | "unread", parts: Part[] }} Line
 * @typedef {{
 *   label: string, not_read: string, table_not_read: string, paragraphs: string, version: string, as_published: boolean, pale: string[],
 *   chosen: string, hit: number | null
 * }} Data
 */

/** @param {import("./types").Given<Data>} given */
export default function ({ data, parentElement, setTriggerValue }) {
  const article = the(parentElement, "article", HTMLElement);
  article.setAttribute("aria-label", data.label);
  article.className = data.as_published ? "as-published" : "cleaned";
  if (article.dataset.version !== data.version) {
    article.replaceChildren(...blocks(JSON.parse(data.paragraphs)).map((block) => drawn(block, data)));
    article.dataset.version = data.version;
    delete article.dataset.shown;
    delete article.dataset.hit;
    delete article.dataset.pale;
  }
  const marks = /** @type {HTMLElement[]} */ ([...article.querySelectorAll("mark[data-claim]")]);
  const pale = data.pale.join(" ");
  if (article.dataset.pale !== pale) {
    const outside = new Set(data.pale);
    for (const mark of marks) mark.classList.toggle("pale", outside.has(mark.dataset.claim ?? ""));
  }
  article.dataset.pale = pale;
  const chosen = marks.find((mark) => data.chosen && mark.dataset.claim === data.chosen);
  only(article, chosen);
  if (chosen && (article.dataset.shown ?? "") !== data.chosen) reveal(chosen);
  article.dataset.shown = data.chosen;
  if (!chosen) arrive(article, data.hit);
  const open = (/** @type {HTMLElement} */ mark) => {
    only(article, mark);
    article.dataset.shown = mark.dataset.claim;
    setTriggerValue("choose", mark.dataset.claim);
    if (window.innerWidth < 640) setTimeout(() => mark.scrollIntoView({ block: "start", behavior: "smooth" }), 50);
  };
  article.onclick = (event) => {
    const mark = event.target instanceof Element && event.target.closest("mark[data-claim]");
    if (mark instanceof HTMLElement) open(mark);
  };
  article.onkeydown = (event) => {
    const at = marks.findIndex((mark) => mark === event.target);
    if (at < 0) return;
    const to = stepped(event.key, STEPS, at, marks.length);
    if (event.key === "Enter" || event.key === " ") open(marks[at]);
    else if (event.key in STEPS) marks[to ?? at].focus();
    else return;
    event.preventDefault();
  };
}

/**
 * Group consecutive unread lines, with the blank lines between and after them.
 * @param {(Table | Line)[]} paragraphs
 * @returns {(Table | Line | { sort: "asides", lines: Line[] })[]}
 */
export function blocks(paragraphs) {
  /** @type {(Table | Line | { sort: "asides", lines: Line[] })[]} */
  const made = [];
  for (const paragraph of paragraphs) {
    const last = made.at(-1);
    if (last?.sort === "asides" && (paragraph.sort === "aside" || paragraph.sort === "blank")) last.lines.push(paragraph);
    else made.push(paragraph.sort === "aside" ? { sort: "asides", lines: [paragraph] } : paragraph);
  }
  return made;
}

/**
 * @param {ReturnType<typeof blocks>[number]} block
 * @param {Data} data
 */
function drawn(block, data) {
  if (block.sort === "table") return grid(block);
  if (block.sort === "asides") return labelled("", data.not_read, block.lines.map(line));
  if (block.sort !== "unread") return line(block);
  const text = el("p");
  text.append(...block.parts.map(piece));
  return labelled("unread", data.table_not_read, [text]);
}

/** @param {Line} paragraph */
function line(paragraph) {
  const made = el("p", paragraph.sort);
  made.append(...paragraph.parts.map(piece));
  return made;
}

/**
 * A labelled group of unread lines, or the lines of an unread table.
 * @param {string} name
 * @param {string} label
 * @param {HTMLElement[]} lines
 */
function labelled(name, label, lines) {
  const section = el("section", name);
  section.dataset.label = label;
  section.setAttribute("aria-label", label);
  section.append(...lines);
  return section;
}

/**
 * A table that was read, with header cells; wide tables scroll within their own frame.
 * @param {Table} paragraph
 */
function grid(paragraph) {
  const table = el("table");
  paragraph.rows.forEach((cells, r) => {
    const row = table.insertRow();
    for (const cell of cells) {
      const box = el(cell.head ? "th" : "td");
      if (cell.head) box.scope = r < paragraph.heads ? "col" : "row";
      box.append(...cell.parts.map(piece));
      row.append(box);
    }
  });
  table.dataset.heads = String(paragraph.heads);
  const frame = el("div", "table");
  frame.append(table);
  return frame;
}

/**
 * The row and column headers that apply to a figure in a table.
 * @param {HTMLElement} [mark]
 */
function heads(mark) {
  const [cell, table] = [mark?.closest("td"), mark?.closest("table")];
  if (!cell || !table) return [];
  const above = [...table.rows].slice(0, Number(table.dataset.heads));
  const over = above.map((row) => row.cells[headOver([...row.cells].map((head) => head.textContent ?? ""), cell.cellIndex)]);
  return [...over, ...(cell.parentElement?.querySelectorAll("th") ?? [])].filter(Boolean);
}

/**
 * The header in a row that applies to a column: the first of merged cells, which has the text; the last one if the row is too short.
 * @param {string[]} row
 * @param {number} column
 */
export function headOver(row, column) {
  let at = Math.min(column, row.length - 1);
  while (at > 0 && !row[at]) at -= 1;
  return at;
}

/**
 * @param {Part} part
 * @returns {Node}
 */
function piece(part) {
  if (typeof part === "string") return document.createTextNode(part);
  if ("unseen" in part) return el("span", "unseen", part.unseen);
  if ("hit" in part) {
    const found = el("mark", "hit");
    found.dataset.hit = String(part.hit);
    found.append(...part.parts.map(piece));
    return found;
  }
  const mark = el("mark");
  mark.style.setProperty("--tone", `var(--kind-${part.kind})`);
  mark.dataset.claim = part.claim;
  mark.dataset.text = part.text;
  mark.tabIndex = 0;
  mark.setAttribute("role", "link");
  mark.append(...part.parts.map(piece));
  return mark;
}

/**
 * Select one mark, or none.
 * @param {HTMLElement} article
 * @param {HTMLElement} [mark]
 */
function only(article, mark) {
  for (const head of article.querySelectorAll("th.lit")) head.classList.remove("lit");
  for (const head of heads(mark)) head.classList.add("lit");
  for (const other of article.querySelectorAll("mark.on")) {
    other.classList.remove("on");
    other.removeAttribute("aria-current");
  }
  mark?.classList.add("on");
  mark?.setAttribute("aria-current", "true");
}

/**
 * Scroll to an occurrence of the words sought, once.
 * @param {HTMLElement} article
 * @param {number | null} hit
 */
function arrive(article, hit) {
  const found = /** @type {HTMLElement[]} */ ([...article.querySelectorAll(`mark[data-hit="${hit}"]`)]);
  for (const other of article.querySelectorAll("mark.hit")) other.classList.remove("on");
  for (const mark of found) mark.classList.add("on");
  if (found.length && article.dataset.hit !== String(hit)) reveal(found[0]);
  article.dataset.hit = String(hit);
}

/** @param {HTMLElement} mark */
function reveal(mark) {
  const place = mark.getBoundingClientRect();
  if (place.top < 60 || place.bottom > window.innerHeight * 0.8) mark.scrollIntoView({ block: window.innerWidth < 640 ? "start" : "center" });
}
