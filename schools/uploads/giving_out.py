"""A kept file as it is given out: to be saved, never to be shown by the browser as a page of the portal."""

import logging
from hashlib import file_digest
from typing import Any

from django.http import FileResponse, Http404

from .storing import open_stored

logger = logging.getLogger(__name__)


def given_out(file: Any, *, sha256: str = "") -> FileResponse:
    """`file` is a row with `stored_as`, `name`, `size` and `content_type`; whoever asks was let in by the caller.

    With `sha256`, only these very bytes are given out.
    """
    try:
        content = open_stored(file.stored_as)
    except FileNotFoundError:
        logger.exception("File %s is not in the storage: was it restored with the database?", file.public_id)
        raise Http404 from None
    if sha256 and file_digest(content, "sha256").hexdigest() != sha256:
        logger.error("File %s is not what was frozen.", file.public_id)
        raise Http404
    content.seek(0)
    answer = FileResponse(content, as_attachment=True, filename=file.name, content_type=file.content_type)
    answer["Content-Length"] = str(file.size)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer
