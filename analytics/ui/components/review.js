// The view of the review page: one claim, its actions, the log. reviewwork.js holds the state and talks to the server.
import { el, the } from "./elements.js";
import { keyHint, makeForm } from "./reviewform.js";
import { button, changed, filled, moment, selected, written } from "./reviewtext.js";
import { KEYS, Work } from "./reviewwork.js";

/**
 * @typedef {import("./reviewwork.js").Data} Data
 * @typedef {import("./reviewwork.js").Item} Item
 */

/** @type {WeakMap<ShadowRoot, Desk>} */
const DESKS = new WeakMap();
const NAME = "youju-reviewer";
const ACTS = "youju-acts";

/** @param {import("./types").Given<Data>} given */
export default function ({ data, parentElement, setStateValue }) {
  const desk = DESKS.get(parentElement) ?? new Desk(parentElement, data);
  DESKS.set(parentElement, desk);
  desk.work.tell = (said) => setStateValue("said", said);
  desk.work.take(data);
  return () => desk.leave();
}

class Desk {
  /**
   * @param {ShadowRoot} root
   * @param {Data} data
   */
  constructor(root, data) {
    this.root = root;
    this.box = the(root, ".review", HTMLElement);
    this.work = new Work(data, localStorage.getItem(NAME) ?? "", this, JSON.parse(sessionStorage.getItem(ACTS) ?? "[]"));
    this.pressed = this.outdated = false;
    this.gone = new AbortController();
    this.listen();
  }

  listen() {
    const { signal } = this.gone;
    document.addEventListener("keydown", (event) => this.key(event), { signal });
    document.addEventListener("selectionchange", () => this.offer(), { signal });
    this.box.addEventListener("pointerdown", () => (this.pressed = true), { signal });
    for (const end of ["pointerup", "pointercancel"]) document.addEventListener(end, () => setTimeout(() => this.released()), { signal });
    this.box.addEventListener("focusout", () => setTimeout(() => this.released()), { signal });
    window.addEventListener("popstate", () => this.back(), { signal });
    window.addEventListener("beforeunload", (event) => this.work.acts.length && event.preventDefault(), { signal });
  }

  leave() {
    this.gone.abort();
    this.work.leave();
    DESKS.delete(this.root);
  }

  /** @param {import("./reviewwork.js").Act[]} acts */
  keep(acts) {
    sessionStorage.setItem(ACTS, JSON.stringify(acts));
  }

  // Back or forward in the browser's history: the address names the claim.
  back() {
    const id = new URLSearchParams(location.search).get("claim");
    if (id && id !== this.work.cursor) this.work.show(id);
  }

  /** A press or a name being typed must not lose its element: it would be lost, or its keys taken for commands. */
  touched() {
    return this.pressed || Boolean(this.root.activeElement?.matches(".who input"));
  }

