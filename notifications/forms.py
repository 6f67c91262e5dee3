"""How a person wants the mails of each kind."""

from itertools import groupby
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import PortalForm
from notifications.enums import Frequency
from notifications.kinds import Kind, mandatory_kinds, optional_kinds


class PreferencesForm(PortalForm):
    """One choice for each kind that leaves one; the field has the kind's code."""

    def __init__(self, data: Any = None, *, wishes: dict[str, str]) -> None:
        super().__init__(data)
        for kind in optional_kinds():
            self.fields[kind.code] = forms.ChoiceField(
                label=str(kind.label),
                choices=Frequency.choices,
                initial=wishes[kind.code],
                widget=forms.Select(attrs={"class": "input"}),
                error_messages={"required": _("メールの受け取り方を選んでください。")},
            )

    def groups(self) -> list[dict[str, Any]]:
        """Kinds under their headings: what can be chosen (`fields`) and what cannot (`fixed`)."""
        kinds = sorted([*optional_kinds(), *mandatory_kinds()], key=lambda kind: kind.heading)
        return [self._group(heading, list(rows)) for heading, rows in groupby(kinds, lambda k: k.heading)]

    def _group(self, heading: str, kinds: list[Kind]) -> dict[str, Any]:
        return {
            "heading": heading,
            "fields": [self[kind.code] for kind in kinds if not kind.mandatory],
            "fixed": [kind.label for kind in kinds if kind.mandatory],
        }
