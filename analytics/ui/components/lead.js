// The summary sentence: words, and numbers that link to their details. All content is inserted as text.
import { el, the } from "./elements.js";

/**
 * @typedef {{ number: string, before: string, after: string, page: string, place: string, address: string }} Linked
 *   the text before the number, the number, and the text after it
 * @typedef {Linked | { after: string, number?: undefined }} Part a linked number, or text only
 * @typedef {{ parts: Part[], notes: Part[] }} Data
 */

/** @param {import("./types").Given<Data, HTMLElement>} given */
export default function ({ data, parentElement, setTriggerValue }) {
  const drawn = (/** @type {string | Linked} */ piece) => (typeof piece === "string" ? piece : link(piece, setTriggerValue));
  the(parentElement, "h1", HTMLElement).replaceChildren(...data.parts.flatMap(pieces).map(drawn));
  the(parentElement, "p", HTMLElement).replaceChildren(...noted(data.notes).map(drawn));
}

/**
 * A part as texts and links. A link is its number with the following words, without trailing space.
 * @param {Part} part
 * @returns {(string | Linked)[]}
 */
export function pieces(part) {
  if (!part.number) return [part.after];
  const after = part.after.trimEnd();
  return [part.before, { ...part, after }, part.after.slice(after.length)];
}

/**
 * @param {Part[]} notes
 * @returns {(string | Linked)[]}
 */
export function noted(notes) {
  return notes.flatMap((note, at) => [at ? " · " : "", ...pieces(note)]);
}

/**
 * @param {Linked} part
 * @param {import("./types").Tell} tell
 */
function link(part, tell) {
  const made = el("a");
  made.append(el("b", "", part.number), part.after);
  made.href = part.page ? part.address : `#${part.place}`;
  made.onclick = (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return; // opens a new tab from the href
    event.preventDefault();
    if (part.page) tell("leave", part.page);
    else document.querySelector(`.st-key-${part.place}`)?.scrollIntoView({ behavior: "smooth", block: "start" });
  };
  return made;
}
