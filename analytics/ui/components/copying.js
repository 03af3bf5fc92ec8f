// A button that copies a text, or one that opens a menu of texts to copy. What was copied is said where the label was.
export default function ({ data, parentElement }) {
  const box = parentElement.querySelector(".copying");
  const [button, menu] = box.children;
  const close = () => {
    menu.hidden = true;
    button.setAttribute("aria-expanded", "false");
  };
  button.textContent = data.label;
  menu.replaceChildren(...data.items.map((item) => choice(item, data, button, close)));
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
    if (!menu.hidden) menu.firstElementChild.focus();
  };
  box.onkeydown = (event) => {
    const choices = [...menu.children];
    const at = choices.indexOf(parentElement.activeElement ?? box.getRootNode().activeElement);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
    if (event.key === "Escape" && !menu.hidden) {
      close();
      button.focus();
    } else if (next !== undefined && !menu.hidden) choices.at(next % choices.length).focus();
    else return;
    event.preventDefault();
  };
  box.onfocusout = (event) => {
    if (!box.contains(event.relatedTarget)) close();
  };
}

function choice(item, data, button, close) {
  const entry = document.createElement("button");
  entry.type = "button";
  entry.setAttribute("role", "menuitem");
  entry.tabIndex = -1;
  entry.textContent = item.label;
  entry.onclick = () => {
    close();
    button.focus();
    copy(item.text, data, button);
  };
  return entry;
}

async function copy(text, data, button) {
  const done = (await byClipboard(text)) || bySelection(text, button);
  button.textContent = done ? data.copied : data.failed;
  button.classList.add("said");
  setTimeout(() => {
    button.textContent = data.label;
    button.classList.remove("said");
  }, 1800);
}

async function byClipboard(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false; // refused, or not there because the page came over plain http from another machine
  }
}

function bySelection(text, button) {
  const area = document.createElement("textarea");
  area.value = text;
  area.style.cssText = "position:fixed;top:0;left:0;opacity:0";
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  button.focus();
  return done;
}
