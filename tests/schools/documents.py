"""Small documents of every kind that is kept, and of kinds that are not: made here, byte for byte."""

import struct
import zipfile
import zlib
from io import BytesIO

from PIL import Image
from PIL.ExifTags import IFD, Base

from schools.models.evidence_file import FILE_FORMATS

PNG_HEADER = b"\x89PNG\r\n\x1a\n"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
MAIN = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
EXE = b"MZ\x90\x00" + bytes(600)


def pdf(words: str = "Taith ddysgu") -> bytes:
    """A PDF of one empty page, with a table of references that is right."""
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
        f"<</Title({words})>>".encode(),
    ]
    body, places = b"%PDF-1.7\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 5\n0000000000 65535 f \n%strailer\n<</Size 5/Root 1 0 R/Info 4 0 R>>\nstartxref\n%d\n%%%%EOF\n"
    return body + end % (table, len(body))


def packed(parts: dict[str, bytes | str], stored: tuple[str, ...] = ("mimetype",)) -> bytes:
    whole = BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as into:
        for name, words in parts.items():
            into.writestr(name, words, zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED)
    return whole.getvalue()


def content_types(kind: str, main: str = "", more: str = "") -> str:
    main = main or f"{FILE_FORMATS[kind].content_type}.main+xml"
    part = f'<Override ContentType="{main}" PartName="/{MAIN[kind]}"/>'
    return f'<?xml version="1.0"?><Types xmlns="{TYPES}">{part}{more}</Types>'


def ooxml(kind: str = "docx", types: str = "", **more: bytes) -> bytes:
    """`more`: further parts; a double underline in a name stands for /."""
    named = {name.replace("__", "/"): words for name, words in more.items()}
    begin = {"[Content_Types].xml": types or content_types(kind), "_rels/.rels": "<Relationships/>"}
    return packed({**begin, MAIN[kind]: "<w/>", **named})


def odf(kind: str = "odt", manifest: str = "<manifest/>", **more: bytes) -> bytes:
    named = {name.replace("__", "/"): words for name, words in more.items()}
    begin = {"mimetype": FILE_FORMATS[kind].content_type, "content.xml": "<office/>", "META-INF/manifest.xml": manifest}
    return packed({**begin, **named})


def picture(form: str = "PNG", size: tuple[int, int] = (40, 30), mode: str = "RGB") -> bytes:
    """A picture; as JPEG lying on its side, with the place where it was taken and a remark."""
    whole, image = BytesIO(), Image.new(mode, size, 90)
    if form == "PNG":
        image.save(whole, form)
        return whole.getvalue()
    exif = Image.Exif()
    exif[Base.Orientation] = 6
    exif.get_ifd(IFD.GPSInfo)[1] = "N"
    exif.get_ifd(IFD.GPSInfo)[2] = (51.0, 46.0, 12.0)
    image.save(whole, form, exif=exif, comment=b"taken by Nia")
    return whole.getvalue()


def picture_without_its_palette() -> bytes:
    """A PNG that says its pixels are places in a palette, and brings none."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    head = struct.pack(">IIBBBBB", 10, 10, 8, 3, 0, 0, 0)
    pixels = zlib.compress((b"\0" + b"\7" * 10) * 10)
    return PNG_HEADER + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def bomb() -> bytes:
    """Some two hundred kilobytes that unpack to more than two hundred megabytes."""
    zeros = bytes(8 * 1024 * 1024)
    return ooxml(**{f"word__media__{n}.xml": zeros for n in range(26)})


def lying_bomb() -> bytes:
    """The same, where the list of parts says that each is small."""
    whole = bytearray(bomb())
    size = (8 * 1024 * 1024).to_bytes(4, "little")
    return bytes(whole.replace(size, (100).to_bytes(4, "little")))


GOOD = {
    "taith.pdf": pdf(),
    "taith.docx": ooxml("docx"),
    "taith.xlsx": ooxml("xlsx"),
    "taith.odt": odf("odt"),
    "taith.ods": odf("ods"),
    "taith.png": picture("PNG"),
    "taith.jpg": picture("JPEG"),
    "TAITH.JPEG": picture("JPEG"),
}
