// The filters: a search field, collapsible groups of choices with counts, and a switch. All content is inserted as text.
// The selection comes from the server on each run; only folds, "more" and searches within lists are kept here.
import { el, the } from "./elements.js";
import { focusOnSlash, walked } from "./keys.js";
import { Outbox } from "./outbox.js";

const [FEW, LONG] = [8, 12]; // a list longer than LONG shows FEW choices until "more" is clicked
const FOUND = 60; // most choices shown while searching a list
const KEPT = "youju-folded";

/**
 * @typedef {{
 *   key: string, facet: string, value: string, label: string, count: string, on: boolean, missing: boolean, level: number, within: string,
 *   finer?: boolean, open?: boolean
 * }} Choice
 * @typedef {{ label: string, chosen: number, options: { value: number, label: string }[] }} End
 * @typedef {{
 *   name: string, label: string, choices: Choice[], tree: boolean, find: string, more: string, less: string, years?: End[]
 * }} Group
 * @typedef {{
 *   see: string, search: { sought: string, label: string } | null, groups: Group[], repeats: { on: boolean, label: string, help: string },
 *   heard: number
 * }} Data
 * @typedef {object} Panel
 * @property {HTMLElement} box
 * @property {ShadowRoot} root
 * @property {Data} data
 * @property {(what: object) => void} act
 * @property {Record<string, string>} finds search text by group
 * @property {Record<string, boolean>} more groups whose whole list is shown
 * @property {string | null} sought search text last received from the server
 */

/** @type {WeakMap<HTMLElement, Panel>} */
const PANELS = new WeakMap();
/** @type {Outbox<object>} */
const OUTBOX = new Outbox();

/** @param {import("./types").Given<Data>} given */
export default function ({ data, parentElement, setTriggerValue }) {
  const box = the(parentElement, ".filters", HTMLElement);
  const act = (/** @type {object} */ what) => setTriggerValue("act", OUTBOX.with(what));
  OUTBOX.heard(data.heard);
  const panel = { finds: {}, more: {}, sought: null, ...PANELS.get(box), box, root: parentElement, data, act };
  PANELS.set(box, panel);
  draw(panel);
}

/** @param {Panel} panel */
function draw(panel) {
  const { box, root, data } = panel;
  const focused = root.activeElement;
  sync(box, [
    ...(data.search ? [{ key: "search", make: () => makeSearch(panel), fill: (/** @type {HTMLElement} */ search) => fillSearch(panel, search) }] : []),
    ...data.groups.map((group) => ({
      key: group.name,
      make: () => makeGroup(panel, group),
      fill: (/** @type {HTMLElement} */ fold) => fillGroup(panel, fold, group),
    })),
    { key: "repeats", make: () => makeRepeats(panel), fill: (repeats) => fillRepeats(panel, repeats) },
    { key: "see", make: makeSee, fill: (see) => (see.textContent = data.see) },
  ]);
  if (focused instanceof HTMLElement && focused.isConnected && root.activeElement !== focused) focused.focus({ preventScroll: true });
}

/**
 * Update the children of `parent` to `items`. Children are reused by key, so that the focus is kept.
 * @param {HTMLElement} parent
 * @param {{ key: string, make: () => HTMLElement, fill: (child: HTMLElement) => void }[]} items
 */
function sync(parent, items) {
  const known = new Map(childrenOf(parent).map((child) => [child.dataset.key, child]));
  const keys = new Set(items.map((item) => item.key));
  for (const child of childrenOf(parent)) if (!keys.has(child.dataset.key ?? "")) child.remove();
  items.forEach((item, position) => {
    const child = known.get(item.key) ?? item.make();
    child.dataset.key = item.key;
    item.fill(child);
    if (parent.children[position] !== child) parent.insertBefore(child, parent.children[position] ?? null);
  });
}

/** @param {HTMLElement} parent */
function childrenOf(parent) {
  return /** @type {HTMLElement[]} */ ([...parent.children]);
}

/**
 * @param {string} label
 * @param {string} className
 */
function sought(label, className) {
  const field = el("input", className);
  Object.assign(field, { type: "search", autocomplete: "off", spellcheck: false, placeholder: label });
  field.setAttribute("aria-label", label);
  return field;
}

// --- the search field and the switch ---------------------------------------------------------------

/** @param {Panel} panel */
function makeSearch(panel) {
  const box = el("div", "search");
  const field = sought("", "field");
  const send = () => field.value.trim() !== panel.data.search?.sought && panel.act({ do: "seek", text: field.value });
  field.onchange = send;
  field.addEventListener("search", send); // fired by the button that clears the field
  focusOnSlash(field);
  box.append(field);
  return box;
}

