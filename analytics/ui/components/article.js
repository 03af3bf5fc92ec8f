// An article with its figures marked. Every piece of it is set as text, never as markup.
export default function ({ data, parentElement, setTriggerValue }) {
  const article = parentElement.querySelector("article");
  article.setAttribute("aria-label", data.label);
  article.className = data.as_published ? "as-published" : "cleaned";
  if (article.dataset.version !== data.version) {
    article.replaceChildren(...blocks(JSON.parse(data.paragraphs), data));
    article.dataset.version = data.version;
    delete article.dataset.shown;
    delete article.dataset.pale;
  }
  const marks = [...article.querySelectorAll("mark")];
  const pale = data.pale.join(" ");
  if (article.dataset.pale !== pale) {
    const outside = new Set(data.pale);
    for (const mark of marks) mark.classList.toggle("pale", outside.has(mark.dataset.claim));
  }
  article.dataset.pale = pale;
  const chosen = data.chosen && marks.find((mark) => mark.dataset.claim === data.chosen);
  only(article, chosen || null);
  if (chosen && (article.dataset.shown ?? "") !== data.chosen) reveal(chosen);
  article.dataset.shown = data.chosen;
  const open = (mark) => {
    only(article, mark);
    article.dataset.shown = mark.dataset.claim;
    setTriggerValue("choose", mark.dataset.claim);
    if (window.innerWidth < 640) setTimeout(() => mark.scrollIntoView({ block: "start", behavior: "smooth" }), 50);
  };
  article.onclick = (event) => {
    const mark = event.composedPath()[0].closest?.("mark");
    if (mark) open(mark);
  };
  article.onkeydown = (event) => {
    const now = marks.indexOf(event.composedPath()[0]);
    if (now < 0) return;
    const step = { n: 1, p: -1 }[event.key];
    if (event.key === "Enter" || event.key === " ") open(marks[now]);
    else if (step) marks[now + step]?.focus();
    else return;
    event.preventDefault();
  };
}

// Lines that were not read stand together under one label.
function blocks(paragraphs, data) {
  const made = [];
  let aside = null;
  for (const paragraph of paragraphs) {
    if (paragraph.sort === "table") {
      aside = null;
      made.push(grid(paragraph));
      continue;
    }
    if (paragraph.sort === "unread") {
      aside = null;
      made.push(unread(paragraph, data));
      continue;
    }
    const line = document.createElement("p");
    line.className = paragraph.sort;
    line.append(...paragraph.parts.map(piece));
    if (paragraph.sort === "read") aside = null;
    if (paragraph.sort === "aside" && !aside) {
      aside = document.createElement("section");
      aside.dataset.label = data.not_read;
      aside.setAttribute("aria-label", data.not_read);
      made.push(aside);
    }
    aside ? aside.append(line) : made.push(line);
  }
  return made;
}

// A table that was read, with its heads as heads; wide ones scroll in their own frame.
function grid(paragraph) {
  const table = document.createElement("table");
  paragraph.rows.forEach((cells, r) => {
    const row = table.insertRow();
    for (const cell of cells) {
      const box = document.createElement(cell.head ? "th" : "td");
      if (cell.head) box.scope = r < paragraph.heads ? "col" : "row";
      box.append(...cell.parts.map(piece));
      row.append(box);
    }
  });
  table.dataset.heads = paragraph.heads;
  const frame = document.createElement("div");
  frame.className = "table";
  frame.append(table);
  return frame;
}

// A table of which nothing was read says so, and stands as it was written.
function unread(paragraph, data) {
  const section = document.createElement("section");
  section.className = "unread";
  section.dataset.label = data.table_not_read;
  section.setAttribute("aria-label", data.table_not_read);
  const text = document.createElement("p");
  text.append(...paragraph.parts.map(piece));
  section.append(text);
  return section;
}

// The heads that a figure of a table is read with: of merged ones the first.
function heads(mark) {
  const cell = mark?.closest("td");
  if (!cell) return [];
  const rows = [...cell.closest("table").rows];
  const above = rows.slice(0, Number(cell.closest("table").dataset.heads)).map((row) => {
    let head = row.cells[Math.min(cell.cellIndex, row.cells.length - 1)];
    while (head?.previousElementSibling && !head.textContent) head = head.previousElementSibling;
    return head;
  });
  return [...above, ...cell.parentElement.querySelectorAll("th")].filter(Boolean);
}

function piece(part) {
  if (typeof part === "string") return document.createTextNode(part);
  if (part.unseen) {
    const unseen = document.createElement("span");
    unseen.className = "unseen";
    unseen.textContent = part.unseen;
    return unseen;
  }
  const mark = document.createElement("mark");
  mark.style.setProperty("--tone", `var(--kind-${part.kind})`);
  mark.dataset.claim = part.claim;
  mark.dataset.text = part.text;
  mark.tabIndex = 0;
  mark.setAttribute("role", "link");
  mark.append(...part.parts.map(piece));
  return mark;
}

// Of all marks, this one is chosen, or none.
function only(article, mark) {
  for (const head of article.querySelectorAll("th.lit")) head.classList.remove("lit");
  for (const head of heads(mark)) head.classList.add("lit");
  for (const other of article.querySelectorAll("mark.on")) {
    other.classList.remove("on");
    other.removeAttribute("aria-current");
  }
  mark?.classList.add("on");
  mark?.setAttribute("aria-current", "true");
}

function reveal(mark) {
  const place = mark.getBoundingClientRect();
  if (place.top < 60 || place.bottom > window.innerHeight * 0.8) mark.scrollIntoView({ block: window.innerWidth < 640 ? "start" : "center" });
}
