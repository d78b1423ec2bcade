"""A copy of a frozen version, byte for byte, so that anybody can reckon its fingerprint anew."""

from base64 import b64encode
from typing import Any

from django.http import HttpResponse
from django.utils.text import slugify

from schools.models import FrozenDocument, OwnDocument, Version


def keep_document(version: Version, content: dict[str, Any]) -> None:
    """Tie the school's own document that stands in this version to it: from now on neither can be deleted."""
    if told := content.get("document"):
        rows = OwnDocument.objects.as_system("the document that was just frozen")
        FrozenDocument.objects.create(seen_in=version, file=rows.get(public_id=told["id"]))


def copy_of(version: Version) -> HttpResponse:
    """The canonical JSON that the fingerprint was made of, as a file to keep.

    The file's name says whose it is, what, and which version; its digest also stands in the header (RFC 9530).
    """
    content = bytes(version.content)
    name = f"{version.version_kind.replace('_', '-')}-{version.school_year}-version-{version.number}"
    if version.school:
        name = f"{slugify(version.school.name)}-{name}"
    answer = HttpResponse(content, content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="{name}.json"'
    answer["Repr-Digest"] = f"sha-256=:{b64encode(bytes.fromhex(version.sha256)).decode()}:"
    return answer
