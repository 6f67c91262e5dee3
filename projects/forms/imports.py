"""Choosing a file, saying what its columns are, and saying that it may be written."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.forms import PortalForm
from core.uploads.fields import UploadField
from municipalities.models import Municipality
from projects.enums import ImportKind
from projects.imports.reading import Column
from projects.models import ImportJob, Program


def _file_field() -> UploadField:
    return UploadField(
        label=_("ファイル"),
        accept=".csv,.txt,.xlsx",
        help_text=_("CSV（UTF-8、Shift_JIS）かExcel（xlsx）。5,000行まで。1行目は列の名前にします。"),
        error_messages={"required": _("ファイルを選んでください。")},
    )


class _ProgramField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.title}（{obj.municipality}）"


class ImportForm(PortalForm):
    """For an operator: nothing to choose but the file."""

    file = _file_field()


class PlaceImportForm(PortalForm):
    """`places` are those the reader may enter things for; one is not asked for."""

    municipality = forms.ModelChoiceField(
        Municipality.objects.none(),
        label=_("自治体"),
        error_messages={"required": _("自治体を選んでください。")},
    )
    file = _file_field()

    def __init__(self, *args: Any, places: QuerySet[Municipality], **options: Any) -> None:
        super().__init__(*args, **options)
        self._places = list(places)
        fields: dict[str, Any] = self.fields
        fields["municipality"].queryset = places
        if len(self._places) == 1:
            del self.fields["municipality"]

    def clean(self) -> dict[str, Any]:
        super().clean()
        if len(self._places) == 1:
            self.cleaned_data["municipality"] = self._places[0]
        return self.cleaned_data


class ProgramImportForm(PortalForm):
    """Openings of a city go into a program that is under way."""

    program = _ProgramField(
        Program.objects.none(),
        label=_("事業"),
        help_text=_("募集は、この事業の同じ分野のプロジェクトに下書きとして入ります。"),
        error_messages={"required": _("事業を選んでください。")},
    )
    file = _file_field()

    def __init__(self, *args: Any, programs: QuerySet[Program], **options: Any) -> None:
        super().__init__(*args, **options)
        fields: dict[str, Any] = self.fields
        fields["program"].queryset = programs


class KindForm(PortalForm):
    """What other programs say instead of choosing a page; `kinds` are those the reader may have read in."""

    kind = forms.ChoiceField(
        label=_("内容"),
        choices=ImportKind.choices,
        error_messages={
            "required": _("取り込む内容を選んでください。"),
            "invalid_choice": _("この内容は取り込めません。"),
        },
    )

    def __init__(self, *args: Any, kinds: Sequence[ImportKind], **options: Any) -> None:
        super().__init__(*args, **options)
        fields: dict[str, Any] = self.fields
        fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]


class ImportUploadForm(KindForm):
    """All that can be sent along with a file, for the description; which of it is asked for depends on the kind."""

    municipality = forms.ModelChoiceField(Municipality.objects.none(), label=_("自治体"), required=False)
    program = _ProgramField(Program.objects.none(), label=_("事業"), required=False)
    file = _file_field()


class ColumnsForm(PortalForm):
    """One choice for each column of the file; a column that is not read stays out."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, job: ImportJob, heads: Sequence[str], columns: Sequence[Column], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self._count = len(heads)
        self.fields["version"].initial = job.version
        choices = [("", _("読まない")), *((each.name, each.label) for each in columns)]
        for number, (head, chosen) in enumerate(zip(heads, job.columns, strict=True)):
            self.fields[f"column_{number}"] = forms.ChoiceField(
                label=head or _("{number}列目（名前なし）").format(number=number + 1),
                choices=choices,
                initial=chosen,
                required=False,
            )

    def names(self) -> list[str]:
        return [self.cleaned_data[f"column_{number}"] for number in range(self._count)]

    def clean(self) -> dict[str, Any]:
        super().clean()
        if not self.errors and not any(self.names()):
            self.add_error(None, _("読む列を1つ以上選んでください。"))
        return self.cleaned_data

    def differences(self, _current: Any) -> list[dict[str, Any]]:
        return []


class WriteForm(PortalForm):
    """With wrong lines in the file, leaving them out is said outright."""

    is_partial = forms.BooleanField(
        label=_("誤りのある行を飛ばして取り込む"),
        error_messages={"required": _("誤りのある行を飛ばすことを確かめて、印を付けてください。")},
    )

    def __init__(self, *args: Any, wrong: int = 0, **options: Any) -> None:
        super().__init__(*args, **options)
        if not wrong:
            del self.fields["is_partial"]
