"""Thirty ways to abuse an upload, and the honest files that must pass."""

import io
import struct
import tracemalloc
import zipfile
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.handlers.wsgi import WSGIRequest
from django.test import RequestFactory

from core.documents import Document, Part, pdf
from core.uploads import LARGEST, Refused, clean_name, inspect

TYPES = b'<?xml version="1.0"?><Types><Override ContentType="application/xml"/></Types>'
MAIN = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}" + rb"$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!" + b"$H+H*"
MEGABYTE = 1024 * 1024


def _zip(*entries, method=zipfile.ZIP_DEFLATED) -> bytes:
    """Entries are (name or ZipInfo, bytes)."""
    found = io.BytesIO()
    with zipfile.ZipFile(found, "w", method) as archive:
        for name, body in entries:
            archive.writestr(name, body)
    return found.getvalue()


def _office(ending: str, *more, types: bytes = TYPES) -> bytes:
    return _zip(("[Content_Types].xml", types), (MAIN[ending], b"<w:document/>"), *more)


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _png(width: int = 2, height: int = 2) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"".join(b"\0" + b"\xff" * 3 * 2 for _row in range(2)))
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", rows) + _chunk(b"IEND", b"")


def _jpeg(width: int = 2, height: int = 2) -> bytes:
    frame = struct.pack(">BHHB", 8, height, width, 3) + b"\x01\x11\0\x02\x11\1\x03\x11\1"
    app = b"\xff\xe0" + struct.pack(">H", 16) + b"JFIF\0\1\1\0\0\1\0\1\0\0"
    return b"\xff\xd8" + app + b"\xff\xc0" + struct.pack(">H", len(frame) + 2) + frame + b"\xff\xda\xff\xd9"


def _pdf(inside: bytes = b"") -> bytes:
    return b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\n" + inside + b"\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def _link() -> zipfile.ZipInfo:
    found = zipfile.ZipInfo("word/link")
    found.external_attr = 0o120777 << 16
    return found


def _encrypted() -> bytes:
    found = bytearray(_office("docx"))
    place = found.index(b"PK\x01\x02")
    found[place + 8] |= 1
    return bytes(found)


def _lying() -> bytes:
    """Says it unpacks to ten bytes and unpacks to 300 megabytes."""
    body = b"<a>" + b"x" * (300 * MEGABYTE)
    found = bytearray(_office("docx", ("word/big.xml", body)))
    place = found.rindex(b"PK\x01\x02")
    found[place + 24 : place + 28] = struct.pack("<I", 10)
    return bytes(found)


def _entity() -> bytes:
    text = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'
    return _office("docx", ("word/settings.xml", text))


def _hidden_entity() -> bytes:
    text = '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE x [<!ENTITY e "x">]><x>&e;</x>'.encode("utf-16")
    return _office("xlsx", ("xl/styles.xml", text))


def _template() -> bytes:
    text = b'<Relationship Type="http://x/attachedTemplate" Target="http://x/a.dotm" TargetMode="External"/>'
    return _office("docx", ("word/_rels/settings.xml.rels", text))


def _bomb() -> bytes:
    return _office("docx", ("word/media/a.bin", b"\0" * (200 * MEGABYTE)))


def _many() -> bytes:
    return _office("docx", *((f"word/{number}.xml", b"") for number in range(10_000)))


def _macro_types() -> bytes:
    return _office("docx", types=b"<Types><Override ContentType='x.document.macroEnabled.main+xml'/></Types>")


