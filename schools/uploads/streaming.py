"""A file that arrives goes to disk as far as it may be kept, and no further."""

from typing import Any

from django.core.files.uploadhandler import TemporaryFileUploadHandler

MOST_BYTES = 25 * 1024 * 1024


class BoundedUpload(TemporaryFileUploadHandler):
    """Of a file that is too large nothing is written but its size: the form says what is wrong with it."""

    too_large = False

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.too_large = False

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start + len(raw_data) <= MOST_BYTES:
            self.file.write(raw_data)
        elif not self.too_large:
            self.too_large = True
            self.file.seek(0)
            self.file.truncate()
