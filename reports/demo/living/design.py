"""飯綱町, デザイン: the work is done, the report waits for the advisor's comment."""

from projects.enums import DeliverableKind
from reports.demo import calling, reporting, working
from reports.demo.calling import Terms
from reports.demo.living import texts
from reports.demo.living.scene import TERMS, Past, Round, hired
from reports.demo.reporting import Words
from reports.demo.working import Advice, Minutes, Product

TERMS_AGREED = Terms(
    TERMS.not_expected,
    TERMS.contact_rule,
    goals=(("案内サインのひな形をつくる", "窓口で使い始めていること"),),
)
WORDS = Words(
    title="はじめての人も迷わない窓口へ",
    summary="窓口の案内を見直し、行き先をたずねる声が1日12件から5件に減りました。",
    problem="窓口の案内が継ぎ足しで増え、はじめて来た人が迷っていました。",
    activities="アドバイザーと職員が窓口に立ち、来庁した方の動きを観察しました。三つの案を実際に置いて比べ、ひな形を決めました。",
    outcomes="職員が自分で直せる案内のひな形ができました。",
    next_steps="2階の窓口と支所にも広げます。",
    staff_comment="毎日見ている窓口なのに、気づいていないことばかりでした。",
)


def unfold(this: Round, section: str) -> None:
    past = this.stage.past
    project = this.project("design", section, "迷わない窓口の案内", texts.DESIGN["challenge"])
    letter = hired(
        "advisor",
        past(245),
        "駅の案内サインを担当した経験を、役場の窓口で役立てたいです。",
        "来庁した方の動きを観察し、言葉と矢印を整理します。",
    )
    engagement = this.engage(project, texts.DESIGN, letter, terms=TERMS_AGREED, before=252, start=past(205))
    engagement = calling.start(engagement, by=this.by, confirmed=past(215), started=past(205))
    meetings = working.meet(engagement, _minutes(past), by=this.by)
    working.hand_over(engagement, [_product(past)], meetings, by=this.by)
    working.advise(engagement, [_advice(past, section)], this.office, meetings, by=this.by)
    working.judge(engagement, [("achieve", "1階の窓口で使い始めました。")], by=this.by, day=past(22))
    engagement = working.finish(engagement, by=this.by, day=past(20))
    report = reporting.write_report(engagement, WORDS, by=this.by, day=past(10))
    reporting.ask_comment(report, by=this.by, day=past(3), due=this.stage.coming(7))


def _minutes(past: Past) -> list[Minutes]:
    return [
        Minutes(
            past(195),
            "窓口の様子を見る",
            "来庁した方が立ち止まる場所を3か所見つけました。",
            "入口の案内から見直します。",
        ),
        Minutes(
            past(150),
            "ひな形を比べる",
            "色と矢印の大きさを変えた3案を、窓口に置いて比べました。",
            "文字の大きい案を選びました。",
        ),
        Minutes(
            past(60),
            "使ってみた結果を話す",
            "「どこへ行けばよいですか」という声が、1日に12件から5件に減りました。",
            "2階の窓口にも広げます。",
        ),
    ]


def _product(past: Past) -> Product:
    return Product(
        past(120),
        DeliverableKind.MANUAL,
        "案内サインのひな形と作り方",
        "職員が自分で直せる、文字と矢印のひな形です。",
        meeting=2,
        accepted=past(115),
    )


def _advice(past: Past, section: str) -> Advice:
    return Advice(
        past(140),
        section,
        "案内に使う課の名前に、主な用件を添える",
        "課の名前だけでは、用件を思い浮かべにくいためです。",
        meeting=2,
        answer=(past(110), "adopt", "1階のすべての窓口で表示を替えました。", ""),
    )
