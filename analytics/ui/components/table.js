// A table with selectable rows, sortable columns and figures to collect. All content is inserted as text, never as markup.
import { arrowed, el, the } from "./elements.js";
import { walked } from "./keys.js";

const SMALL = 640; // width in pixels below which the evidence opens under its row
const [EASY, LEAST] = [132, 84]; // width in pixels of a text cell: preferred and hard minimum
const WHOLE = ["figure", "figures", "kind", "period", "basis"]; // columns that are never truncated

/**
 * @typedef {{ name: string, label: string }} Column
 * @typedef {Record<string, string>} Row texts by column, plus `id` and `code`
 * @typedef {{ ids: string[], column: string, in: string, out: string }} Gathering
 * @typedef {{ kind: string, head: string, lead: string, figure: string, rest: string, tail: string, more: string, whole: string }} Passage
 * @typedef {{
 *   label: string, hint: string, columns: Column[], rows: Row[], chosen: string, sort: string, fixed: boolean, page: string, arrive: boolean,
 *   gather: Gathering | null, passage: Passage | null
 * }} Data
 * @typedef {HTMLTableElement & { send: import("./types").Tell, content?: string }} Table
 * @typedef {HTMLTableRowElement & { gathered?: (on: boolean) => void }} Line
 */

/** @param {import("./types").Given<Data>} given */
export default function ({ data, parentElement, setTriggerValue }) {
  const scroll = the(parentElement, ".scroll", HTMLElement);
  const table = Object.assign(the(scroll, "table", HTMLTableElement), { send: setTriggerValue });
  fill(data, table, parentElement);
  for (const line of lines(table)) {
    (line.dataset.id === data.chosen ? mark : unmark)(line);
    line.gathered?.(data.gather?.ids.includes(line.dataset.id ?? "") ?? false);
  }
  const stop = lines(table).find((line) => line.tabIndex === 0) ?? chosenIn(table) ?? lines(table)[0];
  if (stop) stopAt(table, stop);
  openUnderRow(data, table);
  if (scroll.dataset.page !== data.page) scroll.scrollTop = 0;
  scroll.dataset.page = data.page;
  if (scroll.dataset.shown !== data.chosen) reveal(scroll, table);
  scroll.dataset.shown = data.chosen;
  if (data.arrive) setTimeout(showEvidence, 600);
  const watch = new ResizeObserver(() => share(scroll, table));
  watch.observe(scroll);
  return () => watch.disconnect();
}

/**
 * The rows, without the evidence opened under one.
 * @param {HTMLTableElement} table
 */
function lines(table) {
  return /** @type {Line[]} */ ([...the(table, "tbody", HTMLTableSectionElement).rows].filter((line) => line.dataset.id));
}

/** @param {HTMLTableElement} table */
function chosenIn(table) {
  return lines(table).find((line) => line.classList.contains("on"));
}

/**
 * Rebuild header and rows if they changed, keeping the focused row.
 * @param {Data} data
 * @param {Table} table
 * @param {ShadowRoot} root
 */
function fill(data, table, root) {
  const content = JSON.stringify([data.label, data.columns, data.rows, data.sort, data.gather?.in]);
  if (table.content === content) return;
  table.content = content;
  const focused = root.activeElement?.closest("tr")?.dataset.id;
  delete table.dataset.room;
  table.setAttribute("aria-label", data.label);
  the(table, "thead", HTMLElement).replaceChildren(header(data, table));
  the(table, "tbody", HTMLElement).replaceChildren(...data.rows.map((row) => body(row, data, table)));
  if (focused) lines(table).find((line) => line.dataset.id === focused)?.focus({ preventScroll: true });
}

/**
 * Truncate texts only if the table is too narrow: the longest columns shrink first, all to one width. If that would make them
 * too narrow, hide the last column (the card shows it too), then the names of kinds (their colour stays).
 * @param {HTMLElement} scroll
 * @param {HTMLTableElement} table
 */
