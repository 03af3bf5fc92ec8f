// A plain table: rows to choose, headers to sort by. Every cell is set as text, never as markup.
export default function ({ data, parentElement, setTriggerValue }) {
  const scroll = parentElement.querySelector(".scroll");
  const table = scroll.querySelector("table");
  table.setAttribute("aria-label", data.label);
  table.tHead.replaceChildren(header(data, setTriggerValue));
  table.tBodies[0].replaceChildren(...data.rows.map((row) => body(row, data, table, setTriggerValue)));
  if (scroll.dataset.page !== data.page) scroll.scrollTop = 0;
  scroll.dataset.page = data.page;
  if (scroll.dataset.shown !== data.chosen) reveal(scroll, table);
  scroll.dataset.shown = data.chosen;
  if (data.arrive) setTimeout(showEvidence, 600);
}

function header(data, setTriggerValue) {
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
    button.onclick = () => setTriggerValue("sort", column.name);
    cell.append(button);
    line.append(cell);
  }
  return line;
}

function body(row, data, table, setTriggerValue) {
  const line = document.createElement("tr");
  line.dataset.id = row.id;
  line.tabIndex = 0;
  if (row.id === data.chosen) mark(line);
  for (const column of data.columns) {
    const cell = document.createElement("td");
    cell.className = column.name;
    if (column.name === "kind") cell.append(swatch(row.code));
    cell.append(written(row[column.name]));
    line.append(cell);
  }
  const choose = () => {
    table.querySelectorAll("tr.on").forEach(unmark);
    mark(line);
    setTriggerValue("choose", row.id);
    if (window.innerWidth < 640) setTimeout(showEvidence, 300);
  };
  line.onclick = choose;
  line.onkeydown = (event) => {
    const next = { ArrowDown: line.nextElementSibling, ArrowUp: line.previousElementSibling }[event.key];
    if (event.key === "Enter" || event.key === " ") choose();
    else if (next) next.focus();
    else return;
    event.preventDefault();
  };
  return line;
}

function mark(line) {
  line.classList.add("on");
  line.setAttribute("aria-current", "true");
}

function unmark(line) {
  line.classList.remove("on");
  line.removeAttribute("aria-current");
}

// Scroll the table, and only the table, until the chosen row is in sight.
function reveal(scroll, table) {
  const line = table.querySelector("tr.on");
  if (!line) return;
  const [top, bottom] = [line.offsetTop - table.tHead.offsetHeight, line.offsetTop + line.offsetHeight];
  if (top < scroll.scrollTop) scroll.scrollTop = top;
  else if (bottom > scroll.scrollTop + scroll.clientHeight) scroll.scrollTop = bottom - scroll.clientHeight;
}

// A cell's text; an arrow that leads it gets the colour of its direction.
function written(value) {
  const text = document.createElement("span");
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
