import assert from "node:assert/strict";
import { test } from "node:test";

import { scrolled, sorting, widest } from "../../analytics/ui/components/table.js";

test("a column says how it is sorted, and no other does", () => {
  assert.equal(sorting("period", "period"), "ascending");
  assert.equal(sorting("-period", "period"), "descending");
  assert.equal(sorting("-period", "place"), null);
  assert.equal(sorting("", "place"), null);
});

test("the widest column gives way first", () => {
  assert.deepEqual(widest([300, 200, 100], 84, 60), { most: 240, enough: true });
});

test("then the wide ones share, all to one width", () => {
  const { most, enough } = widest([300, 200, 100], 84, 180);
  assert.ok(enough);
  assert.equal(most, 160);
});

test("no column gets less than the least, and it is said that this was not enough", () => {
  assert.deepEqual(widest([300, 200], 132, 400), { most: 132, enough: false });
});

test("a table without words cannot be cut", () => {
  assert.equal(widest([], 84, 10).enough, false);
});

test("what is in sight stays where it is", () => {
  assert.equal(scrolled(100, 400, 100, 500), 100);
});

test("what is above comes to the top, what is below to the bottom", () => {
  assert.equal(scrolled(100, 400, 40, 80), 40);
  assert.equal(scrolled(100, 400, 580, 620), 220);
});

test("of what is higher than the table its top is shown", () => {
  assert.equal(scrolled(0, 100, 300, 900), 300);
});
