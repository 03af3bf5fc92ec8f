import assert from "node:assert/strict";
import { test } from "node:test";

import { Outbox } from "../../analytics/ui/components/outbox.js";

test("what the server has not heard goes along with what comes next, each under its number", () => {
  const box = new Outbox();
  assert.deepEqual(box.with({ do: "a" }), [{ do: "a", n: 1 }]);
  assert.deepEqual(box.with({ do: "b" }), [{ do: "a", n: 1 }, { do: "b", n: 2 }]);
  box.heard(1);
  assert.deepEqual(box.with({ do: "c" }), [{ do: "b", n: 2 }, { do: "c", n: 3 }]);
});

test("numbers go on from what the server heard before the page was left", () => {
  const box = new Outbox();
  box.heard(7);
  assert.deepEqual(box.with({ do: "a" }), [{ do: "a", n: 8 }]);
});
