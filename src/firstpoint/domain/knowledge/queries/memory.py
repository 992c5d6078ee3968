"""Small things of what is published, of which one statement reads those that a process has not met yet.

What one function reads as a whole is kept by core/published.py.
"""

from collections.abc import Callable, Collection, Hashable, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from firstpoint.core.published import also_forget, revision

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


@dataclass(slots=True)
class _Held(Generic[Key, Value]):
    """What was read at a revision, and how much that is."""

    revision: int
    things: dict[Key, Value] = field(default_factory=dict)
    size: int = 0


class Memory(Generic[Key, Value]):
    """Things by key, held until anything is published, or until they come to more than `most` by their sizes."""

    def __init__(self, most: int, size_of: Callable[[Value], int] = lambda _value: 1) -> None:
        self._most, self._size_of = most, size_of
        self._held = _Held[Key, Value](0)
        also_forget(self._forget)

    def _forget(self) -> None:
        self._held = _Held(0)

    def recall(self, keys: Collection[Key], read: Callable[[list[Key]], Mapping[Key, Value]]) -> dict[Key, Value]:
        """Return what there is under the keys; `read` gives those that are not held, and is not called without need."""
        number = revision()
        held = self._held
        if held.revision != number:
            held = self._held = _Held(number)
        found = {key: held.things[key] for key in keys if key in held.things}
        if unmet := [key for key in keys if key not in found]:
            met = read(unmet)
            size = sum(map(self._size_of, met.values()))
            if held.size + size > self._most:
                # Never emptied in place: another thread may be in the middle of it.
                held = self._held = _Held(number)
            held.things.update(met)
            held.size += size
            found.update(met)
        return found
