"""Transition tables of the outcome report and the joint report."""

from django.utils.translation import gettext_lazy as _

from core.workflow import State, Workflow, transition

OUTCOME_REPORT = Workflow(
    "outcome_report",
    (
        State("draft", _("下書き"), _("書き終えたら、アドバイザーにコメントを依頼します。")),
        State(
            "commenting",
            _("アドバイザー確認中"),
            _("アドバイザーが内容を確認し、コメントを書きます。"),
            tone="warning",
        ),
        State("commented", _("コメント済み"), _("内容を確かめて、公開の承認を申請します。"), tone="info"),
        State(
            "in_review", _("承認待ち"), _("承認者が承認するか、理由を付けて差し戻します。"), tone="warning"
        ),
        State("returned", _("差戻し"), _("理由を確認して直し、もう一度承認を申請します。"), tone="error"),
        State("approved", _("決裁済"), _("公開すると、だれでも読めるようになります。"), tone="info"),
        State("published", _("公開中"), tone="success"),
        State("withdrawn", _("非公開"), _("理由を示して公開を取りやめました。")),
    ),
    (
        transition("request_comment", "draft", "commenting", _("アドバイザーにコメントを依頼する")),
        transition(
            "request_comment", "returned", "commenting", _("アドバイザーにコメントを依頼する"), primary=False
        ),
        transition("comment", "commenting", "commented", _("コメントを送る")),
        transition("reopen", ("commenting", "commented"), "draft", _("下書きに戻す"), primary=False),
        transition("submit", ("commented", "returned"), "in_review", _("公開の承認を申請する")),
        transition("approve", "in_review", "approved", _("承認する")),
        transition("return", "in_review", "returned", _("差し戻す"), primary=False),
        transition("recall", "in_review", "commented", _("引き上げる"), primary=False),
        transition("publish", "approved", "published", _("公開する")),
        transition("withdraw", "published", "withdrawn", _("公開を取りやめる"), primary=False),
    ),
)

JOINT_REPORT = Workflow(
    "joint_report",
    (
        State("draft", _("下書き"), _("各プロジェクトの報告を公開してから、承認を申請します。")),
        State(
            "in_review", _("承認待ち"), _("承認者が承認するか、理由を付けて差し戻します。"), tone="warning"
        ),
        State("returned", _("差戻し"), _("理由を確認して直し、もう一度承認を申請します。"), tone="error"),
        State("approved", _("決裁済"), _("公開すると、だれでも読めるようになります。"), tone="info"),
        State("published", _("公開中"), tone="success"),
        State("withdrawn", _("非公開"), _("理由を示して公開を取りやめました。")),
    ),
    (
        transition("submit", ("draft", "returned"), "in_review", _("公開の承認を申請する")),
        transition("approve", "in_review", "approved", _("承認する")),
        transition("return", "in_review", "returned", _("差し戻す"), primary=False),
        transition("recall", "in_review", "draft", _("引き上げる"), primary=False),
        transition("publish", "approved", "published", _("公開する")),
        transition("withdraw", "published", "withdrawn", _("公開を取りやめる"), primary=False),
    ),
)

# States in which the city may still write, in either kind of report; commented is only one of the first.
EDITABLE = frozenset({"draft", "commented", "returned"})

DOCUMENT_JOB = Workflow(
    "document_job",
    (
        State(
            "waiting", _("作成中"), _("できたらお知らせします。ページを閉じてもかまいません。"), tone="info"
        ),
        State("done", _("できました"), _("30日後に消えます。それまでに受け取ってください。"), tone="success"),
        State("failed", _("作れませんでした"), _("時間をおいて、もう一度作ってください。"), tone="error"),
    ),
    (
        transition("finish", "waiting", "done", _("仕上げる"), by_system=True),
        transition("fail", "waiting", "failed", _("あきらめる"), by_system=True),
        transition("retry", "failed", "waiting", _("もう一度作る")),
    ),
)
