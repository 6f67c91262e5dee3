"""The date, time and kana fields, and the two bases of every form."""

from datetime import date, time
from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils import translation

from accounts.models import User
from core.forms import JaDateField, JaTimeField, KanaField, PortalForm, PortalModelForm
from core.forms import VersionedModelForm as Versioned
from projects.models import Program
from tests.factories.projects import ProgramFactory


@pytest.mark.parametrize("typed", ["令和8年11月23日", "R8.11.23", "２０２６／１１／２３", date(2026, 11, 23)])
def test_date_field_reads_what_people_type(typed: Any) -> None:
    assert JaDateField().clean(typed) == date(2026, 11, 23)


@pytest.mark.parametrize("typed", ["11/12/2026", "平成32年1月1日", "あした"])
def test_date_field_says_how_to_write_a_date(typed: str) -> None:
    with pytest.raises(ValidationError, match="例：令和8年11月23日"):
        JaDateField().clean(typed)


def test_date_field_may_be_empty_unless_required() -> None:
    assert JaDateField(required=False).clean("") is None
    with pytest.raises(ValidationError) as raised:
        JaDateField().clean("")
    assert raised.value.code == "required"


def test_date_field_shows_the_era_or_the_iso_form_in_english() -> None:
    field = JaDateField()
    assert field.prepare_value(date(2026, 11, 23)) == "令和8年11月23日"
    assert field.prepare_value("typed by hand") == "typed by hand"
    assert field.prepare_value(None) is None
    with translation.override("en"):
        assert field.prepare_value(date(2026, 11, 23)) == "2026-11-23"
        assert field.clean(field.prepare_value(date(2026, 11, 23))) == date(2026, 11, 23)


def test_an_unchanged_date_is_not_a_change() -> None:
    class Dated(PortalForm):
        on = JaDateField(initial=date(2026, 11, 23))

    assert not Dated({"on": "令和8年11月23日"}).has_changed()
    assert Dated({"on": "令和8年11月24日"}).has_changed()


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("19:00", time(19)),
        ("１９：００", time(19)),
        ("19時", time(19)),
        ("19時30分", time(19, 30)),
        ("１９時３０分", time(19, 30)),
        (" 9:05 ", time(9, 5)),
        ("0時", time(0)),
        (time(8, 30), time(8, 30)),
    ],
)
def test_time_field_reads_what_people_type(typed: Any, expected: time) -> None:
    assert JaTimeField().clean(typed) == expected


@pytest.mark.parametrize("typed", ["25:00", "夕方", "19時60分", "24時"])
def test_time_field_says_how_to_write_a_time(typed: str) -> None:
    with pytest.raises(ValidationError, match="例：19:00"):
        JaTimeField().clean(typed)


def test_kana_field_stores_full_width_katakana() -> None:
    assert KanaField().clean("ﾅｶﾞｵ はなこ") == "ナガオ ハナコ"
    assert KanaField(required=False).clean("") == ""
    with pytest.raises(ValidationError):
        KanaField().clean("  ")


def test_error_list_points_to_the_fields_in_page_order() -> None:
    class Form(PortalForm):
        first = forms.CharField(error_messages={"required": "一つめを書いてください。"})
        second = JaDateField(required=False)

        def clean(self) -> dict[str, Any]:
            raise ValidationError("全体の誤り。")

    form = Form({"second": "x"})
    assert form.error_list() == [
        ("", "全体の誤り。"),
        ("id_first", "一つめを書いてください。"),
        ("id_second", "日付を正しく入力してください。例：令和8年11月23日、2026/11/23"),
    ]
    assert not form.use_required_attribute


class NameForm(PortalModelForm):
    class Meta:
        model = User
        fields = ["family_name", "given_name"]


def test_a_model_form_hands_its_changes_to_an_operation() -> None:
    form = NameForm({"family_name": "長尾", "given_name": "花子"})
    assert form.is_valid()
    assert form.changes() == {"family_name": "長尾", "given_name": "花子"}
    with pytest.raises(NotImplementedError):
        form.save()


class TitleForm(Versioned):
    class Meta:
        model = Program
        fields = ["title"]


@pytest.mark.django_db
def test_a_versioned_form_carries_the_version_it_was_opened_with() -> None:
    program = ProgramFactory(version=7)
    shown = TitleForm(instance=program)
    assert 'type="hidden" name="version" value="7"' in str(shown["version"])
    sent = TitleForm({"title": "新しい名前", "version": "6"}, instance=program)
    assert sent.is_valid()
    assert sent.cleaned_data["version"] == 6
    assert sent.changes() == {"title": "新しい名前"}
    assert not TitleForm({"title": "新しい名前"}, instance=program).is_valid()
