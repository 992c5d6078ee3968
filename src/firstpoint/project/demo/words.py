"""What people and advisers of the demonstration say, in both languages; words.json holds the words."""

import json
from pathlib import Path
from typing import Any

WORDS: dict[str, Any] = json.loads((Path(__file__).parent / "words.json").read_text(encoding="utf-8"))
