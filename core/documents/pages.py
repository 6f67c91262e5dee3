"""Pages that are a document to download."""

from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from core.documents import Document, DocumentError, pdf_file
from core.documents.word import docx_file
from core.views import RowMixin


class DocumentPage(RowMixin):
    """`ending` is pdf, or docx for a file to edit. When it cannot be set, the reader is told so on the row's
    own page.
    """

    ending: ClassVar[str] = "pdf"

    def document(self) -> Document:
        raise NotImplementedError

    def back_url(self) -> str:
        return str(self.row.get_absolute_url())

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        document = self.document()
        name = f"{document.title}_{self.row.code}"
        if self.ending == "docx":
            return docx_file(document, name=name)
        try:
            return pdf_file(document, name=name)
        except DocumentError as fault:
            messages.error(request, str(fault))
            return redirect(self.back_url())
