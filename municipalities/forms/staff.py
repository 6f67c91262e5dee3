"""Forms about sections and the people in them."""

from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.forms import JaDateField, PortalForm, PortalModelForm
from municipalities.models import Department, Municipality


class EndMembershipForm(PortalForm):
    ended_date = JaDateField(
        label=_("離任日"),
        help_text=_("この日を記録し、すぐに自治体の画面を見られなくします。例：令和9年3月31日、2027/3/31"),
        error_messages={"required": _("離任日を入力してください。")},
    )

    def __init__(self, *args: Any, started_date: Any = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self._started = started_date

    def clean_ended_date(self) -> Any:
        ended = self.cleaned_data["ended_date"]
        if self._started and ended < self._started:
            raise forms.ValidationError(_("着任日以降の日付にしてください。"))
        return ended


class DepartmentForm(PortalModelForm):
    """`places` are the cities the reader administers; one city is not asked for."""

    municipality = forms.ModelChoiceField(
        Municipality.objects.none(),
        label=_("自治体"),
        error_messages={"required": _("自治体を選んでください。")},
    )
    field_order = ("municipality",)

    class Meta:
        model = Department
        fields: ClassVar = ["name"]
        help_texts: ClassVar = {"name": _("例：総務部 政策課")}
        error_messages: ClassVar = {"name": {"required": _("部署名を入力してください。")}}

    def __init__(self, *args: Any, places: QuerySet[Municipality], **options: Any) -> None:
        super().__init__(*args, **options)
        self._places = list(places)
        fields: dict[str, Any] = self.fields
        fields["municipality"].queryset = places
        if len(self._places) == 1:
            del self.fields["municipality"]

    @property
    def place(self) -> Municipality:
        """The city of the new section; only after validation."""
        chosen: Municipality = self.cleaned_data.get("municipality") or self._places[0]
        return chosen

    def clean(self) -> dict[str, Any]:
        super().clean()
        name = self.cleaned_data.get("name")
        if name and "municipality" not in self.errors and self.place.departments.filter(name=name).exists():
            self.add_error("name", _("同じ名前の部署が、すでにあります。"))
        return self.cleaned_data
