"""飯綱町, 移住: stalled. No meeting for forty days, and advice whose day has passed."""

from projects.enums import DeliverableKind
from reports.demo import calling, working
from reports.demo.calling import Terms
from reports.demo.living import texts
from reports.demo.living.scene import TERMS, Past, Round, hired
from reports.demo.working import Advice, Minutes, Product

TERMS_AGREED = Terms(
    TERMS.not_expected,
    TERMS.contact_rule,
    goals=(
        ("利用した人の声を集める仕組みをつくる", "20人以上の声が集まっていること"),
        ("体験の内容を見直す", "新しい体験を1回行うこと"),
    ),
)


def unfold(this: Round, section: str, other_section: str) -> None:
    past = this.stage.past
    project = this.project("migration", section, "移住体験の見直し", texts.MIGRATION["challenge"])
    letter = hired(
        "advisor",
        past(140),
        "沿線の空き家を使った体験住宅を運営しています。町の皆さんと一緒に、移住体験を育てたいです。",
        "利用した方への聞き取りから始め、体験の流れを描き直します。",
    )
    engagement = this.engage(
        project, texts.MIGRATION, letter, terms=TERMS_AGREED, before=145, start=past(100)
    )
    engagement = calling.start(engagement, by=this.by, confirmed=past(108), started=past(100))
    meetings = working.meet(engagement, _minutes(past), by=this.by)
    working.hand_over(engagement, _products(past), meetings, by=this.by)
    ledger = [*_answered(this, other_section, section), _overdue(past, section)]
    working.log(engagement, meetings.values())
    working.claim(engagement, by=this.office.approver)
    working.advise(engagement, ledger, this.office, meetings, by=this.by)


def _minutes(past: Past) -> list[Minutes]:
    return [
        Minutes(
            past(92),
            "体験住宅の今を知る",
            "利用者の台帳を見ながら、聞けていないことを洗い出しました。",
            "利用した12人に話を聞きます。",
        ),
        Minutes(
            past(70),
            "聞き取りの中間報告",
            "「近所の人と話す機会がほしかった」という声が多くありました。",
            "地域の集まりに参加できる日を体験に入れます。",
        ),
        Minutes(
            past(40),
            "体験の流れを描き直す",
            "到着から帰るまでの流れを一枚の絵にしました。",
            "新しい体験を、次の連休に試します。",
            "試す日の協力者を、倉井が探す。",
        ),
    ]


def _products(past: Past) -> list[Product]:
    return [
        Product(
            past(65),
            DeliverableKind.SURVEY,
            "移住体験の利用者への聞き取り",
            "12人の声を、よかったこと・困ったこと・その後の暮らしに分けてまとめました。",
            meeting=2,
            accepted=past(60),
        ),
        Product(
            past(12),
            DeliverableKind.PLAN,
            "新しい移住体験の案",
            "2泊3日の流れと、協力をお願いする方の役割をまとめました。",
            meeting=3,
        ),
    ]


def _overdue(past: Past, section: str) -> Advice:
    return Advice(
        past(68),
        section,
        "体験の中に、地域の集まりに参加する日を入れる",
        "12人のうち9人が、近所の人と話す機会を望んでいました。",
        due=past(20),
        meeting=2,
    )


def _answered(this: Round, asked: str, section: str) -> list[Advice]:
    past = this.stage.past
    return [
        Advice(
            past(69),
            asked,
            "利用した人へ、3か月後に手紙を送る",
            "その後の暮らしがつかめていないためです。",
            meeting=2,
            answer=(past(55), "try", "この3か月に利用した8人に送り、返事の数を見ます。", ""),
        ),
        Advice(
            past(39),
            section,
            "体験の申込みを、スマートフォンで完結できるようにする",
            "申込書の郵送をやめた人が、半年で5人いました。",
            due=this.stage.coming(45),
            meeting=3,
            answer=(past(30), "study", "DXのプロジェクトと合わせて検討します。", ""),
        ),
    ]
