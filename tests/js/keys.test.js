import assert from "node:assert/strict";
import { test } from "node:test";

import { stepped, walked } from "../../analytics/ui/components/keys.js";

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
