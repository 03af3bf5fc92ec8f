import assert from "node:assert/strict";
import { test } from "node:test";

import { choicesWith, named, offered } from "../../analytics/ui/components/reviewform.js";

const PLACES = { 湖南省: { 长沙市: ["岳麓区", "浏阳市"], "": ["无"] }, 浙江省: { 湖州市: ["德清县"] } };
/** @type {import("../../analytics/ui/components/reviewform.js").Field} */
const kind = { name: "kind", label: "Kind", type: "choice", choices: [["money", "Money"], ["count", "Count"]] };

test("cities of the province and counties of the city are suggested", () => {
  const offers = offered(PLACES, ["刑事警情"], { province: "湖南省", city: "长沙市" });
  assert.deepEqual(offers, { metric: ["刑事警情"], city: ["长沙市"], county: ["岳麓区", "浏阳市"] });
});

test("a city of another province suggests no counties, an unknown province no cities", () => {
  assert.deepEqual(offered(PLACES, [], { province: "浙江省", city: "长沙市" }).county, []);
  assert.deepEqual(offered(PLACES, [], { province: "", city: "长沙市" }), { metric: [], city: [], county: [] });
});

test("a value that is no choice is kept as one", () => {
  assert.deepEqual(choicesWith(kind.choices, "count"), kind.choices);
  assert.deepEqual(choicesWith(kind.choices, "old"), [["old", "old"], ...kind.choices]);
});

test("a choice is called by its label, anything else by its value", () => {
  assert.equal(named(kind, "money"), "Money");
  assert.equal(named(kind, "old"), "old");
  assert.equal(named({ ...kind, type: "text" }, "money"), "money");
});
