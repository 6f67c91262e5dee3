"""Transition tables: partnership agreement, approval, staff membership."""

from django.utils.translation import gettext_lazy as _

from core.workflow import State, Workflow, transition

AGREEMENT = Workflow(
    "agreement",
    (
        State("negotiating", _("協議中"), _("内容がまとまったら、決裁を求めます。")),
        State("in_approval", _("決裁中"), _("自治体の承認者が決裁します。"), tone="warning"),
        State("approved", _("決裁済"), _("署名した日を記録すると、締結になります。"), tone="info"),
        State("concluded", _("締結"), _("この協定のもとで事業を始められます。"), tone="success"),
        State("expired", _("満了"), _("期間が終わりました。続けるときは更新します。")),
        State("terminated", _("解約"), _("この協定で新しい事業は始められません。")),
    ),
    (
        transition("submit", "negotiating", "in_approval", _("決裁を求める")),
        transition("approve", "in_approval", "approved", _("決裁する")),
        transition("return", "in_approval", "negotiating", _("差し戻す"), primary=False),
        transition("recall", "in_approval", "negotiating", _("引き上げる"), primary=False),
        transition("conclude", "approved", "concluded", _("締結を記録する")),
        transition("renew", ("concluded", "expired"), "concluded", _("更新する"), primary=False),
        transition("expire", "concluded", "expired", _("満了を記録する"), primary=False),
        transition("terminate", "concluded", "terminated", _("解約を記録する"), primary=False),
    ),
)

DECIDED = ("approved", "returned", "withdrawn", "dropped")
APPROVAL = Workflow(
    "approval",
    (
        State(
            "pending",
            _("承認待ち"),
            _("今の段階の人が承認するか、理由を付けて差し戻します。"),
            tone="warning",
        ),
        State("approved", _("承認済み"), tone="success"),
        State("returned", _("差戻し"), _("担当者が直して、もう一度承認を申請します。"), tone="error"),
        State("withdrawn", _("引上げ"), _("担当者が申請を引き上げました。直して、もう一度申請できます。")),
        State("dropped", _("取下げ"), _("申請した件そのものが取り下げられました。")),
    ),
    (
        transition("pass", "pending", "pending", _("承認して次へ回す")),
        transition("approve", "pending", "approved", _("承認する"), by_system=True),
        transition("return", "pending", "returned", _("差し戻す"), primary=False, by_system=True),
        transition("skip", "pending", "pending", _("後閲にして次へ回す"), primary=False),
        transition("reassign", "pending", "pending", _("この段階の人を変える"), primary=False),
        transition("withdraw", "pending", "withdrawn", _("引き上げる"), primary=False, by_system=True),
        transition("drop", "pending", "dropped", _("取り下げる"), primary=False, by_system=True),
        *(transition("review", state, state, _("後閲を済ませる")) for state in ("pending", *DECIDED)),
    ),
)

APPROVAL_STEP = Workflow(
    "approval_step",
    (
        State("waiting", _("未処理"), _("順番が来ると、この段階の人にお知らせが届きます。")),
        State("passed", _("承認"), tone="success"),
        State(
            "skipped", _("後閲"), _("不在のため先に進めました。戻ったら内容を確認します。"), tone="warning"
        ),
        State("returned", _("差戻し"), tone="error"),
    ),
    (
        transition("pass", "waiting", "passed", _("承認する"), by_system=True),
        transition("skip", "waiting", "skipped", _("後閲にする"), by_system=True),
        transition("return", "waiting", "returned", _("差し戻す"), by_system=True),
    ),
)

MEMBERSHIP = Workflow(
    "membership",
    (
        State("active", _("在籍"), tone="success"),
        State("ended", _("異動・退職"), _("この人は自治体の画面を見られません。")),
    ),
    (
        transition("end", "active", "ended", _("在籍を終了する"), primary=False),
        transition("restore", "ended", "active", _("在籍に戻す")),
    ),
)