/**
 * @param {Panel} panel
 * @param {HTMLElement} box
 */
function fillSearch(panel, box) {
  if (!panel.data.search) return;
  const { sought, label } = panel.data.search;
  const field = the(box, "input", HTMLInputElement);
  field.placeholder = label;
  field.setAttribute("aria-label", label);
  if (panel.sought !== sought) field.value = sought; // do not overwrite text while it is being typed
  panel.sought = sought;
}

/** @param {Panel} panel */
function makeRepeats(panel) {
  const box = el("div", "repeats");
  const label = el("label");
  const flip = el("input", "switch");
  Object.assign(flip, { type: "checkbox", id: "repeats", onchange: () => panel.act({ do: "repeats", on: flip.checked }) });
  flip.setAttribute("role", "switch");
  flip.setAttribute("aria-describedby", "repeats-help");
  const help = el("p", "help");
  help.id = "repeats-help";
  label.append(flip, el("span"));
  box.append(label, help);
  return box;
}

/**
 * @param {Panel} panel
 * @param {HTMLElement} box
 */
function fillRepeats(panel, box) {
  const { on, label, help } = panel.data.repeats;
  the(box, "input", HTMLInputElement).checked = on;
  the(box, "span", HTMLElement).textContent = label;
  the(box, "p", HTMLElement).textContent = help;
}

/** The way from the menu back to the page, shown on a phone, where the menu covers it. */
function makeSee() {
  const see = el("button", "see");
  see.type = "button";
  see.onclick = () => /** @type {HTMLElement | null} */ (document.querySelector('[data-testid="stSidebarCollapseButton"] button'))?.click();
  return see;
}

// --- a group -----------------------------------------------------------------------------------------

/**
 * @param {Panel} panel
 * @param {Group} group
 */
function makeGroup(panel, group) {
  const fold = el("details", "group");
  fold.open = !folded().includes(group.name);
  fold.ontoggle = () => keepFolded(group.name, !fold.open);
  const head = el("summary");
  head.append(el("span", "name"), el("span", "chosen"));
  fold.append(head);
  if (group.years) fold.append(makeYears(panel));
  if (group.find) fold.append(makeFind(panel, group.name));
  const list = el("div", "list");
  list.onkeydown = (event) => walk(event, list);
  const more = el("button", "more");
  more.type = "button";
  more.onclick = () => {
    panel.more[group.name] = !panel.more[group.name];
    draw(panel);
  };
  fold.append(list, more);
  return fold;
}

/**
 * @param {Panel} panel
 * @param {HTMLElement} fold
 * @param {Group} group
 */
function fillGroup(panel, fold, group) {
  the(fold, ".name", HTMLElement).textContent = group.label;
  const on = group.choices.filter((choice) => choice.on).length;
  the(fold, ".chosen", HTMLElement).textContent = on ? String(on) : "";
  if (group.years) fillYears(the(fold, ".years", HTMLElement), group.years);
  if (group.find) {
    const find = the(fold, ".find", HTMLInputElement);
    find.hidden = group.choices.length <= LONG;
    find.placeholder = group.find;
    find.setAttribute("aria-label", group.find);
  }
  const list = the(fold, ".list", HTMLElement);
  list.setAttribute("role", group.tree ? "tree" : "listbox");
  list.setAttribute("aria-label", group.label);
  list.setAttribute("aria-multiselectable", "true");
  const { shown, hidden, folds } = listed(group.choices, panel.finds[group.name] ?? "", panel.more[group.name] ?? false);
  const rows = shown.map((choice) => ({
    key: choice.key,
    make: () => makeChoice(panel, choice),
    fill: (/** @type {HTMLElement} */ row) => fillChoice(row, choice, group),
  }));
  sync(list, rows);
  list.hidden = !shown.length;
  const [first] = childrenOf(list);
  if (first && !list.querySelector('[tabindex="0"]')) first.tabIndex = 0;
  const more = the(fold, ".more", HTMLElement);
  more.hidden = !hidden && !folds;
  more.textContent = hidden ? group.more.replace("{n}", String(hidden)) : group.less;
}

/**
 * The choices shown, the number of top-level ones hidden, and whether the list can be collapsed. A place follows the one that contains it.
 * @param {Choice[]} choices
 * @param {string} find search text, in lower case
 * @param {boolean} more
 */
