"""Lists that belong to one call of the desk."""

from typing import Any

from django.shortcuts import get_object_or_404

from core.paging import PagedList
from projects.models import Opening
from projects.queries import openings_managed_by


class ListOfOpening(PagedList):
    """The permission is asked about the call; `opening` is in the context."""

    row: Opening

    def prepare(self) -> None:
        self.row = get_object_or_404(openings_managed_by(self.reader), code=self.kwargs["code"])

    def permission_subject(self) -> Opening:
        return self.row

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(**context) | {"opening": self.row}
