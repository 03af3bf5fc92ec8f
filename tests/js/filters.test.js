import assert from "node:assert/strict";
import { test } from "node:test";

import { branched, kept, listed } from "../../analytics/ui/components/filters.js";

/**
 * @param {string} label
 * @param {Partial<import("../../analytics/ui/components/filters.js").Choice>} more
 */
function choice(label, more = {}) {
  return { key: label, facet: "place", value: label, label, count: "1", on: false, missing: false, level: 1, within: "", ...more };
}

const keys = (/** @type {{ key: string }[]} */ choices) => choices.map(({ key }) => key);
const many = (/** @type {number} */ length) => Array.from({ length }, (_, at) => choice(`${at}`));

test("a short list is shown whole and cannot be folded", () => {
  const { shown, hidden, folds } = listed(many(12), "", false);
  assert.deepEqual([shown.length, hidden, folds], [12, 0, false]);
});

test("of a long list the first eight are shown, the rest on demand", () => {
  const few = listed(many(13), "", false);
  assert.deepEqual([keys(few.shown), few.hidden, few.folds], [["0", "1", "2", "3", "4", "5", "6", "7"], 5, false]);
  const all = listed(many(13), "", true);
  assert.deepEqual([all.shown.length, all.hidden, all.folds], [13, 0, true]);
});

test("what is chosen or open is shown wherever it stands", () => {
  const choices = many(20);
  choices[15].on = true;
  choices[18] = choice("18", { open: true });
  const { shown, hidden } = listed(choices, "", false);
  assert.deepEqual(keys(shown).slice(8), ["15", "18"]);
  assert.equal(hidden, 10);
});

test("finer places are shown under one that is open, and are not counted as hidden", () => {
  const choices = [
    choice("湖南省", { open: true }),
    choice("长沙市", { level: 2, within: "湖南省" }),
    choice("浙江省"),
    choice("湖州市", { level: 2, within: "浙江省" }),
  ];
  const { shown, hidden } = listed(choices, "", false);
  assert.deepEqual([keys(shown), hidden], [["湖南省", "长沙市", "浙江省"], 0]);
});

test("what is found stands under the places it lies in, open or not", () => {
  const choices = [
    choice("湖南省"),
    choice("长沙市", { level: 2, within: "湖南省" }),
    choice("岳麓区", { level: 3, within: "长沙市" }),
    choice("浙江省"),
  ];
  assert.deepEqual(keys(listed(choices, "岳麓", false).shown), ["湖南省", "长沙市", "岳麓区"]);
  assert.deepEqual(keys(listed(choices, "nowhere", false).shown), []);
});

test("letters are found in either case, and no more than sixty choices", () => {
  assert.deepEqual(keys(listed([choice("People's Daily"), choice("Xinhua")], "people", false).shown), ["People's Daily"]);
  assert.equal(listed(Array.from({ length: 100 }, (_, at) => choice(`paper ${at}`)), "paper", false).shown.length, 60);
});

test("in a tree, left leads to the place around and right to the first within", () => {
  const levels = [1, 2, 3, 3, 1];
  assert.equal(branched("ArrowLeft", 3, levels), 1);
  assert.equal(branched("ArrowLeft", 1, levels), 0);
  assert.equal(branched("ArrowLeft", 4, levels), undefined);
  assert.equal(branched("ArrowRight", 1, levels), 2);
  assert.equal(branched("ArrowRight", 3, levels), undefined);
  assert.equal(branched("ArrowRight", 4, levels), undefined);
  assert.equal(branched("ArrowDown", 1, levels), undefined);
});

test("a list without levels has neither", () => {
  assert.equal(branched("ArrowRight", 0, [0, 0]), undefined);
  assert.equal(branched("ArrowLeft", 1, [0, 0]), undefined);
});

test("a fold is remembered once, and forgotten", () => {
  assert.deepEqual(kept(["kind"], "type", true), ["kind", "type"]);
  assert.deepEqual(kept(["kind", "type"], "kind", true), ["type", "kind"]);
  assert.deepEqual(kept(["kind", "type"], "kind", false), ["type"]);
});
