"""Forms about sections and the people in them."""

from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.forms import JaDateField, PortalForm, PortalModelForm, VersionedModelForm
from municipalities.enums import StaffRole
from municipalities.models import Department, Municipality, StaffMembership
from municipalities.queries import section_choices


class PostField(forms.ModelChoiceField):
    """A colleague by name, section and title."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.label)


class RolesField(forms.MultipleChoiceField):
    """Checked roles, each with what it may do."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            label=_("役割"),
            choices=StaffRole.choices,
            widget=forms.CheckboxSelectMultiple,
            help_text=_(
                "管理者は職員を管理し、担当者と同じことができます。担当者は書き、承認者は決め、"
                "評価者は選考を手伝い、閲覧者は読みます。"
            ),
            error_messages={"required": _("役割を1つ以上選んでください。")},
            **options,
        )


class MemberForm(VersionedModelForm):
    roles = RolesField()

    class Meta:
        model = StaffMembership
        fields: ClassVar = ["roles", "department", "title"]
        help_texts: ClassVar = {"title": _("例：主任、課長補佐")}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        department: Any = self.fields["department"]
        department.queryset = section_choices(self.instance.municipality, keep=self.instance.department_id)


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


class DepartmentNameForm(VersionedModelForm):
    class Meta:
        model = Department
        fields: ClassVar = ["name"]
        error_messages: ClassVar = {"name": {"required": _("部署名を入力してください。")}}

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        others = Department.objects.filter(municipality=self.instance.municipality_id, name=name)
        if others.exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("同じ名前の部署が、すでにあります。"))
        return name


class CloseDepartmentForm(PortalForm):
    successor = forms.ModelChoiceField(
        Department.objects.none(),
        label=_("引き継ぐ部署"),
        help_text=_("進行中の仕事と在籍している職員が、この部署に移ります。"),
        error_messages={"required": _("引き継ぐ部署を選んでください。")},
    )
    closed_date = JaDateField(label=_("廃止日"), error_messages={"required": _("廃止日を入力してください。")})

    def __init__(self, *args: Any, department: Department, **options: Any) -> None:
        super().__init__(*args, **options)
        successor: Any = self.fields["successor"]
        successor.queryset = section_choices(department.municipality).exclude(pk=department.pk)
