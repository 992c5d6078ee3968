// What the public site does a little better with JavaScript than without.

// Shows a form's conditional questions only when they are called for. Without this script all of them are shown, each
// with a sentence that says when to answer it, and the server judges the same conditions.

function showCalledFor(form) {
  for (const question of form.querySelectorAll("[data-shown-if]")) {
    // Read afresh for each question: one that was hidden just before counts as unanswered for the next.
    const answers = new FormData(form).getAll(question.dataset.shownIf);
    const shown = question.dataset.shownIfIs.split(" ").some((code) => answers.includes(code));
    question.hidden = !shown;
    for (const control of question.querySelectorAll("input, select, textarea")) {
      control.disabled = !shown;
    }
  }
}

for (const form of document.querySelectorAll("form:has([data-shown-if])")) {
  for (const sentence of form.querySelectorAll("[data-condition]")) {
    sentence.hidden = true;
  }
  showCalledFor(form);
  form.addEventListener("change", () => showCalledFor(form));
}

// Offers likely answers while a question is written. They open in another tab, so that nothing is lost that was typed or
// chosen. What was offered and what was opened goes along with the question.

const PAUSE_MS = 700;
const FEWEST_CHARACTERS = 12;
const MOST_CHARACTERS = 300;

function offerAnswers(place) {
  const form = place.closest("form");
  const told = form.querySelector("[data-answers-told]");
  const asked = form.querySelectorAll("textarea");
  const carried = (name) => form.elements[`journey-${name}`];
  const slugs = (part) => [...part.querySelectorAll("[data-answer]")].map((link) => link.dataset.answer);
  let pause;
  let looking;

  function note(name, more) {
    carried(name).value = [...new Set([...carried(name).value.split(" "), ...more])].join(" ").trim();
  }

  function show(html) {
    const part = new DOMParser().parseFromString(html, "text/html").body;
    const found = slugs(part);
    carried("found").value = part.querySelector("[data-found]")?.dataset.found ?? carried("found").value;
    // The same answers stay as they are: somebody may be reading them, or be about to open one.
    if (found.length && found.join(" ") !== slugs(place).join(" ")) {
      place.replaceChildren(...part.childNodes);
      note("offered", found);
      told.textContent = told.dataset.answersTold;
    }
  }

  async function look(text) {
    looking?.abort();
    looking = new AbortController();
    // In the body, not in the address: addresses stand in logs, and these are somebody's own words.
    const body = new URLSearchParams({
      q: text.slice(0, MOST_CHARACTERS),
      found: carried("found").value,
      csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value,
    });
    try {
      const response = await fetch(place.dataset.answers, { method: "POST", body, signal: looking.signal });
      if (response.ok) {
        show(await response.text());
      }
    } catch {
      // Whoever writes a question can do without an offer.
    }
  }

  form.addEventListener("input", (event) => {
    if (event.target.matches("textarea")) {
      clearTimeout(pause);
      pause = setTimeout(() => {
        const words = [...asked].map((question) => question.value.trim()).join(" ").trim();
        if (words.length >= FEWEST_CHARACTERS) {
          look(words);
        }
      }, PAUSE_MS);
    }
  });
  for (const press of ["click", "auxclick"]) {
    place.addEventListener(press, (event) => {
      const link = event.target.closest("[data-answer]");
      if (link) {
        note("taken", [link.dataset.answer]);
      }
    });
  }
  if (place.dataset.answersAbout && !slugs(place).length) {
    look(place.dataset.answersAbout);
  }
}

for (const place of document.querySelectorAll("[data-answers]")) {
  offerAnswers(place);
}

document.querySelector("[data-error-summary]")?.focus();
