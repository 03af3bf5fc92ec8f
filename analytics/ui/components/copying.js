// A button that copies a text or opens a menu of texts to copy. A confirmation briefly replaces the label.
import { el, the } from "./elements.js";

/**
 * @typedef {{ label: string, text: string }} Item
 * @typedef {{ label: string, copied: string, failed: string, items: Item[] }} Data
 */

/** @param {import("./types").Given<Data>} given */
export default function ({ data, parentElement }) {
  const box = the(parentElement, ".copying", HTMLElement);
  const [button, menu] = [the(box, ":scope > button", HTMLButtonElement), the(box, "[role=menu]", HTMLElement)];
  const close = () => {
    menu.hidden = true;
    button.setAttribute("aria-expanded", "false");
  };
  const entries = data.items.map((item) => entry(item, data, button, close));
  button.textContent = data.label;
  menu.replaceChildren(...entries);
  menu.setAttribute("aria-label", data.label);
  close();
  if (data.items.length === 1) {
    button.removeAttribute("aria-haspopup");
    button.removeAttribute("aria-expanded");
    button.onclick = () => copy(data.items[0].text, data, button);
    return;
  }
  button.classList.add("opens");
  button.setAttribute("aria-haspopup", "menu");
  button.onclick = () => {
    menu.hidden = !menu.hidden;
    button.setAttribute("aria-expanded", String(!menu.hidden));
    if (!menu.hidden) entries[0].focus();
  };
  box.onkeydown = (event) => {
    const at = entries.findIndex((one) => one === parentElement.activeElement);
    const to = around(event.key, at, entries.length);
    if (event.key === "Escape" && !menu.hidden) {
      close();
      button.focus();
    } else if (to !== undefined && !menu.hidden) entries[to].focus();
    else return;
    event.preventDefault();
  };
  for (const one of [button, ...entries]) {
    one.onblur = ({ relatedTarget }) => {
      if (!(relatedTarget instanceof Node && box.contains(relatedTarget))) close();
    };
  }
}

/**
 * Index a key leads to in a menu that wraps around; from no item (-1), up leads to the last one.
 * @param {string} key
 * @param {number} at
 * @param {number} length
 */
export function around(key, at, length) {
  const to = new Map([["ArrowDown", at + 1], ["ArrowUp", Math.max(at, 0) - 1], ["Home", 0], ["End", -1]]).get(key);
  return to === undefined ? undefined : (to + length) % length;
}

/**
 * @param {Item} item
 * @param {Data} data
 * @param {HTMLElement} button
 * @param {() => void} close
 */
function entry(item, data, button, close) {
  const made = el("button", "", item.label);
  made.type = "button";
  made.setAttribute("role", "menuitem");
  made.tabIndex = -1;
  made.onclick = () => {
    close();
    button.focus();
    copy(item.text, data, button);
  };
  return made;
}

/**
 * @param {string} text
 * @param {Data} data
 * @param {HTMLElement} button
 */
async function copy(text, data, button) {
  const done = (await byClipboard(text)) || bySelection(text, button);
  button.textContent = done ? data.copied : data.failed;
  button.classList.add("said");
  setTimeout(() => {
    button.textContent = data.label;
    button.classList.remove("said");
  }, 1800);
}

/** @param {string} text */
export async function byClipboard(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false; // denied, or unavailable because the page is not in a secure context (plain http from another machine)
  }
}

/**
 * @param {string} text
 * @param {HTMLElement} button
 */
function bySelection(text, button) {
  const area = el("textarea");
  area.value = text;
  area.style.cssText = "position:fixed;top:0;left:0;opacity:0";
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  button.focus();
  return done;
}
