// What was asked of the server and not yet done. Of several requests that come while the server is busy, it gets only the last one:
// so each carries all that came before it, numbered, until the server says which numbers it has heard.

/** @template {object} What */
export class Outbox {
  constructor() {
    /** @type {(What & { n: number })[]} */
    this.waiting = [];
    this.last = 0;
  }

  /** @param {number} n the number that the server heard last */
  heard(n) {
    this.last = Math.max(this.last, n);
    this.waiting = this.waiting.filter((what) => what.n > n);
  }

  /**
   * All that the server has to hear, `what` included.
   * @param {What} what
   */
  with(what) {
    this.waiting.push({ ...what, n: ++this.last });
    return [...this.waiting];
  }
}
