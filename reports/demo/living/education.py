"""飯綱町, 教育: all is well; the next meeting is in a few days."""

from projects.operations.action_item import add_action_item
from projects.operations.meeting import plan_meetings
from reports.demo import calling, working
from reports.demo.calling import Terms
from reports.demo.living import texts
from reports.demo.living.scene import TERMS, Round, hired
from reports.demo.stage import clock
from reports.demo.working import Advice, Minutes

TERMS_AGREED = Terms(
    TERMS.not_expected,
    TERMS.contact_rule,
    goals=(("学びの場を月1回開く", "3回続けて開けること"),),
)


def unfold(this: Round, section: str) -> None:
    past, coming = this.stage.past, this.stage.coming
    project = this.project("education", section, "放課後の学びの場", texts.EDUCATION["challenge"])
    letter = hired(
        "teacher",
        past(85),
        "放課後の学びの場を企画する仕事をしています。",
        "まず子どもたちの声を聞き、月1回の小さな場から始めます。",
    )
    engagement = this.engage(project, texts.EDUCATION, letter, terms=TERMS_AGREED, before=90, start=past(45))
    engagement = calling.start(engagement, by=this.by, confirmed=past(52), started=past(45))
    meetings = working.meet(engagement, _minutes(this), by=this.by)
    advice = Advice(
        past(5),
        section,
        "見守りの大人を、地域の会の持ち回りにする",
        "職員だけでは、月1回の開催を続けることが難しいためです。",
        due=coming(25),
        meeting=2,
    )
    working.advise(engagement, [advice], this.office, meetings, by=this.by)
    plan_meetings(
        engagement,
        by=this.by,
        at=clock(past(4), 11),
        title="1回目の学びの場の最終確認",
        starts_at=clock(coming(2), 17, 30),
        duration_minutes=60,
        agenda="1 当日の流れ　2 材料と役割　3 終わった後の声の集め方",
        attendees="青木アドバイザー、企画課",
    )
    for text, owner, due in (
        ("申込みの多い学年に合わせて、材料を数え直す", this.by, coming(1)),
        ("当日の進め方の台本を作る", engagement.advisor.user, coming(2)),
    ):
        add_action_item(
            engagement, by=this.by, at=clock(past(4), 11, 30), text=text, owner=owner, due_date=due
        )


def _minutes(this: Round) -> list[Minutes]:
    past = this.stage.past
    return [
        Minutes(
            past(38),
            "子どもたちの声を聞く",
            "4年生から6年生の24人に、やってみたいことを聞きました。",
            "料理と工作を最初の題材にします。",
        ),
        Minutes(
            past(15),
            "1回目の準備",
            "会場と見守りの体制を決めました。",
            "次の月の第1土曜日に1回目を開きます。",
        ),
    ]
