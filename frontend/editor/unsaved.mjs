// Nothing that was typed is lost: a copy is kept on this device until the words are saved, offered when they were not,
// and whoever leaves with unsaved words is asked first.

const OLDEST_MS = 14 * 86_400_000;
const PREFIX = "unsaved ";

function values(form) {
  const fields = [...form.elements].filter((field) => field.name && field.type !== "submit" && field.name !== "csrfmiddlewaretoken");
  return Object.fromEntries(fields.map((field) => [field.name, field.value]));
}

function isSame(some, others) {
  return Object.keys(others).every((name) => some[name] === others[name]);
}

function forgetOld() {
  for (const key of Object.keys(localStorage).filter((name) => name.startsWith(PREFIX))) {
    if (!(Date.now() - JSON.parse(localStorage.getItem(key)).at < OLDEST_MS)) localStorage.removeItem(key);
  }
}

// `form.dataset.unsaved` names the copy; `offer` is shown when there is one, with a way to take it and one to drop it.
export function keepUnsaved(form, offer) {
  const key = PREFIX + form.dataset.unsaved;
  const shown = values(form);
  // A form that came back with a complaint or a preview was not saved either.
  let isUnsaved = "returned" in form.dataset;

  forgetOld();
  const copy = JSON.parse(localStorage.getItem(key));
  if (isUnsaved) {
    keep(false);
  } else if (copy && (isSame(copy.values, shown) || (copy.isSent && copy.values.saves !== shown.saves))) {
    localStorage.removeItem(key);
  } else if (copy) {
    showOffer(copy);
  }

  function showOffer({ values: kept, at }) {
    const time = offer.querySelector("time");
    time.dateTime = new Date(at).toISOString();
    time.textContent = new Date(at).toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
    offer.hidden = false;
    offer.querySelector("[data-take]").addEventListener("click", () => {
      // With the count of saves that the writer had seen then: who has saved since is not overwritten.
      for (const [name, value] of Object.entries(kept)) form.elements[name].value = value;
      form.dispatchEvent(new Event("restored"));
      offer.hidden = true;
      note();
    });
    offer.querySelector("[data-drop]").addEventListener("click", () => {
      localStorage.removeItem(key);
      offer.hidden = true;
    });
  }

  function keep(isSent) {
    try {
      localStorage.setItem(key, JSON.stringify({ values: values(form), at: Date.now(), isSent }));
    } catch {
      // A full or forbidden store: the question before leaving remains.
    }
  }

  function note() {
    isUnsaved = true;
    // An earlier copy that is still on offer is not written over.
    if (offer.hidden) keep(false);
  }

  form.addEventListener("input", note);
  form.addEventListener("submit", () => {
    if (isUnsaved) keep(true);
    isUnsaved = false;
  });
  addEventListener("beforeunload", (event) => {
    if (isUnsaved) event.preventDefault();
  });
}
