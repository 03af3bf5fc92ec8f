import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

import { KEYS, Work } from "../../analytics/ui/components/reviewwork.js";

/**
 * @typedef {import("../../analytics/ui/components/reviewwork.js").Data} Data
 * @typedef {import("../../analytics/ui/components/reviewwork.js").Item} Item
 * @typedef {{ cursor: string, acts: import("../../analytics/ui/components/reviewwork.js").Act[], article: string, lines: number, order: string }} Said
 */

/**
 * @param {string} id
 * @returns {Item}
 */
function item(id, state = "open") {
  const texts = { who: "", at: "", figure: "", kind: "count", source: "", rule: "" };
  return { id, number: 1, doc: `doc of ${id}`, state, ...texts, quote: [], facts: [], pieces: [], beat: [], values: { subject: id }, read: {}, changes: [] };
}

/**
 * @param {Partial<Data>} more
 * @returns {Data}
 */
function told(more = {}) {
  const words = { accept: "Accepted", reject: "Rejected", saved: "Saved", who_asked: "Who are you?" };
  const queue = { items: [item("a"), item("b"), item("c")], total: 3, done: 0, cursor: "a", jump: 1 };
  const log = { log: [], logged: 0 };
  return { signed: "", closed: "", words, language: "en", form: [], orders: [], order: "doubts", ...queue, answers: {}, article: null, ...log, ...more };
}

/** @type {Said[]} */
let said;
/** @type {string[]} */
let focused;

/**
 * @param {Partial<Data>} more
 * @param {string} who
 */
function begun(more = {}, who = "Li") {
  const work = new Work(told(more), who, { draw: () => {}, focus: (selector) => focused.push(selector) });
  work.tell = (what) => said.push(/** @type {Said} */ (what));
  work.take(work.data);
  return work;
}

beforeEach(() => {
  [said, focused] = [[], []];
  mock.method(globalThis, "setTimeout", () => undefined);
});
afterEach(() => mock.restoreAll());

test("every key has its deed, and who only reads goes from one to the next", () => {
  assert.deepEqual(new Set(Object.values(KEYS)), new Set(begun().deeds()));
  assert.deepEqual(begun({ closed: "Only reviewers" }).deeds(), ["previous", "next"]);
});

test("one goes from claim to claim, and not beyond the ends", () => {
  const work = begun();
  work.previous();
  assert.deepEqual([work.cursor, said], ["a", []]);
  work.next();
  work.next();
  work.next();
  assert.deepEqual([work.cursor, said.map(({ cursor }) => cursor)], ["c", ["b", "c"]]);
});

test("a verdict is told, taken for true, counted, and the next claim comes up", () => {
  const work = begun();
  work.accept();
  assert.deepEqual([work.cursor, work.word, work.judged()], ["b", "Accepted ✓", 1]);
  assert.equal(work.state(work.data.items[0]), "accepted");
  const [act] = said[0].acts;
  assert.deepEqual([act.do, act.id, act.who], ["accept", "a", "Li"]);
});

test("behind the last claim one stays with it", () => {
  const work = begun({ cursor: "c" });
  work.reject();
  assert.deepEqual([work.cursor, work.state(work.data.items[2])], ["c", "rejected"]);
});

test("no claim is counted twice, nor more than there are", () => {
  const work = begun({ items: [item("a", "accepted"), item("b")], total: 2, done: 1 });
  work.reject();
  assert.equal(work.judged(), 1);
  work.reject();
  assert.equal(work.judged(), 2);
  work.data.done = 2;
  assert.equal(work.judged(), 2);
});

test("an act is told until it is answered, once each", () => {
  const work = begun();
  work.accept();
  work.accept();
  const [first, second] = said[1].acts;
  assert.notEqual(first.act, second.act);
  work.take(told({ answers: { [first.act]: { done: true } } }));
  work.send();
  assert.deepEqual(said[2].acts, [second]);
});

test("what the server says of a claim goes before what was taken for true", () => {
  const work = begun();
  work.accept();
  const [{ act }] = said[0].acts;
  work.take(told({ answers: { [act]: { unfit: { "": "Only reviewers" } } } }));
  assert.deepEqual([work.state(work.data.items[0]), work.word], ["open", "Only reviewers"]);
});

test("the server is told again where it did not answer, and left alone where nothing waits", () => {
  /** @type {(() => void)[]} */
  const waiting = [];
  mock.method(globalThis, "setTimeout", (/** @type {() => void} */ later) => waiting.push(later));
  const work = begun();
  assert.equal(waiting.length, 0);
  work.accept();
  work.take(told());
  waiting[0]();
  assert.deepEqual(said[1].acts, said[0].acts);
});

