"""Transition tables from the draft of a call to its answers."""

from django.utils.translation import gettext_lazy as _

from core.workflow import State, Workflow, transition

OPENING = Workflow(
    "opening",
    (
        State("draft", _("下書き"), _("内容がそろったら、承認を申請します。")),
        State(
            "in_review",
            _("承認待ち"),
            _("承認者が承認するか、理由を付けて差し戻します。"),
            tone="warning",
        ),
        State("returned", _("差戻し"), _("理由を確認して直し、もう一度承認を申請します。"), tone="error"),
        State("approved", _("決裁済"), _("公開すると、専門家が応募できるようになります。"), tone="info"),
        State("open", _("募集中"), _("締切日の24時まで応募を受け付けます。"), tone="success"),
        State(
            "selecting",
            _("選考中"),
            _("応募者ごとに結果の案を決め、選考結果の承認を申請します。"),
            tone="info",
        ),
        State(
            "result_review",
            _("結果の承認待ち"),
            _("承認されると、応募者に届く文面を確かめてから、全員に同時に知らせます。"),
            tone="warning",
            outside="selecting",
        ),
        State(
            "result_approved",
            _("結果の決裁済"),
            _("応募者に届く文面を確かめて、全員に知らせます。それまで応募者には何も見えません。"),
            tone="info",
            outside="selecting",
        ),
        State(
            "releasing",
            _("まもなく通知"),
            _("決めた時刻に、全員に同時に届きます。それまでは取り消せます。"),
            tone="warning",
            outside="selecting",
        ),
        State("decided", _("決定"), _("内定した方の承諾を待ち、登用の準備を始めます。"), tone="success"),
        State("no_match", _("該当者なし"), _("条件を見直して、もう一度募集できます。")),
        State("withdrawn", _("取下げ"), _("この募集は取り下げられました。")),
    ),
    (
        transition("submit", ("draft", "returned"), "in_review", _("承認を申請する")),
        transition("approve", "in_review", "approved", _("承認する")),
        transition("return", "in_review", "returned", _("差し戻す"), primary=False),
        transition("recall", "in_review", "draft", _("引き上げる"), primary=False),
        transition("publish", "approved", "open", _("公開する")),
        transition("schedule", "approved", "approved", _("公開の日時を決める"), primary=False),
        transition("unschedule", "approved", "approved", _("公開の予定を取り消す"), primary=False),
        transition("correct", "open", "open", _("訂正する"), primary=False),
        transition("extend", "open", "open", _("締切を延ばす"), primary=False),
        transition("shorten", "open", "open", _("締切を早める"), primary=False),
        transition("close", "open", "selecting", _("募集を締め切る"), by_system=True),
        transition(
            "show_names",
            "selecting",
            "selecting",
            _("氏名を表示する"),
            primary=False,
            hint=_("表示したあとは、評価を変えられません。元には戻せません。"),
        ),
        *(
            transition("postpone", state, state, _("結果をお知らせする日を延ばす"), primary=False)
            for state in ("selecting", "result_review", "result_approved")
        ),
        transition("submit_result", "selecting", "result_review", _("選考結果の承認を申請する")),
        transition("return_result", "result_review", "selecting", _("選考結果を差し戻す"), primary=False),
        transition("recall_result", "result_review", "selecting", _("選考結果を引き上げる"), primary=False),
        transition("approve_result", "result_review", "result_approved", _("選考結果を承認する")),
        transition("announce", "result_approved", "releasing", _("全員に知らせる")),
        transition(
            "reselect",
            "result_approved",
            "selecting",
            _("選考に戻す"),
            primary=False,
            hint=_("決裁の記録は残ります。結果の案を直したら、もう一度承認を申請します。"),
        ),
        transition("hold", "releasing", "result_approved", _("通知を取り消す")),
        transition("release", "releasing", "decided", _("全員に結果を知らせる"), by_system=True),
        transition("release_none", "releasing", "no_match", _("該当者なしを知らせる"), by_system=True),
        transition(
            "withdraw",
            ("draft", "in_review", "returned", "approved", "open", "selecting"),
            "withdrawn",
            _("取り下げる"),
            primary=False,
        ),
    ),
)

QUESTION = Workflow(
    "question",
    (
        State(
            "received",
            _("受付"),
            _("自治体が回答を書き、約束した日までに募集のページで公開します。"),
            tone="warning",
        ),
        State(
            "drafted",
            _("回答の下書き"),
            _("公開すると、募集のページに載り、関心のある方全員に届きます。"),
            tone="info",
            outside="received",
        ),
        State(
            "published",
            _("公開済み"),
            _("回答は変えられません。補うときは、締切日までに追記します。"),
            tone="success",
        ),
        State("refused", _("公開しない")),
    ),
    (
        transition("answer", ("received", "drafted"), "drafted", _("回答を書く")),
        transition("publish", "drafted", "published", _("回答を公開する")),
        transition(
            "refuse",
            ("received", "drafted"),
            "refused",
            _("公開しない"),
            primary=False,
            hint=_("理由は、質問した方だけに届きます。あとから公開することはできません。"),
        ),
        transition(
            "add_note",
            "published",
            "published",
            _("追記する"),
            primary=False,
            hint=_("日付を付けて回答の下に載せ、関心のある方全員に知らせます。取り消せません。"),
        ),
    ),
)

