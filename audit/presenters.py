"""Telling what happened in words: an event's action is a verb of the subject's workflow."""

from django.apps import apps
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from audit.models import Event

LABELS: dict[str, str | Promise] = {
    "create": _("作成した"),
    "edit": _("内容を変更した"),
    "autosave": _("書きながら保存した"),
    "ask_approval": _("決裁を申請した"),
    "assess": _("結果の案を記録した"),
}


def event_label(event: Event) -> str:
    """The transition's label (承認する), or the plain word for creating and editing."""
    if event.action in LABELS:
        return str(LABELS[event.action])
    workflow = getattr(apps.get_model(event.subject_type), "workflow", None)
    for transition in workflow.transitions if workflow else ():
        if transition.action == event.action:
            return str(transition.label)
    return event.action
