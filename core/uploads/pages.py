"""Forms with a file."""

from typing import Any

from django.http import HttpRequest

from core.uploads.inspecting import too_large


class WithFile:
    """For a FormPage whose form has a field `file`. One that is too large for the server arrives as no file
    at all; the reader is told why.
    """

    request: HttpRequest

    def form_options(self) -> dict[str, Any]:
        parent: Any = super()
        options: dict[str, Any] = parent.form_options()
        return {**options, "files": self.request.FILES} if self.request.method == "POST" else options

    def accepts(self, form: Any) -> bool:
        parent: Any = super()
        if parent.accepts(form):
            return True
        if getattr(self.request, "upload_too_large", False):
            form.errors.pop("file", None)
            form.add_error("file", too_large())
        return False
