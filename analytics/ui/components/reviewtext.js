// Article text as spans with source offsets (in code points, as data-at), inserted as text only.
import { el } from "./elements.js";

/**
 * @typedef {{ at: number, text: string, mark: string, unseen: boolean }} Run
 * @typedef {{ label: string, before: string, after: string }} Change
 * @typedef {{ doc: string, start: number, end: number, text: string }} Place
 */

/**
 * @param {Run[]} runs
 * @param {string} own the claim whose mark is emphasised
 */
export function written(runs, own) {
  return runs.map((run) => {
    const span = el(run.mark ? "mark" : "span", run.unseen ? "unseen" : "", run.text);
    span.dataset.at = String(run.at);
    if (run.unseen) span.dataset.unseen = "1";
    if (run.mark) span.dataset.claim = run.mark;
    if (run.mark && run.mark === own) span.classList.add("own");
    return span;
  });
}

/**
 * The source span selected in this shadow root; `end` is exclusive.
 * @param {ShadowRoot} root
 * @returns {Place | null}
 */
export function selected(root) {
  const range = selectedRange(root);
  if (!range || range.collapsed) return null;
  const start = range.startContainer instanceof Element ? range.startContainer : range.startContainer.parentElement;
  const box = /** @type {HTMLElement | null | undefined} */ (start?.closest("[data-doc]"));
  if (!box || !root.contains(box)) return null;
  /** @type {Piece[]} */
  const pieces = [];
  for (const span of /** @type {NodeListOf<HTMLElement>} */ (box.querySelectorAll("[data-at]"))) {
    const node = span.firstChild;
    if (!(node instanceof Text) || !range.intersectsNode(node)) continue;
    const from = node === range.startContainer ? range.startOffset : 0;
    const to = node === range.endContainer ? range.endOffset : node.data.length;
    pieces.push({ at: Number(span.dataset.at), unseen: Boolean(span.dataset.unseen), text: node.data, from, to });
  }
  const found = stretch(pieces);
  return found && { doc: box.dataset.doc ?? "", ...found };
}

/**
 * The source span covered by pieces. The placeholder of an invisible character counts as one character, even if partly selected.
 * @typedef {{ at: number, unseen: boolean, text: string, from: number, to: number }} Piece a span's text, and the selected part of it
 * @param {Piece[]} pieces
 */
export function stretch(pieces) {
  const some = pieces.filter(({ from, to }) => to > from);
  const [first, last] = [some.at(0), some.at(-1)];
  if (!first || !last) return null;
  const start = first.at + (first.unseen ? 0 : points(first.text.slice(0, first.from)));
  const end = last.at + (last.unseen ? 1 : points(last.text.slice(0, last.to)));
  const text = some.map((piece) => piece.text.slice(piece.from, piece.to)).join("");
  return { start, end, text: text.trim() };
}

/** @param {ShadowRoot} root */
function selectedRange(root) {
  const own = root.getSelection?.();
  if (own?.rangeCount) return own.getRangeAt(0);
  const whole = document.getSelection();
  const composed = whole?.getComposedRanges?.({ shadowRoots: [root] })[0];
  if (!composed) return whole?.rangeCount ? whole.getRangeAt(0) : null;
  const range = document.createRange();
  range.setStart(composed.startContainer, composed.startOffset);
  range.setEnd(composed.endContainer, composed.endOffset);
  return range;
}

/**
 * Length in code points: offsets count code points, JavaScript strings UTF-16 units.
 * @param {string} text
 */
function points(text) {
  return [...text].length;
}

/**
 * @param {string} phrase
 * @param {Record<string, string | number>} values
 */
export function filled(phrase, values) {
  return phrase.replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
}

/**
 * @param {string} iso
 * @param {string} language
 */
export function moment(iso, language) {
  return new Intl.DateTimeFormat(language === "zh" ? "zh-CN" : "en-GB", { dateStyle: "medium", timeStyle: "short" }).format(new Date(iso));
}

/**
 * @param {string} text
 * @param {string} name
 * @param {() => void} onclick
 */
export function button(text, name, onclick) {
  const made = el("button", name, text);
  made.type = "button";
  made.onclick = onclick;
  return made;
}

/**
 * Each changed field, before and after.
 * @param {Change[]} changes
 */
export function changed(changes, title = "") {
  const list = el("ul", "changes");
  if (title) list.append(el("li", "title", title));
  for (const { label, before, after } of changes) {
    const line = el("li");
    line.append(el("span", "label", label), " ", el("del", "", before), " → ", el("ins", "", after));
    list.append(line);
  }
  return list;
}
