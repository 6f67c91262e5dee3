"""Transition table of a file that is read in."""

from django.utils.translation import gettext_lazy as _

from core.workflow import State, Workflow, transition

IMPORT_JOB = Workflow(
    "import_job",
    (
        State(
            "checking",
            _("確認中"),
            _("すべての行を試しています。まだ何も登録していません。"),
            tone="info",
        ),
        State(
            "checked",
            _("確認済み"),
            _("結果を見て、取り込むか、ファイルを直して選び直してください。"),
            tone="warning",
        ),
        State(
            "writing", _("取込中"), _("終わったらお知らせします。ページを閉じてもかまいません。"), tone="info"
        ),
        State("done", _("取込済み"), _("24時間以内なら、取り消せます。"), tone="success"),
        State("undoing", _("取消中"), _("取り込んだものを消しています。"), tone="info"),
        State("undone", _("取消済み"), _("取り込んだものは残っていません。")),
        State("discarded", _("取りやめ"), _("何も登録していません。")),
        State(
            "failed", _("中断"), _("何も登録していません。同じファイルで、もう一度試せます。"), tone="error"
        ),
    ),
    (
        transition("report", "checking", "checked", _("試し終える"), by_system=True),
        transition("match", "checked", "checking", _("列を合わせ直す"), primary=False),
        transition("write", "checked", "writing", _("取り込む")),
        transition("finish", "writing", "done", _("取り込み終える"), by_system=True),
        transition("refuse", "writing", "checked", _("誤りがあって戻す"), by_system=True),
        transition("undo", "done", "undoing", _("取込を取り消す"), primary=False),
        transition("take_back", "undoing", "undone", _("取り消し終える"), by_system=True),
        transition("fail", ("checking", "writing"), "failed", _("あきらめる"), by_system=True),
        transition("fail", "undoing", "done", _("取消をあきらめる"), by_system=True),
        transition("discard", ("checked", "failed"), "discarded", _("取りやめる"), primary=False),
        transition("retry", "failed", "checking", _("もう一度試す")),
    ),
)
