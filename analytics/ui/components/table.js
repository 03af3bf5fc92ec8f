// A plain table: rows to choose, headers to sort by, figures to gather. Every cell is set as text, never as markup.
const SMALL = 640; // below this the evidence opens under its row
const [EASY, LEAST] = [132, 84]; // pixels a cell of words keeps: at first, and however little room there is

export default function ({ data, parentElement, setTriggerValue }) {
  const scroll = parentElement.querySelector(".scroll");
  const table = scroll.querySelector("table");
  table.send = setTriggerValue;
  const content = JSON.stringify([data.label, data.columns, data.rows, data.sort, data.gather?.in]);
  if (table.content !== content) fill(data, table, parentElement);
  table.content = content;
  for (const line of table.querySelectorAll("tr[data-id]")) {
    (line.dataset.id === data.chosen ? mark : unmark)(line);
    line.gathered?.(data.gather.ids.includes(line.dataset.id));
  }
  const stop = table.querySelector("tr[tabindex='0']") ?? table.querySelector("tr.on") ?? table.tBodies[0].rows[0];
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

// Header and rows anew; the row that had the focus keeps it.
function fill(data, table, parentElement) {
  const focused = parentElement.activeElement?.closest?.("tr")?.dataset.id;
  delete table.dataset.room;
  table.setAttribute("aria-label", data.label);
  table.tHead.replaceChildren(header(data, table));
  table.tBodies[0].replaceChildren(...data.rows.map((row) => body(row, data, table)));
  if (focused) [...table.tBodies[0].rows].find((line) => line.dataset.id === focused)?.focus({ preventScroll: true });
}

// Words are cut only where the table has no room: the longest columns give way first, all to one width. Where that would leave
// too little of them, first the last column makes room (the card has it too), then the names of kinds (their colour stays).
function share(scroll, table) {
  if (table.dataset.room === String(scroll.clientWidth)) return;
  table.dataset.room = scroll.clientWidth;
  for (const [tier, least] of [["", EASY], ["less", EASY], ["less tight", LEAST]]) {
    table.className = tier;
    if (cut(scroll, table, least)) return;
  }
}

function cut(scroll, table, least) {
  table.style.setProperty("--most", "none");
  const over = table.offsetWidth - scroll.clientWidth;
  if (over <= 0) return true;
  const widths = {};
  for (const word of table.querySelectorAll("td span.words")) {
    const column = word.parentElement.className;
    widths[column] = Math.max(widths[column] ?? 0, word.offsetWidth);
  }
  const wide = Object.values(widths);
  const saved = (most) => wide.reduce((sum, width) => sum + Math.max(0, width - most), 0);
  let most = Math.max(...wide);
  while (most > least && saved(most) < over) most -= 2;
  table.style.setProperty("--most", `${most}px`);
  return saved(most) >= over;
}

function header(data, table) {
  const line = document.createElement("tr");
  for (const column of data.columns) {
    const cell = document.createElement("th");
    cell.className = column.name;
    cell.scope = "col";
    const [by, falling] = [data.sort.replace("-", ""), data.sort.startsWith("-")];
    if (by === column.name) cell.ariaSort = falling ? "descending" : "ascending";
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = column.label;
    button.disabled = data.fixed;
    if (!data.fixed) button.title = data.hint;
    button.onclick = () => table.send("sort", column.name);
    cell.append(button);
    line.append(cell);
  }
  if (data.gather) {
    const cell = document.createElement("th");
    cell.className = "gather";
    cell.scope = "col";
    const name = document.createElement("span");
    name.textContent = data.gather.column;
    cell.append(name);
    line.append(cell);
  }
  return line;
}

function body(row, data, table) {
  const line = document.createElement("tr");
  line.dataset.id = row.id;
  line.tabIndex = -1;
  for (const column of data.columns) {
    const cell = document.createElement("td");
    cell.className = column.name;
    if (column.name === "kind") cell.append(swatch(row.code));
    cell.append(written(row[column.name], column.name));
    line.append(cell);
  }
  const gather = data.gather && gatherer(line, data.gather, table);
  if (gather) {
    const cell = document.createElement("td");
    cell.className = "gather";
    cell.append(gather);
    line.append(cell);
  }
  const choose = () => {
    table.querySelectorAll("tr.on").forEach(unmark);
    table.querySelector("tr.under")?.remove();
    mark(line);
    stopAt(table, line);
    table.send("choose", row.id);
  };
  line.onclick = choose;
  line.onkeydown = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const rows = [...table.tBodies[0].rows].filter((each) => each.dataset.id);
    const at = rows.indexOf(line);
    const next = { ArrowDown: rows[at + 1], ArrowUp: rows[at - 1], Home: rows[0], End: rows.at(-1) }[event.key];
    if (event.key === "Enter" || event.key === " ") choose();
    else if (event.key === "b" && gather) gather.click();
    else if (next) {
      stopAt(table, next);
      next.focus();
    } else return;
    event.preventDefault();
  };
  return line;
}

