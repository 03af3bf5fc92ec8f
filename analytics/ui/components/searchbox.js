// The search box. What is being typed is kept until it is sent.
import { the } from "./elements.js";
import { focusOnSlash } from "./keys.js";

/** @typedef {{ sought: string, label: string, button: string }} Data */

/** @type {WeakMap<HTMLElement, string>} */
const SOUGHT = new WeakMap(); // last received from the server

/** @param {import("./types").Given<Data, HTMLElement>} given */
export default function ({ data, parentElement, setTriggerValue }) {
  const form = the(parentElement, "form", HTMLElement);
  const field = the(form, "input", HTMLInputElement);
  if (!SOUGHT.has(form)) {
    focusOnSlash(field);
    field.addEventListener("search", () => field.value || field.form?.requestSubmit()); // the button that clears the field
  }
  if (SOUGHT.get(form) !== data.sought) field.value = data.sought;
  SOUGHT.set(form, data.sought);
  field.placeholder = data.label;
  field.setAttribute("aria-label", data.label);
  the(form, "button", HTMLButtonElement).textContent = data.button;
  const send = () => field.value.trim() !== data.sought && setTriggerValue("seek", field.value);
  form.onsubmit = (event) => {
    event.preventDefault();
    send();
  };
}
