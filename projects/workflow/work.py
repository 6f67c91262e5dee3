"""Transition tables of programs, projects and what is recorded of the work."""

from django.utils.translation import gettext_lazy as _

from core.workflow import State, Workflow, transition

PROGRAM = Workflow(
    "program",
    (
        State("planned", _("計画中"), _("プロジェクトを登録し、募集を始めます。")),
        State(
            "running", _("進行中"), _("すべてのプロジェクトが終わったら、合同報告を作ります。"), tone="info"
        ),
        State("completed", _("終了"), _("合同報告を公開できます。"), tone="success"),
        State("cancelled", _("中止")),
    ),
    (
        transition("start", "planned", "running", _("事業を始める")),
        transition("complete", "running", "completed", _("事業を終える")),
        transition("cancel", ("planned", "running"), "cancelled", _("中止する"), primary=False),
    ),
)

PROJECT = Workflow(
    "project",
    (
        State("planned", _("準備中"), _("募集を作成し、アドバイザーを決めます。")),
        State("running", _("進行中"), _("会議・成果物・提案を記録します。"), tone="info"),
        State("completed", _("完了"), _("活動報告をまとめます。"), tone="success"),
        State("cancelled", _("中止")),
    ),
    (
        transition("start", "planned", "running", _("始める"), by_system=True),
        transition("complete", "running", "completed", _("完了する"), by_system=True),
        transition("cancel", ("planned", "running"), "cancelled", _("中止する"), primary=False),
    ),
)

ENGAGEMENT = Workflow(
    "engagement",
    (
        State(
            "preparing",
            _("準備中"),
            _("期待値を書き、自治体とアドバイザーの両方が確認すると始められます。"),
            tone="warning",
        ),
        State("active", _("稼働中"), _("会議・成果物・提案を記録します。"), tone="info"),
        State("paused", _("中断中"), _("再開するか、途中終了を記録します。"), tone="warning"),
        State("completed", _("完了"), _("活動報告をまとめます。"), tone="success"),
        State("ended_early", _("途中終了"), _("それまでの活動を報告にまとめます。")),
    ),
    (
        transition("confirm_as_city", "preparing", "preparing", _("自治体として確認する"), primary=False),
        transition("confirm_as_advisor", "preparing", "preparing", _("アドバイザーとして確認する")),
        transition("ask_decision", "preparing", "preparing", _("委嘱の決裁を申請する")),
        transition("approve", "preparing", "preparing", _("委嘱を決裁する")),
        transition("return", "preparing", "preparing", _("差し戻す"), primary=False),
        transition("recall", "preparing", "preparing", _("引き上げる"), primary=False),
        transition("start", "preparing", "active", _("活動を始める")),
        transition("pause", "active", "paused", _("中断する"), primary=False),
        transition("resume", "paused", "active", _("再開する")),
        transition("complete", "active", "completed", _("活動を完了する")),
        transition(
            "end_early", ("preparing", "active", "paused"), "ended_early", _("途中で終える"), primary=False
        ),
        *(
            transition(
                "hide_from_profile",
                state,
                state,
                _("実績に載せない"),
                primary=False,
                hint=_("自治体が見るあなたの実績から外します。公開された活動報告は、そのまま読めます。"),
            )
            for state in ("completed", "ended_early")
        ),
        *(
            transition("show_on_profile", state, state, _("実績に載せる"), primary=False)
            for state in ("completed", "ended_early")
        ),
    ),
)

GOAL = Workflow(
    "goal",
    (
        State("open", _("取組中"), _("期間の終わりまでに、達成したかどうかを判定します。"), tone="info"),
        State("achieved", _("達成"), tone="success"),
        State("partly", _("一部達成"), tone="warning"),
        State("missed", _("未達成"), tone="error"),
    ),
    (
        transition("achieve", ("open", "partly", "missed"), "achieved", _("達成と判定する")),
        transition(
            "achieve_partly", ("open", "achieved", "missed"), "partly", _("一部達成と判定する"), primary=False
        ),
        transition("miss", ("open", "achieved", "partly"), "missed", _("未達成と判定する"), primary=False),
    ),
)

MEETING = Workflow(
    "meeting",
    (
        State("planned", _("予定"), _("終わったら、決まったことを記録します。"), tone="info"),
        State("proposed", _("調整中"), _("相手が、候補の日時から1つ選びます。"), tone="warning"),
        State("held", _("実施済み"), tone="success"),
        State("cancelled", _("中止")),
    ),
    (
        transition("choose", "proposed", "planned", _("日時を選ぶ")),
        transition(
            "propose_again", ("planned", "proposed"), "proposed", _("別の候補の日時を送る"), primary=False
        ),
        transition("hold", "planned", "held", _("会議を記録する")),
        transition("cancel", ("planned", "proposed"), "cancelled", _("会議を中止する"), primary=False),
    ),
)

