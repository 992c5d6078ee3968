// <select data-typed>: its options are found by typing. The first that fits is chosen at once, Enter sends the form.
// Without this script it is the select that it was.

for (const select of document.querySelectorAll("select[data-typed]")) beTyped(select);

function plain(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

// Names that begin with what was typed come first, then those of which a word does, then those that hold it.
function rank(name, typed) {
  if (name.startsWith(typed)) return 0;
  if (name.split(/[^\p{L}\p{N}]+/u).some((word) => word.startsWith(typed))) return 1;
  return name.includes(typed) ? 2 : 3;
}

function beTyped(select) {
  const input = document.createElement("input");
  const list = document.createElement("ul");
  const { id } = select;
  input.type = "text";
  input.className = "usa-input";
  input.autocomplete = "off";
  list.id = `${id}-list`;
  list.className = "desk-typed";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", document.querySelector(`label[for="${CSS.escape(id)}"]`).textContent.trim());
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", list.id]]) {
    input.setAttribute(name, value);
  }
  const described = select.getAttribute("aria-describedby");
  if (described) input.setAttribute("aria-describedby", described);
  select.id = `${id}-select`;
  input.id = id;
  select.hidden = true;
  select.after(input, list);
  const options = [...select.options].filter((option) => option.value).map((option) => [option, plain(option.text)]);
  if (select.value) input.value = select.selectedOptions[0].text;

  function choose(place) {
    const items = [...list.children];
    for (const [at, item] of items.entries()) item.setAttribute("aria-selected", String(at === place));
    const chosen = items[place];
    select.value = chosen?.dataset.value ?? "";
    if (chosen) {
      input.setAttribute("aria-activedescendant", chosen.id);
      chosen.scrollIntoView({ block: "nearest" });
    } else {
      input.removeAttribute("aria-activedescendant");
    }
  }

  function open(isOpen) {
    list.hidden = !isOpen;
    input.setAttribute("aria-expanded", String(isOpen));
  }

  function find() {
    const typed = plain(input.value.trim());
    const found = options
      .map(([option, name]) => [option, rank(name, typed)])
      .filter(([, place]) => typed && place < 3)
      .sort((one, other) => one[1] - other[1])
      .slice(0, 8);
    list.replaceChildren(
      ...found.map(([option], place) => {
        const item = document.createElement("li");
        item.id = `${list.id}-${place}`;
        item.dataset.value = option.value;
        item.textContent = option.text;
        item.setAttribute("role", "option");
        return item;
      }),
    );
    open(found.length > 0);
    choose(0);
  }

  input.addEventListener("input", find);
  input.addEventListener("keydown", (event) => {
    const place = [...list.children].findIndex((item) => item.getAttribute("aria-selected") === "true");
    const last = list.children.length - 1;
    if (event.key === "Escape") open(false);
    if (list.hidden || !["ArrowDown", "ArrowUp"].includes(event.key)) return;
    event.preventDefault();
    choose(event.key === "ArrowDown" ? Math.min(place + 1, last) : Math.max(place - 1, 0));
  });
  input.addEventListener("blur", () => {
    if (select.value) input.value = select.selectedOptions[0].text;
    open(false);
  });
  list.addEventListener("mousedown", (event) => {
    event.preventDefault(); // the input keeps the focus
    choose([...list.children].indexOf(event.target.closest("[role=option]")));
    input.value = select.selectedOptions[0].text;
    open(false);
  });
  input.focus();
}
