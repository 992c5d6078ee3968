"""Fail when a template of the project was rendered by no test of the run that has just ended."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SEEN = ROOT / "var" / "test" / "rendered"


def main() -> int:
    """Print the templates that no test rendered; return 1 when there are some."""
    seen = {line for file in SEEN.glob("*.txt") for line in file.read_text().splitlines()}
    templates = {path.resolve() for path in (ROOT / "src").rglob("templates/**/*") if path.is_file()}
    unseen = sorted(str(path.relative_to(ROOT)) for path in templates if str(path) not in seen)
    if unseen:
        sys.stderr.write("No test renders:\n" + "".join(f"  {path}\n" for path in unseen))
    return int(bool(unseen))


if __name__ == "__main__":
    sys.exit(main())
