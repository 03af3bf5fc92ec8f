import assert from "node:assert/strict";
import { test } from "node:test";

import { directionOf } from "../../analytics/ui/components/elements.js";

test("only an arrow that leads says where a figure goes", () => {
  assert.equal(directionOf("▲10.2%"), "up");
  assert.equal(directionOf("▼近10%"), "down");
  assert.equal(directionOf("10.2%▲"), "");
  assert.equal(directionOf(""), "");
});
