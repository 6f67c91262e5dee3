"""飯綱町 in the middle of a round: something in every state a page can show."""

from projects.enums import Outcome
from projects.models import Application, Opening
from projects.operations import selection
from reports.demo import calling
from reports.demo.calling import CallDays, Letter, Terms
from reports.demo.living import arrangements, design, dialogue, education, migration, texts
from reports.demo.living.scene import TERMS, Past, Round, hired, new_round
from reports.demo.setting_up import Post, open_office
from reports.demo.stage import Stage, clock

CODE = "205907"
PLANNING, LIVING = "企画課", "住民環境課"
POSTS = (
    Post("clerk", PLANNING, "主任", ("administrator", "drafter")),
    Post("approver", PLANNING, "課長", ("approver",)),
    Post("reviewer", PLANNING, "主査", ("reviewer",)),
    Post("viewer", "監査委員事務局", "書記", ("viewer",)),
    Post("iizuna.living", LIVING, "係長", ("drafter", "approver")),
)
FIELDS = ("migration", "design", "pr", "furusato", "bpr", "dx", "tourism", "hr", "education", "zero-carbon")


def unfold(stage: Stage) -> None:
    office = open_office(stage, CODE, POSTS, day=stage.past(320), decider_title="町長", number_prefix="飯企")
    this_round = new_round(
        stage,
        office,
        title="複業人材と進める町の課題解決プロジェクト",
        fields=FIELDS,
        signed=stage.past(270),
        agreement_end=stage.coming(150),
        end=stage.coming(140),
    )
    design.unfold(this_round, LIVING)
    migration.unfold(this_round, PLANNING, LIVING)
    education.unfold(this_round, PLANNING)
    this_round.begin()
    for tell in (
        _preparing,
        _offered,
        _selecting,
        _open,
        _approved,
        _in_review,
        _returned,
    ):
        tell(this_round)
    arrangements.unfold(this_round, planning=PLANNING, living=LIVING)


def _preparing(this: Round) -> None:
    """人事: the city has confirmed, the advisor has not yet."""
    past = this.stage.past
    project = this.project("hr", PLANNING, "職員採用の見直し", texts.HR["challenge"])
    letter = hired(
        "recruiter",
        past(40),
        "採用の言葉を変えるだけで、届く人が変わることを経験してきました。",
        "若手職員への聞き取りから、町の働き方の魅力を言葉にします。",
    )
    terms = Terms(
        TERMS.not_expected,
        TERMS.contact_rule,
        goals=(("採用の説明会を新しい形で開く", "参加した人が前回の2倍になること"),),
    )
    this.engage(project, texts.HR, letter, terms=terms, before=45, start=this.stage.coming(9))


def _offered(this: Round) -> None:
    """観光: the offer is out, a reserve waits."""
    past = this.stage.past
    project = this.project("tourism", PLANNING, "四季の旅づくり", texts.TOURISM["challenge"])
    opening = this.publish(project, texts.TOURISM, day=38, deadline=past(22), start=this.stage.coming(20))
    letters = _tourism_letters(past)
    received = calling.receive(this.stage, opening, letters)
    opening = calling.close(opening)
    calling.propose_answers(received, letters, by=this.by, day=past(10))
    calling.release(opening, this.office, by=this.by, asked=past(7), decided=past(2))


def _tourism_letters(past: Past) -> list[Letter]:
    return [
        hired(
            "advisor",
            past(30),
            "ローカル線の旅を企画してきました。りんごの町の一年を、旅で伝えたいです。",
            "季節ごとに一つずつ、地元の方が案内役になる旅をつくります。",
            "季節ごとの企画が具体的で、町の皆さんと進める姿がよく見えました。ぜひお願いします。",
        ),
        Letter(
            "writer",
            past(28),
            "旅の雑誌をつくってきた経験を生かしたいです。",
            "四季の記事を連載し、旅の入口をつくります。",
            outcome=Outcome.RESERVE,
            message="心に残る文章でした。補欠としてお願いできれば幸いです。",
        ),
        Letter(
            "producer",
            past(26),
            "観光地の動画を多く手がけました。",
            "収穫の様子を短い動画で発信します。",
            outcome=Outcome.DECLINE,
            message="魅力的な作品をありがとうございました。今回は旅の企画の経験が長い方を選びました。",
        ),
    ]


def _selecting(this: Round) -> None:
    """DX: closed last week; what the city means to answer is written down, nobody was told."""
    past = this.stage.past
    project = this.project("dx", LIVING, "小さな町のDX", texts.DX["challenge"])
    opening = this.publish(project, texts.DX, day=24, deadline=past(6), start=this.stage.coming(40))
    letters = _dx_letters(past)
    received = calling.receive(this.stage, opening, letters)
    calling.close(opening)
    _reviewed(this, opening, received)
    calling.propose_answers(received, letters, by=this.by, day=past(2))


