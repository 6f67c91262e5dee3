"""What a file is, by its content, and whether it may be kept."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO, Any

from django.utils.translation import gettext as _

from core.uploads import images, office
from core.uploads.names import clean_name, ending_of
from core.uploads.refusal import Refused

__all__ = ["LARGEST", "Inspected", "Refused", "inspect"]

LARGEST = 20 * 1024 * 1024
_CHUNK = 256 * 1024
# The EICAR test string, in two parts so that this module is no finding itself.
_TEST_VIRUS = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}" + rb"$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!"
_ACTIVE_IN_PDF = (b"/JavaScript", b"/JS(", b"/JS ", b"/Launch", b"/EmbeddedFile", b"/RichMedia")
_MARKUP = (b"<html", b"<script", b"<!doctype", b"<svg", b"<?php")
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True, slots=True)
class Inspected:
    """`name` is safe to keep, `content_type` what the content is."""

    name: str
    content_type: str
    size: int
    sha256: str

    @property
    def is_image(self) -> bool:
        return self.content_type.startswith("image/")


@dataclass(frozen=True, slots=True)
class _Kind:
    content_type: str
    check: Callable[[IO[bytes]], None]


def inspect(file: Any) -> Inspected:
    """Raises Refused with words for who sent it. `file` has `name`, `size` and can be read and rewound;
    it is left at its beginning.
    """
    name = clean_name(file.name or "")
    kind = _KINDS.get(ending_of(name))
    if kind is None:
        raise Refused(
            _(
                "この種類のファイルは預かれません。"
                "PDF、Word（docx）、Excel（xlsx）、PowerPoint（pptx）、PNG、JPEG、CSV、TXTにしてください。"
            )
        )
    if not file.size:
        raise Refused(_("ファイルの中身が空です。保存し直してから、もう一度選んでください。"))
    if file.size > LARGEST:
        raise Refused(too_large())
    digest = _read_through(file)
    file.seek(0)
    kind.check(file)
    file.seek(0)
    return Inspected(name, kind.content_type, file.size, digest)


def too_large() -> str:
    return _("ファイルが大きすぎます。{size}MBまでにするか、共有フォルダーのリンクを書いてください。").format(
        size=LARGEST // (1024 * 1024)
    )


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    file.seek(0)
    while chunk := file.read(_CHUNK):
        yield chunk


def _read_through(file: IO[bytes]) -> str:
    digest, tail = hashlib.sha256(), b""
    for chunk in _chunks(file):
        digest.update(chunk)
        if _TEST_VIRUS in tail + chunk:
            raise Refused(_("ウイルスの検査で見つかるファイルです。預かれません。"))
        tail = chunk[-len(_TEST_VIRUS) :]
    return digest.hexdigest()


def _pdf(file: IO[bytes]) -> None:
    head = file.read(1024)
    if not head.startswith(b"%PDF-") or any(mark in head.lower() for mark in _MARKUP):
        raise Refused(_not_what_it_says("PDF"))
    if office.is_archive(file):
        raise Refused(_not_what_it_says("PDF"))
    tail, ends = b"", False
    for chunk in _chunks(file):
        part = tail + chunk
        if any(mark in part for mark in _ACTIVE_IN_PDF):
            raise Refused(
                _(
                    "動く仕掛け（スクリプトや埋込みファイル）のあるPDFは預かれません。印刷用のPDFに書き出してください。"
                )
            )
        ends = b"%%EOF" in part[-2048:]
        tail = part[-2048:]
    if not ends:
        raise Refused(_("PDFが途中で切れています。もう一度書き出してください。"))


def _text(file: IO[bytes]) -> None:
    """UTF-8 or Shift_JIS, and text: browsers and spreadsheets are not to take it for something else."""
    head = file.read(512).lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if any(head.startswith(mark) for mark in _MARKUP):
        raise Refused(_("中身がWebページのファイルは預かれません。"))
    file.seek(0)
    data = file.read(LARGEST + 1)
    if b"\0" in data:
        raise Refused(_not_what_it_says(_("文字のファイル")))
    for encoding in ("utf-8-sig", "cp932"):
        try:
            data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return
    raise Refused(_("文字コードを読み取れません。UTF-8かShift_JISで保存し直してください。"))


def _office(main: str) -> Callable[[IO[bytes]], None]:
    def check(file: IO[bytes]) -> None:
        if file.read(8) == _OLD_OFFICE:
            raise Refused(
                _(
                    "パスワードの付いたファイルか、古い形式のファイルです。パスワードを外して保存し直してください。"
                )
            )
        office.check(file, main)

    return check


def _not_what_it_says(kind: str) -> str:
    return _("ファイルの中身が{kind}ではありません。元の形式で保存し直してください。").format(kind=kind)


_TYPE = "application/vnd.openxmlformats-officedocument."
_KINDS = {
    "pdf": _Kind("application/pdf", _pdf),
    "docx": _Kind(f"{_TYPE}wordprocessingml.document", _office("word/document.xml")),
    "xlsx": _Kind(f"{_TYPE}spreadsheetml.sheet", _office("xl/workbook.xml")),
    "pptx": _Kind(f"{_TYPE}presentationml.presentation", _office("ppt/presentation.xml")),
    "png": _Kind("image/png", images.check_png),
    "jpg": _Kind("image/jpeg", images.check_jpeg),
    "jpeg": _Kind("image/jpeg", images.check_jpeg),
    "csv": _Kind("text/csv", _text),
    "txt": _Kind("text/plain", _text),
}
ACCEPT = ",".join(f".{ending}" for ending in _KINDS)