test("waiting ends when the server says something, and when the desk is left", () => {
  const ended = mock.method(globalThis, "clearTimeout", () => {});
  mock.method(globalThis, "setTimeout", () => "the wait");
  const work = begun();
  work.accept();
  work.take(told());
  work.take(told());
  work.leave();
  assert.deepEqual(ended.mock.calls.map((call) => call.arguments), [[undefined], [undefined], ["the wait"], ["the wait"]]);
});

test("one who has given no name is asked for it, and nothing is told", () => {
  const work = begun({}, "  ");
  work.accept();
  work.undo();
  work.edit();
  work.ask({ doc: "d", start: 0, end: 1, text: "1" });
  assert.deepEqual([said, work.word, work.mode, work.judged()], [[], "Who are you?", "card", 0]);
  assert.deepEqual(new Set(focused), new Set([".who input"]));
});

test("one who is signed in is not asked", () => {
  const work = begun({ signed: "Signs as Li" }, "");
  work.accept();
  assert.equal(said.length, 1);
});

test("a correction is told with the claim, and the form closes when it is kept", () => {
  const work = begun();
  work.edit();
  assert.deepEqual([work.mode, work.values, focused], ["edit", { subject: "a" }, ["form select, form input"]]);
  work.save({ subject: "刑事警情" });
  const [act] = said[0].acts;
  assert.deepEqual([act.do, act.id, act.values], ["edit", "a", { subject: "刑事警情" }]);
  assert.equal(work.mode, "edit");
  work.take(told({ answers: { [act.act]: { done: true } } }));
  assert.deepEqual([work.mode, work.word], ["card", "Saved"]);
});

test("what does not fit opens the form again with what was typed, also after it was closed", () => {
  const work = begun();
  work.edit();
  work.save({ value: "many" });
  work.close();
  work.take(told({ answers: { [said[0].acts[0].act]: { unfit: { value: "No number" } } } }));
  assert.deepEqual([work.mode, work.values, work.unfit, work.word], ["edit", { value: "many" }, { value: "No number" }, "No number"]);
});

test("a missed figure is drafted by the server, filled in, and added where it stands", () => {
  const work = begun();
  work.ask({ doc: "d", start: 4, end: 7, text: "140" });
  const [asked] = said[0].acts;
  assert.deepEqual([asked.do, asked.doc, asked.start, asked.end], ["draft", "d", 4, 7]);
  work.take(told({ answers: { [asked.act]: { draft: { doc_id: "d", start: 4, end: 7, text: "140", values: { kind: "count" } } } } }));
  assert.deepEqual([work.mode, work.values], ["add", { kind: "count" }]);
  work.save({ kind: "money" });
  const [act] = said[1].acts;
  assert.deepEqual([act.do, act.doc, act.start, act.end, act.values], ["add", "d", 4, 7, { kind: "money" }]);
});

test("only a jump of the server's leads away from the claim that is up", () => {
  const work = begun();
  work.next();
  work.take(told({ cursor: "a" }));
  assert.equal(work.cursor, "b");
  work.take(told({ cursor: "c", jump: 2 }));
  assert.equal(work.cursor, "c");
});

test("where the claim that was up is gone, the server's comes up, or the first", () => {
  const work = begun({ cursor: "b" });
  work.take(told({ items: [item("a"), item("c")], cursor: "c" }));
  assert.equal(work.cursor, "c");
  work.take(told({ items: [item("a")], cursor: "gone" }));
  assert.equal(work.cursor, "a");
  work.take(told({ items: [] }));
  assert.deepEqual([work.cursor, work.item()], ["", undefined]);
});

test("order, article and length of the log are told", () => {
  const work = begun();
  work.sort("newest");
  work.open();
  work.more();
  assert.deepEqual(
    said.map(({ order, article, lines }) => [order, article, lines]),
    [["newest", "", 12], ["newest", "doc of a", 12], ["newest", "doc of a", 42]],
  );
  work.open();
  assert.equal(said.at(-1)?.article, "");
});

test("the form stays while it is about the same, and is new where another thing does not fit", () => {
  const work = begun();
  work.edit();
  const key = work.formKey();
  work.values = { subject: "typed" };
  assert.equal(work.formKey(), key);
  work.unfit = { subject: "No" };
  assert.notEqual(work.formKey(), key);
});
