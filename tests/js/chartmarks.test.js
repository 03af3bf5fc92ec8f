import assert from "node:assert/strict";
import { test } from "node:test";

import { clickable, nameOf } from "../../analytics/ui/components/chartmarks.js";

const element = (/** @type {string} */ tagName, /** @type {unknown} */ item) => ({ tagName, __data__: item });
const mark = (/** @type {unknown} */ code, cursor = "pointer") => element("path", { datum: { code }, cursor });

test("of layers with the same codes the last drawn takes the clicks", () => {
  const [below, above] = [[mark("a"), mark("b")], [mark("a"), mark("b")]];
  assert.deepEqual(clickable([...below, ...above]), above);
});

test("what is not clicked, or is a text over a mark, is no stop", () => {
  const tile = mark("a");
  const text = element("text", { datum: { code: "a" }, cursor: "pointer" });
  assert.deepEqual(clickable([tile, mark("b", "default"), element("path", { datum: {}, cursor: "pointer" }), element("path", undefined), text]), [tile]);
});

test("a mark is named as its tooltip names it", () => {
  assert.equal(nameOf({ 省份: "湖南省", 数字: "1,204" }), "省份 湖南省, 数字 1,204");
  assert.equal(nameOf("湖南省"), "湖南省");
  assert.equal(nameOf(undefined), "");
});
