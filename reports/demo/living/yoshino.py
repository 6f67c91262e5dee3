"""吉野町, 人事: everything is over and published; the agreement runs out soon."""

from datetime import timedelta

from projects.enums import DeliverableKind
from projects.models import Engagement, Program
from projects.operations.follow_up import ask_follow_ups
from projects.operations.program import complete_program
from reports.demo import calling, reporting, working
from reports.demo.calling import Terms
from reports.demo.living import texts
from reports.demo.living.scene import TERMS, Past, Round, hired, new_round, small_office
from reports.demo.reporting import Words
from reports.demo.stage import Stage, clock
from reports.demo.working import Advice, Minutes, Product

SECTION = "総務課"
TERMS_AGREED = Terms(
    TERMS.not_expected,
    TERMS.contact_rule,
    goals=(("1年間の育成の流れをつくる", "次の年度の計画に入ること"),),
)
WORDS = Words(
    title="若手が「この町で成長できる」と感じる職場へ",
    summary="若手職員の声から5年間の育成の流れを描き、先輩との月1回の対話を始めました。",
    problem="研修は年1回の講義だけで、仕事に生かせていませんでした。若手が相談する相手に迷い、早く辞めてしまうこともありました。",
    activities="アドバイザーが若手職員9人に話を聞き、職員と一緒に5年間の経験の流れを図にしました。先輩と若手の対話を、6組で試しました。",
    outcomes="対話を試した6組のうち5組が、続けたいと答えました。育成の流れは、次の年度の研修計画に入りました。\n※動作確認のための架空の報告です。",
    next_steps="対話を全員に広げ、1年後にもう一度声を聞きます。",
    staff_comment="制度を増やすより、話す時間をつくることが大切だと気づきました。",
)
COMMENT = "先輩の皆さんが、自分の失敗を楽しそうに話していたことが印象に残っています。小さな町だからこそ、一人ひとりの育ちを町ぐるみで支えられると感じました。"


def unfold(stage: Stage) -> None:
    past = stage.past
    this = new_round(
        stage,
        small_office(stage, "294411", "yoshino", SECTION, "町長", since=past(740)),
        title="職員の育成を考える実証事業",
        fields=("hr",),
        signed=past(700),
        agreement_end=stage.coming(35),
        end=past(360),
    )
    project = this.project("hr", SECTION, "職員の育ちを支える仕組み", texts.YOSHINO["challenge"])
    this.begin()
    letter = hired(
        "recruiter",
        past(660),
        "研修は、仕事の中で試して初めて身につくと考えています。",
        "職員の皆さんに話を聞き、1年の流れを一緒に描きます。",
    )
    engagement = this.engage(project, texts.YOSHINO, letter, terms=TERMS_AGREED, before=670, start=past(620))
    engagement = calling.start(engagement, by=this.by, confirmed=past(632), started=past(620))
    meetings = working.meet(engagement, _minutes(past), by=this.by)
    working.hand_over(engagement, [_product(past)], meetings, by=this.by)
    working.advise(engagement, [_advice(past)], this.office, meetings, by=this.by)
    working.judge(engagement, [("achieve", "次の年度の研修計画に入りました。")], by=this.by, day=past(440))
    _publish_report(this, working.finish(engagement, by=this.by, day=past(438)))
    ask_follow_ups(clock(past(70), 9, 10))  # nobody has answered yet


def _publish_report(this: Round, engagement: Engagement) -> None:
    past = this.stage.past
    report = reporting.write_report(engagement, WORDS, by=this.by, day=past(430))
    report = reporting.ask_comment(report, by=this.by, day=past(428), due=past(428) + timedelta(days=14))
    report = reporting.comment(report, COMMENT, "full", day=past(420))
    reporting.publish(
        report, this.office, by=this.by, asked=past(415), decided=past(410), published=past(405)
    )
    complete_program(Program.objects.get(pk=this.program.pk), by=this.by, at=clock(past(400)))


def _minutes(past: Past) -> list[Minutes]:
    return [
        Minutes(
            past(610),
            "職員の声を聞く",
            "入庁3年目までの職員9人に話を聞きました。",
            "困ったときに相談できる相手を決めることから始めます。",
        ),
        Minutes(
            past(560),
            "育成の流れを描く",
            "入庁から5年間の経験を、一枚の図にしました。",
            "先輩職員が月1回話す時間を設けます。",
        ),
        Minutes(
            past(480),
            "試した結果を話す",
            "月1回の対話を試した6組のうち、5組が続けたいと答えました。",
            "次の年度から全員に広げます。",
        ),
    ]


def _product(past: Past) -> Product:
    return Product(
        past(500),
        DeliverableKind.PLAN,
        "5年間の育成の流れと対話の手引き",
        "経験してほしい仕事の順番と、月1回の対話の進め方をまとめました。",
        meeting=2,
        accepted=past(495),
    )


def _advice(past: Past) -> Advice:
    return Advice(
        past(555),
        SECTION,
        "先輩職員が、月に1回、若手と30分話す時間をつくる",
        "9人のうち7人が、相談する相手に迷っていました。",
        meeting=2,
        answer=(past(470), "adopt", "次の年度から、全員を対象に行います。", ""),
    )
