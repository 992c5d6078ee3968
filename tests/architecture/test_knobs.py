"""The operator's knobs stay few, and each is described."""

from dataclasses import fields
from pathlib import Path

from firstpoint.project.env import Env

MOST_KNOBS = 40
GUIDE = Path(__file__).resolve().parents[2] / "docs" / "operate.md"


def test_knobs_are_few_and_each_is_described() -> None:
    names = {"FIRSTPOINT_DEMO" if field.name == "demo" else field.name.upper() for field in fields(Env)}
    assert len(names) <= MOST_KNOBS
    missing = {name for name in names if f"`{name}`" not in GUIDE.read_text()}
    assert not missing, f"docs/operate.md says nothing of {sorted(missing)}"
