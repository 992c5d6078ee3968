"""Print a line per requirement: its id, how many passing tests show it, and their names, parted by tabs.

Only tests that go through a door carry the marker: HTTP, a browser, the command line, a channel's real input.
"""

import contextlib
import io
import re
import sys
from collections import defaultdict
from pathlib import Path

import pytest

IDS = re.findall(
    r"^\| ([A-Z]{2}-\d\d) \|", (Path(__file__).parent.parent / "docs" / "requirements.md").read_text(), re.M
)


class Collector:
    """A pytest plugin that gathers the marked tests that passed."""

    def __init__(self) -> None:
        self.shown: dict[str, list[str]] = defaultdict(list)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "call" and report.passed:
            for name, value in report.user_properties:
                if name == "req":
                    self.shown[str(value)].append(report.nodeid.split("/")[-1])


def main() -> int:
    """Run the marked tests quietly, print the lines, and return pytest's exit code."""
    collector, output = Collector(), io.StringIO()
    with contextlib.redirect_stdout(output):
        code = pytest.main(["-q", "-m", "req", "-n", "2", "--dist", "loadgroup"], plugins=[collector])
    for requirement in IDS:
        names = sorted(collector.shown.get(requirement, ()))
        sys.stdout.write(f"{requirement}\t{len(names)}\t{', '.join(names)}\n")
    unknown = sorted(set(collector.shown) - set(IDS))
    if unknown or code:
        sys.stderr.write(output.getvalue()[-4000:] + f"\nids that docs/requirements.md does not know: {unknown}\n")
    return int(code) or bool(unknown)


if __name__ == "__main__":
    sys.exit(main())
