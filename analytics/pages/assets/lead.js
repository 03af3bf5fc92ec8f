// The sentence on top: words, and numbers that lead to where they are told in full. Every word is set as text.
export default function ({ data, parentElement, setTriggerValue }) {
  parentElement.querySelector("h1").replaceChildren(...data.parts.map((part) => (part.number ? link(part, setTriggerValue) : part.text)));
  parentElement.querySelector("p").replaceChildren(...data.notes.flatMap((note, at) => [at ? " · " : "", note.page ? link(note, setTriggerValue) : note.text]));
}

function link(part, setTriggerValue) {
  const made = document.createElement("a");
  const number = document.createElement("b");
  number.textContent = part.number;
  made.append(part.before, number, part.after);
  made.href = part.page ? part.address : `#${part.place}`;
  made.onclick = (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return; // a new tab, by the address
    event.preventDefault();
    if (part.page) setTriggerValue("leave", part.page);
    else document.querySelector(`.st-key-${part.place}`)?.scrollIntoView({ behavior: "smooth", block: "start" });
  };
  return made;
}