  released() {
    this.pressed = false;
    if (this.outdated) this.draw();
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const [field] = event.composedPath();
    const typing = field instanceof HTMLElement && (field.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(field.tagName));
    if (event.key === "Escape" && this.work.mode !== "card") return this.work.close();
    if (typing || this.work.mode !== "card" || event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    const deed = KEYS[event.key.toLowerCase()];
    if (!deed || !this.work.deeds().includes(deed)) return;
    event.preventDefault();
    this.work[deed]();
  }

  /** @param {string} selector */
  focus(selector) {
    /** @type {HTMLElement | null} */ (this.box.querySelector(selector))?.focus();
  }

  draw() {
    this.outdated = this.touched();
    if (this.outdated) return;
    const kept = this.box.querySelector("form");
    const same = kept && this.work.mode !== "card" && kept.dataset.of === this.work.formKey();
    if (same) the(this.box, ".progress", HTMLElement).replaceWith(this.progress());
    else this.box.replaceChildren(this.progress(), this.body());
    this.box.querySelector(".log")?.replaceWith(this.log());
  }

  progress() {
    const { words, total } = this.work.data;
    const now = this.work.data.done;
    const head = el("div", "progress");
    const said = el("h1", "lead", filled(words.progress, { done: now.toLocaleString("en"), total: total.toLocaleString("en") }));
    const rail = el("div", "rail");
    const part = el("i");
    part.style.width = `${total ? (100 * now) / total : 0}%`;
    rail.append(part);
    head.append(said, this.ordering(), el("p", "sub", words.sub), rail);
    if (total && now === total) head.append(el("p", "note", words.finished));
    if (this.work.refused.length) head.append(this.refusals());
    return head;
  }

  refusals() {
    const { words } = this.work.data;
    const box = el("ul", "refused");
    box.setAttribute("role", "alert");
    for (const refusal of this.work.refused) {
      const line = el("li");
      const dismiss = button("×", "dismiss", () => this.work.dismiss(refusal));
      dismiss.setAttribute("aria-label", words.dismiss);
      line.append(button(refusal.figure, "text", () => this.work.show(refusal.id)), ` · ${refusal.why}`, dismiss);
      box.append(line);
    }
    return box;
  }

  ordering() {
    const group = el("div", "order");
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", this.work.data.words.order);
    for (const [code, label] of this.work.data.orders) {
      const made = button(label, "", () => this.work.sort(code));
      made.setAttribute("aria-pressed", String(code === this.work.data.order));
      group.append(made);
    }
    return group;
  }

  body() {
    const desk = el("div", "desk");
    const main = el("div", "main");
    const item = this.work.item();
    if (this.work.mode !== "card") main.append(this.form());
    else main.append(item ? this.card(item) : el("p", "note", this.work.data.words.loading));
    if (this.work.mode === "card") main.append(this.bar());
    if (this.work.article) main.append(this.whole());
    desk.append(main, this.log());
    return desk;
  }

  /** @param {Item} item */
  card(item) {
    const { words, total } = this.work.data;
    const card = el("section", `card kind-${item.kind} is-${item.state}`);
    card.dataset.claim = item.id;
    const head = el("div", "head");
    head.append(this.standing(item), el("span", "number", item.number ? filled(words.number, { number: item.number, total }) : words.outside));
    const source = el("span", "source", item.source);
    source.title = item.source;
    head.append(source);
    card.append(head, this.quote(item), this.picked());
    const figure = el("p", "figure", item.figure);
    card.append(figure, this.facts(item));
    if (item.changes.length) card.append(changed(item.changes, words.changed));
    return card;
  }

  /** @param {Item} item */
  standing(item) {
    const { words, language } = this.work.data;
    const pending = this.work.pending(item);
    if (pending) return el("span", "chip pending", `${words[pending.do]} · ${words.saving_this}`);
    const chip = el("span", `chip ${item.state}`, words[`review_state.${item.state}`]);
    if (item.who && item.state !== "open") chip.append(` · ${item.who} · ${moment(item.at, language)}`);
    return chip;
  }

  /** @param {Item} item */
  quote(item) {
    const quote = el("blockquote", "quote");
    [quote.lang, quote.dataset.doc] = ["zh", item.doc];
    for (const part of item.quote) {
      const sentence = el("span", part.around ? "around" : "sentence");
      sentence.append(...written(part.runs, item.id));
      quote.append(sentence);
    }
    return quote;
  }

  picked() {
    const row = el("div", "picked");
    row.append(el("small", "hint", this.work.data.closed || this.work.data.words.add_hint));
    return row;
  }

  // Offer to add the selected text; without a selection, show a hint.
  offer() {
    if (this.work.mode !== "card" || this.work.data.closed) return;
    const place = selected(this.root);
    const row = /** @type {HTMLElement | null} */ (this.box.querySelector(".picked"));
    if (!row || row.dataset.text === (place?.text ?? "")) return;
    row.dataset.text = place?.text ?? "";
    if (!place) return row.replaceChildren(el("small", "hint", this.work.data.words.add_hint));
    const add = button(`＋ ${this.work.data.words.add}`, "add", () => this.work.ask(place));
    add.onmousedown = (event) => event.preventDefault(); // keeps the selection until the click
    row.replaceChildren(el("q", "", place.text), add);
  }

  /** @param {Item} item */
  facts(item) {
    const { words } = this.work.data;
    const list = el("dl", "facts");
    for (const [label, value] of item.facts) list.append(el("dt", "", label), el("dd", value ? "" : "missing", value || "—"));
    const pieces = item.pieces.map(([name, piece]) => `${name}=${piece}`).join("  ");
    list.append(el("dt", "", words.rule), el("dd", "code", item.rule));
    if (pieces) list.append(el("dt", "", words.pieces), el("dd", "code", pieces));
    for (const [text, kind, rule] of item.beat) list.append(el("dt", "", words.beat), el("dd", "code", `${text} · ${kind} · ${rule}`));
    return list;
  }

  bar() {
    const { words } = this.work.data;
    const bar = el("div", "bar acts");
    for (const deed of this.work.deeds()) {
      const [key] = Object.entries(KEYS).find(([, does]) => does === deed) ?? [""];
      const made = button(words[deed], deed, () => this.work[deed]());
      made.setAttribute("aria-keyshortcuts", key);
      made.append(keyHint(key));
      bar.append(made);
    }
    const foot = el("div", "foot");
    const status = el("span", "status", this.work.status());
    status.setAttribute("role", "status");
    const named = this.work.who.trim() || this.work.data.signed;
    const who = this.reviewer();
    if (named) foot.append(...who);
    foot.append(button(this.work.article ? words.article_close : words.article, "fulltext", () => this.work.open()), status);
    const both = el("div", "acting");
    if (!named && who.length) {
      const asking = el("div", "asking");
      asking.append(...who, el("span", "hint", words.who_asked));
      both.append(asking);
    }
    both.append(bar, foot);
    return both;
  }

  reviewer() {
    if (this.work.data.closed) return [];
    if (this.work.data.signed) return [el("span", "who", this.work.data.signed)];
    const label = el("label", "who");
    const input = el("input");
    [input.value, input.placeholder, input.autocomplete, input.maxLength] = [this.work.who, this.work.data.words.who_hint, "off", 60];
    input.oninput = () => {
      this.work.who = input.value;
      localStorage.setItem(NAME, input.value.trim());
    };
    input.onkeydown = (event) => event.key === "Enter" && input.blur();
    label.append(el("span", "", this.work.data.words.who), input);
    return [label];
  }

  form() {
    const { words, form } = this.work.data;
    const { unfit, values, draft, edited: item, waiting } = this.work;
    const made = makeForm({
      groups: form,
      values,
      read: item?.read ?? null,
      unfit,
      title: draft ? `${words.add_title}：${draft.text}` : `${words.edit}：${item?.figure ?? ""}`,
      words,
      saving: Boolean(waiting),
      places: PLACES,
      metrics: METRICS,
      onSave: (said) => this.work.save(said),
      onCancel: () => this.work.close(),
    });
    made.dataset.of = this.work.formKey();
    if (item) the(made, "h2", HTMLElement).after(this.quote(item));
    return made;
  }

  whole() {
    const box = el("article", "whole");
    box.lang = "zh";
    box.tabIndex = 0;
    box.setAttribute("aria-label", this.work.data.words.article_label);
    const text = this.work.data.article;
    if (text?.doc !== this.work.article) return box;
    box.dataset.doc = text.doc;
    box.append(...written(text.runs, this.work.cursor));
    box.onclick = (event) => {
      const mark = event.target instanceof Element && event.target.closest("mark");
      if (mark && !selected(this.root)) this.work.show(mark.dataset.claim ?? "");
    };
    return box;
  }

  log() {
    const { words, log, logged, language } = this.work.data;
    const aside = el("aside", "log");
    aside.append(el("h2", "", words.log));
    if (!log.length) aside.append(el("p", "note", words.log_empty));
    const list = el("ol");
    for (const act of log) {
      const line = el("li", act.what);
      const who = el("span", "when", `${act.who} · ${moment(act.at, language)}`);
      const what = el("div", "what");
      what.append(el("b", "", act.deed), " ");
      if (act.id) what.append(button(act.text, "text", () => this.work.show(act.id)));
      line.append(what, who);
      if (act.changes.length) line.append(changed(act.changes));
      list.append(line);
    }
    aside.append(list);
    if (logged > log.length) {
      aside.append(button(words.log_more, "more", () => this.work.more()));
    }
    return aside;
  }
}
