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

document.querySelector("[data-error-summary]")?.focus();
