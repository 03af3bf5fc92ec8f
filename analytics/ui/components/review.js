// The desk: one claim, the acts, the log. A key is answered here at once; what was done is told to the server until it answers.
const DESKS = new WeakMap();
const NAME = "youju-reviewer";
const JUDGED = new Set(["accepted", "corrected", "added", "rejected"]);
const KEYS = { j: "next", k: "previous", a: "accept", x: "reject", e: "edit", u: "undo" };

export default function ({ data, parentElement, setStateValue }) {
  if (!DESKS.has(parentElement)) DESKS.set(parentElement, new Desk(parentElement));
  const desk = DESKS.get(parentElement);
  desk.tell = (said) => setStateValue("said", said);
  desk.take(data);
  return () => desk.leave();
}

class Desk {
  constructor(root) {
    this.root = root;
    this.box = root.querySelector(".review");
    Object.assign(this, { acts: [], guesses: new Map(), mode: "card", unfit: {}, draft: null, values: null, article: "", lines: 12, word: "" });
    this.who = localStorage.getItem(NAME) ?? "";
    this.onKey = (event) => this.key(event);
    this.onSelect = () => this.offer();
    document.addEventListener("keydown", this.onKey);
    document.addEventListener("selectionchange", this.onSelect);
  }

  leave() {
    document.removeEventListener("keydown", this.onKey);
    document.removeEventListener("selectionchange", this.onSelect);
    clearTimeout(this.again);
    DESKS.delete(this.root);
  }

  // --- what the server says ---

  take(data) {
    [this.data, this.order] = [data, data.order];
    if (this.jump !== data.jump) [this.jump, this.cursor] = [data.jump, data.cursor];
    if (!this.item()) this.cursor = (data.items.find(({ id }) => id === data.cursor) ?? data.items[0])?.id ?? "";
    for (const act of this.acts.filter(({ act }) => data.answers[act])) this.answered(act, data.answers[act.act]);
    clearTimeout(this.again);
    if (this.acts.length) this.again = setTimeout(() => this.send(), 1500); // the server was away
    this.draw();
  }

  answered(act, answer) {
    this.acts = this.acts.filter((other) => other !== act);
    this.guesses.delete(act.id);
    if (answer.draft) [this.mode, this.draft, this.values, this.unfit] = ["add", answer.draft, answer.draft.values, {}];
    else if (answer.unfit) {
      this.unfit = answer.unfit;
      this.word = Object.values(answer.unfit).join(" ");
      if (act.do === "edit" || act.do === "add") [this.mode, this.values] = [act.do, act.values];
    } else if (act.do === this.mode) {
      [this.mode, this.values, this.unfit] = ["card", null, {}];
      this.word = this.data.words.saved;
    }
  }

  // --- what the reader does ---

