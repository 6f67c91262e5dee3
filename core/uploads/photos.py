"""Photographs for pages: drawn anew, so that nothing of the file that was sent is given out.

What a camera writes beside the picture (where and when it was taken, its serial number) is gone with it.
"""

import io
import warnings
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from core.uploads.inspecting import inspect
from core.uploads.refusal import Refused

LONGEST_SIDE = 1600  # pixels; enough for the width of a printed page
MOST_PIXELS = 25_000_000  # decoded whole; a JPEG is decoded at a fraction of its size
QUALITY = 82
CONTENT_TYPE = "image/jpeg"


@dataclass(frozen=True, slots=True)
class Photo:
    content: bytes
    width: int
    height: int


def redrawn(file: Any) -> Photo:
    """A JPEG of at most LONGEST_SIDE, upright, without transparency. Raises Refused."""
    if not inspect(file).is_image:
        raise Refused(_("写真は、PNGかJPEGにしてください。"))
    try:
        with warnings.catch_warnings(), Image.open(file) as opened:
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # its limit is below ours
            opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            if opened.width * opened.height > MOST_PIXELS:
                raise Refused(_("写真が大きすぎます。2,500万画素までに縮めてください。"))
            return _written(_on_white(ImageOps.exif_transpose(opened)))
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError) as error:
        raise Refused(_("画像として読めません。PNGかJPEGで保存し直してください。")) from error


def _on_white(picture: Image.Image) -> Image.Image:
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    if "A" not in picture.getbands() and "transparency" not in picture.info:
        return picture.convert("RGB")
    above = picture.convert("RGBA")
    below = Image.new("RGB", above.size, "white")
    below.paste(above, mask=above.getchannel("A"))
    return below


def _written(picture: Image.Image) -> Photo:
    found = io.BytesIO()
    Image.frombytes(picture.mode, picture.size, picture.tobytes()).save(
        found, "JPEG", quality=QUALITY, optimize=True
    )
    return Photo(found.getvalue(), picture.width, picture.height)
