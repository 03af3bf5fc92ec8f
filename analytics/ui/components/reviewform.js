// The form for everything that can be corrected: codes are chosen, days are days, and what differs from the reading says what it was.
function makeForm({ groups, values, read, unfit, title, words, onSave, onCancel }) {
  const form = el("form", "form");
  form.noValidate = true;
  form.append(el("h2", "", title));
  for (const group of groups) {
    const set = el("fieldset");
    set.append(el("legend", "", group.label));
    const grid = el("div", "fields");
    grid.append(...group.fields.map((field) => line(field, values, read, unfit[field.name], words)));
    set.append(grid);
    form.append(set);
  }
  if (unfit[""]) form.append(alertOf(unfit[""], "unfit-all"));
  const bar = el("div", "bar");
  const save = el("button", "primary", words.save);
  const cancel = el("button", "", words.cancel);
  [save.type, cancel.type, cancel.onclick] = ["submit", "button", onCancel];
  cancel.append(keyHint("Esc"));
  save.append(keyHint("↵"));
  bar.append(save, cancel);
  form.append(bar);
  suggest(form);
  form.oninput = () => suggest(form);
  form.onsubmit = (event) => {
    event.preventDefault();
    onSave(Object.fromEntries(groups.flatMap((group) => group.fields).map(({ name }) => [name, form.elements[name].value])));
  };
  return form;
}

function line(field, values, read, unfit, words) {
  const label = el("label", `field ${field.type}`);
  label.append(el("span", "name", field.label));
  const input = control(field, values[field.name]);
  const was = el("small", "was");
  const compare = () => {
    const changed = read && input.value !== read[field.name];
    label.classList.toggle("changed", Boolean(changed));
    was.replaceChildren(...(changed ? [`${words.was} `, el("del", "", named(field, read[field.name]) || "—")] : []));
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

function control(field, value) {
  const input = el(field.type === "choice" ? "select" : "input");
  input.name = field.name;
  if (field.type === "choice") {
    const known = field.choices.some(([code]) => code === value);
    for (const [code, label] of known ? field.choices : [[value, value], ...field.choices]) input.add(new Option(label, code));
  } else {
    input.type = field.type === "date" ? "date" : "text";
    if (field.type === "number") input.inputMode = "decimal";
    input.autocomplete = "off";
    input.spellcheck = false;
  }
  input.value = value;
  return input;
}

function named(field, value) {
  return field.type === "choice" ? (field.choices.find(([code]) => code === value)?.[1] ?? value) : value;
}

// Cities of the province chosen, counties of the city, and the metrics there are.
function suggest(form) {
  const [province, city] = [form.elements.province.value, form.elements.city.value];
  const cities = PLACES[province] ?? {};
  list(form, "metric", METRICS);
  list(form, "city", Object.keys(cities).filter(Boolean));
  list(form, "county", cities[city] ?? []);
}

function list(form, name, values) {
  const key = values.join();
  const input = form.elements[name];
  if (input.dataset.offered === key) return;
  input.dataset.offered = key;
  form.querySelector(`#offer-${name}`)?.remove();
  const offered = el("datalist");
  offered.id = `offer-${name}`;
  offered.append(...values.map((value) => new Option(value, value)));
  input.setAttribute("list", offered.id);
  form.append(offered);
}

function alertOf(text, id) {
  const said = el("small", "unfit", text);
  said.id = id;
  said.setAttribute("role", "alert");
  return said;
}

function keyHint(key) {
  const hint = el("kbd", "", key);
  hint.setAttribute("aria-hidden", "true");
  return hint;
}
