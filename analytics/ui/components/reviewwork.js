// State of the review page, independent of its view: current claim, mode, and actions not yet confirmed by the server.
// A key takes effect at once; actions are sent again until the server confirms them.

/**
 * @typedef {import("./reviewtext.js").Run} Run
 * @typedef {import("./reviewtext.js").Change} Change
 * @typedef {import("./reviewtext.js").Place} Place
 * @typedef {import("./reviewform.js").Values} Values
 * @typedef {"next" | "previous" | "accept" | "reject" | "edit" | "undo"} Deed
 * @typedef {{ doc_id: string, start: number, end: number, text: string, values: Values }} Draft
 * @typedef {{ done?: boolean, unfit?: Values, draft?: Draft }} Answer
 * @typedef {{ act: string, do: string, who: string, id?: string, values?: Values, doc?: string, start?: number, end?: number }} Act
 */

/**
 * @typedef {object} Item
 * @property {string} id
 * @property {number | null} number its place in the queue, counted from 1
 * @property {string} doc
 * @property {string} state
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
 * @property {{ doc: string, runs: Run[] } | null} article
 * @property {{ id: string, at: string, who: string, what: string, deed: string, text: string, changes: Change[] }[]} log
 * @property {number} logged
 */

/**
 * @typedef {object} Screen
 * @property {() => void} draw
 * @property {(selector: string) => void} focus
 */

const JUDGED = new Set(["accepted", "corrected", "added", "rejected"]);
const AGAIN = 1500; // milliseconds before actions are sent again

/** @type {Record<string, Deed>} */
export const KEYS = { j: "next", k: "previous", a: "accept", x: "reject", e: "edit", u: "undo" };

export class Work {
  /**
   * @param {Data} data
   * @param {string} who
   * @param {Screen} screen
   */
  constructor(data, who, screen) {
    this.data = data;
    this.who = who;
    /** Sends to the server. @type {(said: object) => void} */
    this.tell = () => {};
    this.screen = screen;
    this.order = data.order;
    this.cursor = data.cursor;
    this.jump = data.jump;
    this.article = "";
    this.lines = 12;
    this.word = "";
    /** @type {"card" | "edit" | "add"} */
    this.mode = "card";
    /** @type {Act[]} */
    this.acts = [];
    /** @type {Map<string, string>} */
    this.guesses = new Map();
    /** @type {Values} */
    this.unfit = {};
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
    [this.data, this.order] = [data, data.order];
    if (this.jump !== data.jump) [this.jump, this.cursor] = [data.jump, data.cursor];
    if (!this.item()) this.cursor = (data.items.find(({ id }) => id === data.cursor) ?? data.items[0])?.id ?? "";
    for (const act of this.acts.filter(({ act }) => data.answers[act])) this.answered(act, data.answers[act.act]);
    clearTimeout(this.again);
    if (this.acts.length) this.again = setTimeout(() => this.send(), AGAIN); // the server did not respond
    this.screen.draw();
  }

  /**
   * @param {Act} act
   * @param {Answer} answer
   */
  answered(act, answer) {
    this.acts = this.acts.filter((other) => other !== act);
    if (act.id) this.guesses.delete(act.id);
    if (answer.draft) [this.mode, this.draft, this.values, this.unfit] = ["add", answer.draft, answer.draft.values, {}];
    else if (answer.unfit) {
      this.unfit = answer.unfit;
      this.word = Object.values(answer.unfit).join(" ");
      if (act.values && (act.do === "edit" || act.do === "add")) [this.mode, this.values] = [act.do, act.values];
    } else if (act.do === this.mode) {
      [this.mode, this.values, this.unfit] = ["card", {}, {}];
      this.word = this.data.words.saved;
    }
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
    [this.cursor, this.word] = [id, ""];
    this.send();
    this.screen.draw();
  }

  accept() {
    this.judge("accept", "accepted");
  }

  reject() {
    this.judge("reject", "rejected");
  }

  /**
   * @param {Deed} deed
   * @param {string} guess
   */
  judge(deed, guess) {
    if (!this.item() || !this.named()) return;
    this.guesses.set(this.cursor, guess);
    this.act(deed, { id: this.cursor });
    this.word = `${this.data.words[deed]} ✓`;
    this.cursor = this.near(1)?.id ?? this.cursor;
    this.send();
    this.screen.draw();
  }

  undo() {
    if (!this.named()) return;
    this.act("undo", {});
    this.send();
  }

  edit() {
    const item = this.item();
    if (!item || !this.named()) return;
    [this.mode, this.values, this.unfit] = ["edit", item.values, {}];
    this.screen.draw();
    this.screen.focus("form select, form input");
  }

  /** @param {Place} place */
  ask(place) {
    if (!this.named()) return;
    this.act("draft", place);
    this.send();
  }

  /** @param {Values} values */
  save(values) {
    if (this.mode === "add" && this.draft) this.act("add", { doc: this.draft.doc_id, start: this.draft.start, end: this.draft.end, values });
    else this.act("edit", { id: this.cursor, values });
    this.send();
  }

  close() {
    [this.mode, this.values, this.unfit] = ["card", {}, {}];
    this.screen.draw();
  }

  open() {
    this.article = this.article ? "" : (this.item()?.doc ?? "");
    this.send();
    this.screen.draw();
  }

  /** @param {string} code */
  sort(code) {
    this.order = code;
    this.send();
  }

  more() {
    this.lines += 30;
    this.send();
  }

  /**
   * @param {string} deed
   * @param {Partial<Act>} more
   */
  act(deed, more) {
    this.acts.push({ act: crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`, do: deed, who: this.who, ...more });
  }

  send() {
    this.tell({ cursor: this.cursor, acts: [...this.acts], article: this.article, lines: this.lines, order: this.order });
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

  /** @param {Item} item */
  state(item) {
    return this.guesses.get(item.id) ?? item.state;
  }

  /** Number of claims judged, including those not yet confirmed. */
  judged() {
    const { total, done, items } = this.data;
    return Math.min(total, done + items.filter((item) => JUDGED.has(this.state(item)) && !JUDGED.has(item.state)).length);
  }

  /** Key of the form on screen; the form is rebuilt when it changes. */
  formKey() {
    return JSON.stringify([this.mode, this.mode === "edit" ? this.cursor : this.draft, this.unfit]);
  }
}
