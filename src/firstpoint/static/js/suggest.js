// Suggests words and titles while somebody types into a search box: a combobox with a list, as the ARIA Authoring
// Practices describe it. Without this script, or without an answer, the box is an ordinary one.
// <input name="q" data-suggest="/en/search/suggest/" data-suggest-label="Suggestions" data-suggest-article="article">

const PAUSE_MS = 150;
const FEWEST_CHARACTERS = 2;
const MOST_CHARACTERS = 100;

function suggestFor(input) {
  const { suggest, suggestLabel, suggestArticle } = input.dataset;
  const list = document.createElement("ul");
  const told = document.createElement("div");
  let pause = 0;
  let asking = null;
  let asked = "";
  let active = -1;

  const options = () => [...list.children];
  const isOpen = () => !list.hidden;

  function close() {
    clearTimeout(pause);
    asking?.abort();
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    move(-1);
  }

  function open() {
    list.hidden = !list.children.length;
    input.setAttribute("aria-expanded", String(isOpen()));
  }

  function move(place) {
    active = place;
    options().forEach((option, number) => option.setAttribute("aria-selected", String(number === place)));
    const option = list.children[place];
    if (option) {
      input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else {
      input.removeAttribute("aria-activedescendant");
    }
  }

  function show(suggestions) {
    list.replaceChildren(...suggestions.map(draw));
    move(-1);
    open();
    told.textContent = `${suggestLabel}: ${suggestions.length}`;
  }

  function draw({ text, url, note }, number) {
    const option = document.createElement("li");
    option.id = `${list.id}-${number}`;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.append(text);
    option.dataset.text = text;
    if (url) {
      const kind = document.createElement("small");
      kind.textContent = note || suggestArticle;
      option.append(" ", kind);
      option.dataset.url = url;
    }
    return option;
  }

  function choose(option) {
    if (option.dataset.url) {
      location.assign(option.dataset.url);
    } else {
      input.value = option.dataset.text;
      close();
      input.form.requestSubmit();
    }
  }

  // Only the newest question may answer.
  async function ask() {
    const text = input.value.trim().slice(0, MOST_CHARACTERS);
    asking?.abort();
    if (text.length < FEWEST_CHARACTERS) {
      asked = "";
      list.replaceChildren();
      told.textContent = "";
      close();
      return;
    }
    if (text === asked) {
      open();
      return;
    }
    asking = new AbortController();
    try {
      const response = await fetch(`${suggest}?${new URLSearchParams({ q: text })}`, { signal: asking.signal });
      if (response.ok && document.activeElement === input) {
        asked = text;
        show((await response.json()).suggestions);
      }
    } catch {
      // Whoever searches can do without a suggestion.
    }
  }

  function onKey(event) {
    const last = list.children.length - 1;
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (last < 0) return;
      event.preventDefault();
      const wasOpen = isOpen();
      open();
      if (event.altKey && event.key === "ArrowDown") return;
      if (event.altKey) close();
      else if (event.key === "ArrowDown") move(!wasOpen || active === last ? 0 : active + 1);
      else move(!wasOpen || active <= 0 ? last : active - 1);
    } else if (event.key === "Enter" && isOpen() && active >= 0) {
      event.preventDefault();
      choose(list.children[active]);
    } else if (event.key === "Escape") {
      event.preventDefault();
      if (isOpen()) close();
      else input.value = "";
    } else if (event.key === "Tab") {
      close();
    } else if (["ArrowLeft", "ArrowRight", "Home", "End"].includes(event.key)) {
      move(-1); // the text is read again
    }
  }

  list.id = `${input.id}-suggestions`;
  list.className = "fp-suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", suggestLabel);
  told.className = "usa-sr-only";
  told.setAttribute("role", "status");
  // A combobox is a text input; a search input would clear itself on Escape.
  input.type = "text";
  input.enterKeyHint = "search";
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-expanded", "false");
  input.setAttribute("aria-controls", list.id);
  input.parentElement.append(list, told);

  input.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(ask, PAUSE_MS);
  });
  input.addEventListener("keydown", onKey);
  input.addEventListener("blur", close);
  // The focus stays in the box, or the list would be gone before it is chosen from.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) choose(option);
  });
}

for (const input of document.querySelectorAll("[data-suggest]")) {
  suggestFor(input);
}
