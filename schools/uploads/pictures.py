"""A picture is drawn anew: what is kept holds the picture and nothing else, neither place nor time nor stowaways."""

from io import BytesIO
from typing import IO

from PIL import Image, ImageOps

from schools.models import FileKind

from . import sentences
from .turns import Turns

MOST_PIXELS = 25_000_000
DAMAGED = Exception  # Pillow answers a damaged picture with whatever breaks in it, an AssertionError too
FORMATS = {FileKind.PNG: "PNG", FileKind.JPEG: "JPEG"}
PLAIN_MODES = {FileKind.PNG: ("1", "L", "LA", "RGB", "RGBA"), FileKind.JPEG: ("L", "RGB")}
TURNS = Turns(sentences.others_first)  # a large picture takes some hundred megabytes while it is drawn


def drawn_anew(kind: FileKind, content: IO[bytes], ending: str) -> BytesIO:
    """The same picture, the right way up; raises Refused where it is none, or too large, or several wait already."""
    with TURNS.turn():
        try:
            picture = Image.open(content, formats=[FORMATS[kind]])
        except DAMAGED:
            raise sentences.not_what_it_says(ending) from None
        if picture.width * picture.height > MOST_PIXELS:
            raise sentences.too_many_pixels()
        try:
            return _saved(kind, picture)
        except DAMAGED:
            raise sentences.damaged() from None


def _saved(kind: FileKind, picture: Image.Image) -> BytesIO:
    ImageOps.exif_transpose(picture, in_place=True)
    if kind is FileKind.PNG and picture.has_transparency_data:
        picture = picture.convert("RGBA")
    elif picture.mode not in PLAIN_MODES[kind]:
        picture = picture.convert("RGB")
    picture.info.clear()
    kept = BytesIO()
    picture.save(kept, FORMATS[kind], **({"quality": 90} if kind is FileKind.JPEG else {}))
    kept.seek(0)
    return kept
