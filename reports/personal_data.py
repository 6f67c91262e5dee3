"""Documents that a person had made."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.personal_data import Rows, Source, register, row_of
from reports.queries.document_jobs import jobs_of


def _export(user: User) -> Rows:
    return [row_of(row, "title", "asked_at", "finished_at") for row in jobs_of(user)]


def _erase(user: User, _at: datetime) -> None:
    jobs_of(user).delete()


register(Source("documents", _("作成を頼んだ書類"), _export, _erase))
