import assert from "node:assert/strict";
import { test } from "node:test";

import { isSlash, stepped, walked } from "../../analytics/ui/components/keys.js";

test("arrows lead to the neighbours, Home and End to the ends", () => {
  assert.equal(walked("ArrowDown", 1, 4), 2);
  assert.equal(walked("ArrowUp", 1, 4), 0);
  assert.equal(walked("Home", 2, 4), 0);
  assert.equal(walked("End", 2, 4), 3);
});

test("a list ends where it ends", () => {
  assert.equal(walked("ArrowDown", 3, 4), undefined);
  assert.equal(walked("ArrowUp", 0, 4), undefined);
});

test("other keys, and any key in an empty list, lead nowhere", () => {
  assert.equal(walked("a", 1, 4), undefined);
  assert.equal(walked("Home", -1, 0), undefined);
  assert.equal(walked("End", -1, 0), undefined);
});

test("letters have the steps they are given", () => {
  const steps = { n: 1, p: -1 };
  assert.equal(stepped("n", steps, 0, 2), 1);
  assert.equal(stepped("p", steps, 1, 2), 0);
  assert.equal(stepped("n", steps, 1, 2), undefined);
  assert.equal(stepped("p", steps, 0, 2), undefined);
  assert.equal(stepped("x", steps, 0, 2), undefined);
});

test("a slash leads to the search, unless it is typed or part of a shortcut", () => {
  const { HTMLElement } = globalThis;
  globalThis.HTMLElement = /** @type {any} */ (class { isContentEditable = false; constructor(/** @type {string} */ tag) { this.tag = tag; } matches(/** @type {string} */ tags) { return tags.includes(this.tag); } });
  const pressed = (/** @type {string} */ tag, /** @type {object} */ more = {}) =>
    isSlash(/** @type {any} */ ({ key: "/", composedPath: () => [new /** @type {any} */ (globalThis.HTMLElement)(tag)], ...more }));
  assert.equal(pressed("article"), true);
  assert.equal(pressed("input"), false);
  assert.equal(pressed("article", { ctrlKey: true }), false);
  assert.equal(pressed("article", { key: "?" }), false);
  globalThis.HTMLElement = HTMLElement;
});
