"""One post, one criterion: lines of a section. A line without its name is an empty line."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import PortalForm

SETTLE = "1500"  # milliseconds of silence after which a draft saves itself


def _number() -> forms.TextInput:
    return forms.TextInput(attrs={"inputmode": "numeric", "size": 4, "autocomplete": "off"})


class LineForm(PortalForm):
    """A row of a table, so that each control names itself. `main` names the line, `needed` must stand beside it."""

    main: ClassVar[str]
    needed: ClassVar[str]
    needed_message: ClassVar[Any]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        number = str(self.prefix or "").rpartition("-")[2]
        for field in self.fields.values():
            field.required = False
            name = _("{label}（{number}行目）").format(
                label=field.label, number=int(number) + 1 if number.isdigit() else ""
            )
            field.widget.attrs |= {"data-settle": SETTLE, "class": "input", "aria-label": name}

    @property
    def is_written(self) -> bool:
        return bool(self.cleaned_data.get(self.main))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get(self.main) and not cleaned.get(self.needed) and self.needed not in self.errors:
            self.add_error(self.needed, self.needed_message)
        if cleaned.get("description") and not cleaned.get(self.main):
            self.add_error(self.main, _("名前を入力してください。要らない行は、説明も空欄にしてください。"))
        return cleaned


class PositionLine(LineForm):
    main, needed = "title", "seats"
    needed_message = _("人数を入力してください。")

    title = forms.CharField(label=_("ポストの名前"), max_length=60)
    seats = forms.IntegerField(label=_("人数"), min_value=1, max_value=50, initial=1, widget=_number())
    description = forms.CharField(
        label=_("このポストの仕事"), max_length=200, widget=forms.TextInput(attrs={"size": 40})
    )


class CriterionLine(LineForm):
    main, needed = "name", "weight"
    needed_message = _("重みを入力してください。")

    name = forms.CharField(label=_("基準"), max_length=40)
    weight = forms.IntegerField(label=_("重み（%）"), min_value=1, max_value=100, widget=_number())
    description = forms.CharField(
        label=_("見るところ"), max_length=200, widget=forms.TextInput(attrs={"size": 40})
    )
