"""やること: what, who, until when."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.forms import JaDateField, PortalForm, PortalModelForm, VersionedModelForm
from projects.forms.record import offer_choice
from projects.models import ActionItem, Engagement
from projects.queries import meetings_to_name
from projects.queries.participants import posts_taking_part

ADVISOR = "advisor"


class ActionItemForm(PortalModelForm):
    """`owner` is `advisor` or the code of a post: people have no public id of their own."""

    owner = forms.ChoiceField(label=_("担当"), error_messages={"required": _("担当を選んでください。")})
    due_date = JaDateField(
        label=_("期限"),
        help_text=_("例：令和8年11月30日"),
        error_messages={"required": _("期限を入力してください。")},
    )

    class Meta:
        model = ActionItem
        fields: tuple[str, ...] = ("text", "owner", "due_date", "meeting")
        help_texts = {
            "text": _("1件に1つ、何をするかを動詞で書いてください。例：窓口の待ち時間を1週間数える")
        }
        error_messages = {"text": {"required": _("やることを入力してください。")}}

    def __init__(self, *args: Any, engagement: Engagement, **options: Any) -> None:
        super().__init__(*args, **options)
        posts = {post.code: post for post in posts_taking_part(engagement)}
        self.people: dict[str, User] = {ADVISOR: engagement.advisor.user}
        self.people |= {code: post.user for code, post in posts.items()}
        named = [(code, f"{post.department or ''} {post.user}".strip()) for code, post in posts.items()]
        self.keep_owner(named)
        field: Any = self.fields["owner"]
        field.choices = [("", _("選んでください")), (ADVISOR, str(engagement.advisor)), *named]
        offer_choice(self, "meeting", meetings_to_name(engagement))

    def keep_owner(self, named: list[tuple[str, str]]) -> None:
        """The one who has it now is chosen already, even after leaving the team."""
        owner_id = self.instance.owner_id
        if owner_id is None:
            return
        key = next((key for key, user in self.people.items() if user.pk == owner_id), None)
        if key is None:
            key = "now"
            self.people[key] = self.instance.owner
            named.append((key, str(self.instance.owner)))
        self.initial["owner"] = key

    def clean_owner(self) -> User:
        return self.people[self.cleaned_data["owner"]]


class ActionItemEditForm(VersionedModelForm, ActionItemForm):
    """The same fields, guarded against overwriting."""


class DoneForm(PortalForm):
    result = forms.CharField(
        label=_("結果"),
        required=False,
        max_length=300,
        help_text=_("分かったことや資料の場所があれば書いてください。"),
    )
