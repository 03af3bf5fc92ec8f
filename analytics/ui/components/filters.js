// The filters: a search field, folded groups of choices with their counts, and a switch. Every word is set as text.
// What is chosen comes from the server each time; only folds, "more" and what is sought in a list are kept here.
const [FEW, LONG] = [8, 12]; // a list longer than LONG shows FEW choices before "more"
const FOUND = 60; // choices shown at most while a list is searched
const KEPT = "youju-folded";

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".filters");
  root.view ??= { finds: {}, more: {}, sought: null };
  Object.assign(root.view, { data, act: (what) => setTriggerValue("act", what) });
  draw(root);
}

function draw(root) {
  const { data } = root.view;
  const focused = root.getRootNode().activeElement;
  const parts = [{ key: "search" }, ...data.groups.map((group) => ({ ...group, key: group.name })), { key: "repeats" }];
  const makers = { search: makeSearch, repeats: makeRepeats };
  const fillers = { search: fillSearch, repeats: fillRepeats };
  sync(root, parts, (part) => (makers[part.key] ?? makeGroup)(root, part), (node, part) => (fillers[part.key] ?? fillGroup)(root, node, part));
  if (focused?.isConnected && root.getRootNode().activeElement !== focused) focused.focus({ preventScroll: true });
}

// The children of `parent` as `items` say, each made once and known by its key, so that what has the focus keeps it.
function sync(parent, items, make, fill) {
  const known = new Map([...parent.children].map((child) => [child.dataset.key, child]));
  const keys = new Set(items.map((item) => item.key));
  known.forEach((child, key) => keys.has(key) || child.remove());
  items.forEach((item, position) => {
    const child = known.get(item.key) ?? make(item);
    child.dataset.key = item.key;
    fill(child, item);
    if (parent.children[position] !== child) parent.insertBefore(child, parent.children[position] ?? null);
  });
}

function element(tag, className, text = "") {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}

function sought(label, className) {
  const field = element("input", className);
  Object.assign(field, { type: "search", autocomplete: "off", spellcheck: false, placeholder: label });
  field.setAttribute("aria-label", label);
  return field;
}

// --- the search field and the switch ---------------------------------------------------------------

function makeSearch(root) {
  const box = element("div", "search");
  const field = sought("", "field");
  const send = () => field.value.trim() !== root.view.data.search.sought && root.view.act({ do: "seek", text: field.value });
  field.onchange = send;
  field.addEventListener("search", send); // the cross that empties it
  box.append(field);
  return box;
}

function fillSearch(root, box) {
  const { sought, label } = root.view.data.search;
  const [field] = box.children;
  field.placeholder = label;
  field.setAttribute("aria-label", label);
  if (root.view.sought !== sought) field.value = sought; // and never under the hands of somebody who types
  root.view.sought = sought;
}

function makeRepeats(root) {
  const box = element("div", "repeats");
  const label = element("label", "");
  const flip = element("input", "switch");
  Object.assign(flip, { type: "checkbox", id: "repeats", onchange: () => root.view.act({ do: "repeats", on: flip.checked }) });
  flip.setAttribute("role", "switch");
  flip.setAttribute("aria-describedby", "repeats-help");
  const help = element("p", "help");
  help.id = "repeats-help";
  label.append(flip, element("span", ""));
  box.append(label, help);
  return box;
}

function fillRepeats(root, box) {
  const { on, label, help } = root.view.data.repeats;
  box.querySelector("input").checked = on;
  box.querySelector("span").textContent = label;
  box.querySelector("p").textContent = help;
}

// --- a group -----------------------------------------------------------------------------------------

function makeGroup(root, group) {
  const fold = element("details", "group");
  fold.open = !folded().includes(group.name);
  fold.ontoggle = () => keepFolded(group.name, !fold.open);
  const head = element("summary", "");
  head.append(element("span", "name"), element("span", "chosen"));
  fold.append(head);
  if (group.years) fold.append(makeYears(root));
  if (group.find) fold.append(makeFind(root, group.name));
  const list = element("div", "list");
  list.onkeydown = (event) => walk(event, list);
  const more = element("button", "more");
  more.type = "button";
  more.onclick = () => {
    root.view.more[group.name] = !root.view.more[group.name];
    draw(root);
  };
  fold.append(list, more);
  return fold;
}

function fillGroup(root, fold, group) {
  fold.querySelector(".name").textContent = group.label;
  const on = group.choices.filter((choice) => choice.on).length;
  fold.querySelector(".chosen").textContent = on || "";
  if (group.years) fillYears(fold.querySelector(".years"), group.years);
  const find = fold.querySelector(".find");
  if (find) {
    find.hidden = group.choices.length <= LONG;
    find.placeholder = group.find;
    find.setAttribute("aria-label", group.find);
  }
  const list = fold.querySelector(".list");
  list.setAttribute("role", group.tree ? "tree" : "listbox");
  list.setAttribute("aria-label", group.label);
  list.setAttribute("aria-multiselectable", "true");
  const { shown, hidden, folds } = choices(group, root.view.finds[group.name] ?? "", root.view.more[group.name]);
  sync(list, shown, (choice) => makeChoice(root, choice), (row, choice) => fillChoice(row, choice, group));
  list.hidden = !shown.length;
  const active = list.querySelector('[tabindex="0"]');
  if (!active && list.firstElementChild) list.firstElementChild.tabIndex = 0;
  const more = fold.querySelector(".more");
  more.hidden = !hidden && !folds;
  more.textContent = hidden ? group.more.replace("{n}", hidden) : group.less;
}

