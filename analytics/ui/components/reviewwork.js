// State of the review page, independent of its view: current claim, mode, and actions not yet confirmed by the server.
// An action names its claim and what the user saw of it, is sent again until the server answers, and counts only when it is confirmed.
import { filled } from "./reviewtext.js";

/**
 * @typedef {import("./reviewtext.js").Run} Run
 * @typedef {import("./reviewtext.js").Change} Change
 * @typedef {import("./reviewtext.js").Place} Place
 * @typedef {import("./reviewform.js").Values} Values
 * @typedef {"next" | "previous" | "accept" | "reject" | "edit" | "undo"} Deed
 * @typedef {{ act: string, reading: string }} Seen the last act on a claim, and the fingerprint of the claim as read
 * @typedef {{ doc_id: string, start: number, end: number, text: string, values: Values, seen: Seen }} Draft
 * @typedef {{ done?: boolean, unfit?: Values, draft?: Draft }} Answer
 * @typedef {{ act: string, do: Deed | "add" | "draft", who: string, id?: string, figure?: string, seen?: Seen, of?: string, values?: Values,
 *   doc?: string, start?: number, end?: number }} Act
 * @typedef {{ act: string, id: string, figure: string, why: string }} Refusal
 */

/**
 * @typedef {object} Item
 * @property {string} id
 * @property {number | null} number its place in the queue, counted from 1
 * @property {string} doc
 * @property {string} state
 * @property {Seen} seen
 * @property {string} who
 * @property {string} at
 * @property {string} figure
 * @property {string} kind
 * @property {string} source
 * @property {{ around: boolean, runs: Run[] }[]} quote
 * @property {[label: string, value: string][]} facts
 * @property {string} rule
 * @property {[name: string, piece: string][]} pieces
 * @property {[text: string, kind: string, rule: string][]} beat
 * @property {Values} values
 * @property {Values} read
 * @property {Change[]} changes
 */

/**
 * @typedef {object} Data
 * @property {string} signed who signs, if signed in
 * @property {string} closed why reviewing is not allowed; empty if it is
 * @property {Record<string, string>} words
 * @property {string} language
 * @property {import("./reviewform.js").Group[]} form
 * @property {[code: string, label: string][]} orders
 * @property {string} order
 * @property {Item[]} items
 * @property {number} total
 * @property {number} done
 * @property {string} cursor
 * @property {number} jump counts how often the server has moved to another claim
 * @property {Record<string, Answer>} answers
 * @property {Record<string, [act: string, claim: string, revision: string]>} undoable what each person would undo next, by name; by "" if signed in
 * @property {{ doc: string, runs: Run[] } | null} article
 * @property {{ id: string, at: string, who: string, what: string, deed: string, text: string, changes: Change[] }[]} log
 * @property {number} logged
 */

/**
 * @typedef {object} Screen
 * @property {() => void} draw
 * @property {(selector: string) => void} focus
 * @property {(acts: Act[]) => void} keep stores the actions that wait for an answer, so that leaving the page does not lose them
 */

const AGAIN = 1500; // milliseconds before actions are sent again
const UNSEEN = 400; // milliseconds in which nobody can have read a card: a key pressed so early was meant for the card before

/** @type {Record<string, Deed>} */
export const KEYS = { j: "next", k: "previous", a: "accept", x: "reject", e: "edit", u: "undo" };

export class Work {
  /**
   * @param {Data} data
   * @param {string} who
   * @param {Screen} screen
   * @param {Act[]} acts those that waited for an answer when the page was left
   */
  constructor(data, who, screen, acts = []) {
    this.data = data;
    this.who = who;
    /** Sends to the server. @type {(said: object) => void} */
    this.tell = () => {};
    this.screen = screen;
    this.order = data.order;
    this.sorting = false;
    this.cursor = this.told = data.cursor;
    this.jump = data.jump;
    this.appeared = -Infinity; // when a card appeared that the user did not ask for
    this.article = "";
    this.lines = 12;
    this.word = "";
    /** @type {"card" | "edit" | "add"} */
    this.mode = "card";
    this.acts = acts;
    this.waiting = ""; // the action whose answer decides what is shown next
    /** @type {Refusal[]} */
    this.refused = [];
    /** @type {Values} */
    this.unfit = {};
    /** The claim that the form corrects. @type {Item | null} */
    this.edited = null;
    /** @type {Draft | null} */
    this.draft = null;
    /** @type {Values} */
    this.values = {};
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.again = undefined;
  }