DELIVERABLE = Workflow(
    "deliverable",
    (
        State(
            "submitted", _("確認待ち"), _("自治体が受け取るか、理由を付けて差し戻します。"), tone="warning"
        ),
        State("accepted", _("受領"), tone="success"),
        State("returned", _("差戻し"), _("直して、もう一度提出します。"), tone="error"),
    ),
    (
        transition("accept", "submitted", "accepted", _("受け取る")),
        transition("return", "submitted", "returned", _("差し戻す"), primary=False),
        transition("resubmit", "returned", "submitted", _("もう一度提出する")),
    ),
)

RECOMMENDATION = Workflow(
    "recommendation",
    (
        State("proposed", _("提案"), _("担当課が、どうするかを決めます。"), tone="warning"),
        State("adopted", _("実施"), tone="success"),
        State("trial", _("試行"), _("結果を見て、実施か見送りかを決めます。"), tone="info"),
        State("studying", _("検討"), _("期限までに、実施か見送りかを決めます。"), tone="info"),
        State("declined", _("見送り")),
        State("existing", _("既実施"), tone="success"),
    ),
    tuple(
        transition(action, sources, target, label, primary=primary)
        for action, target, label, primary in (
            ("adopt", "adopted", _("実施する"), True),
            ("try", "trial", _("試行する"), False),
            ("study", "studying", _("検討を続ける"), False),
            ("decline", "declined", _("見送る"), False),
            ("mark_existing", "existing", _("既に実施している"), False),
        )
        for sources in [{"proposed", "adopted", "trial", "studying", "declined", "existing"} - {target}]
    ),
)

ACTION_ITEM = Workflow(
    "action_item",
    (
        State("open", _("未完了"), _("担当の人が期限までに終え、結果を残します。"), tone="info"),
        State("done", _("完了"), tone="success"),
        State("dropped", _("取りやめ")),
    ),
    (
        transition("finish", "open", "done", _("終えた")),
        transition("drop", "open", "dropped", _("取りやめる"), primary=False),
        transition("reopen", ("done", "dropped"), "open", _("もう一度取りかかる"), primary=False),
    ),
)

FOLLOW_UP = Workflow(
    "follow_up",
    (
        State(
            "waiting",
            _("確認待ち"),
            _("担当課が、その後どうなったかを答えます。"),
            tone="warning",
        ),
        State("answered", _("回答済み"), tone="success"),
        State("lapsed", _("回答なし"), _("次の確認で答えられます。")),
    ),
    (
        transition("answer", "waiting", "answered", _("その後を答える")),
        transition("lapse", "waiting", "lapsed", _("次の確認に替える"), by_system=True),
    ),
)

PULSE = Workflow(
    "pulse",
    (
        State("waiting", _("回答待ち"), _("答えは、コーディネーターだけが読みます。"), tone="warning"),
        State("answered", _("回答済み"), tone="success"),
    ),
    (transition("answer", "waiting", "answered", _("ふり返りに答える")),),
)

REVISION = Workflow(
    "revision",
    (
        State("proposed", _("返事待ち"), _("もう一方が合意すると、新しい条件になります。"), tone="warning"),
        State("agreed", _("合意"), tone="success"),
        State("declined", _("合意せず")),
        State("withdrawn", _("取下げ")),
    ),
    (
        transition("agree", "proposed", "agreed", _("合意する")),
        transition("decline", "proposed", "declined", _("合意しない"), primary=False),
        transition("withdraw", "proposed", "withdrawn", _("取り下げる"), primary=False),
    ),
)

HONORARIUM_SHEET = Workflow(
    "honorarium_sheet",
    (
        State(
            "submitted",
            _("確認待ち"),
            _("自治体の承認者が金額を確認するか、理由を付けて差し戻します。"),
            tone="warning",
        ),
        State(
            "approved",
            _("確認済み"),
            _("自治体が、自治体の支払の手続で支払います。"),
            tone="success",
        ),
        State(
            "returned",
            _("差戻し"),
            _("稼働の記録を直し、もう一度提出します。"),
            tone="error",
        ),
    ),
    (
        transition("approve", "submitted", "approved", _("金額を確認する")),
        transition("return", ("submitted", "approved"), "returned", _("差し戻す"), primary=False),
        transition("resubmit", "returned", "submitted", _("もう一度提出する")),
    ),
)
