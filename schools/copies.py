"""A copy of a frozen version, byte for byte, so that anybody can reckon its fingerprint anew."""

from base64 import b64encode

from django.http import HttpResponse

from schools.models import Version


def copy_of(version: Version) -> HttpResponse:
    """The canonical JSON that the fingerprint was made of, as a file to keep.

    The file's name says what it is and which version; its digest also stands in the header (RFC 9530).
    """
    content = bytes(version.content)
    kind = version.version_kind.replace("_", "-")
    answer = HttpResponse(content, content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="{kind}-{version.school_year}-version-{version.number}.json"'
    answer["Repr-Digest"] = f"sha-256=:{b64encode(bytes.fromhex(version.sha256)).decode()}:"
    return answer
