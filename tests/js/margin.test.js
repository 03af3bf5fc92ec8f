import assert from "node:assert/strict";
import { test } from "node:test";

import { scrolled } from "../../analytics/ui/components/margin.js";

test("a figure in sight moves nothing", () => {
  assert.equal(scrolled(100, 300, 100, 40), 100);
  assert.equal(scrolled(100, 300, 360, 40), 100);
});

test("one that is not wholly in sight comes to the upper third", () => {
  assert.equal(scrolled(100, 300, 99, 40), -1);
  assert.equal(scrolled(100, 300, 361, 40), 261);
});
