"""Word, Excel and PowerPoint files (ZIP with XML inside), looked at without unpacking them to disk."""

import re
import zipfile
from pathlib import PurePosixPath
from typing import IO

from django.utils.translation import gettext as _

from core.uploads.refusal import Refused

MOST_ENTRIES, MOST_BYTES, HIGHEST_RATIO = 3000, 120 * 1024 * 1024, 200
_CHUNK = 256 * 1024
_PROGRAMS = re.compile(
    r"\.(zip|rar|7z|gz|jar|exe|dll|com|bat|cmd|ps1|js|vbs|wsf|hta|scr|lnk|docm|xlsm|pptm|xlsb)$", re.I
)
_DOCTYPE = re.compile(rb"<!(DOCTYPE|ENTITY)", re.I)
_OUTSIDE = re.compile(rb"(attachedTemplate|oleObject|frame|subDocument)\"[^>]*TargetMode=\"External\"", re.I)
_SYMLINK = 0o120000


def is_archive(file: IO[bytes]) -> bool:
    """Whether a ZIP hangs on the file's end."""
    found = zipfile.is_zipfile(file)
    file.seek(0)
    return found


def check(file: IO[bytes], main: str) -> None:
    """`main` is the part every such file has. Raises Refused."""
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
            _check_entries(entries, main)
            _check_parts(archive, entries)
    except Refused:
        raise
    except (
        Exception
    ) as fault:  # BadZipFile, zlib.error and whatever else a crafted archive makes the library raise
        raise Refused(_broken()) from fault


def _check_entries(entries: list[zipfile.ZipInfo], main: str) -> None:
    """By the table of contents alone."""
    names = {entry.filename for entry in entries}
    if "[Content_Types].xml" not in names or main not in names:
        raise Refused(_broken())
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_BYTES:
        raise Refused(_bomb())
    if len(names) != len(entries):
        raise Refused(_broken())
    for entry in entries:
        _check_entry(entry)


def _check_entry(entry: zipfile.ZipInfo) -> None:
    name = entry.orig_filename
    path = PurePosixPath(name)
    if "\\" in name or "\0" in name or ":" in name or path.is_absolute() or ".." in path.parts:
        raise Refused(_broken())
    if (entry.external_attr >> 16) & 0o170000 == _SYMLINK or entry.flag_bits & 1:
        raise Refused(_broken())
    if entry.file_size > 1024 * 1024 and entry.file_size > entry.compress_size * HIGHEST_RATIO:
        raise Refused(_bomb())
    if path.name.lower() == "vbaproject.bin":
        raise Refused(_macros())
    if _PROGRAMS.search(name):
        raise Refused(_("中に、書庫やプログラムのファイルが入っています。取り除いて保存し直してください。"))


def _check_parts(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> None:
    """Reads the XML: what it really unpacks to counts, not what the table says."""
    left = MOST_BYTES
    for entry in entries:
        if not entry.filename.lower().endswith((".xml", ".rels", ".vml")):
            continue
        tail = b""
        with archive.open(entry) as part:
            while chunk := part.read(_CHUNK):
                left -= len(chunk)
                if left < 0:
                    raise Refused(_bomb())
                _check_xml(entry.filename, tail + chunk)
                tail = chunk[-256:]


def _check_xml(name: str, text: bytes) -> None:
    plain = text.replace(b"\0", b"")  # UTF-16 hides nothing
    if _DOCTYPE.search(plain) or _OUTSIDE.search(plain):
        raise Refused(
            _("外のファイルを読み込む仕掛けがあります。新しいファイルに内容を写して保存してください。")
        )
    if name == "[Content_Types].xml" and b"macroEnabled" in plain:
        raise Refused(_macros())


def _broken() -> str:
    return _("Word・Excel・PowerPointのファイルとして読めません。元のソフトで保存し直してください。")


def _bomb() -> str:
    return _("開くと大きくなりすぎるファイルです。分けるか、画像を小さくして保存し直してください。")


def _macros() -> str:
    return _("マクロの入ったファイルは預かれません。マクロなしの形式で保存し直してください。")