export function listed(choices, find, more) {
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

/**
 * @param {Panel} panel
 * @param {string} name
 */
function makeFind(panel, name) {
  const field = sought("", "field find");
  field.oninput = () => {
    panel.finds[name] = field.value.trim().toLowerCase();
    draw(panel);
  };
  field.onkeydown = (event) => {
    if (event.key !== "ArrowDown") return;
    /** @type {HTMLElement | null | undefined} */ (field.parentElement?.querySelector('.list [tabindex="0"]'))?.focus();
    event.preventDefault();
  };
  return field;
}

// --- a choice ----------------------------------------------------------------------------------------

/**
 * @param {Panel} panel
 * @param {Choice} choice
 */
function makeChoice(panel, choice) {
  const row = el("div", "choice");
  row.tabIndex = -1;
  row.append(el("i"), el("span", "label"), el("span", "count"));
  row.onclick = () => {
    row.setAttribute("aria-selected", String(row.getAttribute("aria-selected") !== "true")); // shown at once; the server confirms later
    panel.act({ do: "toggle", facet: choice.facet, value: choice.value });
  };
  row.onfocus = () => {
    if (row.parentElement) for (const other of childrenOf(row.parentElement)) other.tabIndex = -1;
    row.tabIndex = 0;
  };
  return row;
}

/**
 * @param {HTMLElement} row
 * @param {Choice} choice
 * @param {Group} group
 */
function fillChoice(row, choice, group) {
  const [, label, count] = childrenOf(row);
  label.textContent = choice.label;
  label.title = choice.label;
  count.textContent = choice.count;
  row.className = `choice level-${choice.level}${choice.missing ? " missing" : ""}${choice.count === "0" ? " none" : ""}`;
  row.setAttribute("role", group.tree ? "treeitem" : "option");
  row.setAttribute("aria-selected", String(choice.on));
  if (!group.tree) return;
  row.setAttribute("aria-level", String(choice.level));
  if (choice.finer) row.setAttribute("aria-expanded", String(choice.open));
}

/**
 * @param {KeyboardEvent} event
 * @param {HTMLElement} list
 */
function walk(event, list) {
  const rows = childrenOf(list);
  const at = rows.findIndex((row) => row === event.target);
  const to = branched(event.key, at, rows.map((row) => Number(row.ariaLevel))) ?? walked(event.key, at, rows.length);
  if (event.key === "Enter" || event.key === " ") rows[at]?.click();
  else if (to !== undefined) rows[to].focus();
  else return;
  event.preventDefault();
}

/**
 * Row that the left or right arrow leads to from row `at` of a tree: its parent, or its first child.
 * @param {string} key
 * @param {number} at
 * @param {number[]} levels the level of each row; empty for a flat list
 */
export function branched(key, at, levels) {
  const level = levels[at];
  if (key === "ArrowRight" && levels[at + 1] > level) return at + 1;
  const within = key === "ArrowLeft" ? levels.slice(0, at).findLastIndex((other) => other < level) : -1;
  return within < 0 ? undefined : within;
}

// --- years -------------------------------------------------------------------------------------------

/** @param {Panel} panel */
function makeYears(panel) {
  const box = el("div", "years");
  const ends = [el("select", "field"), el("select", "field")];
  const send = () => panel.act({ do: "within", since: Number(ends[0].value), until: Number(ends[1].value) });
  ends.forEach((end) => (end.onchange = send));
  box.append(ends[0], el("span", "", "–"), ends[1]);
  return box;
}

/**
 * @param {HTMLElement} box
 * @param {End[]} years
 */
function fillYears(box, years) {
  box.querySelectorAll("select").forEach((end, position) => {
    const { label, options, chosen } = years[position];
    end.setAttribute("aria-label", label);
    end.replaceChildren(...options.map(({ value, label }) => new Option(label, String(value), false, value === chosen)));
  });
}

// --- folds, kept in this browser ------------------------------------------------------------------------

/** @returns {string[]} */
function folded() {
  return JSON.parse(window.localStorage.getItem(KEPT) ?? "[]");
}

/**
 * @param {string} name
 * @param {boolean} is
 */
function keepFolded(name, is) {
  window.localStorage.setItem(KEPT, JSON.stringify(kept(folded(), name, is)));
}

/**
 * The names of the collapsed groups, with `name` added or removed.
 * @param {string[]} names
 * @param {string} name
 * @param {boolean} is
 */
export function kept(names, name, is) {
  const others = names.filter((other) => other !== name);
  return is ? [...others, name] : others;
}
