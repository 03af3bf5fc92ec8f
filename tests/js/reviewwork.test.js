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
  const seen = { act: `last on ${id}`, reading: `reading of ${id}` };
  return { id, number: 1, doc: `doc of ${id}`, state, seen, ...texts, quote: [], facts: [], pieces: [], beat: [], values: { subject: id }, read: {}, changes: [] };
}

/**
 * @param {Partial<Data>} more
 * @returns {Data}
 */
function told(more = {}) {
  const answers = { accept: "Accepted", reject: "Rejected", saved: "Saved", who_asked: "Who are you?", nothing_to_undo: "Nothing to undo" };
  const words = { ...answers, saving: "{n} to go", saving_this: "Saving", waits: "Waiting", just_changed: "Just changed" };
  const queue = { items: [item("a"), item("b"), item("c")], total: 3, done: 0, cursor: "a", jump: 1 };
  const log = { log: [], logged: 0 };
  return { signed: "", closed: "", words, language: "en", form: [], orders: [], order: "doubts", ...queue, answers: {}, undoable: {}, article: null, ...log, ...more };
}

/** @type {Said[]} */
let said;
/** @type {string[]} */
let focused;
/** @type {number[]} */
let kept;
/** The time in milliseconds. */
let now = 0;

/**
 * @param {Partial<Data>} more
 * @param {string} who
 */
function begun(more = {}, who = "Li") {
  const screen = { draw: () => {}, focus: (/** @type {string} */ selector) => focused.push(selector), keep: (/** @type {object[]} */ acts) => kept.push(acts.length) };
  const work = new Work(told(more), who, screen);
  work.tell = (what) => said.push(/** @type {Said} */ (what));
  work.take(work.data);
  return work;
}

