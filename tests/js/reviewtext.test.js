import assert from "node:assert/strict";
import { test } from "node:test";

import { filled, moment, stretch } from "../../analytics/ui/components/reviewtext.js";

/**
 * @param {number} at
 * @param {string} text
 */
const piece = (at, text, from = 0, to = text.length, unseen = false) => ({ at, text, from, to, unseen });

test("a stretch goes from its first selected character to behind its last", () => {
  assert.deepEqual(stretch([piece(100, "全市刑事警情", 2)]), { start: 102, end: 106, text: "刑事警情" });
  assert.deepEqual(stretch([piece(100, "下降", 1), piece(102, "10.2%"), piece(110, "，破案", 0, 1)]), { start: 101, end: 111, text: "降10.2%，" });
});

test("places count characters, not halves of them", () => {
  assert.deepEqual(stretch([piece(10, "𠮷田𠮷", 2, 5)]), { start: 11, end: 13, text: "田𠮷" });
});

test("what cannot be seen is one character, however much of its name is selected", () => {
  assert.deepEqual(stretch([piece(5, "U+200B", 2, 4, true)]), { start: 5, end: 6, text: "20" });
  assert.deepEqual(stretch([piece(4, "1"), piece(5, "U+200B", 0, 6, true), piece(6, "2")]), { start: 4, end: 7, text: "1U+200B2" });
});

test("spans that are only touched do not count", () => {
  assert.deepEqual(stretch([piece(0, "全市", 2), piece(2, "140起"), piece(6, "案件", 0, 0)]), { start: 2, end: 6, text: "140起" });
  assert.equal(stretch([piece(0, "全市", 2)]), null);
  assert.equal(stretch([]), null);
});

test("blanks around are left out of the text and stay in the place", () => {
  assert.deepEqual(stretch([piece(0, " 62 ")]), { start: 0, end: 4, text: "62" });
});

test("phrases are filled in by name", () => {
  assert.equal(filled("{done} of {total}, {done}", { done: 3, total: "1,024" }), "3 of 1,024, 3");
});

test("a moment is written as the language does", () => {
  assert.match(moment("2024-11-09T12:00:00Z", "zh"), /2024年11月9日/);
  assert.match(moment("2024-11-09T12:00:00Z", "en"), /9 Nov 2024/);
});
