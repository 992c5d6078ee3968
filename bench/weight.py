"""What a browser fetches on its first visit to a page, as it came over the wire, and how far the page's parts jump."""

import shutil
from collections import Counter
from dataclasses import dataclass, field

from playwright.sync_api import sync_playwright

SCREENS = {"phone": (360, 740), "desk": (1280, 800)}
# Kept by the page itself from its first moment on; jumps that follow on a touch or key do not count.
KEEP_SHIFT = """
    window.layoutShift = 0;
    new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.layoutShift += entry.value;
    }).observe({type: 'layout-shift', buffered: true});
"""


@dataclass
class Visit:
    """One first visit. Bytes have the headers with them."""

    screen: str
    shift: float = 0.0
    requests: int = 0
    bytes_by_kind: Counter[str] = field(default_factory=Counter)

    @property
    def bytes(self) -> int:
        """Return all that came."""
        return self.bytes_by_kind.total()


def first_visits(address: str) -> list[Visit]:
    """Visit a page with an empty cache on each screen; none where there is no Chromium."""
    chromium = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    if chromium is None:
        return []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        visits = []
        for screen, (width, height) in SCREENS.items():
            visit = Visit(screen)
            context = browser.new_context(viewport={"width": width, "height": height})
            page = context.new_page()
            page.add_init_script(KEEP_SHIFT)
            kinds: dict[str, str] = {}
            network = context.new_cdp_session(page)
            network.on(
                "Network.responseReceived",
                lambda event, kinds=kinds: kinds.update({event["requestId"]: event["type"].lower()}),
            )
            network.on("Network.loadingFinished", lambda event, kinds=kinds, visit=visit: _count(visit, kinds, event))
            network.send("Network.enable")
            page.goto(address, wait_until="networkidle")
            page.wait_for_timeout(500)
            visit.shift = page.evaluate("window.layoutShift")
            visits.append(visit)
            context.close()
        browser.close()
    return visits


def _count(visit: Visit, kinds: dict[str, str], event: dict[str, object]) -> None:
    visit.requests += 1
    visit.bytes_by_kind[kinds.get(str(event["requestId"]), "other")] += int(event["encodedDataLength"])
