// Writing to the customer: what is typed is saved every few seconds, and standard responses and articles are put in at
// the cursor. Without this script buttons do the same, page by page.

const WAIT = 3000;

function save(form, leaving = false) {
  const body = new FormData(form);
  for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
  const address = new URL(form.dataset.saveUrl, location.href);
  address.searchParams.set("fragment", "1");
  if (leaving) return navigator.sendBeacon(address, body);
  return fetch(address, { method: "POST", body, credentials: "same-origin" });
}

function keepSaved(form) {
  const words = form.querySelector("textarea");
  const status = form.querySelector("[role=status]");
  let timer = 0;
  let saved = words.value;

  async function now() {
    timer = 0;
    const typed = words.value;
    try {
      const response = await save(form);
      if (!response.ok) return;
      saved = typed;
      status.textContent = form.dataset.saved;
    } catch {
      // The next letter leads to another try.
    }
  }

  form.addEventListener("input", () => {
    status.textContent = "";
    timer ||= setTimeout(now, WAIT);
  });
  form.addEventListener("submit", (event) => {
    if (event.submitter?.formTarget === "_blank") return;
    clearTimeout(timer);
    saved = words.value; // what is sent needs no draft
  });
  addEventListener("pagehide", () => {
    if (words.value !== saved) save(form, true);
  });
}

function putIn(words, text) {
  const before = words.value.slice(0, words.selectionStart);
  const after = words.value.slice(words.selectionEnd);
  const lead = before && !before.endsWith("\n") ? "\n\n" : "";
  const trail = after && !after.startsWith("\n") ? "\n\n" : "";
  words.setRangeText(lead + text + trail, words.selectionStart, words.selectionEnd, "end");
  words.focus();
}

function mark(form, offer) {
  const given = form.querySelector("[data-given]");
  given.hidden = false;
  const box = given.querySelector("input");
  box.value = offer.elements.given.value;
  box.checked = true;
  given.querySelector("[data-given-title]").textContent = offer.dataset.title;
}

function offerWords(form) {
  const here = form.parentElement.querySelector("[data-offers-here]");
  const button = form.querySelector("[data-offers]");
  const words = form.querySelector("textarea");

  async function read(body) {
    const address = new URL(button.formAction);
    address.searchParams.set("fragment", "1");
    const response = await fetch(address, { method: "POST", body, credentials: "same-origin" });
    if (!response.ok) return;
    here.innerHTML = await response.text();
    here.hidden = false;
    button.setAttribute("aria-expanded", "true");
    here.querySelector("input[type=search]").focus();
  }

  button.addEventListener("click", (event) => {
    event.preventDefault();
    if (here.hidden) {
      const body = new FormData(form);
      for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
      read(body);
      return;
    }
    here.hidden = true;
    button.setAttribute("aria-expanded", "false");
  });

  here.addEventListener("submit", (event) => {
    if (event.target.matches("[data-offers-search]")) {
      event.preventDefault();
      read(new FormData(event.target));
      return;
    }
    const offer = event.target.closest("[data-offer]");
    const how = event.submitter?.value;
    if (!offer || how === "send") return;
    event.preventDefault();
    if (how === "text") putIn(words, offer.dataset.text);
    if (how === "link") putIn(words, offer.dataset.link);
    mark(form, offer);
    form.dispatchEvent(new Event("input"));
  });
}

for (const form of document.querySelectorAll("[data-reply]")) {
  keepSaved(form);
  offerWords(form);
}

for (const held of document.querySelectorAll("[data-until]")) {
  setTimeout(() => held.remove(), Math.max(0, new Date(held.dataset.until) - Date.now()));
}