APPLICATION = Workflow(
    "application",
    (
        State("draft", _("下書き"), _("締切日の24時までに応募してください。")),
        State(
            "submitted",
            _("受付済み"),
            _("自治体が選考しています。回答予定日までに結果が届きます。"),
            tone="info",
        ),
        State("offered", _("内定"), _("承諾するか辞退するかを選んでください。"), tone="success"),
        State("reserved", _("補欠"), _("内定した方が辞退した場合に、ご連絡します。")),
        State("declined", _("見送り"), _("今回は見送りとなりました。ほかの募集にも応募できます。")),
        State("accepted", _("承諾"), _("自治体と期待値を確認し、活動を始めます。"), tone="success"),
        State("refused", _("内定辞退")),
        State("withdrawn", _("取下げ")),
    ),
    (
        transition("submit", "draft", "submitted", _("応募する")),
        transition(
            "revise",
            "submitted",
            "draft",
            _("応募を直す"),
            primary=False,
            hint=_("送り直すまでは、応募していない状態になります。締切までに、もう一度応募してください。"),
        ),
        transition("offer", "submitted", "offered", _("内定を伝える"), by_system=True),
        transition("promote", "reserved", "offered", _("補欠から繰り上げ、内定を伝える")),
        transition("reserve", "submitted", "reserved", _("補欠を伝える"), by_system=True),
        transition("decline", ("submitted", "reserved"), "declined", _("見送りを伝える"), by_system=True),
        transition("accept", "offered", "accepted", _("内定を承諾する")),
        transition("refuse", "offered", "refused", _("内定を辞退する"), primary=False),
        transition(
            "withdraw", ("draft", "submitted", "reserved"), "withdrawn", _("応募を取り下げる"), primary=False
        ),
    ),
)

SCOUT = Workflow(
    "scout",
    (
        State(
            "sent",
            _("返事待ち"),
            _("募集の締切までに、応募を書くか、今回は見送るかを選びます。"),
            tone="info",
        ),
        State("interested", _("応募を準備中"), _("締切までに応募すると、選考に進みます。"), tone="info"),
        State("applied", _("応募済み"), tone="success"),
        State("declined", _("見送り")),
        State("expired", _("期限切れ")),
    ),
    (
        transition("accept", "sent", "interested", _("応募を書く")),
        transition("decline", ("sent", "interested"), "declined", _("今回は見送る"), primary=False),
        transition("apply", ("sent", "interested"), "applied", _("応募する"), by_system=True),
        transition("expire", ("sent", "interested"), "expired", _("期限を過ぎる"), by_system=True),
    ),
)

INTERVIEW = Workflow(
    "interview",
    (
        State(
            "proposed",
            _("候補日の返事待ち"),
            _("応募者が、候補の日時から1つ選びます。"),
            tone="warning",
        ),
        State("unsuitable", _("日程の再調整"), _("自治体が、別の候補の日時を送ります。"), tone="error"),
        State("fixed", _("日程決定"), _("決まった日時に面談します。"), tone="info"),
        State("held", _("実施済み"), tone="success"),
        State("cancelled", _("中止")),
    ),
    (
        transition("choose", "proposed", "fixed", _("日時を選ぶ")),
        transition("refuse_slots", "proposed", "unsuitable", _("合う日時がない"), primary=False),
        transition(
            "propose_again", ("proposed", "unsuitable", "fixed"), "proposed", _("候補の日時を送り直す")
        ),
        transition("hold", "fixed", "held", _("面談を記録する")),
        transition(
            "cancel", ("proposed", "unsuitable", "fixed"), "cancelled", _("面談を中止する"), primary=False
        ),
    ),
)

MATCH_WEIGHTS = Workflow(
    "match_weights",
    (
        State("proposed", _("案"), _("見本の募集で前後を比べてから、適用します。")),
        State("active", _("適用中"), _("すべての募集と専門家の並びに使われています。"), tone="success"),
        State("retired", _("以前の版"), _("記録として残っています。")),
    ),
    (
        transition("activate", "proposed", "active", _("この重みを適用する")),
        transition("retire", "active", "retired", _("以前の版にする"), by_system=True),
        transition("discard", "proposed", "retired", _("この案を使わない"), primary=False),
    ),
)
