"""Files are judged by what they are, keep the name that people know, and leave as downloads only."""

import io
import zipfile

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from django.core.files.uploadedfile import SimpleUploadedFile

from firstpoint.core import files
from firstpoint.core.models import StoredFile


def a_zip(*names: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in names:
            archive.writestr(name, "x" * 2000)
    return packed.getvalue()


PDF = b"%PDF-1.7\n" + b"x" * 300
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 300
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF" + b"\0" * 300
GIF = b"GIF89a" + b"\0" * 300
WEBP = b"RIFF\x24\0\0\0WEBPVP8 " + b"\0" * 300
TIFF = b"II*\x00\x08\0\0\0" + b"\0" * 300
MP3 = b"ID3\x04" + b"\0" * 300
MP4 = b"\0\0\0\x20ftypisom\0\0\0\0isomiso2" + b"\0" * 300
HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 300
DOC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + b"\xec\xa5\xc1\0" + b"\0" * 300
DOCX = a_zip("[Content_Types].xml", "_rels/.rels", "word/document.xml")
XLSX = a_zip("[Content_Types].xml", "_rels/.rels", "xl/workbook.xml")
SCRIPT = b"<script>alert(1)</script>"
PROGRAM = b"MZ" + b"\0" * 300


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="text/html")


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.pdf", PDF, "application/pdf"),
        ("A.PDF", PDF, "application/pdf"),
        ("a.b.pdf", PDF, "application/pdf"),
        ("a.png", PNG, "image/png"),
        ("a.jpg", JPEG, "image/jpeg"),
        ("a.jpeg", JPEG, "image/jpeg"),
        ("a.gif", GIF, "image/gif"),
        ("a.webp", WEBP, "image/webp"),
        ("a.heic", HEIC, "image/heic"),
        ("a.tif", TIFF, "image/tiff"),
        ("a.mp3", MP3, "audio/mpeg"),
        ("a.mp4", MP4, "video/mp4"),
        ("a.doc", DOC, "application/msword"),
        ("a.docx", DOCX, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("a.xlsx", XLSX, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("a.txt", "¿Qué?".encode(), "text/plain"),
        ("a.csv", b"a,b\n=1+1,2\n", "text/csv"),
    ],
)
def test_what_people_send_is_taken(name: str, content: bytes, kind: str) -> None:
    file = upload(name, content)
    assert files.check_upload(file) == kind
    assert file.read() == content


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", PNG),
        ("a.png", PDF),
        ("a.jpg", SCRIPT),
        ("a.pdf", PROGRAM),
        ("a.pdf", b""),
        ("a.txt", PROGRAM),
        ("a.docx", PDF),
        ("a.doc", DOCX),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("a.html", SCRIPT),
        ("a.exe", PROGRAM),
        ("a.zip", DOCX),
        ("pdf", PDF),
        (".pdf", PDF),
        ("a.pdf.exe", PDF),
        ("a", b"hello"),
    ],
)
def test_what_is_not_what_it_says_is_refused(name: str, content: bytes) -> None:
    with pytest.raises(files.FileNotAccepted):
        files.check_upload(upload(name, content))


@pytest.mark.parametrize(("size", "is_taken"), [(files.MAX_BYTES, True), (files.MAX_BYTES + 1, False)])
def test_ten_megabytes_and_no_byte_more(size: int, is_taken: bool) -> None:
    file = upload("a.txt", b"x" * size)
    if is_taken:
        files.check_upload(file)
    else:
        with pytest.raises(files.FileTooLarge):
            files.check_upload(file)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Carta de Núñez.pdf", "Carta de Núñez.pdf"),
        ("/etc/passwd", "passwd"),
        ("..\\..\\C:\\boot.ini", "boot.ini"),
        ("a\r\nb\0.pdf", "ab.pdf"),
        ("in\u202efdp.exe", "infdp.exe"),
        ("", "file"),
        ("/", "file"),
        ("x" * 300 + ".pdf", "x" * 196 + ".pdf"),
    ],
)
def test_the_senders_name_is_kept_without_folders_and_marks(name: str, kept: str) -> None:
    assert files.safe_name(name) == kept


@given(st.text(max_size=500))
@example(".\x1f")
@example("..\x1f")
def test_any_name_becomes_one_that_can_be_kept(name: str) -> None:
    kept = files.safe_name(name)
    assert 1 <= len(kept) <= 200
    assert not set(kept) & set("/\\\0\r\n")


@pytest.mark.django_db
class TestStore:
    def test_the_name_in_the_store_tells_and_hints_nothing(self) -> None:
        stored = [files.store_upload(upload("rosa vale.txt", b"hello")) for _time in range(2)]
        assert stored[0].stored_as != stored[1].stored_as
        assert "rosa" not in stored[0].stored_as
        assert len(stored[0].stored_as) >= 32
        assert (stored[0].name, stored[0].content_type, stored[0].size) == ("rosa vale.txt", "text/plain", 5)
        assert bytes(StoredFile.objects.get(name=stored[0].stored_as).content) == b"hello"

    def test_a_refused_file_is_not_stored(self) -> None:
        with pytest.raises(files.FileNotAccepted):
            files.store_upload(upload("a.pdf", SCRIPT))
        assert not StoredFile.objects.exists()

    def test_it_leaves_as_a_download_that_no_browser_opens(self) -> None:
        stored = files.store_upload(upload('Núñez;"x".txt', SCRIPT))
        response = files.download(stored.stored_as, name=stored.name)
        assert b"".join(response.streaming_content) == SCRIPT
        assert response["Content-Disposition"].startswith("attachment;")
        assert response["Content-Type"] == "application/octet-stream"
        assert response["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in response["Content-Security-Policy"]
        assert "no-store" in response["Cache-Control"]

    def test_what_is_not_there_is_not_opened(self) -> None:
        with pytest.raises(FileNotFoundError):
            files.download("nothing", name="x")
