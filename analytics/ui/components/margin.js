// The figures of an article in reading order, as buttons. All content is inserted as text, never as markup.
import { arrowed, el, the } from "./elements.js";
import { stepped } from "./keys.js";

const STEPS = { n: 1, ArrowDown: 1, p: -1, ArrowUp: -1 };

/**
 * @typedef {{ id: string, kind: string, figure: string, subject: string, pale: boolean }} Row
 * @typedef {{ label: string, hint: string, rows: Row[], chosen: string }} Data
 */

/** @param {import("./types").Given<Data>} given */
export default function ({ data, parentElement, setTriggerValue }) {
  const list = /** @type {HTMLElement & { rows?: string }} */ (the(parentElement, ".figures", HTMLElement));
  list.setAttribute("role", "group");
  list.setAttribute("aria-label", data.label);
  const rows = JSON.stringify(data.rows);
  if (list.rows !== rows) list.replaceChildren(...data.rows.map((row) => entry(row, data)));
  list.rows = rows;
  const buttons = [...list.querySelectorAll("button")];
  for (const button of buttons) choose(button, button.dataset.claim === data.chosen);
  const on = buttons.find((button) => data.chosen && button.dataset.claim === data.chosen);
  if (on && (list.dataset.shown ?? "") !== data.chosen) reveal(list, on);
  list.dataset.shown = data.chosen;
  for (const button of buttons) button.onclick = () => setTriggerValue("choose", button.dataset.claim);
  list.onkeydown = (event) => {
    const to = stepped(event.key, STEPS, buttons.findIndex((button) => button === parentElement.activeElement), buttons.length);
    if (to !== undefined) buttons[to].focus();
    if (event.key in STEPS) event.preventDefault();
  };
}

/**
 * @param {Row} row
 * @param {Data} data
 */
function entry(row, data) {
  const button = el("button");
  button.type = "button";
  button.dataset.claim = row.id;
  button.title = data.hint;
  button.classList.toggle("pale", row.pale);
  const rule = el("i");
  rule.style.background = `var(--kind-${row.kind})`;
  button.append(rule, words(row.figure, "figure"), words(row.subject));
  return button;
}

/**
 * @param {HTMLElement} button
 * @param {boolean} on
 */
function choose(button, on) {
  button.classList.toggle("on", on);
  if (on) button.setAttribute("aria-current", "true");
  else button.removeAttribute("aria-current");
}

/** @param {string} value */
function words(value, name = "") {
  const text = el("span", name);
  text.append(...(name ? arrowed(value) : [value]));
  text.title = value;
  return text;
}

/**
 * Scroll only the list, not the page.
 * @param {HTMLElement} list
 * @param {HTMLElement} button
 */
function reveal(list, button) {
  list.scrollTop = scrolled(list.scrollTop, list.clientHeight, button.offsetTop - list.offsetTop, button.offsetHeight);
}

/**
 * Scroll offset that puts an item at `top`, of height `own`, in the upper third; the current offset `now` if the item is fully visible.
 * @param {number} now
 * @param {number} height
 * @param {number} top
 * @param {number} own
 */
export function scrolled(now, height, top, own) {
  return top < now || top + own > now + height ? top - height / 3 : now;
}
