"""Short ways to say what the living stories repeat for every field of a round."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from accounts.models import User
from municipalities.models import PartnershipAgreement
from projects.enums import Outcome
from projects.models import Engagement, Opening, Program, Project
from projects.operations import program as programs
from reports.demo import calling
from reports.demo.calling import CallDays, Letter, Terms
from reports.demo.setting_up import Post, begin_program, open_office, propose_agreement, sign_agreement
from reports.demo.stage import Office, Stage, clock

Past = Callable[[int], date]  # a working day so many days ago

WELCOME = "ご経験と進め方に、職員一同が共感しました。ぜひ一緒に取り組ませてください。"
TERMS = Terms(
    not_expected="資料の作成の代行や、特定の製品の紹介はお願いしません。",
    contact_rule="ふだんはメール。返信は3日以内を目安にします。",
)


@dataclass
class Round:
    """One program of one municipality, with everything needed to add to it."""

    stage: Stage
    office: Office
    program: Program

    @property
    def by(self) -> User:
        return self.office.clerk

    def project(self, field: str, section: str, title: str, challenge: str) -> Project:
        return programs.create_project(
            self.program,
            by=self.by,
            at=clock(self.program.start_date, 14),
            team=[self.office.members[next(iter(self.office.members))]],
            field=self.stage.fields[field],
            department=self.office.sections[section],
            title=title,
            challenge=challenge,
        )

    def begin(self) -> None:
        programs.start_program(self.program, by=self.by, at=clock(self.program.start_date, 17))

    def call(
        self, project: Project, text: dict[str, Any], days: CallDays, *, deadline: date, start: date
    ) -> Opening:
        """The activity lasts half a year; the answer is promised three weeks after the deadline."""
        dates: dict[str, Any] = {
            "deadline_date": deadline,
            "question_deadline_date": deadline - timedelta(days=7),
            "question_answer_date": deadline - timedelta(days=4),
            "answer_date": deadline + timedelta(days=21),
            "start_date": start,
            "end_date": start + timedelta(days=181),
        }
        return calling.call(project, self.office, days, by=self.by, values={**text, **dates})

    def publish(
        self, project: Project, text: dict[str, Any], *, day: int, deadline: date, start: date
    ) -> Opening:
        """A call that was published so many days ago."""
        past = self.stage.past
        days = CallDays(
            drafted=past(day + 8), submitted=past(day + 6), approved=past(day + 3), published=past(day)
        )
        return self.call(project, text, days, deadline=deadline, start=start)

    def engage(
        self,
        project: Project,
        text: dict[str, Any],
        letter: Letter,
        *,
        terms: Terms,
        before: int,
        start: date,
    ) -> Engagement:
        """Finds the one applicant of a call published `before` days ago; both then agree on `terms`."""
        past = self.stage.past
        opening = self.publish(project, text, day=before, deadline=past(before - 15), start=start)
        received = calling.receive(self.stage, opening, [letter])
        opening = calling.close(opening)
        calling.propose_answers(received, [letter], by=self.by, day=past(before - 20))
        calling.release(opening, self.office, by=self.by, asked=past(before - 22), decided=past(before - 24))
        engagement = calling.accept(self.stage, received[letter.advisor], past(before - 26))
        return calling.agree(engagement, terms, by=self.by, day=past(before - 29))


def hired(advisor: str, day: date, motivation: str, approach: str, message: str = WELCOME) -> Letter:
    return Letter(
        advisor, day, motivation, approach, outcome=Outcome.HIRE, note="提案が具体的。", message=message
    )


def small_office(
    stage: Stage, code: str, name: str, section: str, decider_title: str, *, since: date
) -> Office:
    """A clerk who does everything and the head of the section; `name` begins their mailboxes."""
    posts = (
        Post(f"{name}.clerk", section, "主任", ("administrator", "drafter", "reviewer")),
        Post(f"{name}.approver", section, "課長", ("approver",)),
    )
    return open_office(
        stage, code, posts, day=since, decider_title=decider_title, number_prefix=f"{section[:2]}発"
    )


def new_round(
    stage: Stage,
    office: Office,
    *,
    title: str,
    fields: tuple[str, ...],
    signed: date,
    agreement_end: date,
    end: date,
) -> Round:
    """An agreement in force and a program that begins a week later."""
    agreement = _agreement(stage, office, fields, signed, agreement_end)
    program = begin_program(
        office,
        agreement,
        title=title,
        purpose="複業人材の知識と経験を生かし、庁内だけでは進みにくい課題に取り組みます。動作確認のための架空の事業です。",
        start=signed + timedelta(days=7),
        end=end,
    )
    return Round(stage, office, program)


def _agreement(
    stage: Stage, office: Office, fields: tuple[str, ...], signed: date, end: date
) -> PartnershipAgreement:
    agreement = propose_agreement(
        stage,
        office,
        title="複業人材の活用に関する連携協定",
        purpose="民間の専門人材の知見を生かし、地域の課題の解決と職員の成長を図ります。",
        fields=fields,
        day=signed - timedelta(days=24),
    )
    return sign_agreement(
        stage, office, agreement, approved=signed - timedelta(days=7), signed=signed, end=end
    )
