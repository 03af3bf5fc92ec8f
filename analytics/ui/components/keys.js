// Keyboard navigation in lists, and the key that leads to the search.

/**
 * Index that an arrow key, Home or End leads to from index `at` in a list of `length`; undefined for other keys.
 * @param {string} key
 * @param {number} at
 * @param {number} length
 */
export function walked(key, at, length) {
  const to = new Map([["ArrowDown", at + 1], ["ArrowUp", at - 1], ["Home", 0], ["End", length - 1]]).get(key) ?? -1;
  return to >= 0 && to < length ? to : undefined;
}

/**
 * Index that a key leads to, given the step of each key, as in `{ n: 1, p: -1 }`.
 * @param {string} key
 * @param {Record<string, number>} steps
 * @param {number} at
 * @param {number} length
 */
export function stepped(key, steps, at, length) {
  const to = at + (steps[key] ?? NaN);
  return to >= 0 && to < length ? to : undefined;
}

/**
 * The slash key focuses a search field, unless somebody is typing.
 * @param {HTMLInputElement} field
 */
export function focusOnSlash(field) {
  const listen = (/** @type {KeyboardEvent} */ event) => {
    if (!field.isConnected) document.removeEventListener("keydown", listen);
    else if (isSlash(event) && field.checkVisibility()) {
      event.preventDefault();
      field.focus();
      field.select();
    }
  };
  document.addEventListener("keydown", listen);
}

/**
 * Whether a key event is a plain slash outside of everything that takes text.
 * @param {KeyboardEvent} event
 */
export function isSlash(event) {
  const [target] = event.composedPath();
  const typing = target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea, select"));
  return event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !typing;
}
