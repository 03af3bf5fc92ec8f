// The figures of an article in reading order, as buttons. Every cell is set as text, never as markup.
export default function ({ data, parentElement, setTriggerValue }) {
  const list = parentElement.querySelector(".figures");
  list.setAttribute("role", "group");
  list.setAttribute("aria-label", data.label);
  const rows = JSON.stringify(data.rows);
  if (list.rows !== rows) list.replaceChildren(...data.rows.map((row) => entry(row, data)));
  list.rows = rows;
  list.querySelectorAll(".on").forEach((button) => choose(button, false));
  const on = data.chosen && [...list.children].find((button) => button.dataset.claim === data.chosen);
  if (on) choose(on, true);
  if (on && (list.dataset.shown ?? "") !== data.chosen) reveal(list, on);
  list.dataset.shown = data.chosen;
  list.onclick = (event) => {
    const button = event.composedPath()[0].closest?.("button");
    if (button) setTriggerValue("choose", button.dataset.claim);
  };
  list.onkeydown = (event) => {
    const button = event.composedPath()[0];
    const next = { n: "nextElementSibling", ArrowDown: "nextElementSibling", p: "previousElementSibling", ArrowUp: "previousElementSibling" }[event.key];
    if (!next) return;
    button[next]?.focus();
    event.preventDefault();
  };
}

function entry(row, data) {
  const button = document.createElement("button");
  button.type = "button";
  button.dataset.claim = row.id;
  button.title = data.hint;
  button.classList.toggle("pale", row.pale);
  const rule = document.createElement("i");
  rule.style.background = `var(--kind-${row.kind})`;
  button.append(rule, figure(row.figure), words(row.subject));
  return button;
}

function choose(button, on) {
  button.classList.toggle("on", on);
  if (on) button.setAttribute("aria-current", "true");
  else button.removeAttribute("aria-current");
}

function figure(value) {
  const text = words(value);
  text.className = "figure";
  const direction = { "▲": "up", "▼": "down" }[value[0]];
  if (!direction) return text;
  const arrow = document.createElement("b");
  arrow.className = direction;
  arrow.textContent = value[0];
  text.replaceChildren(arrow, value.slice(1));
  return text;
}

function words(value) {
  const text = document.createElement("span");
  text.textContent = value;
  text.title = value;
  return text;
}

// Scroll the list, and only the list.
function reveal(list, button) {
  const top = button.offsetTop - list.offsetTop;
  if (top < list.scrollTop || top + button.offsetHeight > list.scrollTop + list.clientHeight) list.scrollTop = top - list.clientHeight / 3;
}