def _reviewed(this: Round, opening: Opening, received: dict[str, Application]) -> None:
    """The reviewer has begun: one application is scored, one is somebody else's to judge."""
    reviewer, day = this.office.members["reviewer"].user, this.stage.past(4)
    codes = [application.code for application in received.values()]
    note = {received["consultant"].code: "前の職場で、一緒に働いていました。"}
    selection.declare_conflicts(opening, by=reviewer, at=clock(day, 9), asked=codes, conflicts=note)
    selection.save_review(
        received["dx.advisor"],
        by=reviewer,
        at=clock(day, 10),
        comment="町の規模に合った進め方で、すぐに始められそうです。",
        scores=[
            {"criterion": criterion, "points": 5 - number % 2, "reason": ""}
            for number, criterion in enumerate(opening.criteria.order_by("number"))
        ],
    )


def _dx_letters(past: Past) -> list[Letter]:
    return [
        Letter(
            "dx.advisor",
            past(15),
            "小さな組織だからこそできる進め方があると感じています。",
            "職員の皆さんと業務を棚卸しし、半年で二つを形にします。",
            outcome=Outcome.HIRE,
            note="さぬき市での活動報告を読んだ。進め方が町の規模に合う。",
            message="ぜひお力をお借りしたいと考えています。初回の日程をご相談させてください。",
        ),
        Letter(
            "engineer",
            past(12),
            "現場に通い、使われる仕組みをつくってきました。",
            "週1回のオンライン相談を中心に進めます。",
            outcome=Outcome.RESERVE,
            note="次点。時間帯が合えばお願いしたい。",
            message="現場に通う進め方に共感しました。内定した方が辞退された場合に、改めてご連絡します。",
        ),
        Letter(
            "consultant",
            past(9),
            "計画づくりの経験が豊富です。",
            "計画の策定を支援します。",
            conflict="勤務先が、町の総合計画の策定支援を受託しています。",
            outcome=Outcome.DECLINE,
            note="申告のとおり町と取引がある。公平性の観点から見送る。",
            message="町との取引があるため、今回は見送りました。別の分野の募集もぜひご覧ください。",
        ),
    ]


def _open(this: Round) -> None:
    """広報: open, with applications; one is still being written."""
    past = this.stage.past
    project = this.project("pr", PLANNING, "読まれる広報への転換", texts.PR["challenge"])
    opening = this.publish(
        project, texts.PR, day=12, deadline=this.stage.coming(12), start=this.stage.coming(60)
    )
    letters = _pr_letters(past)
    calling.receive(this.stage, opening, letters)
    draft = Letter("advisor", past(1), "地域の情報を発信してきた経験があります。", "")
    calling.write(this.stage, opening, draft)
    dialogue.unfold(this, opening)


def _pr_letters(past: Past) -> list[Letter]:
    return [
        Letter(
            "pr.advisor",
            past(8),
            "媒体の役割を決めるだけで、作る手間も読まれ方も変わります。",
            "3か月で役割を整理し、残りの期間で文章講座を行います。",
            position="SNS",
        ),
        Letter(
            "writer",
            past(5),
            "編集者として、読まれる言葉を選んできました。",
            "広報紙の特集づくりを、職員の皆さんと一緒に行います。",
            position="広報紙・ホームページ",
        ),
        Letter(
            "illustrator", past(3), "紙面のデザインから関わりたいです。", "見出しと写真の使い方を提案します。"
        ),
    ]


def _approved(this: Round) -> None:
    """ゼロカーボン: approved yesterday, ready to be published."""
    past = this.stage.past
    project = this.project("zero-carbon", LIVING, "公共施設の省エネルギー", texts.ZERO_CARBON["challenge"])
    days = CallDays(drafted=past(9), submitted=past(4), approved=past(1))
    deadline, start = this.stage.coming(24), this.stage.coming(80)
    opening = this.call(project, texts.ZERO_CARBON, days, deadline=deadline, start=start)
    arrangements.put_in_charge(this, opening)


def _in_review(this: Round) -> None:
    """ふるさと納税: waits for the approver."""
    past = this.stage.past
    project = this.project("furusato", PLANNING, "寄附者とのつながりづくり", texts.FURUSATO["challenge"])
    days = CallDays(drafted=past(6), submitted=past(2))
    this.call(project, texts.FURUSATO, days, deadline=this.stage.coming(28), start=this.stage.coming(75))


def _returned(this: Round) -> None:
    """業務改善: came back with a reason."""
    past = this.stage.past
    project = this.project("bpr", LIVING, "書かない窓口", texts.BPR["challenge"])
    reason = "謝礼の額の根拠がわかりません。ほかの事業との比較を、補足に書いてください。"
    days = CallDays(drafted=past(8), returned=(past(3), reason))
    this.call(project, texts.BPR, days, deadline=this.stage.coming(30), start=this.stage.coming(85))
