"""Forms of a 事業 and its projects."""

from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.forms import JaDateField, PortalModelForm, VersionedModelForm
from municipalities.models import Field, Municipality, PartnershipAgreement, StaffMembership
from municipalities.queries import team_choices
from projects.models import Program, Project
from projects.queries import open_departments

TERM_ERROR = _("開始日以降の日付にしてください。")


class ProgramFields(PortalModelForm):
    """What a new and an edited program have in common."""

    class Meta:
        model = Program
        fields: ClassVar = ["title", "purpose", "start_date", "end_date"]
        field_classes: ClassVar = {"start_date": JaDateField, "end_date": JaDateField}
        widgets: ClassVar = {"purpose": forms.Textarea(attrs={"rows": 4})}
        help_texts: ClassVar = {
            "title": _("例：令和8年度 複業人材活用事業"),
            "purpose": _("なぜ外部の専門家の力を借りるのかを書きます。合同報告の初めにも使います。"),
            "start_date": _("この日が入る年度の事業になります。例：令和8年11月23日、2026/11/23"),
            "end_date": _("例：令和9年3月31日、2027/3/31"),
        }
        error_messages: ClassVar = {
            "title": {"required": _("事業名を入力してください。")},
            "start_date": {"required": _("開始日を入力してください。")},
            "end_date": {"required": _("終了日を入力してください。")},
        }

    def clean(self) -> dict[str, Any]:
        super().clean()
        start, end = self.cleaned_data.get("start_date"), self.cleaned_data.get("end_date")
        if start and end and end < start:
            self.add_error("end_date", TERM_ERROR)
        return self.cleaned_data


class ProgramForm(ProgramFields):
    """A new program. `places` are the cities the reader drafts for; one city is not asked for."""

    municipality = forms.ModelChoiceField(
        Municipality.objects.none(),
        label=_("自治体"),
        error_messages={"required": _("自治体を選んでください。")},
    )
    field_order = ("municipality", "agreement")

    class Meta(ProgramFields.Meta):
        fields: ClassVar = ["agreement", *ProgramFields.Meta.fields]
        help_texts: ClassVar = {
            **ProgramFields.Meta.help_texts,
            "agreement": _("有効な連携協定だけを選べます。"),
        }
        error_messages: ClassVar = {
            **ProgramFields.Meta.error_messages,
            "agreement": {"required": _("連携協定を選んでください。")},
        }

    def __init__(
        self,
        *args: Any,
        places: QuerySet[Municipality],
        agreements: QuerySet[PartnershipAgreement],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self._places = list(places)
        self._choices("municipality").queryset = places
        agreement = self._choices("agreement")
        agreement.queryset = agreements
        if len(self._places) == 1:
            del self.fields["municipality"]
        self.has_agreement = agreements.exists()

    def _choices(self, name: str) -> Any:
        return self.fields[name]

    @property
    def place(self) -> Municipality:
        """The city of the new program; only after validation."""
        chosen: Municipality = self.cleaned_data.get("municipality") or self._places[0]
        return chosen


class ProgramEditForm(ProgramFields, VersionedModelForm):
    class Meta(ProgramFields.Meta):
        pass

    def clean_start_date(self) -> Any:
        """Moving the start must not leave the agreement's term; an old start stays acceptable."""
        start = self.cleaned_data["start_date"]
        if start != self.instance.start_date and not self.instance.agreement.covers(start):
            raise forms.ValidationError(
                _("この日に有効な協定がありません。連携協定の期間の中の日付にしてください。")
            )
        return start


class TeamField(forms.ModelMultipleChoiceField):
    """Colleagues by name, section and title."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.label)


class ProjectForm(PortalModelForm):
    """`municipality` decides which sections and colleagues can be chosen."""

    team = TeamField(
        StaffMembership.objects.none(),
        label=_("参加する職員"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("アドバイザーと一緒に取り組む職員を、部署をまたいで選べます。"),
    )

    class Meta:
        model = Project
        fields: ClassVar = ["title", "field", "department", "challenge", "team"]
        widgets: ClassVar = {"challenge": forms.Textarea(attrs={"rows": 6})}
        help_texts: ClassVar = {
            "title": _("例：書かない窓口の実現"),
            "challenge": _("だれが何に困っているかを書きます。募集を作るときに、そのまま使えます。"),
            "department": _("このプロジェクトを受け持つ部署です。"),
        }
        error_messages: ClassVar = {
            "title": {"required": _("プロジェクト名を入力してください。")},
            "field": {"required": _("分野を選んでください。")},
            "department": {"required": _("主管課を選んでください。")},
            "challenge": {"required": _("課題を入力してください。")},
        }

    def __init__(self, *args: Any, municipality: Municipality, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: dict[str, Any] = self.fields
        fields["field"].queryset = Field.objects.order_by("position")
        fields["department"].queryset = open_departments(municipality, keep=self.instance.department_id)
        fields["team"].queryset = team_choices(municipality)
        self.has_department = fields["department"].queryset.exists()


class ProjectEditForm(ProjectForm, VersionedModelForm):
    class Meta(ProjectForm.Meta):
        pass
