// Keeps regions of a page true: when the live feed names a noun, the regions that show it are read again.
// <div data-live="work" data-live-url="/desk/" data-live-announce="The list of waiting work has changed.">
// With data-live-every="30" a region is read at once, and again so many seconds later while somebody looks.
// Without this script, or without the feed, the page is as true as when it was loaded.

const WAIT = 300;
const meta = document.querySelector('meta[name="live-url"]');
const regions = () => document.querySelectorAll("[data-live][data-live-url]");
const due = new Set();
const states = new WeakMap();
let timer = 0;
let status = null;

function hear(noun) {
  for (const region of regions()) {
    if (noun === "refresh" || region.matches(`[data-live~="${CSS.escape(noun)}"]`)) due.add(region);
  }
  if (due.size && !timer) timer = setTimeout(refresh, WAIT);
}

function refresh() {
  timer = 0;
  if (document.hidden) return; // read when somebody looks again
  for (const region of due) {
    due.delete(region);
    if (region.isConnected) read(region);
  }
}

// One reading at a time for each region; a noun that comes meanwhile leads to one more.
async function read(region) {
  const state = states.get(region) ?? {};
  states.set(region, state);
  if (state.reading) {
    state.again = true;
    return;
  }
  state.reading = true;
  try {
    const address = new URL(region.dataset.liveUrl, location.href);
    address.searchParams.set("fragment", "1");
    const response = await fetch(address, { credentials: "same-origin", cache: "no-store" });
    if (response.ok) show(region, state, await response.text());
  } catch {
    // The next noun, or the feed's return, leads to another try.
  }
  state.reading = false;
  if (state.again) {
    state.again = false;
    read(region);
  }
}

function show(region, state, html) {
  if (html === state.html) return;
  if (isTypedIn(region)) {
    region.addEventListener("focusout", () => setTimeout(() => show(region, state, html)), { once: true });
    return;
  }
  state.html = html;
  const focus = focusWithin(region);
  const tops = [...region.querySelectorAll("*")].filter((part) => part.scrollTop || part.scrollLeft);
  const places = tops.map((part) => [part.id, part.className, part.scrollTop, part.scrollLeft]);
  const [left, top] = [region.scrollLeft, region.scrollTop];
  region.innerHTML = html;
  region.scrollTo(left, top);
  for (const [id, name, y, x] of places) {
    const part = id ? document.getElementById(id) : name && region.getElementsByClassName(name)[0];
    part?.scrollTo(x, y);
  }
  focus?.()?.focus({ preventScroll: true });
  region.dispatchEvent(new CustomEvent("region:drawn", { bubbles: true, detail: { elt: region } }));
  if (region.dataset.liveAnnounce) announce(region.dataset.liveAnnounce);
}

function isTypedIn(region) {
  const active = document.activeElement;
  return region.contains(active) && active.matches("input:not([type=checkbox], [type=radio]), textarea, select");
}

// Says how to find again what has the focus: by id, else by where it leads or what it is called.
function focusWithin(region) {
  const active = document.activeElement;
  if (!region.contains(active) || active === region) return null;
  if (active.id) return () => document.getElementById(active.id);
  const named = ["href", "name", "value"].filter((name) => active.hasAttribute(name));
  const selector = named.map((name) => `[${name}="${CSS.escape(active.getAttribute(name))}"]`).join("");
  return () => (selector && region.querySelector(active.localName + selector)) || region.querySelector("a, button, summary");
}

function announce(sentence) {
  status ??= document.body.appendChild(
    Object.assign(document.createElement("div"), { className: "usa-sr-only", role: "status" }),
  );
  status.textContent = "";
  setTimeout(() => (status.textContent = sentence), 100);
}

function listen(url) {
  if (window.SharedWorker) {
    const { port } = new SharedWorker(meta.dataset.worker, { name: "live" });
    port.onmessage = ({ data }) => hear(data);
    port.postMessage(url);
    addEventListener("pagehide", () => port.postMessage("bye"));
    addEventListener("pageshow", (event) => event.persisted && (port.postMessage(url), hear("refresh")));
    return;
  }
  const source = new EventSource(url, { withCredentials: true });
  source.onopen = () => hear("refresh");
  source.onmessage = ({ data }) => hear(data);
  source.onerror = () => source.readyState === EventSource.CLOSED && setTimeout(listen, 30_000, url);
}

document.addEventListener("visibilitychange", () => document.hidden || refresh());
for (const region of document.querySelectorAll("[data-live-every]")) {
  read(region);
  setInterval(() => document.hidden || read(region), 1000 * region.dataset.liveEvery);
}
if (meta && regions().length) listen(meta.content);
