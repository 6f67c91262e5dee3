"""What a coordinator notes about 要対応."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.queries import coordinators
from core.forms import JaDateField, PortalForm
from reports.enums import Channel


class ContactForm(PortalForm):
    channel = forms.ChoiceField(
        label=_("連絡の方法"),
        widget=forms.RadioSelect(attrs={"class": "inline"}),
        choices=Channel.choices,
        error_messages={"required": _("連絡の方法を選んでください。")},
    )
    text = forms.CharField(
        label=_("だれと、何を話したか"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("コーディネーターだけが読みます。例：総務課の長尾さん。次の会議を12月10日に決めた。"),
        error_messages={"required": _("だれと何を話したかを入力してください。")},
    )


class SnoozeForm(PortalForm):
    text = forms.CharField(
        label=_("見送る理由"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("例：年末までは議会の対応で動けないと聞いたため。"),
        error_messages={"required": _("見送る理由を入力してください。")},
    )
    until_date = JaDateField(
        label=_("いつまで"),
        help_text=_("この日までは一覧に出ません。90日後までの日付にしてください。例：令和9年1月12日"),
        error_messages={"required": _("いつまで見送るかを入力してください。")},
    )


class AssignForm(PortalForm):
    """`assignee` is the mail address: people have no public id of their own."""

    assignee = forms.ChoiceField(label=_("担当"), error_messages={"required": _("担当を選んでください。")})

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.people: dict[str, User] = {person.email: person for person in coordinators()}
        field: Any = self.fields["assignee"]
        field.choices = [(email, str(person)) for email, person in self.people.items()]

    def clean_assignee(self) -> User:
        return self.people[self.cleaned_data["assignee"]]