function share(scroll, table) {
  if (table.dataset.room === String(scroll.clientWidth)) return;
  table.dataset.room = String(scroll.clientWidth);
  for (const [tier, least] of /** @type {[string, number][]} */ ([["", EASY], ["less", EASY], ["less tight", LEAST]])) {
    table.className = tier;
    if (cut(scroll, table, least)) return;
  }
}

/**
 * @param {HTMLElement} scroll
 * @param {HTMLTableElement} table
 * @param {number} least
 */
function cut(scroll, table, least) {
  table.style.setProperty("--most", "none");
  const over = table.offsetWidth - scroll.clientWidth;
  if (over <= 0) return true;
  /** @type {Map<string, number>} */
  const widths = new Map();
  for (const word of /** @type {NodeListOf<HTMLElement>} */ (table.querySelectorAll("td span.words"))) {
    const column = word.parentElement?.className ?? "";
    widths.set(column, Math.max(widths.get(column) ?? 0, word.offsetWidth));
  }
  const { most, enough } = widest([...widths.values()], least, over);
  table.style.setProperty("--most", `${most}px`);
  return enough;
}

/**
 * The largest column width that saves `over` pixels in total, and whether it is at least `least`.
 * @param {number[]} widths
 * @param {number} least
 * @param {number} over
 */
export function widest(widths, least, over) {
  const saved = (/** @type {number} */ most) => widths.reduce((sum, width) => sum + Math.max(0, width - most), 0);
  let most = Math.max(...widths);
  while (most > least && saved(most) < over) most -= 2;
  return { most, enough: saved(most) >= over };
}

/**
 * The value of aria-sort for a column; `sort` is a column name, preceded by a minus for descending order.
 * @param {string} sort
 * @param {string} column
 */
export function sorting(sort, column) {
  if (sort === column) return "ascending";
  return sort === `-${column}` ? "descending" : null;
}

/**
 * @param {Data} data
 * @param {Table} table
 */
function header(data, table) {
  const line = el("tr");
  for (const column of data.columns) {
    const cell = el("th", column.name);
    cell.scope = "col";
    cell.ariaSort = sorting(data.sort, column.name);
    const button = el("button", "", column.label);
    button.type = "button";
    button.disabled = data.fixed;
    if (!data.fixed) button.title = data.hint;
    button.onclick = () => table.send("sort", column.name);
    cell.append(button);
    line.append(cell);
  }
  if (data.gather) {
    const cell = el("th", "gather");
    cell.scope = "col";
    cell.append(el("span", "", data.gather.column));
    line.append(cell);
  }
  return line;
}

/**
 * @param {Row} row
 * @param {Data} data
 * @param {Table} table
 */
function body(row, data, table) {
  const line = el("tr");
  line.dataset.id = row.id;
  line.tabIndex = -1;
  for (const column of data.columns) {
    const cell = el("td", column.name);
    cell.classList.toggle("faint", row.faint === column.name);
    if (column.name === "kind") cell.append(swatch(row.code));
    cell.append(written(row[column.name], column.name));
    line.append(cell);
  }
  const gather = data.gather && gatherer(line, data.gather, table);
  if (gather) {
    const cell = el("td", "gather");
    cell.append(gather);
    line.append(cell);
  }
  const choose = () => {
    lines(table).forEach(unmark);
    table.querySelector("tr.under")?.remove();
    mark(line);
    stopAt(table, line);
    table.send("choose", row.id);
  };
  line.onclick = choose;
  line.onkeydown = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const all = lines(table);
    const to = walked(event.key, all.indexOf(line), all.length);
    if (event.key === "Enter" || event.key === " ") choose();
    else if (event.key === "b" && gather) gather.click();
    else if (to !== undefined) {
      stopAt(table, all[to]);
      all[to].focus();
    } else return;
    event.preventDefault();
  };
  return line;
}

