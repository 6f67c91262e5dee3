"""Errors an operation raises for people: each message says in plain Japanese how to go on."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

RETRY_AFTER = 30  # seconds, when the database does not answer


class DomainError(Exception):
    """Something the rules of the domain forbid. `str()` is fit to be shown on a page."""

    def __init__(self, message: str | Promise) -> None:
        self.message = message
        super().__init__(message)

    def __str__(self) -> str:
        return str(self.message)


class EditConflict(DomainError):
    """The row was changed since the form was opened; `current` is the row as it is now."""

    def __init__(self, current: object) -> None:
        self.current = current
        super().__init__(
            _("他の人が先に更新しました。下の最新の内容を確認し、必要な部分を直して保存し直してください。")
        )
