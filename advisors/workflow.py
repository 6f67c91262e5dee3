"""Transition table of the advisor profile."""

from django.utils.translation import gettext_lazy as _

from core.workflow import State, Workflow, transition

PROFILE = Workflow(
    "profile",
    (
        State("draft", _("作成中"), _("公開すると、募集に応募できるようになります。")),
        State(
            "active",
            _("公開中"),
            _("募集に応募できます。応募先の自治体がプロフィールを見られます。"),
            tone="success",
        ),
        State("paused", _("休止中"), _("公開し直すまで、新しい応募はできません。")),
    ),
    (
        transition("activate", ("draft", "paused"), "active", _("プロフィールを公開する")),
        transition("pause", "active", "paused", _("公開を休止する"), primary=False),
    ),
)
