// The sentence on top: words, and numbers that lead to where they are told in full. Every word is set as text.
// A part is what stands before, the number, and what follows; without a number it is words alone.
export default function ({ data, parentElement, setTriggerValue }) {
  const written = (part) => (part.number ? [part.before, link(part, setTriggerValue), part.after.match(/\s*$/)[0]] : [part.after]);
  parentElement.querySelector("h1").replaceChildren(...data.parts.flatMap(written));
  parentElement.querySelector("p").replaceChildren(...data.notes.flatMap((note, at) => [at ? " · " : "", ...written(note)]));
}

function link(part, setTriggerValue) {
  const made = document.createElement("a");
  const number = document.createElement("b");
  number.textContent = part.number;
  made.append(number, part.after.trimEnd());
  made.href = part.page ? part.address : `#${part.place}`;
  made.onclick = (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return; // a new tab, by the address
    event.preventDefault();
    if (part.page) setTriggerValue("leave", part.page);
    else document.querySelector(`.st-key-${part.place}`)?.scrollIntoView({ behavior: "smooth", block: "start" });
  };
  return made;
}