  leave() {
    clearTimeout(this.again);
  }

  // --- from the server ---

  /** @param {Data} data */
  take(data) {
    const before = this.item()?.id;
    this.data = data;
    this.sorting &&= data.order !== this.order;
    if (!this.sorting) this.order = data.order;
    if (this.jump !== data.jump) [this.jump, this.cursor] = [data.jump, data.cursor];
    const late = this.told === this.cursor && data.cursor !== this.cursor; // this is from before the last step
    if (!this.item() && !late) this.cursor = (data.items.find(({ id }) => id === data.cursor) ?? data.items[0])?.id ?? "";
    if (before && this.item() && this.item()?.id !== before) this.appeared = performance.now();
    for (const act of this.acts.filter(({ act }) => data.answers[act])) this.answered(act, data.answers[act.act]);
    clearTimeout(this.again);
    if (this.acts.length) this.again = setTimeout(() => this.send(), AGAIN); // the server did not respond
    this.screen.draw();
    if (Object.keys(this.unfit).length) this.screen.focus("form [aria-invalid]");
  }

  /**
   * @param {Act} act
   * @param {Answer} answer
   */
  answered(act, answer) {
    this.acts = this.acts.filter((other) => other !== act);
    this.screen.keep(this.acts);
    if (this.waiting === act.act) this.waiting = "";
    if (answer.draft) [this.mode, this.draft, this.values, this.unfit] = ["add", answer.draft, answer.draft.values, {}];
    else if (answer.unfit) this.turnedDown(act, answer.unfit);
    else {
      if (act.do === this.mode) this.closed();
      this.word = act.do === "accept" || act.do === "reject" ? `${this.data.words[act.do]} ✓` : this.data.words.saved;
    }
  }

  /**
   * The form says what does not fit; what concerns a claim that is out of sight is listed.
   * @param {Act} act
   * @param {Values} unfit
   */
  turnedDown(act, unfit) {
    const why = Object.values(unfit).join(" ");
    if (act.do === this.mode) this.unfit = unfit;
    else if (act.id) this.refused.push({ act: act.act, id: act.id, figure: act.figure ?? "", why });
    this.word = why;
  }

  // --- actions ---

  /** Allowed actions; without the reviewer role only moving between claims. @returns {Deed[]} */
  deeds() {
    return this.data.closed ? ["previous", "next"] : ["accept", "reject", "edit", "undo", "previous", "next"];
  }

  next() {
    this.step(1);
  }

  previous() {
    this.step(-1);
  }

  /** @param {number} by */
  step(by) {
    const to = this.near(by);
    if (to) this.show(to.id);
  }

  /** @param {string} id */
  show(id) {
    if (this.mode !== "card" || this.held(!this.waiting)) return;
    [this.cursor, this.word] = [id, ""];
    this.send();
    this.screen.draw();
  }

  /**
   * Say why nothing can be done now; returns whether that is so.
   * @param {boolean} free
   * @param {string} why
   */
  held(free, why = this.data.words.waits) {
    if (free) return false;
    this.word = why;
    this.screen.draw();
    return true;
  }

  /** The current claim, if it may be judged now; otherwise the reason is shown. */
  judgeable() {
    const item = this.item();
    if (!item || !this.named() || this.held(!this.waiting)) return undefined;
    if (this.held(performance.now() - this.appeared > UNSEEN, this.data.words.just_changed)) return undefined;
    return this.held(!this.pending(item), this.data.words.saving_this) ? undefined : item;
  }

  accept() {
    this.judge("accept");
  }

  reject() {
    this.judge("reject");
  }

  /** @param {"accept" | "reject"} deed */
  judge(deed) {
    const item = this.judgeable();
    if (!item) return;
    this.act(deed, { id: item.id, figure: item.figure, seen: item.seen });
    [this.cursor, this.word] = [this.near(1)?.id ?? this.cursor, ""];
    this.send();
    this.screen.draw();
  }

