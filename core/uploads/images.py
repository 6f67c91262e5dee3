"""PNG and JPEG by their marks alone: size from the header, nothing after the end. Nothing is decoded."""

import struct
from typing import IO

from django.utils.translation import gettext as _

from core.uploads.refusal import Refused

LONGEST_SIDE, MOST_PIXELS = 12_000, 50_000_000
_PNG = b"\x89PNG\r\n\x1a\n"
# Start-of-frame marks of JPEG, which carry height and width; C4, C8 and CC are something else.
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_WITHOUT_LENGTH = frozenset({0x01, *range(0xD0, 0xD8)})


def check_png(file: IO[bytes]) -> None:
    """Chunk by chunk to IEND, which must be the end of the file."""
    if file.read(8) != _PNG:
        raise Refused(_broken())
    first = True
    while True:
        head = file.read(8)
        if len(head) < 8:
            raise Refused(_broken())
        length, kind = struct.unpack(">I4s", head)
        if first:
            if kind != b"IHDR" or length != 13:
                raise Refused(_broken())
            body = file.read(13)
            _check_size(*struct.unpack(">II", body[:8]))
            file.seek(4, 1)
            first = False
            continue
        file.seek(length + 4, 1)
        if kind == b"IEND":
            break
    if file.read(1):
        raise Refused(_trailing())


def check_jpeg(file: IO[bytes]) -> None:
    """Segment by segment to the frame; the last bytes must be the end mark."""
    if file.read(2) != b"\xff\xd8":
        raise Refused(_broken())
    while True:
        mark = file.read(2)
        if len(mark) < 2 or mark[0] != 0xFF:
            raise Refused(_broken())
        if mark[1] in _WITHOUT_LENGTH:
            continue
        body_length = file.read(2)
        if len(body_length) < 2:
            raise Refused(_broken())
        (length,) = struct.unpack(">H", body_length)
        if mark[1] in _FRAMES:
            height, width = struct.unpack(">xHH", file.read(5))
            _check_size(width, height)
            break
        file.seek(length - 2, 1)
    file.seek(-2, 2)
    if file.read(2) != b"\xff\xd9":
        raise Refused(_trailing())


def _check_size(width: int, height: int) -> None:
    if not (0 < width <= LONGEST_SIDE and 0 < height <= LONGEST_SIDE and width * height <= MOST_PIXELS):
        raise Refused(
            _("画像が大きすぎます。長い辺を{most}ピクセルまでに縮めてください。").format(most=LONGEST_SIDE)
        )


def _broken() -> str:
    return _("画像として読めません。PNGかJPEGで保存し直してください。")


def _trailing() -> str:
    return _("画像の後ろに、ほかのデータが付いています。画像だけを保存し直してください。")
