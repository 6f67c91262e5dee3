"""The parts of a profile that are columns of it; each form saves alone."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from advisors.enums import DayPart, SpokenLanguage, TalentType, Weekday
from advisors.models import AdvisorProfile
from core.forms import JaDateField, VersionedModelForm
from municipalities.enums import LegalForm
from municipalities.models import Field, Municipality
from municipalities.queries import municipalities_called, prefectures_by_region

LINKS = 5


class ChoicesField(forms.TypedMultipleChoiceField):
    """Several of a fixed list, as checkboxes in one line."""

    def __init__(self, choices: Any, *, coerce: Any = str, inline: bool = True, **options: Any) -> None:
        attrs = {"class": "inline"} if inline else {}
        options.setdefault("required", False)
        super().__init__(
            choices=choices, coerce=coerce, widget=forms.CheckboxSelectMultiple(attrs), **options
        )


class LinksField(forms.CharField):
    """One address a line; a missing https:// is added."""

    widget = forms.Textarea(attrs={"rows": 3})

    def to_python(self, value: Any) -> Any:
        lines = [line.strip() for line in (super().to_python(value) or "").splitlines() if line.strip()]
        return [line if "://" in line else f"https://{line}" for line in lines]

    def validate(self, value: Any) -> None:
        if len(value) > LINKS:
            raise ValidationError(_("5件までにしてください。"))
        check = URLValidator(schemes=["http", "https"])
        for line in value:
            try:
                check(line)
            except ValidationError:
                message = _("「{line}」は、ページの住所として読めません。例：https://example.jp/works")
                raise ValidationError(message.format(line=line)) from None

    def run_validators(self, value: Any) -> None:
        """Those of a text do not fit a list."""

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value


class PlacesField(forms.CharField):
    """Municipalities by name, one a line or separated by 、; every one must be known and unambiguous."""

    widget: forms.Widget = forms.Textarea(attrs={"rows": 3})

    def clean(self, value: Any) -> list[Municipality]:
        names = [name for line in str(value or "").splitlines() for name in line.replace("、", " ").split()]
        found = municipalities_called(names)
        for name in names:
            if not found[name]:
                message = _("「{name}」という自治体は見つかりません。例：香川県さぬき市")
                raise ValidationError(message.format(name=name))
            if len(found[name]) > 1:
                message = _("「{name}」は複数あります。都道府県から入力してください。")
                raise ValidationError(message.format(name=name))
        return list({row.pk: row for name in names for row in found[name]}.values())

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, list | tuple):
            return "\n".join(row.full_name for row in value)
        return value


