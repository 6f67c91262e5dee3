"""The parts of a profile that are lists: skills and ties to places."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from advisors.enums import SkillGroup, SkillLevel, TieKind
from advisors.forms.profile import PlacesField
from advisors.models import AdvisorProfile, Skill
from core.forms import RowForm, RowsForm


def skill_choices() -> list[Any]:
    """Every skill of the list under its group. One query."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for slug, group, name in Skill.objects.order_by("position").values_list("slug", "group", "name"):
        groups.setdefault(str(SkillGroup(group).label), []).append((slug, name))
    return [("", _("選んでください")), *groups.items()]


class SkillRow(RowForm):
    key = "skill"

    skill = forms.ChoiceField(label=_("スキル"), error_messages={"required": _("スキルを選んでください。")})
    level = forms.TypedChoiceField(
        label=_("習熟度"),
        coerce=int,
        choices=[("", _("選んでください")), *SkillLevel.choices],
        error_messages={"required": _("習熟度を選んでください。")},
    )
    years = forms.IntegerField(
        label=_("経験年数"),
        min_value=0,
        max_value=60,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 4, "autocomplete": "off"}),
        error_messages={
            "required": _("経験年数を入力してください。"),
            "invalid": _("数字で入力してください。"),
        },
    )


class SkillsForm(RowsForm):
    row_form = SkillRow
    parts = "skills"

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        choices = skill_choices()
        for row in self.rows:
            field: Any = row.fields["skill"]
            field.choices = choices

    def clean(self) -> None:
        """A skill counts once; the second line about it is the one to change."""
        seen: set[Any] = set()
        for row in self.rows:
            skill = row["skill"].value()
            if not row.is_dropped and skill and str(skill) in seen:
                row.add_error("skill", _("同じスキルがほかの行にもあります。"))
            seen.add(str(skill))

    @classmethod
    def rows_of(cls, profile: AdvisorProfile) -> list[dict[str, Any]]:
        rows = profile.skills.select_related("skill").order_by("skill__position")
        return [{"skill": row.skill.slug, "level": row.level, "years": row.years} for row in rows]

    def parts_chosen(self) -> list[dict[str, Any]]:
        rows = self.cleaned_rows()
        ids = dict(Skill.objects.filter(slug__in=[row["skill"] for row in rows]).values_list("slug", "pk"))
        return [{"skill_id": ids[row["skill"]], "level": row["level"], "years": row["years"]} for row in rows]


class PlaceField(PlacesField):
    widget: forms.Widget = forms.TextInput(attrs={"size": 24})

    def clean(self, value: Any) -> Any:
        places = super().clean(value)
        if len(places) != 1:
            raise forms.ValidationError(_("自治体か都道府県を1つ入力してください。例：香川県さぬき市"))
        return places[0]


class TieRow(RowForm):
    key = "municipality"

    municipality = PlaceField(label=_("自治体・都道府県"))
    kind = forms.ChoiceField(
        label=_("つながり"),
        choices=[("", _("選んでください")), *TieKind.choices],
        error_messages={"required": _("つながりを選んでください。")},
    )


class TiesForm(RowsForm):
    row_form = TieRow
    parts = "ties"

    def clean(self) -> None:
        seen: set[Any] = set()
        for row in self.rows:
            tie = (row["municipality"].value(), row["kind"].value())
            if not row.is_dropped and tie in seen:
                row.add_error("municipality", _("同じつながりがほかの行にもあります。"))
            seen.add(tie)

    @classmethod
    def rows_of(cls, profile: AdvisorProfile) -> list[dict[str, Any]]:
        rows = profile.ties.select_related("municipality__prefecture").order_by("municipality__code", "kind")
        return [{"municipality": row.municipality.full_name, "kind": row.kind} for row in rows]

    def parts_chosen(self) -> list[dict[str, Any]]:
        return [
            {"municipality_id": row["municipality"].pk, "kind": row["kind"]} for row in self.cleaned_rows()
        ]
