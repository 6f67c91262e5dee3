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
    "reassign": _("この段階の人を変えた"),
    "review": _("後閲した"),
    "record_absence": _("不在の期間を記録した"),
    "assess": _("結果の案を記録した"),
    "recuse": _("利害関係を申告し、選考から外れた"),
    "erase": _("個人情報を消去した"),
    "leave": _("退会した"),
    "remove_experience": _("職務経歴を削除した"),
    "hand_over": _("担当を引き継いだ"),
    "release": _("担当を外した"),
    "assign": _("担当者を決めた"),
    "close": _("廃止した"),
    "reopen": _("廃止を取り消した"),
    "move_section": _("部署を移した"),
    "confirm": _("在籍を確かめた"),
    "finish": _("在籍の確認を終えた"),
    "invite_outside": _("公式でないアドレスに招待を送った"),
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
