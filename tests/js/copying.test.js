import assert from "node:assert/strict";
import { test } from "node:test";

import { around, byClipboard } from "../../analytics/ui/components/copying.js";

test("in a menu the first follows the last", () => {
  assert.equal(around("ArrowDown", 0, 3), 1);
  assert.equal(around("ArrowDown", 2, 3), 0);
  assert.equal(around("ArrowUp", 2, 3), 1);
  assert.equal(around("ArrowUp", 0, 3), 2);
  assert.equal(around("Home", 2, 3), 0);
  assert.equal(around("End", 0, 3), 2);
});

test("from no entry, down leads to the first and up to the last", () => {
  assert.equal(around("ArrowDown", -1, 3), 0);
  assert.equal(around("ArrowUp", -1, 3), 2);
});

test("other keys lead nowhere", () => {
  assert.equal(around("a", 1, 3), undefined);
});

test("the clipboard is given the text", async () => {
  /** @type {string[]} */
  const given = [];
  browser({ clipboard: { writeText: async (/** @type {string} */ text) => given.push(text) } });
  assert.equal(await byClipboard("刑事警情同比下降10.2%"), true);
  assert.deepEqual(given, ["刑事警情同比下降10.2%"]);
});

test("a clipboard that refuses, or is not there, is told and not thrown", async () => {
  browser({ clipboard: { writeText: async () => Promise.reject(new Error("not allowed")) } });
  assert.equal(await byClipboard("text"), false);
  browser({});
  assert.equal(await byClipboard("text"), false);
});

/** @param {object} navigator */
function browser(navigator) {
  Object.defineProperty(globalThis, "navigator", { value: navigator, configurable: true });
}
