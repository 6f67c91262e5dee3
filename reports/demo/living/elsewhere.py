"""Other municipalities: open calls with other terms, a report of last year, an agreement on its way."""

from reports.demo import calling
from reports.demo.calling import Letter
from reports.demo.living import texts
from reports.demo.living.scene import new_round, small_office
from reports.demo.setting_up import propose_agreement
from reports.demo.stage import Stage


def unfold(stage: Stage) -> None:
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