  undo() {
    if (!this.named() || this.held(!this.waiting)) return;
    const last = this.acts.at(-1);
    const [of, id, revision] = last?.id ? [last.act, last.id, last.act] : (this.data.undoable[this.data.signed ? "" : this.who.trim()] ?? []);
    if (this.held(Boolean(of), this.data.words.nothing_to_undo)) return;
    this.actAndWait("undo", { of, id, figure: last?.figure ?? this.data.words.undo, seen: { act: revision ?? "", reading: "" } });
  }

  edit() {
    const item = this.judgeable();
    if (!item) return;
    [this.mode, this.edited, this.values, this.unfit] = ["edit", item, item.values, {}];
    this.screen.draw();
    this.screen.focus("form select, form input");
  }

  /** @param {Place} place */
  ask(place) {
    if (this.named() && !this.held(!this.waiting)) this.actAndWait("draft", place);
  }

  /** @param {Values} values */
  save(values) {
    if (this.waiting) return;
    [this.values, this.unfit] = [values, {}];
    const { draft, edited } = this;
    if (this.mode === "add" && draft) this.actAndWait("add", { doc: draft.doc_id, start: draft.start, end: draft.end, seen: draft.seen, values });
    else if (edited) this.actAndWait("edit", { id: edited.id, figure: edited.figure, seen: edited.seen, values });
  }

  /** Close the form, unless it is being saved. */
  close() {
    if (this.waiting) return;
    this.closed();
    this.screen.draw();
  }

  closed() {
    [this.mode, this.edited, this.draft, this.values, this.unfit] = ["card", null, null, {}, {}];
  }

  open() {
    this.article = this.article ? "" : (this.item()?.doc ?? "");
    this.send();
    this.screen.draw();
  }

  /** @param {string} code */
  sort(code) {
    [this.order, this.sorting] = [code, true];
    this.send();
  }

  more() {
    this.lines += 30;
    this.send();
  }

  /**
   * @param {Act["do"]} deed
   * @param {Partial<Act>} more
   */
  act(deed, more) {
    const act = crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`;
    this.acts.push({ act, do: deed, who: this.who, ...more });
    this.screen.keep(this.acts);
    return act;
  }

  /**
   * An action whose answer decides what is shown next: until then, only what was begun before goes on.
   * @param {Act["do"]} deed
   * @param {Partial<Act>} more
   */
  actAndWait(deed, more) {
    this.waiting = this.act(deed, more);
    this.word = "";
    this.send();
    this.screen.draw();
  }

  send() {
    this.told = this.cursor;
    this.tell({ cursor: this.cursor, acts: [...this.acts], article: this.article, lines: this.lines, order: this.order });
  }

  /** @param {Refusal} refusal */
  dismiss(refusal) {
    this.refused = this.refused.filter((other) => other !== refusal);
    this.screen.draw();
  }

  /** An action needs a name. */
  named() {
    if (this.data.signed || this.who.trim()) return true;
    this.word = this.data.words.who_asked;
    this.screen.draw();
    this.screen.focus(".who input");
    return false;
  }

  // --- queries ---

  item() {
    return this.near(0);
  }

  /**
   * The claim `by` places after the current one.
   * @param {number} by
   * @returns {Item | undefined}
   */
  near(by) {
    const { items } = this.data;
    return items[items.findIndex(({ id }) => id === this.cursor) + by];
  }

  /**
   * The action on a claim that waits for an answer.
   * @param {Item} item
   */
  pending(item) {
    return this.acts.findLast(({ id }) => id === item.id);
  }

  /** The line below the card: what is being saved, or what was done last. */
  status() {
    return this.word || (this.acts.length ? filled(this.data.words.saving, { n: this.acts.length }) : "");
  }

  /** Key of the form on screen; the form is rebuilt when it changes. */
  formKey() {
    return JSON.stringify([this.mode, this.mode === "edit" ? this.edited?.id : this.draft, this.unfit, this.waiting]);
  }
}