// Which choices stand in the list, and how many of the top level do not. A finer place follows the coarser one it lies in.
function choices(group, find, more) {
  const { choices } = group;
  if (find) {
    const hits = new Set(choices.filter((choice) => choice.label.toLowerCase().includes(find)).slice(0, FOUND).map((choice) => choice.key));
    const above = new Set(choices.filter((choice) => hits.has(choice.key)).map((choice) => choice.within));
    const further = new Set(choices.filter((choice) => above.has(choice.key)).map((choice) => choice.within));
    return { shown: choices.filter(({ key }) => hits.has(key) || above.has(key) || further.has(key)), hidden: 0, folds: false };
  }
  const top = choices.filter((choice) => !choice.within);
  const folds = top.length > LONG;
  const early = new Set(top.filter((choice, at) => !folds || more || at < FEW || choice.on || choice.open).map((choice) => choice.key));
  const open = new Set(choices.filter((choice) => choice.open).map((choice) => choice.key));
  const shown = choices.filter(({ key, within }) => (within ? open.has(within) : early.has(key)));
  return { shown, hidden: top.length - early.size, folds: folds && more };
}

function makeFind(root, name) {
  const field = sought("", "field find");
  field.oninput = () => {
    root.view.finds[name] = field.value.trim().toLowerCase();
    draw(root);
  };
  field.onkeydown = (event) => {
    if (event.key !== "ArrowDown") return;
    field.parentElement.querySelector('.list [tabindex="0"]')?.focus();
    event.preventDefault();
  };
  return field;
}

// --- a choice ----------------------------------------------------------------------------------------

function makeChoice(root, choice) {
  const row = element("div", "choice");
  row.tabIndex = -1;
  row.append(element("i", ""), element("span", "label"), element("span", "count"));
  row.onclick = () => {
    row.setAttribute("aria-selected", row.getAttribute("aria-selected") !== "true"); // at once; the server's answer follows
    root.view.act({ do: "toggle", facet: choice.facet, value: choice.value });
  };
  row.onfocus = () => {
    row.parentElement.querySelectorAll('[tabindex="0"]').forEach((other) => (other.tabIndex = -1));
    row.tabIndex = 0;
  };
  return row;
}

function fillChoice(row, choice, group) {
  const [, label, count] = row.children;
  label.textContent = choice.label;
  label.title = choice.label;
  count.textContent = choice.count;
  row.className = `choice level-${choice.level}${choice.missing ? " missing" : ""}${choice.count === "0" ? " none" : ""}`;
  row.setAttribute("role", group.tree ? "treeitem" : "option");
  row.setAttribute("aria-selected", String(choice.on));
  if (!group.tree) return;
  row.setAttribute("aria-level", choice.level);
  if (choice.finer) row.setAttribute("aria-expanded", String(choice.open));
}

function walk(event, list) {
  const row = event.target.closest(".choice");
  const rows = [...list.children];
  const level = Number(row?.ariaLevel);
  const at = rows.indexOf(row);
  const next = {
    ArrowDown: rows[at + 1],
    ArrowUp: rows[at - 1],
    Home: rows[0],
    End: rows.at(-1),
    ArrowLeft: rows.slice(0, at).reverse().find((other) => Number(other.ariaLevel) < level),
    ArrowRight: Number(rows[at + 1]?.ariaLevel) > level ? rows[at + 1] : undefined,
  }[event.key];
  if (event.key === "Enter" || event.key === " ") row.click();
  else if (next) next.focus();
  else return;
  event.preventDefault();
}

// --- years -------------------------------------------------------------------------------------------

function makeYears(root) {
  const box = element("div", "years");
  const ends = [element("select", "field"), element("select", "field")];
  const send = () => root.view.act({ do: "within", since: Number(ends[0].value), until: Number(ends[1].value) });
  ends.forEach((end) => (end.onchange = send));
  box.append(ends[0], element("span", "", "–"), ends[1]);
  return box;
}

function fillYears(box, years) {
  box.querySelectorAll("select").forEach((end, position) => {
    const { label, options, chosen } = years[position];
    end.setAttribute("aria-label", label);
    end.replaceChildren(...options.map(({ value, label }) => new Option(label, value, false, value === chosen)));
  });
}

// --- folds, which this browser remembers ---------------------------------------------------------------

function folded() {
  return JSON.parse(window.localStorage.getItem(KEPT) ?? "[]");
}

function keepFolded(name, is) {
  const others = folded().filter((other) => other !== name);
  window.localStorage.setItem(KEPT, JSON.stringify(is ? [...others, name] : others));
}