// Of all rows, Tab stops at one; the arrow keys lead to the others.
function stopAt(table, line) {
  table.querySelectorAll("tbody tr[tabindex='0']").forEach((other) => (other.tabIndex = -1));
  line.tabIndex = 0;
}

function gatherer(line, words, table) {
  const button = document.createElement("button");
  button.type = "button";
  button.tabIndex = -1;
  line.gathered = (on) => {
    button.setAttribute("aria-pressed", on);
    button.textContent = on ? "✓" : "+";
    button.title = on ? words.out : words.in;
    button.ariaLabel = button.title;
  };
  button.onclick = (event) => {
    event.stopPropagation();
    line.gathered(button.getAttribute("aria-pressed") !== "true");
    table.send("gather", line.dataset.id);
  };
  return button;
}

function mark(line) {
  line.classList.add("on");
  line.setAttribute("aria-current", "true");
}

function unmark(line) {
  line.classList.remove("on");
  line.removeAttribute("aria-current");
}

// On a small screen the chosen row's sentence stands under it, with the way to the whole card.
function openUnderRow(data, table) {
  const chosen = table.querySelector("tr.on");
  table.querySelector("tr.under")?.remove();
  if (!data.passage || !chosen || window.innerWidth >= SMALL) return;
  const line = document.createElement("tr");
  line.className = "under";
  const cell = document.createElement("td");
  cell.colSpan = chosen.cells.length;
  const quote = document.createElement("blockquote");
  quote.lang = "zh";
  const figure = document.createElement("mark");
  figure.style.setProperty("--tone", `var(--kind-${data.passage.kind})`);
  figure.textContent = data.passage.figure;
  quote.append(data.passage.lead, figure, data.passage.rest);
  const more = document.createElement("button");
  more.type = "button";
  more.textContent = data.passage.more;
  more.onclick = showEvidence;
  cell.append(quote, more);
  line.append(cell);
  chosen.after(line);
}

// Scroll the table, and only the table, until the chosen row is in sight.
function reveal(scroll, table) {
  const line = table.querySelector("tr.on");
  if (!line) return;
  const last = line.nextElementSibling?.className === "under" ? line.nextElementSibling : line;
  const [top, bottom] = [line.offsetTop - table.tHead.offsetHeight, last.offsetTop + last.offsetHeight];
  if (top < scroll.scrollTop) scroll.scrollTop = top;
  else if (bottom > scroll.scrollTop + scroll.clientHeight) scroll.scrollTop = Math.min(top, bottom - scroll.clientHeight);
}

// A cell's text; an arrow that leads it gets the colour of its direction. Figures are never cut.
function written(value, column) {
  const text = document.createElement("span");
  if (!["figure", "figures", "kind", "period", "basis"].includes(column)) text.className = "words";
  text.title = value;
  const direction = { "▲": "up", "▼": "down" }[value[0]];
  if (direction) {
    const arrow = document.createElement("b");
    arrow.className = direction;
    arrow.textContent = value[0];
    text.append(arrow, value.slice(1));
  } else text.textContent = value;
  return text;
}

function swatch(code) {
  const square = document.createElement("i");
  square.style.background = `var(--kind-${code})`;
  return square;
}

function showEvidence() {
  document.querySelector(".st-key-evidence")?.scrollIntoView({ behavior: "smooth", block: "nearest" });
}