/**
 * Roving tabindex: Tab reaches one row, and the arrow keys reach the others.
 * @param {HTMLTableElement} table
 * @param {HTMLElement} line
 */
function stopAt(table, line) {
  for (const other of lines(table)) other.tabIndex = -1;
  line.tabIndex = 0;
}

/**
 * @param {Line} line
 * @param {Gathering} words
 * @param {Table} table
 */
function gatherer(line, words, table) {
  const button = el("button");
  button.type = "button";
  button.tabIndex = -1;
  const gathered = (/** @type {boolean} */ on) => {
    button.setAttribute("aria-pressed", String(on));
    button.textContent = on ? "✓" : "+";
    button.title = on ? words.out : words.in;
    button.ariaLabel = button.title;
  };
  line.gathered = gathered;
  button.onclick = (event) => {
    event.stopPropagation();
    gathered(button.getAttribute("aria-pressed") !== "true");
    table.send("gather", line.dataset.id);
  };
  return button;
}

/** @param {HTMLElement} line */
function mark(line) {
  line.classList.add("on");
  line.setAttribute("aria-current", "true");
}

/** @param {HTMLElement} line */
function unmark(line) {
  line.classList.remove("on");
  line.removeAttribute("aria-current");
}

/**
 * On a small screen, show the sentence of the selected row below it, with a link to the whole card.
 * @param {Data} data
 * @param {HTMLTableElement} table
 */
function openUnderRow(data, table) {
  const chosen = chosenIn(table);
  table.querySelector("tr.under")?.remove();
  if (!data.passage || !chosen || window.innerWidth >= SMALL) return;
  const line = el("tr", "under");
  const cell = el("td");
  cell.colSpan = chosen.cells.length;
  const quote = el("blockquote");
  quote.lang = "zh";
  const figure = el("mark", "", data.passage.figure);
  figure.style.setProperty("--tone", `var(--kind-${data.passage.kind})`);
  const { head, lead, rest, tail } = data.passage;
  quote.append(head && "…", lead, figure, rest, tail && "…");
  const more = el("button", "", data.passage.more);
  more.type = "button";
  more.onclick = showEvidence;
  cell.append(quote);
  if (head || tail) {
    const whole = el("button", "", data.passage.whole);
    whole.type = "button";
    whole.onclick = () => {
      quote.replaceChildren(head, lead, figure, rest, tail);
      whole.remove();
    };
    cell.append(whole);
  }
  cell.append(more);
  line.append(cell);
  chosen.after(line);
}

/**
 * Scroll only the table, not the page, until the selected row is visible.
 * @param {HTMLElement} scroll
 * @param {HTMLTableElement} table
 */
function reveal(scroll, table) {
  const line = chosenIn(table);
  if (!line) return;
  const under = line.nextElementSibling;
  const last = under instanceof HTMLElement && under.className === "under" ? under : line;
  const top = line.offsetTop - the(table, "thead", HTMLElement).offsetHeight;
  scroll.scrollTop = scrolled(scroll.scrollTop, scroll.clientHeight, top, last.offsetTop + last.offsetHeight);
}

/**
 * Scroll offset that makes the range from `top` to `bottom` visible; the current offset `now` if it is already.
 * @param {number} now
 * @param {number} height
 * @param {number} top
 * @param {number} bottom
 */
export function scrolled(now, height, top, bottom) {
  if (top < now) return top;
  return bottom > now + height ? Math.min(top, bottom - height) : now;
}

/**
 * The text of a cell. Figures are never truncated.
 * @param {string} value
 * @param {string} column
 */
function written(value, column) {
  const text = el("span", WHOLE.includes(column) ? "" : "words");
  text.title = value;
  text.append(...arrowed(value));
  return text;
}

/** @param {string} code */
function swatch(code) {
  const square = el("i");
  square.style.background = `var(--kind-${code})`;
  return square;
}

function showEvidence() {
  document.querySelector(".st-key-evidence")?.scrollIntoView({ behavior: "smooth", block: "nearest" });
}
