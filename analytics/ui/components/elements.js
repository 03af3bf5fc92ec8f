// Creating and finding elements. Content is inserted as text, never as markup.

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 */
export function el(tag, name = "", text = "") {
  const made = document.createElement(tag);
  if (name) made.className = name;
  if (text) made.textContent = text;
  return made;
}

/**
 * An element that the component's own markup always contains.
 * @template {Element} Kind
 * @param {ParentNode} root
 * @param {string} selector
 * @param {new () => Kind} kind
 */
export function the(root, selector, kind) {
  const found = root.querySelector(selector);
  if (found instanceof kind) return found;
  throw new TypeError(`there is no ${selector}`);
}

/**
 * A figure; a leading arrow gets the colour of its direction.
 * @param {string} value
 */
export function arrowed(value) {
  const direction = directionOf(value);
  return direction ? [el("b", direction, value.charAt(0)), value.slice(1)] : [value];
}

/** @param {string} value */
export function directionOf(value) {
  if (value.startsWith("▲")) return "up";
  return value.startsWith("▼") ? "down" : "";
}