  key(event) {
    const field = event.composedPath()[0];
    const typing = field.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(field.tagName ?? "");
    if (event.key === "Escape" && this.mode !== "card") return this.close();
    if (typing || this.mode !== "card" || event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    const deed = KEYS[event.key.toLowerCase()];
    if (!deed || !this.deeds().includes(deed)) return;
    event.preventDefault();
    this[deed]();
  }

  // What may be done: who only reads goes from one to the next.
  deeds() {
    return this.data.closed ? ["previous", "next"] : ["accept", "reject", "edit", "undo", "previous", "next"];
  }

  next() {
    this.step(1);
  }

  previous() {
    this.step(-1);
  }

  step(by) {
    const items = this.data.items;
    const to = items[items.findIndex(({ id }) => id === this.cursor) + by];
    if (!to) return;
    this.show(to.id);
  }

  show(id) {
    [this.cursor, this.word] = [id, ""];
    this.send();
    this.draw();
  }

  accept() {
    this.judge("accept", "accepted");
  }

  reject() {
    this.judge("reject", "rejected");
  }

  judge(deed, guess) {
    if (!this.item() || !this.named()) return;
    this.guesses.set(this.cursor, guess);
    this.act(deed, { id: this.cursor });
    const items = this.data.items;
    const to = items[items.findIndex(({ id }) => id === this.cursor) + 1];
    this.word = `${this.data.words[deed]} ✓`;
    if (to) this.cursor = to.id;
    this.send();
    this.draw();
  }

  undo() {
    if (!this.named()) return;
    this.act("undo", {});
    this.send();
  }

  edit() {
    if (!this.item() || !this.named()) return;
    [this.mode, this.values, this.unfit] = ["edit", this.item().values, {}];
    this.draw();
    this.box.querySelector("form select, form input")?.focus();
  }

  ask(place) {
    if (!this.named()) return;
    this.act("draft", place);
    this.send();
  }

  save(values) {
    const more = this.mode === "edit" ? { id: this.cursor } : { doc: this.draft.doc_id, start: this.draft.start, end: this.draft.end };
    this.act(this.mode, { ...more, values });
    this.send();
  }

  close() {
    [this.mode, this.values, this.unfit] = ["card", null, {}];
    this.draw();
  }

  act(deed, more) {
    this.acts.push({ act: crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`, do: deed, who: this.who, ...more });
  }

  send() {
    this.tell({ cursor: this.cursor, acts: [...this.acts], article: this.article, lines: this.lines, order: this.order });
  }

  // Nothing is said by nobody.
  named() {
    if (this.data.signed || this.who.trim()) return true;
    this.word = this.data.words.who_asked;
    this.draw();
    this.box.querySelector(".who input").focus();
    return false;
  }

  // --- what is shown ---

  item() {
    return this.data.items.find(({ id }) => id === this.cursor);
  }

  state(item) {
    return this.guesses.get(item.id) ?? item.state;
  }

  draw() {
    const kept = this.box.querySelector("form");
    const same = kept && this.mode !== "card" && kept.dataset.of === this.formKey();
    if (same) this.box.querySelector(".progress").replaceWith(this.progress());
    else this.box.replaceChildren(this.progress(), this.body());
    this.box.querySelector(".log")?.replaceWith(this.log());
  }

  progress() {
    const { words, total, done } = this.data;
    const guessed = this.data.items.filter((item) => JUDGED.has(this.guesses.get(item.id)) && !JUDGED.has(item.state)).length;
    const now = Math.min(total, done + guessed);
    const head = el("div", "progress");
    const said = el("h1", "lead", filled(words.progress, { done: now.toLocaleString("en"), total: total.toLocaleString("en") }));
    const rail = el("div", "rail");
    const part = el("i");
    part.style.width = `${total ? (100 * now) / total : 0}%`;
    rail.append(part);
    head.append(said, this.ordering(), el("p", "sub", words.sub), rail);
    if (total && now === total) head.append(el("p", "note", words.finished));
    return head;
  }

  ordering() {
    const group = el("div", "order");
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", this.data.words.order);
    for (const [code, label] of this.data.orders) {
      const made = button(label, "", () => {
        this.order = code;
        this.send();
      });
      made.setAttribute("aria-pressed", String(code === this.data.order));
      group.append(made);
    }
    return group;
  }

  body() {
    const desk = el("div", "desk");
    const main = el("div", "main");
    const item = this.item();
    if (this.mode !== "card") main.append(this.form());
    else if (item) main.append(this.card(item));
    if (this.mode === "card") main.append(this.bar());
    if (this.article) main.append(this.whole());
    desk.append(main, this.log());
    return desk;
  }

  card(item) {
    const { words, total } = this.data;
    const card = el("section", `card kind-${item.kind} is-${this.state(item)}`);
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

  standing(item) {
    const state = this.state(item);
    const chip = el("span", `chip ${state}`, this.data.words[`review_state.${state}`]);
    if (state === item.state && item.who && state !== "open") chip.append(` · ${item.who} · ${moment(item.at, this.data.language)}`);
    return chip;
  }

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
    row.append(el("small", "hint", this.data.closed || this.data.words.add_hint));
    return row;
  }

  // Offer to add what is selected; where nothing is, say that one can.
  offer() {
    if (this.mode !== "card" || this.data.closed) return;
    const place = selected(this.root);
    const row = this.box.querySelector(".picked");
    if (!row || row.dataset.text === (place?.text ?? "")) return;
    row.dataset.text = place?.text ?? "";
    if (!place) return row.replaceChildren(el("small", "hint", this.data.words.add_hint));
    const add = button(`＋ ${this.data.words.add}`, "add", () => this.ask(place));
    add.onmousedown = (event) => event.preventDefault(); // or the selection would be gone before the click
    row.replaceChildren(el("q", "", place.text), add);
  }

  facts(item) {
    const { words } = this.data;
    const list = el("dl", "facts");
    for (const [label, value] of item.facts) list.append(el("dt", "", label), el("dd", value ? "" : "missing", value || "—"));
    const pieces = item.pieces.map(([name, piece]) => `${name}=${piece}`).join("  ");
    list.append(el("dt", "", words.rule), el("dd", "code", item.rule));
    if (pieces) list.append(el("dt", "", words.pieces), el("dd", "code", pieces));
    for (const [text, kind, rule] of item.beat) list.append(el("dt", "", words.beat), el("dd", "code", `${text} · ${kind} · ${rule}`));
    return list;
  }

  bar() {
    const { words } = this.data;
    const bar = el("div", "bar acts");
    for (const deed of this.deeds()) {
      const key = Object.keys(KEYS).find((name) => KEYS[name] === deed);
      const made = button(words[deed], deed, () => this[deed]());
      made.setAttribute("aria-keyshortcuts", key);
      made.append(keyHint(key));
      bar.append(made);
    }
    const foot = el("div", "foot");
    const status = el("span", "status", this.word);
    status.setAttribute("role", "status");
    foot.append(...this.reviewer(), button(this.article ? words.article_close : words.article, "fulltext", () => this.open()), status);
    const both = el("div", "acting");
    both.append(bar, foot);
    return both;
  }

  reviewer() {
    if (this.data.closed) return [];
    if (this.data.signed) return [el("span", "who", this.data.signed)];
    const label = el("label", "who");
    const input = el("input");
    [input.value, input.placeholder, input.autocomplete, input.maxLength] = [this.who, this.data.words.who_hint, "off", 60];
    input.oninput = () => {
      this.who = input.value;
      localStorage.setItem(NAME, input.value.trim());
    };
    input.onkeydown = (event) => event.key === "Enter" && input.blur();
    label.append(el("span", "", this.data.words.who), input);
    return [label];
  }

  formKey() {
    return JSON.stringify([this.mode, this.mode === "edit" ? this.cursor : this.draft, this.unfit]);
  }

  form() {
    const { words, form } = this.data;
    const item = this.item();
    const adding = this.mode === "add";
    const made = makeForm({
      groups: form,
      values: this.values,
      read: adding ? null : item.read,
      unfit: this.unfit,
      title: adding ? `${words.add_title}：${this.draft.text}` : `${words.edit}：${item.figure}`,
      words: { ...words, save: words.save },
      onSave: (values) => this.save(values),
      onCancel: () => this.close(),
    });
    made.dataset.of = this.formKey();
    if (!adding) made.querySelector("h2").after(this.quote(item));
    return made;
  }

  open() {
    this.article = this.article ? "" : (this.item()?.doc ?? "");
    this.send();
    this.draw();
  }

  whole() {
    const box = el("article", "whole");
    box.lang = "zh";
    box.tabIndex = 0;
    box.setAttribute("aria-label", this.data.words.article_label);
    const text = this.data.article;
    if (text?.doc !== this.article) return box;
    box.dataset.doc = text.doc;
    box.append(...written(text.runs, this.cursor));
    box.onclick = (event) => {
      const mark = event.target.closest("mark");
      if (mark && !selected(this.root)) this.show(mark.dataset.claim);
    };
    return box;
  }

  log() {
    const { words, log, logged, language } = this.data;
    const aside = el("aside", "log");
    aside.append(el("h2", "", words.log));
    if (!log.length) aside.append(el("p", "note", words.log_empty));
    const list = el("ol");
    for (const act of log) {
      const line = el("li", act.what);
      const who = el("span", "when", `${act.who} · ${moment(act.at, language)}`);
      const what = el("div", "what");
      what.append(el("b", "", act.deed), " ");
      if (act.id) what.append(button(act.text, "text", () => this.show(act.id)));
      line.append(what, who);
      if (act.changes.length) line.append(changed(act.changes));
      list.append(line);
    }
    aside.append(list);
    if (logged > log.length) {
      aside.append(
        button(words.log_more, "more", () => {
          this.lines += 30;
          this.send();
        }),
      );
    }
    return aside;
  }
}
