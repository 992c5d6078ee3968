// One stream of the live feed for all tabs of a browser: what it says goes on to each tab by its port.

const PAUSE_LIMIT = 60_000;
const ports = new Set();
let source = null;
let pause = 5_000;

function tell(noun) {
  for (const port of ports) port.postMessage(noun);
}

function open(url) {
  source = new EventSource(url, { withCredentials: true });
  source.onopen = () => {
    pause = 5_000;
    tell("refresh"); // what changed while nobody listened
  };
  source.onmessage = (event) => tell(event.data);
  source.onerror = () => {
    // A broken stream is opened again by the browser; one that was refused is not, so it is tried ever more seldom.
    if (source.readyState !== EventSource.CLOSED) return;
    setTimeout(open, pause, url);
    pause = Math.min(pause * 2, PAUSE_LIMIT);
  };
}

self.addEventListener("connect", (event) => {
  const [port] = event.ports;
  port.onmessage = ({ data }) => {
    if (data === "bye") {
      ports.delete(port);
      return;
    }
    ports.add(port);
    if (!source) open(data);
  };
});
