// Keyboard navigation in lists.

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
