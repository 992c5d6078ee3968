// Shows a form's conditional fields only when they are called for. Without this script all of them are shown,
// and the server judges the same conditions.

function showCalledFor(form) {
  for (const part of form.querySelectorAll("[data-shown-if]")) {
    const condition = JSON.parse(part.dataset.shownIf);
    // Read afresh for each part: a field hidden just before counts as unanswered for the next.
    const answers = new FormData(form).getAll(condition.field);
    const shown = condition.is.some((value) => answers.includes(String(value)));
    part.hidden = !shown;
    for (const control of part.querySelectorAll("input, select, textarea")) {
      control.disabled = !shown;
    }
  }
}

for (const form of document.querySelectorAll("form:has([data-shown-if])")) {
  showCalledFor(form);
  form.addEventListener("change", () => showCalledFor(form));
}

document.querySelector("[data-takes-focus]")?.focus();
