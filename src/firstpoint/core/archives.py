"""ZIP archives that are sent while they are made: however large, no more than a piece of them is in memory."""

import io
from collections.abc import Iterable, Iterator
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from firstpoint.core import clock


class _Outlet(io.RawIOBase):
    """Where the archive is written to, and taken from piece by piece."""

    def __init__(self) -> None:
        self._written = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: "bytes | bytearray | memoryview") -> int:  # type: ignore[override]
        self._written += data
        return len(data)

    def taken(self) -> bytes:
        """Return what was written since it was last asked for."""
        piece = bytes(self._written)
        self._written.clear()
        return piece


def zipped(files: Iterable[tuple[str, Iterable[bytes]]]) -> Iterator[bytes]:
    """Yield the pieces of a ZIP archive of files, each a path and what it holds."""
    outlet, at = _Outlet(), clock.now().timetuple()[:6]
    with ZipFile(outlet, "w") as archive:
        for path, content in files:
            entry = ZipInfo(path, at)
            entry.compress_type = ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            with archive.open(entry, "w") as opened:
                for piece in content:
                    opened.write(piece)
                    yield outlet.taken()
            yield outlet.taken()
    yield outlet.taken()
