"""Stops a request that is too large while it arrives, before it fills a disk."""

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, StopUpload

from core.uploads.inspecting import LARGEST

ROOM = 1024 * 1024  # what the other fields may need


class LimitedUpload(FileUploadHandler):
    """The first of the handlers. What was typed before the file stays; `request.upload_too_large` says
    why the file is missing.
    """

    def handle_raw_input(
        self, input_data: Any, meta: Any, content_length: int, boundary: Any, encoding: Any = None
    ) -> None:
        self.announced = content_length
        self.received = 0

    def new_file(self, *args: Any, **options: Any) -> None:
        super().new_file(*args, **options)
        if self.announced > LARGEST + ROOM:
            self._stop()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.received += len(raw_data)
        if self.received > LARGEST:
            self._stop()
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """The next handler has it."""

    def _stop(self) -> None:
        request: Any = self.request
        request.upload_too_large = True
        raise StopUpload(connection_reset=True)