ABUSES = {
    "zip bomb": ("a.docx", _bomb),
    "bomb that lies about its size": ("a.docx", _lying),
    "nested archive": ("a.docx", lambda: _office("docx", ("word/a.zip", _zip(("b", b"b"))))),
    "ten thousand entries": ("a.docx", _many),
    "symbolic link": ("a.docx", lambda: _office("docx", (_link(), b"/etc/passwd"))),
    "path upwards": ("a.docx", lambda: _office("docx", ("../../etc/cron.d/a", b"a"))),
    "absolute path": ("a.docx", lambda: _office("docx", ("/etc/cron.d/a", b"a"))),
    "drive of Windows": ("a.xlsx", lambda: _office("xlsx", ("C:\\Windows\\a", b"a"))),
    "same name twice": (
        "a.docx",
        lambda: _office("docx").replace(b"word/document.xml", b"[Content_Types].x", 1),
    ),
    "encrypted parts": ("a.docx", _encrypted),
    "macro project": ("a.docx", lambda: _office("docx", ("word/vbaProject.bin", b"x"))),
    "macro content type": ("a.docx", _macro_types),
    "macro document by name": ("a.docm", lambda: _office("docx")),
    "external entity": ("a.docx", _entity),
    "entity in UTF-16": ("a.xlsx", _hidden_entity),
    "template from outside": ("a.docx", _template),
    "program inside": ("a.pptx", lambda: _office("pptx", ("ppt/embeddings/a.exe", b"MZ"))),
    "broken archive": ("a.docx", lambda: _office("docx")[:-30]),
    "old binary format": ("a.xlsx", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600),
    "another office format": ("a.xlsx", lambda: _office("docx")),
    "page before the PDF": ("a.pdf", lambda: b"<html><script>alert(1)</script>" + _pdf()),
    "page inside the PDF's head": ("a.pdf", lambda: _pdf(b"<html><script>alert(1)</script>")),
    "archive behind the PDF": ("a.pdf", lambda: _pdf() + _zip(("a", b"a"))),
    "script in a PDF": ("a.pdf", lambda: _pdf(b"x" * 2000 + b"<</S/JavaScript/JS(app.alert(1))>>")),
    "truncated PDF": ("a.pdf", lambda: _pdf()[:-8]),
    "drawing with a script": ("a.svg", lambda: b"<svg onload='alert(1)'/>"),
    "drawing called a picture": ("a.png", lambda: b"<svg onload='alert(1)'/>"),
    "archive behind a picture": ("a.png", lambda: _png() + _zip(("A.class", b"x"))),
    "archive behind a photo": ("a.jpg", lambda: _jpeg() + _zip(("A.class", b"x"))),
    "picture of 2.5 thousand million pixels": ("a.png", lambda: _png(50_000, 50_000)),
    "photo too wide": ("a.jpg", lambda: _jpeg(65_000, 2)),
    "picture without an end": ("a.png", lambda: _png()[:-12]),
    "test virus": ("a.txt", lambda: EICAR),
    "test virus across two reads": ("a.txt", lambda: b"a" * (256 * 1024 - 20) + EICAR),
    "page called a table": ("a.csv", lambda: b"\xef\xbb\xbf<HTML><script>alert(1)</script>"),
    "program called a text": ("a.txt", lambda: b"MZ\0\0"),
    "text of no known encoding": ("a.csv", lambda: b"\x81\xff\xfe\x80\x99\xa0"),
    "nothing in it": ("a.pdf", lambda: b""),
    "no ending": ("Makefile", lambda: b"all:"),
    "web page": ("a.html", lambda: b"<p>"),
    "one byte too many": ("a.txt", lambda: b"a" * (LARGEST + 1)),
}


@pytest.mark.parametrize("name", ABUSES)
def test_an_abuse_is_refused_within_its_memory(name):
    called, build = ABUSES[name]
    file = SimpleUploadedFile(called, build())
    tracemalloc.start()
    try:
        with pytest.raises(Refused) as refusal:
            inspect(file)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 50 * MEGABYTE
    assert str(refusal.value).endswith("。")


HONEST = {
    "計画.pdf": lambda: pdf(Document(title="計画", parts=(Part(heading="目的", text="窓口を変える。"),))),
    "案.docx": lambda: _office("docx", ("word/embeddings/表.xlsx", _office("xlsx"))),
    "表.xlsx": lambda: _office("xlsx"),
    "説明.pptx": lambda: _office("pptx", ("ppt/media/a.png", _png())),
    "画面.PNG": _png,
    "写真.jpeg": _jpeg,
    "集計.csv": lambda: "窓口,分\r\n市民課,12\r\n".encode("cp932"),
    "メモ.txt": lambda: "髙橋さんの話".encode(),
}


@pytest.mark.parametrize("name", HONEST)
def test_an_honest_file_passes_and_can_still_be_read(name):
    body = HONEST[name]()
    file = SimpleUploadedFile(name, body)
    found = inspect(file)
    assert (found.name, found.size) == (name, len(body))
    assert file.read() == body


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\長尾\\表.xlsx", "表.xlsx"),
        ("a\0b.pdf", "ab.pdf"),
        ("\u202efdp.exe", "fdp.exe"),
        (".htaccess", "htaccess"),
        ('a"><script>.txt', "a___script_.txt"),
        ("が" + "画" * 300 + ".docx", "が" + "画" * 114 + ".docx"),
        ("か\u3099.txt", "が.txt"),
        ("...", ""),
    ],
)
def test_names_are_made_harmless(sent, kept):
    assert clean_name(sent) == kept


class Endless(io.RawIOBase):
    """A gigabyte that nobody has to hold."""

    def __init__(self, head: bytes, length: int) -> None:
        self.head, self.left, self.given = io.BytesIO(head), length, 0

    def read(self, size: int = -1) -> bytes:
        part = self.head.read(size)
        if not part:
            part = b"a" * min(size, self.left)
            self.left -= len(part)
        self.given += len(part)
        return part


@pytest.mark.parametrize("announced", [1024 * MEGABYTE, LARGEST + 1000])
def test_a_gigabyte_is_stopped_while_it_arrives(settings, announced):
    """Announced as what it is, or as less than the limit; the fields before it stay."""
    head = (
        b'--B\r\nContent-Disposition: form-data; name="note"\r\n\r\n'
        + "直した".encode()
        + b'\r\n--B\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'
    )
    stream = Endless(head, 1024 * MEGABYTE)
    environ = RequestFactory().post("/").environ | {
        "CONTENT_TYPE": "multipart/form-data; boundary=B",
        "CONTENT_LENGTH": str(announced),
        "wsgi.input": stream,
    }
    request = WSGIRequest(environ)
    assert request.POST["note"] == "直した"
    assert not request.FILES
    assert request.upload_too_large
    assert stream.given <= LARGEST + MEGABYTE