beforeEach(() => {
  [said, focused, kept, now] = [[], [], [], 0];
  mock.method(globalThis.performance, "now", () => now);
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

test("a verdict names its claim and what was seen of it, and the next claim comes up; it counts when it is confirmed", () => {
  const work = begun();
  work.accept();
  const [act] = said[0].acts;
  assert.deepEqual([act.do, act.id, act.who, act.seen], ["accept", "a", "Li", { act: "last on a", reading: "reading of a" }]);
  assert.deepEqual([work.cursor, work.status(), work.pending(work.data.items[0])?.act], ["b", "1 to go", act.act]);
  work.take(told({ items: [item("a", "accepted"), item("b")], cursor: "b", answers: { [act.act]: { done: true } } }));
  assert.deepEqual([work.status(), work.pending(work.data.items[0])], ["Accepted ✓", undefined]);
});

test("behind the last claim one stays with it, and a second verdict on it does nothing, which is said", () => {
  const work = begun({ cursor: "c" });
  work.reject();
  work.accept();
  work.edit();
  assert.deepEqual([work.cursor, work.mode, work.acts.length, work.status()], ["c", "card", 1, "Saving"]);
});

test("a key pressed as another claim comes up unasked does nothing, which is said", () => {
  const work = begun({ cursor: "b" });
  now = 1000;
  work.take(told({ cursor: "c", jump: 2 }));
  work.accept();
  work.edit();
  assert.deepEqual([said, work.mode, work.status()], [[], "card", "Just changed"]);
  now = 1500;
  work.accept();
  assert.equal(said[0].acts[0].id, "c");
});

test("an act is told until it is answered, once each", () => {
  const work = begun();
  work.accept();
  work.reject();
  const [first, second] = said[1].acts;
  assert.notEqual(first.act, second.act);
  work.take(told({ answers: { [first.act]: { done: true } } }));
  work.send();
  assert.deepEqual(said[2].acts, [second]);
});

test("what is refused is listed with its claim until it is dismissed", () => {
  const work = begun();
  work.accept();
  const [{ act }] = said[0].acts;
  work.take(told({ answers: { [act]: { unfit: { "": "Only reviewers" } } } }));
  assert.deepEqual([work.refused.map(({ id, why }) => [id, why]), work.word], [[["a", "Only reviewers"]], "Only reviewers"]);
  work.dismiss(work.refused[0]);
  assert.deepEqual(work.refused, []);
});

test("what waits for an answer is stored until it is there, and told again where the page is opened anew", () => {
  const work = begun();
  work.accept();
  work.reject();
  const [first] = said[1].acts;
  work.take(told({ answers: { [first.act]: { done: true } } }));
  assert.deepEqual(kept, [1, 2, 1]);
  const again = new Work(told(), "Li", work.screen, work.acts);
  again.tell = (what) => said.push(/** @type {Said} */ (what));
  again.send();
  assert.deepEqual(said.at(-1)?.acts, work.acts);
});

test("an undo names the act: the one not yet answered, else the last that the server knows of that person", () => {
  const work = begun({ undoable: { Li: ["old", "x", "later"] } });
  work.accept();
  work.undo();
  const [accepted, undone] = said[1].acts;
  assert.deepEqual([undone.of, undone.id, undone.seen?.act], [accepted.act, "a", accepted.act]);
  const other = begun({ undoable: { Li: ["old", "x", "later"] } });
  other.undo();
  const [act] = /** @type {Said} */ (said.at(-1)).acts;
  assert.deepEqual([act.of, act.id, act.seen?.act], ["old", "x", "later"]);
  const none = begun();
  none.undo();
  assert.deepEqual([none.acts, none.status()], [[], "Nothing to undo"]);
});

test("while an undo or a draft waits, no key does anything, which is said", () => {
  const work = begun({ undoable: { Li: ["old", "x", "later"] } });
  work.undo();
  for (const deed of /** @type {const} */ (["accept", "reject", "edit", "undo", "next"])) {
    work.word = "";
    work[deed]();
    assert.equal(work.status(), "Waiting", deed);
  }
  work.show("c");
  work.ask({ doc: "d", start: 0, end: 1, text: "1" });
  assert.deepEqual([work.acts.length, work.cursor, work.mode], [1, "a", "card"]);
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
  assert.deepEqual([said, work.word, work.mode], [[], "Who are you?", "card"]);
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
  assert.deepEqual([act.do, act.id, act.values, act.seen?.act], ["edit", "a", { subject: "刑事警情" }, "last on a"]);
  assert.equal(work.mode, "edit");
  work.take(told({ answers: { [act.act]: { done: true } } }));
  assert.deepEqual([work.mode, work.word], ["card", "Saved"]);
});

test("a correction goes to the claim that its form was opened on, whatever comes up meanwhile", () => {
  const work = begun();
  work.edit();
  work.take(told({ cursor: "c", jump: 2 }));
  work.save({ subject: "刑事警情" });
  work.save({ subject: "pressed twice" });
  assert.deepEqual([work.acts.map(({ id, values }) => [id, values?.subject]), work.edited?.id], [[["a", "刑事警情"]], "a"]);
});

test("what does not fit stays in the form with what was typed, which cannot be closed while it is being saved", () => {
  const work = begun();
  work.edit();
  work.save({ value: "many" });
  work.close();
  work.take(told({ answers: { [said[0].acts[0].act]: { unfit: { value: "No number" } } } }));
  assert.deepEqual([work.mode, work.values, work.unfit, work.word], ["edit", { value: "many" }, { value: "No number" }, "No number"]);
  work.close();
  assert.deepEqual([work.mode, work.unfit], ["card", {}]);
});

test("a missed figure is drafted by the server, filled in, and added where it stands", () => {
  const work = begun();
  work.ask({ doc: "d", start: 4, end: 7, text: "140" });
  const [asked] = said[0].acts;
  assert.deepEqual([asked.do, asked.doc, asked.start, asked.end], ["draft", "d", 4, 7]);
  work.take(told({ answers: { [asked.act]: { draft: { doc_id: "d", start: 4, end: 7, text: "140", values: { kind: "count" }, seen: { act: "undone", reading: "" } } } } }));
  assert.deepEqual([work.mode, work.values], ["add", { kind: "count" }]);
  work.save({ kind: "money" });
  const [act] = said[1].acts;
  assert.deepEqual([act.do, act.doc, act.start, act.end, act.values, act.seen?.act], ["add", "d", 4, 7, { kind: "money" }, "undone"]);
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
  work.take(told({ items: [item("a"), item("c")], cursor: "b" }));
  assert.equal(work.cursor, "a");
  work.take(told({ items: [] }));
  assert.deepEqual([work.cursor, work.item()], ["", undefined]);
});

test("an answer from before the last step does not lead back", () => {
  const work = begun({ cursor: "a" });
  work.show("z");
  work.take(told({ cursor: "a" }));
  assert.deepEqual([work.cursor, work.item()], ["z", undefined]);
  work.take(told({ items: [item("z")], cursor: "z" }));
  assert.equal(work.item()?.id, "z");
  work.sort("reading");
  work.take(told({ items: [item("z")], cursor: "z" }));
  work.send();
  assert.equal(said.at(-1)?.order, "reading");
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
