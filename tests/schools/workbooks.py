"""Small workbooks for tests, good and hostile."""

import zipfile
from io import BytesIO

import openpyxl

ODS = "application/vnd.oasis.opendocument.spreadsheet"
SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
)
MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{ODS}"/></manifest:manifest>'
)


def xlsx_of(rows: list[list], far_cell: str = "") -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    if far_cell:
        book.active[far_cell] = "x"
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def zip_of(parts: dict[str, str | bytes], packed_by: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", packed_by) as packed:
        for name, words in parts.items():
            packed.writestr(name, words)
    return out.getvalue()


def ods_of(
    rows: list[list], repeat_rows: int = 1, repeat_columns: int = 1, packed_by: int = zipfile.ZIP_DEFLATED
) -> bytes:
    """The last row stands there `repeat_rows` times, each of its cells `repeat_columns` times."""
    lines = []
    for number, row in enumerate(rows, start=1):
        last = number == len(rows)
        columns = repeat_columns if last else 1
        cells = "".join(
            f'<table:table-cell table:number-columns-repeated="{columns}" office:value-type="string">'
            f"<text:p>{cell}</text:p></table:table-cell>"
            for cell in row
        )
        lines.append(
            f'<table:table-row table:number-rows-repeated="{repeat_rows if last else 1}">{cells}</table:table-row>'
        )
    body = f'<table:table table:name="Schools">{"".join(lines)}</table:table>'
    content = (
        f"<office:document-content {SPACES}><office:body><office:spreadsheet>{body}"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    return zip_of({"mimetype": ODS, "content.xml": content, "META-INF/manifest.xml": MANIFEST}, packed_by)
