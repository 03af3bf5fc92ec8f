import assert from "node:assert/strict";
import { test } from "node:test";

import { blocks, headOver } from "../../analytics/ui/components/article.js";

/**
 * @typedef {import("../../analytics/ui/components/article.js").Line} Line
 * @param {Line["sort"]} sort
 * @returns {Line}
 */
const line = (sort) => ({ sort, parts: [sort] });
/** @type {import("../../analytics/ui/components/article.js").Table} */
const table = { sort: "table", rows: [], heads: 0 };
const [read, aside, blank, unread] = [line("read"), line("aside"), line("blank"), line("unread")];

test("lines that were not read stand together, with the blank ones among them", () => {
  assert.deepEqual(blocks([aside, blank, aside, read]), [{ sort: "asides", lines: [aside, blank, aside] }, read]);
});

test("a line that was read parts them", () => {
  assert.deepEqual(blocks([aside, read, aside]), [{ sort: "asides", lines: [aside] }, read, { sort: "asides", lines: [aside] }]);
});

test("a table parts them too, read or not", () => {
  assert.deepEqual(
    blocks([aside, table, aside, unread, aside]).map(({ sort }) => sort),
    ["asides", "table", "asides", "unread", "asides"],
  );
});

test("a blank line elsewhere is a line of its own", () => {
  assert.deepEqual(blocks([read, blank, read]), [read, blank, read]);
});

test("the head over a column is its own, of merged ones the first", () => {
  assert.equal(headOver(["", "2023年", "2024年"], 2), 2);
  assert.equal(headOver(["指标", "2024年", "", ""], 3), 1);
});

test("a row of too few heads gives its last one, a row without words its first", () => {
  assert.equal(headOver(["指标", "数值"], 5), 1);
  assert.equal(headOver(["", ""], 1), 0);
});
