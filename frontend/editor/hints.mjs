// Hints about plain language, looked up again when the writer pauses.

const PAUSE_MS = 1500;

export function keepHints(form, region) {
  let pause;
  let looking;

  async function look() {
    looking?.abort();
    looking = new AbortController();
    try {
      const { signal } = looking;
      const response = await fetch(region.dataset.hints, { method: "POST", body: new FormData(form), signal });
      if (response.ok) region.innerHTML = await response.text();
    } catch {
      // The hints of a moment ago stay.
    }
  }

  form.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(look, PAUSE_MS);
  });
}
