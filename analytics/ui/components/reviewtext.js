// Article text as spans that know where their characters stand in the source (code points, by data-at), set as text and nothing else.
function written(runs, own) {
  return runs.map((run) => {
    const span = el(run.mark ? "mark" : "span", run.unseen ? "unseen" : "", run.text);
    span.dataset.at = run.at;
    if (run.unseen) span.dataset.unseen = "1";
    if (run.mark) span.dataset.claim = run.mark;
    if (run.mark && run.mark === own) span.classList.add("own");
    return span;
  });
}

function el(tag, name = "", text = null) {
  const made = document.createElement(tag);
  if (name) made.className = name;
  if (text !== null) made.textContent = text;
  return made;
}

// The stretch of the source that is selected in this shadow root: from its first selected character to behind its last.
function selected(root) {
  const range = selectedRange(root);
  if (!range || range.collapsed) return null;
  const start = range.startContainer.nodeType === 1 ? range.startContainer : range.startContainer.parentElement;
  const box = start?.closest?.("[data-doc]");
  if (!box || !root.contains(box)) return null;
  let [first, last, text] = [null, null, ""];
  for (const span of box.querySelectorAll("[data-at]")) {
    const node = span.firstChild;
    if (!node || !range.intersectsNode(node)) continue;
    const from = node === range.startContainer ? range.startOffset : 0;
    const to = node === range.endContainer ? range.endOffset : node.data.length;
    if (to <= from) continue;
    const at = Number(span.dataset.at);
    first ??= at + (span.dataset.unseen ? 0 : points(node.data.slice(0, from)));
    last = at + (span.dataset.unseen ? 1 : points(node.data.slice(0, to)));
    text += node.data.slice(from, to);
  }
  return last > first ? { doc: box.dataset.doc, start: first, end: last, text: text.trim() } : null;
}

function selectedRange(root) {
  const own = root.getSelection?.();
  if (own?.rangeCount) return own.getRangeAt(0);
  const whole = document.getSelection();
  const composed = whole?.getComposedRanges?.({ shadowRoots: [root] })?.[0];
  if (!composed) return whole?.rangeCount ? whole.getRangeAt(0) : null;
  const range = document.createRange();
  range.setStart(composed.startContainer, composed.startOffset);
  range.setEnd(composed.endContainer, composed.endOffset);
  return range;
}

// Offsets count code points, strings UTF-16 units.
function points(text) {
  return [...text].length;
}

function filled(phrase, values) {
  return phrase.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

function moment(iso, language) {
  return new Intl.DateTimeFormat(language === "zh" ? "zh-CN" : "en-GB", { dateStyle: "medium", timeStyle: "short" }).format(new Date(iso));
}

function button(text, name, onclick) {
  const made = el("button", name, text);
  [made.type, made.onclick] = ["button", onclick];
  return made;
}

// Each field before and after.
function changed(changes, title = "") {
  const list = el("ul", "changes");
  if (title) list.append(el("li", "title", title));
  for (const { label, before, after } of changes) {
    const line = el("li");
    line.append(el("span", "label", label), " ", el("del", "", before), " → ", el("ins", "", after));
    list.append(line);
  }
  return list;
}
