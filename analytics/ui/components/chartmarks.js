// The marks of charts by keyboard: Tab reaches a chart, arrow keys lead from mark to mark, Enter and Space click.
// Vega draws SVG and keeps each mark's item (its row, tooltip and cursor) in `__data__` of the element.
import { walked } from "./keys.js";

/** @typedef {{ datum?: { code?: unknown }, tooltip?: unknown, cursor?: string }} Item */

const SIDEWAYS = new Map([["ArrowRight", "ArrowDown"], ["ArrowLeft", "ArrowUp"]]);
const MARK = "svg.marks [tabindex]";
/** The mark that has the focus, by chart and code: filtering draws it anew. @type {{ chart: string, code: string } | undefined} */
let focused;

/**
 * Keep the marks of all charts in `app` within reach of the keyboard; returns what ends it.
 * @param {Element} app
 */
export function keepMarksInReach(app) {
  const offerAll = () => {
    for (const svg of app.querySelectorAll("svg.marks")) offer(svg);
    if (focused && document.activeElement === document.body) returnTo(app, focused);
  };
  const drawn = new MutationObserver(offerAll);
  const entered = (/** @type {Event} */ { target }) => {
    const mark = markAt(target);
    focused = mark && { chart: chartOf(mark), code: codeOf(mark) };
    if (mark) point(mark, "pointermove"); // shows the tooltip
  };
  const left = (/** @type {Event} */ { target }) => {
    const mark = markAt(target);
    if (mark) point(mark, "mouseout"); // hides it
  };
  const forget = (/** @type {Event} */ { isTrusted }) => {
    if (isTrusted) focused = undefined; // a pointer's own, not one of `point`
  };
  drawn.observe(app, { childList: true, subtree: true });
  offerAll();
  app.addEventListener("focusin", entered);
  app.addEventListener("focusout", left);
  app.addEventListener("pointerdown", forget);
  app.addEventListener("keydown", pressed);
  return () => {
    drawn.disconnect();
    app.removeEventListener("focusin", entered);
    app.removeEventListener("focusout", left);
    app.removeEventListener("pointerdown", forget);
    app.removeEventListener("keydown", pressed);
  };
}

/**
 * Of the elements of a chart, those that a click selects, one for each code: the last drawn, since it lies on top.
 * @template {{ tagName: string }} Drawn
 * @param {Iterable<Drawn>} elements
 */
export function clickable(elements) {
  /** @type {Map<string, Drawn>} */
  const marks = new Map();
  for (const element of elements) {
    const { datum, cursor } = itemOf(element);
    if (cursor === "pointer" && datum?.code !== undefined && element.tagName !== "text") marks.set(String(datum.code), element);
  }
  return [...marks.values()];
}

/**
 * The name of a mark: what its tooltip says.
 * @param {unknown} tooltip
 */
export function nameOf(tooltip) {
  if (tooltip === null || typeof tooltip !== "object") return String(tooltip ?? "");
  return Object.entries(tooltip).map(([title, value]) => `${title} ${value}`).join(", ");
}

/**
 * Make the marks of a chart focusable: one by Tab, the others by arrow keys.
 * @param {Element} svg
 */
function offer(svg) {
  const marks = clickable(svg.querySelectorAll(".role-mark > *"));
  for (const mark of marks) {
    mark.removeAttribute("aria-hidden");
    mark.setAttribute("role", "button");
    mark.setAttribute("aria-label", nameOf(itemOf(mark).tooltip));
    if (!mark.hasAttribute("tabindex")) mark.setAttribute("tabindex", "-1");
  }
  if (marks.length && !svg.querySelector('[tabindex="0"]')) marks[0]?.setAttribute("tabindex", "0");
}

/** @param {Event} event */
function pressed(event) {
  const mark = markAt(event.target), chart = mark?.closest("svg");
  if (!(event instanceof KeyboardEvent) || !chart || !mark || event.ctrlKey || event.metaKey || event.altKey) return;
  const marks = clickable(chart.querySelectorAll(".role-mark > *"));
  const to = marks[walked(SIDEWAYS.get(event.key) ?? event.key, marks.indexOf(mark), marks.length) ?? -1];
  if (to) focus(to);
  else if (event.key === "Enter" || event.key === " ") for (const type of ["pointerdown", "pointerup", "click"]) point(mark, type);
  else return;
  event.preventDefault();
}

/** @param {Element} mark */
function focus(mark) {
  for (const other of mark.closest("svg")?.querySelectorAll('[tabindex="0"]') ?? []) other.setAttribute("tabindex", "-1");
  mark.setAttribute("tabindex", "0");
  if (mark instanceof SVGElement) mark.focus();
}

/**
 * @param {Element} app
 * @param {{ chart: string, code: string }} before
 */
function returnTo(app, before) {
  const mark = [...app.querySelectorAll(MARK)].find((mark) => chartOf(mark) === before.chart && codeOf(mark) === before.code);
  if (mark) focus(mark);
}

/**
 * Do at the middle of a mark what a pointer does.
 * @param {Element} mark
 * @param {string} type
 */
function point(mark, type) {
  const { left, top, width, height } = mark.getBoundingClientRect();
  mark.dispatchEvent(new PointerEvent(type, { bubbles: true, clientX: left + width / 2, clientY: top + height / 2 }));
}

/** @param {EventTarget | null} target */
function markAt(target) {
  return target instanceof SVGElement && target.matches(MARK) ? target : undefined;
}

/**
 * The class by which Streamlit names the place of a chart; it stays when the chart is drawn anew.
 * @param {Element} mark
 */
function chartOf(mark) {
  return mark.closest('[class*="st-key-"]')?.className.match(/st-key-\S+/)?.[0] ?? "";
}

/** @param {Element} mark */
function codeOf(mark) {
  return String(itemOf(mark).datum?.code);
}

/**
 * @param {object} element
 * @returns {Item}
 */
function itemOf(element) {
  return /** @type {{ __data__?: Item }} */ (element).__data__ ?? {};
}
