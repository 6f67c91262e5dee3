"""Transition tables: partnership agreement, approval, staff membership, invitation, handover."""

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
        State("approved", _("承認済み"), _("起案した人が、次の手続に進みます。"), tone="success"),
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

INVITATION = Workflow(
    "invitation",
    (
        State("sent", _("送付済み"), _("メールのリンクから本人が参加すると、職員になります。"), tone="info"),
        State("accepted", _("承諾"), tone="success"),
        State("expired", _("期限切れ"), _("もう一度送ると、新しいリンクが届きます。"), tone="warning"),
        State("cancelled", _("取消"), _("リンクは使えません。招き直すときは、新しく招待します。")),
    ),
    (
        transition("accept", "sent", "accepted", _("参加する"), by_system=True),
        transition("resend", ("sent", "expired"), "sent", _("もう一度送る"), primary=False),
        transition("cancel", ("sent", "expired"), "cancelled", _("招待を取り消す"), primary=False),
        transition("expire", "sent", "expired", _("期限が切れた"), by_system=True),
    ),
)

HANDOVER = Workflow(
    "handover",
    (
        State("planned", _("予定"), _("引継ぎの日の0時に、担当が移ります。"), tone="info"),
        State("done", _("実施済み"), tone="success"),
        State("cancelled", _("取消")),
    ),
    (
        transition("execute", "planned", "done", _("引継ぎを実施した"), by_system=True),
        transition("cancel", "planned", "cancelled", _("引継ぎの予定を取り消す"), primary=False),
    ),
)

WEBHOOK = Workflow(
    "webhook",
    (
        State("active", _("送信中"), _("選んだ出来事があると、すぐに送ります。"), tone="success"),
        State("paused", _("停止中"), _("再開するまでの出来事は送りません。")),
        State(
            "disabled",
            _("自動停止"),
            _("届かない状態が続いたため止めました。直してから再開します。"),
            tone="error",
        ),
        State("removed", _("削除済み")),
    ),
    (
        transition("pause", "active", "paused", _("止める"), primary=False),
        transition("disable", "active", "disabled", _("自動で止める"), by_system=True),
        transition("resume", ("paused", "disabled"), "active", _("再開する")),
        *(
            transition("rotate", state, state, _("署名の鍵を替える"), primary=False)
            for state in ("active", "paused", "disabled")
        ),
        transition("remove", ("active", "paused", "disabled"), "removed", _("削除する"), primary=False),
    ),
)