class BasicsForm(VersionedModelForm):
    """Who the person is. Only the headline is needed to save; publishing asks for the rest."""

    fields = forms.ModelMultipleChoiceField(  # type: ignore[assignment]
        label=_("得意な分野"),
        queryset=Field.objects.order_by("position"),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "inline"}),
        help_text=_("当てはまるものをすべて選んでください。"),
    )
    talent_types = ChoicesField(
        TalentType.choices,
        label=_("人材の種類"),
        inline=False,
        help_text=_("国の「外部人材スキル標準」の区分です。当てはまるものを選んでください。"),
    )
    languages = ChoicesField(
        SpokenLanguage.choices, label=_("仕事で使える言語"), help_text=_("日本語のほかに使える言語です。")
    )
    links = LinksField(
        label=_("実績がわかるページ"),
        required=False,
        help_text=_("1行に1件、5件まで入力できます。例：https://example.jp/works"),
    )

    class Meta:
        model = AdvisorProfile
        fields = (
            "headline",
            "summary",
            "fields",
            "talent_types",
            "years",
            "prefecture",
            "languages",
            "links",
        )
        widgets: ClassVar = {"summary": forms.Textarea(attrs={"rows": 8})}
        help_texts: ClassVar = {
            "headline": _("何の専門家かを、ひとことで書いてください。例：業務改善コンサルタント"),
            "summary": _("これまでの仕事と、自治体の課題に生かせる実績を書いてください。"),
            "years": _("得意な分野で働いた年数です。"),
        }
        error_messages: ClassVar = {
            "headline": {"required": _("肩書を入力してください。")},
            "years": {
                "required": _("実務の年数を入力してください。"),
                "invalid": _("実務の年数は、数字で入力してください。"),
            },
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        parts: Any = self.fields
        parts["summary"].required = False
        places = [
            (region.label, [(row.pk, row.name) for row in rows]) for region, rows in prefectures_by_region()
        ]
        parts["prefecture"].choices = [("", _("選んでください")), *places]


class ConditionsForm(VersionedModelForm):
    """When and how the person can work."""

    weekdays = ChoicesField(Weekday.choices, coerce=int, label=_("活動できる曜日"))
    day_parts = ChoicesField(DayPart.choices, label=_("活動できる時間帯"))
    absent_from = JaDateField(label=_("休む期間の始まり"), required=False)
    absent_until = JaDateField(
        label=_("休む期間の終わり"),
        required=False,
        help_text=_("決まっていないときは、空欄にします。例：令和8年11月23日、2026/11/23"),
    )

    class Meta:
        model = AdvisorProfile
        fields = (
            "hours_per_month",
            "work_style",
            "weekdays",
            "day_parts",
            "intention",
            "absent_from",
            "absent_until",
        )
        widgets: ClassVar = {
            "work_style": forms.RadioSelect(attrs={"class": "inline"}),
            "intention": forms.RadioSelect(attrs={"class": "inline"}),
        }
        help_texts: ClassVar = {
            "hours_per_month": _("1か月に何時間まで活動できますか。"),
            "intention": _("「今は難しい」のあいだは、合う募集の案内を止めます。"),
        }
        error_messages: ClassVar = {
            "hours_per_month": {
                "required": _("使える時間を入力してください。"),
                "invalid": _("使える時間は、数字で入力してください。"),
            },
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        parts: Any = self.fields
        parts["hours_per_month"].label = _("使える時間（月あたり、時間）")

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        start, end = values.get("absent_from"), values.get("absent_until")
        if end and not start and "absent_from" not in self.errors:
            self.add_error("absent_from", _("休む期間の始まりも入力してください。"))
        elif start and end and end < start:
            self.add_error("absent_until", _("休む期間の始まり以降の日付にしてください。"))
        return values


class TermsForm(VersionedModelForm):
    """Fee, legal forms, and what the main job allows."""

    refused_forms = ChoicesField(
        LegalForm.choices,
        label=_("受けられない登用の形"),
        inline=False,
        help_text=_("選んだ形の募集は、案内しません。迷うときは空欄のままで構いません。"),
    )
    employer_municipality = PlacesField(
        label=_("勤務先の自治体"),
        required=False,
        widget=forms.TextInput(attrs={"size": 24}),
        help_text=_("自治体で働いている方だけ入力してください。その自治体にはプロフィールを見せません。"),
    )

    class Meta:
        model = AdvisorProfile
        fields = (
            "accepts_unpaid",
            "hourly_wish",
            "refused_forms",
            "employer",
            "employer_permission",
            "is_public_servant",
            "employer_municipality",
        )
        widgets: ClassVar = {
            "employer": forms.TextInput(attrs={"autocomplete": "organization"}),
            "employer_permission": forms.RadioSelect,
        }
        help_texts: ClassVar = {
            "hourly_wish": _(
                "これより低い謝礼の募集には、案内に注意を付けます。決めていないときは空欄にします。"
            ),
            "employer": _("勤務先がない方は、空欄のままにしてください。"),
            "employer_permission": _("活動を始めるまでに、許可を得ておく必要があります。"),
            "is_public_servant": _("国や自治体で働いている方は、任命権者の許可が必要です。"),
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        place = self.instance.employer_municipality
        self.initial["employer_municipality"] = [place] if place else []

    def clean_employer_municipality(self) -> Municipality | None:
        places = self.cleaned_data["employer_municipality"]
        if len(places) > 1:
            raise ValidationError(_("1つだけ入力してください。"))
        return places[0] if places else None


class VisibilityForm(VersionedModelForm):
    """Who may find the person."""

    hidden_from = PlacesField(
        label=_("見せない自治体"),
        required=False,
        help_text=_("1行に1つずつ入力します。応募した自治体は、応募のときに見られます。例：香川県さぬき市"),
    )

    class Meta:
        model = AdvisorProfile
        fields = ("visibility", "hidden_from", "wants_matches")
        widgets: ClassVar = {"visibility": forms.RadioSelect}
        help_texts: ClassVar = {
            "visibility": _("「すべての自治体」にすると、募集に合う方を探している自治体から声がかかります。"),
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial["hidden_from"] = list(self.instance.hidden_from.select_related("prefecture"))
