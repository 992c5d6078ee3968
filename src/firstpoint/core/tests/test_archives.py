"""ZIP archives that are sent while they are made hold what was put into them, and are never whole in memory."""

import io
import zipfile
from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from firstpoint.core.archives import zipped

NAMES = st.text(st.sampled_from("abcñé _-./"), min_size=1, max_size=30).map(lambda name: f"files/{name}x")


@given(st.dictionaries(NAMES, st.lists(st.binary(max_size=300), max_size=5), max_size=6))
def test_everything_comes_out_as_it_went_in(files: dict[str, list[bytes]]) -> None:
    archive = zipfile.ZipFile(io.BytesIO(b"".join(zipped(files.items()))))
    assert archive.testzip() is None
    assert {name: archive.read(name) for name in archive.namelist()} == {
        name: b"".join(content) for name, content in files.items()
    }


def test_a_piece_leaves_before_the_next_file_is_read() -> None:
    read = []

    def files() -> Iterator[tuple[str, list[bytes]]]:
        for number in range(3):
            read.append(number)
            yield f"{number}.txt", [b"words " * 100]

    pieces = zipped(files())
    next(pieces)
    assert read == [0]
    assert b"".join(pieces)
    assert read == [0, 1, 2]
