// The correction form: select boxes for codes, date inputs for days, and the extracted value beside each changed one.
import { el, the } from "./elements.js";

/**
 * @typedef {[code: string, label: string]} Choice
 * @typedef {{ name: string, label: string, type: "choice" | "date" | "number" | "text", choices: Choice[] }} Field
 * @typedef {{ label: string, fields: Field[] }} Group
 * @typedef {Record<string, string>} Values texts by field
 * @typedef {Record<string, Record<string, string[]>>} Places the counties of the cities of provinces
 * @typedef {HTMLInputElement | HTMLSelectElement} Control
 */

/**
 * @typedef {object} Form
 * @property {Group[]} groups
 * @property {Values} values
 * @property {Values | null} read extracted values; null for a claim added by a reviewer
 * @property {Values} unfit error messages by field; under "" those for the whole form
 * @property {string} title
 * @property {Record<string, string>} words
 * @property {boolean} saving whether the values are being saved: nothing can be changed meanwhile
 * @property {Places} places
 * @property {string[]} metrics
 * @property {(values: Values) => void} onSave
 * @property {() => void} onCancel
 */

/** @param {Form} form */
export function makeForm({ groups, values, read, unfit, title, words, saving, places, metrics, onSave, onCancel }) {
  const form = el("form", "form");
  form.noValidate = true;
  form.append(el("h2", "", title));
  /** @type {Map<string, Control>} */
  const controls = new Map();
  for (const group of groups) {
    const set = el("fieldset");
    set.disabled = saving;
    set.append(el("legend", "", group.label));
    const grid = el("div", "fields");
    for (const field of group.fields) {
      const input = control(field, values[field.name]);
      controls.set(field.name, input);
      grid.append(line(field, input, read, unfit[field.name], words));
    }
    set.append(grid);
    form.append(set);
  }
  if (unfit[""]) form.append(alertOf(unfit[""], "unfit-all"));
  const bar = el("div", "bar");
  const save = el("button", "primary", saving ? words.saving_this : words.save);
  const cancel = el("button", "", words.cancel);
  save.disabled = cancel.disabled = saving;
  save.type = "submit";
  cancel.type = "button";
  cancel.onclick = onCancel;
  cancel.append(keyHint("Esc"));
  save.append(keyHint("↵"));
  bar.append(save, cancel);
  form.append(bar);
  const said = () => Object.fromEntries([...controls].map(([name, input]) => [name, input.value]));
  const suggest = () => {
    for (const [name, offers] of Object.entries(offered(places, metrics, said()))) offer(the(form, `[name=${name}]`, HTMLInputElement), offers);
  };
  suggest();
  form.oninput = suggest;
  form.onsubmit = (event) => {
    event.preventDefault();
    onSave(said());
  };
  return form;
}

/**
 * @param {Field} field
 * @param {Control} input
 * @param {Values | null} read
 * @param {string | undefined} unfit
 * @param {Record<string, string>} words
 */
function line(field, input, read, unfit, words) {
  const label = el("label", `field ${field.type}`);
  label.append(el("span", "name", field.label));
  const was = el("small", "was");
  const compare = () => {
    const before = read && input.value !== read[field.name] ? named(field, read[field.name]) || "—" : "";
    label.classList.toggle("changed", Boolean(before));
    was.replaceChildren(...(before ? [`${words.was} `, el("del", "", before)] : []));
  };
  input.addEventListener("input", compare);
  compare();
  label.append(input, was);
  if (unfit) {
    const said = alertOf(unfit, `unfit-${field.name}`);
    input.setAttribute("aria-invalid", "true");
    input.setAttribute("aria-describedby", said.id);
    label.append(said);
  }
  return label;
}

/**
 * @param {Field} field
 * @param {string} value
 * @returns {Control}
 */
function control(field, value) {
  if (field.type === "choice") {
    const select = el("select");
    for (const [code, label] of choicesWith(field.choices, value)) select.add(new Option(label, code));
    return Object.assign(select, { name: field.name, value });
  }
  const input = el("input");
  input.type = field.type === "date" ? "date" : "text";
  if (field.type === "number") input.inputMode = "decimal";
  input.autocomplete = "off";
  input.spellcheck = false;
  return Object.assign(input, { name: field.name, value });
}

/**
 * The choices of a field; an unknown value is put first, unchanged.
 * @param {Choice[]} choices
 * @param {string} value
 * @returns {Choice[]}
 */
export function choicesWith(choices, value) {
  return choices.some(([code]) => code === value) ? choices : [[value, value], ...choices];
}

/**
 * The label of a value.
 * @param {Field} field
 * @param {string} value
 */
export function named(field, value) {
  return field.type === "choice" ? (field.choices.find(([code]) => code === value)?.[1] ?? value) : value;
}

/**
 * Suggestions by field: known metrics, cities of the selected province, counties of the selected city.
 * @param {Places} places
 * @param {string[]} metrics
 * @param {Values} values
 * @returns {Record<string, string[]>}
 */
export function offered(places, metrics, { province, city }) {
  const cities = places[province] ?? {};
  return { metric: metrics, city: Object.keys(cities).filter(Boolean), county: cities[city] ?? [] };
}

/**
 * @param {HTMLInputElement} input
 * @param {string[]} values
 */
function offer(input, values) {
  const key = values.join();
  if (input.dataset.offered === key) return;
  input.dataset.offered = key;
  const list = el("datalist");
  list.id = `offer-${input.name}`;
  list.append(...values.map((value) => new Option(value, value)));
  input.form?.querySelector(`#${list.id}`)?.remove();
  input.setAttribute("list", list.id);
  input.form?.append(list);
}

/**
 * @param {string} text
 * @param {string} id
 */
function alertOf(text, id) {
  const said = el("small", "unfit", text);
  said.id = id;
  said.setAttribute("role", "alert");
  return said;
}

/** @param {string} key */
export function keyHint(key) {
  const hint = el("kbd", "", key);
  hint.setAttribute("aria-hidden", "true");
  return hint;
}
