"""Other municipalities: open calls with other terms, a report of last year, an agreement on its way."""

from datetime import timedelta

from projects.enums import DeliverableKind
from projects.models import Program
from projects.operations.program import complete_program
from reports.demo import calling, reporting, working
from reports.demo.calling import Letter, Terms
from reports.demo.living import texts
from reports.demo.living.scene import TERMS, hired, new_round, small_office
from reports.demo.reporting import Words
from reports.demo.setting_up import propose_agreement
from reports.demo.stage import Stage
from reports.demo.working import Advice, Minutes, Product


def unfold(stage: Stage) -> None:
    _report_of_last_year(stage)
    _goods(stage)
    _per_visit(stage)
    _per_month_without_applicants(stage)
    _agreement_on_its_way(stage)


def _goods(stage: Stage) -> None:
    office = small_office(stage, "402141", "buzen", "商工振興課", "市長", since=stage.past(120))
    this = new_round(
        stage,
        office,
        title="企業立地の情報発信事業",
        fields=("industry", "pr"),
        signed=stage.past(80),
        agreement_end=stage.coming(280),
        end=stage.coming(250),
    )
    project = this.project("industry", "商工振興課", "企業立地のPR", texts.BUZEN["challenge"])
    this.begin()
    opening = this.publish(project, texts.BUZEN, day=9, deadline=stage.coming(20), start=stage.coming(60))
    letter = Letter(
        "producer",
        stage.past(4),
        "工場の紹介動画をつくり、採用につなげた経験があります。",
        "企業の担当者が知りたい順に、情報を並べ直します。",
    )
    calling.receive(stage, opening, [letter])


def _per_visit(stage: Stage) -> None:
    office = small_office(stage, "212059", "seki", "環境課", "市長", since=stage.past(200))
    this = new_round(
        stage,
        office,
        title="ゼロカーボンを暮らしに広げる事業",
        fields=("zero-carbon", "education"),
        signed=stage.past(160),
        agreement_end=stage.coming(200),
        end=stage.coming(190),
    )
    project = this.project("zero-carbon", "環境課", "暮らしのカーボンニュートラル", texts.SEKI["challenge"])
    this.begin()
    opening = this.publish(project, texts.SEKI, day=13, deadline=stage.coming(5), start=stage.coming(45))
    letters = (
        Letter(
            "officer",
            stage.past(7),
            "中小企業の省エネルギー支援で得た知識を、市民の皆さんにも届けたいです。",
            "家計の話から入る講座を、3回シリーズで企画します。",
        ),
        Letter(
            "teacher",
            stage.past(2),
            "学ぶ楽しさから行動につなげる教材をつくってきました。",
            "親子で参加できる講座を提案します。",
        ),
    )
    calling.receive(stage, opening, letters)


def _per_month_without_applicants(stage: Stage) -> None:
    """The coordinator sees that nobody has applied for two weeks."""
    office = small_office(stage, "422100", "iki", "観光課", "市長", since=stage.past(150))
    this = new_round(
        stage,
        office,
        title="滞在型観光の推進事業",
        fields=("tourism", "migration"),
        signed=stage.past(110),
        agreement_end=stage.coming(255),
        end=stage.coming(240),
    )
    project = this.project("tourism", "観光課", "島の滞在型観光", texts.IKI["challenge"])
    this.begin()
    this.publish(project, texts.IKI, day=17, deadline=stage.coming(11), start=stage.coming(50))


def _report_of_last_year(stage: Stage) -> None:
    """人事: everything is over and published; the agreement runs out soon."""
    past = stage.past
    office = small_office(stage, "294411", "yoshino", "総務課", "町長", since=past(740))
    this = new_round(
        stage,
        office,
        title="職員の育成を考える実証事業",
        fields=("hr",),
        signed=past(700),
        agreement_end=stage.coming(35),
        end=past(360),
    )
    project = this.project("hr", "総務課", "職員の育ちを支える仕組み", texts.YOSHINO["challenge"])
    this.begin()
    letter = hired(
        "recruiter",
        past(660),
        "研修は、仕事の中で試して初めて身につくと考えています。",
        "職員の皆さんに話を聞き、1年の流れを一緒に描きます。",
    )
    terms = Terms(
        TERMS.not_expected,
        TERMS.contact_rule,
        goals=(("1年間の育成の流れをつくる", "次の年度の計画に入ること"),),
    )
    engagement = this.engage(project, texts.YOSHINO, letter, terms=terms, before=670, start=past(620))
    engagement = calling.start(engagement, by=this.by, confirmed=past(632), started=past(620))
    minutes = (
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
    )
    meetings = working.meet(engagement, minutes, by=this.by)
    product = Product(
        past(500),
        DeliverableKind.PLAN,
        "5年間の育成の流れと対話の手引き",
        "経験してほしい仕事の順番と、月1回の対話の進め方をまとめました。",
        meeting=2,
        accepted=past(495),
    )
    working.hand_over(engagement, [product], meetings, by=this.by)
    advice = Advice(
        past(555),
        "総務課",
        "先輩職員が、月に1回、若手と30分話す時間をつくる",
        "9人のうち7人が、相談する相手に迷っていました。",
        meeting=2,
        answer=(past(470), "adopt", "次の年度から、全員を対象に行います。", ""),
    )
    working.advise(engagement, [advice], office, meetings, by=this.by)
    working.judge(engagement, [("achieve", "次の年度の研修計画に入りました。")], by=this.by, day=past(440))
    engagement = working.finish(engagement, by=this.by, day=past(438))
    report = reporting.write_report(engagement, _YOSHINO_WORDS, by=this.by, day=past(430))
    report = reporting.ask_comment(report, by=this.by, day=past(428), due=past(428) + timedelta(days=14))
    report = reporting.comment(report, _YOSHINO_COMMENT, "full", day=past(420))
    reporting.publish(report, office, by=this.by, asked=past(415), decided=past(410), published=past(405))
    complete_program(Program.objects.get(pk=this.program.pk), by=this.by, at=working.clock(past(400)))


_YOSHINO_WORDS = Words(
    title="若手が「この町で成長できる」と感じる職場へ",
    summary="若手職員の声から5年間の育成の流れを描き、先輩との月1回の対話を始めました。",
    problem="研修は年1回の講義だけで、仕事に生かせていませんでした。若手が相談する相手に迷い、早く辞めてしまうこともありました。",
    activities="アドバイザーが若手職員9人に話を聞き、職員と一緒に5年間の経験の流れを図にしました。先輩と若手の対話を、6組で試しました。",
    outcomes="対話を試した6組のうち5組が、続けたいと答えました。育成の流れは、次の年度の研修計画に入りました。\n※動作確認のための架空の報告です。",
    next_steps="対話を全員に広げ、1年後にもう一度声を聞きます。",
    staff_comment="制度を増やすより、話す時間をつくることが大切だと気づきました。",
)
_YOSHINO_COMMENT = "先輩の皆さんが、自分の失敗を楽しそうに話していたことが印象に残っています。小さな町だからこそ、一人ひとりの育ちを町ぐるみで支えられると感じました。"


def _agreement_on_its_way(stage: Stage) -> None:
    """横瀬町: the coordinator has asked, the town has not decided yet."""
    office = small_office(stage, "113611", "yokoze", "まち経営課", "町長", since=stage.past(30))
    propose_agreement(
        stage,
        office,
        title="複業人材との官民連携に関する協定",
        purpose="町の課題と民間の専門人材を結び、新しい取組を生み出します。",
        fields=("industry", "community", "pr"),
        day=stage.past(8),
    )
