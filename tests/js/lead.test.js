import assert from "node:assert/strict";
import { test } from "node:test";

import { noted, pieces } from "../../analytics/ui/components/lead.js";

const figures = { number: "64", before: "From ", after: " articles ", page: "corpus", place: "", address: "corpus?kind=money" };

test("words alone are words", () => {
  assert.deepEqual(pieces({ after: "and so on" }), ["and so on"]);
});

test("a link is the number with its words, without the blank behind them", () => {
  assert.deepEqual(pieces(figures), ["From ", { ...figures, after: " articles" }, " "]);
});

test("notes are set apart, and nothing stands before the first", () => {
  assert.deepEqual(noted([{ after: "a" }, { after: "b" }]), ["", "a", " · ", "b"]);
  assert.deepEqual(noted([]), []);
});
