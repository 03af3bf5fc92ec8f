// A cross table whose cells are links to their figures. All content is inserted as text, never as markup.
import { arrowed, el, the } from "./elements.js";

/**
 * @typedef {{ code: string, label: string, tone: string }} Heading
 * @typedef {{ text: string, note: string, faint: boolean, ground: string, ink: string, address: string }} Cell
 * @typedef {{
 *   label: string, corner: string, rows: Heading[], columns: Heading[], lines: (Cell | null)[][], opened: string[], said: string, target: string
 * }} Data
 * @typedef {HTMLTableElement & { content?: string }} Table
 */

/** @param {import("./types").Given<Data>} given */
export default function ({ data, parentElement, setTriggerValue }) {
  const scroll = the(parentElement, ".scroll", HTMLElement);
  const table = /** @type {Table} */ (the(scroll, "table", HTMLTableElement));
  const focused = parentElement.activeElement instanceof HTMLElement ? parentElement.activeElement.dataset.cell : undefined;
  const content = JSON.stringify([data.label, data.corner, data.rows, data.columns, data.lines]);
  if (table.content !== content) fill(data, table);
  table.content = content;
  scroll.setAttribute("aria-label", data.label);
  for (const link of links(table)) {
    const on = link.dataset.cell === JSON.stringify(data.opened);
    if (on) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
    if (link.dataset.cell === focused) link.focus({ preventScroll: true });
    link.onclick = (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return; // opens a new tab from the href
      event.preventDefault();
      setTriggerValue("open", JSON.parse(link.dataset.cell ?? "[]"));
    };
  }
  const opened = data.opened.join("\n");
  the(parentElement, "p", HTMLElement).textContent = data.said;
  if (opened && scroll.dataset.opened !== opened) setTimeout(() => reveal(data.target), 300);
  scroll.dataset.opened = opened;
}

/** @param {HTMLTableElement} table */
function links(table) {
  return /** @type {HTMLAnchorElement[]} */ ([...table.querySelectorAll("a")]);
}

/** @param {string} target */
function reveal(target) {
  document.querySelector(`.st-key-${target}`)?.scrollIntoView({ behavior: "smooth", block: "start" });
}

/**
 * @param {Data} data
 * @param {HTMLTableElement} table
 */
function fill(data, table) {
  table.setAttribute("aria-label", data.label);
  const head = el("tr");
  head.append(heading("col", "corner", data.corner), ...data.columns.map((column) => heading("col", column.tone, column.label)));
  the(table, "thead", HTMLElement).replaceChildren(head);
  the(table, "tbody", HTMLElement).replaceChildren(...data.rows.map((row, at) => line(row, data.lines[at], data)));
}

/**
 * @param {Heading} row
 * @param {(Cell | null)[]} cells
 * @param {Data} data
 */
function line(row, cells, data) {
  const drawn = el("tr", row.tone);
  drawn.append(heading("row", row.tone, row.label));
  cells.forEach((cell, at) => drawn.append(cell ? filled(cell, [row.code, data.columns[at].code], data.columns[at].tone) : el("td", data.columns[at].tone)));
  return drawn;
}

/**
 * @param {"row" | "col"} scope
 * @param {string} tone
 * @param {string} label
 */
function heading(scope, tone, label) {
  const cell = el("th", tone);
  cell.scope = scope;
  cell.append(el("span", "", label));
  cell.title = label;
  return cell;
}

/**
 * @param {Cell} cell
 * @param {string[]} place
 * @param {string} tone
 */
function filled(cell, place, tone) {
  const drawn = el("td", [tone, cell.faint ? "faint" : ""].filter(Boolean).join(" "));
  const link = el("a");
  link.href = cell.address;
  link.dataset.cell = JSON.stringify(place);
  link.append(...arrowed(cell.text));
  if (cell.note) link.append(el("small", "", cell.note));
  link.style.background = cell.ground;
  link.style.color = cell.ink;
  drawn.append(link);
  return drawn;
}
