import assert from "node:assert/strict";
import { test } from "node:test";

import { marked } from "../../analytics/ui/components/hits.js";

test("every second piece is marked, and empty ones are left out", () => {
  assert.deepEqual(marked(["", "警情", "下降，", "警情", ""]), [["警情", true], ["下降，", false], ["警情", true]]);
  assert.deepEqual(marked(["只有标题"]), [["只有标题", false]]);
});
