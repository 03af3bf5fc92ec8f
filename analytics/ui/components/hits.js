// The articles found: title, facts, and passages with the words marked. All content is inserted as text.
import { el, the } from "./elements.js";

/**
 * `pieces` are alternately unmarked and marked, the first unmarked; `at` is a place in the source text of the article
 * @typedef {{ at: number, address: string, pieces: string[] }} Passage
 * @typedef {{
 *   id: string, title: string[], facts: string, count: string, at: number | null, address: string, passages: Passage[], more: string
 * }} Article
 * @typedef {{ label: string, articles: Article[] }} Data
 */

/** @param {import("./types").Given<Data, HTMLElement>} given */
export default function ({ data, parentElement, setTriggerValue }) {
  const list = the(parentElement, "ol", HTMLElement);
  list.setAttribute("aria-label", data.label);
  list.replaceChildren(...data.articles.map((article) => entry(article, setTriggerValue)));
}

/**
 * @param {Article} article
 * @param {import("./types").Tell} tell
 */
function entry(article, tell) {
  const made = el("li");
  const title = el("h3");
  title.lang = "zh";
  title.append(link(article.title, article.id, article.at, article.address, tell));
  const facts = el("p", "facts");
  facts.append(el("span", "", article.facts), el("b", "", article.count));
  facts.firstElementChild?.setAttribute("lang", "zh");
  made.append(title, facts);
  for (const { pieces, at, address } of article.passages) {
    const passage = el("p", "passage");
    passage.lang = "zh";
    passage.append(link(pieces, article.id, at, address, tell));
    made.append(passage);
  }
  if (article.more) {
    const more = el("p", "more");
    more.append(link([article.more], article.id, article.at, article.address, tell));
    made.append(more);
  }
  return made;
}

/**
 * @param {string[]} pieces
 * @param {string} article
 * @param {number | null} at
 * @param {string} address
 * @param {import("./types").Tell} tell
 */
function link(pieces, article, at, address, tell) {
  const made = el("a");
  made.href = address;
  made.append(...marked(pieces).map(([text, sought]) => (sought ? el("mark", "", text) : text)));
  made.onclick = (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return; // opens a new tab from the href
    event.preventDefault();
    tell("open", { article, at });
  };
  return made;
}

/**
 * The pieces that are not empty, each with whether it is marked.
 * @param {string[]} pieces
 * @returns {[string, boolean][]}
 */
export function marked(pieces) {
  return pieces.map((text, at) => /** @type {[string, boolean]} */ ([text, at % 2 === 1])).filter(([text]) => text);
}
