"""The order of events, from the agreement to the joint report."""

from datetime import date
from functools import partial

from projects.models import Engagement, Program, Project
from projects.operations import program as programs
from reports.demo import calling, reporting, working
from reports.demo.profiles import OF_2021, create_profiles
from reports.demo.sanuki import closing, design, dx, pr
from reports.demo.sanuki.group import COMMON, Group
from reports.demo.setting_up import Post, begin_program, open_office, propose_agreement, sign_agreement
from reports.demo.stage import Office, Stage, clock
from reports.models import OutcomeReport
from reports.operations import joint as joint_reports

CODE = "372064"
AGREEMENT = "民間人材との協働による広報、デジタル化の推進に関する連携協定"
PROGRAM = "令和3年度 複業人材登用の実証実験"

POSTS = (
    Post("sanuki.clerk", "政策課", "主任", ("administrator", "drafter")),
    Post("sanuki.approver", "政策課", "課長", ("approver",)),
    Post("sanuki.pr", "秘書広報課", "主事", ("drafter",)),
    Post("sanuki.design", "秘書広報課", "係長", ("drafter", "reviewer")),
    Post("sanuki.dx", "総務課", "主査", ("drafter", "reviewer")),
    Post("sanuki.reviewer", "総務課", "課長補佐", ("reviewer",)),
    Post("sanuki.window", "市民課", "主任", ("viewer",)),
    Post("sanuki.shops", "商工観光課", "主事", ("viewer",)),
    Post("sanuki.learning", "生涯学習課", "主事", ("viewer",)),
)


GROUPS = (dx.GROUP, pr.GROUP, design.GROUP)


def replay(stage: Stage) -> None:
    """Everything between May 2021 and March 2022, and what became of the advice in the year after."""
    create_profiles(stage, OF_2021, at=clock(date(2021, 6, 20), 20))
    office = open_office(
        stage, CODE, POSTS, day=date(2021, 5, 20), decider_title="市長", number_prefix="3さぬ政"
    )
    program = _begin(stage, office)
    projects = {group.field: _register(stage, office, program, group) for group in GROUPS}
    programs.start_program(program, by=office.clerk, at=clock(date(2021, 7, 1), 17))
    for group in GROUPS:
        engagement = _find_advisor(stage, office, projects[group.field], group)
        engagement = _work(stage, office, engagement, group)
        _publish_report(stage, office, _write_report(stage, engagement, group), group)
    programs.complete_program(
        Program.objects.get(pk=program.pk), by=office.clerk, at=clock(date(2022, 3, 1), 9)
    )
    _publish_joint_report(program, office)
    for day, news in closing.AFTERWARDS:
        working.follow_up(office.clerk, day, news)


def _begin(stage: Stage, office: Office) -> Program:
    agreement = propose_agreement(
        stage,
        office,
        title=AGREEMENT,
        purpose=closing.AGREEMENT_PURPOSE,
        fields=("dx", "pr", "design"),
        day=date(2021, 6, 1),
    )
    agreement = sign_agreement(stage, office, agreement, approved=date(2021, 6, 18), signed=date(2021, 6, 25))
    return begin_program(
        office,
        agreement,
        title=PROGRAM,
        purpose=closing.PROGRAM_PURPOSE,
        start=date(2021, 6, 28),
        end=date(2022, 3, 31),
    )


def _register(stage: Stage, office: Office, program: Program, group: Group) -> Project:
    return programs.create_project(
        program,
        by=stage.people[group.leader],
        at=clock(date(2021, 6, 30), 14),
        team=[office.members[mailbox] for mailbox in group.team],
        field=stage.fields[group.field],
        department=office.sections[group.section],
        title=group.title,
        challenge=group.challenge,
    )


def _find_advisor(stage: Stage, office: Office, project: Project, group: Group) -> Engagement:
    """From the draft of the call to the accepted offer."""
    by = stage.people[group.leader]
    opening = calling.call(project, office, group.days, by=by, values=group.call | COMMON)
    received = calling.receive(stage, opening, group.letters)
    opening = calling.close(opening)
    calling.propose_answers(received, group.letters, by=by, day=date(2021, 8, 5))
    calling.release(opening, office, by=by, asked=date(2021, 8, 10), decided=date(2021, 8, 16))
    return calling.accept(stage, received[group.advisor], date(2021, 8, 17))


def _work(stage: Stage, office: Office, engagement: Engagement, group: Group) -> Engagement:
    by = stage.people[group.leader]
    engagement = calling.agree(engagement, group.terms, by=by, day=date(2021, 8, 24))
    engagement = calling.start(engagement, by=by, confirmed=date(2021, 8, 26), started=date(2021, 9, 1))
    meetings = working.meet(engagement, group.meetings, by=by)
    working.hand_over(engagement, group.products, meetings, by=by)
    working.advise(engagement, group.ledger, office, meetings, by=by)
    working.judge(engagement, group.verdicts, by=by, day=date(2022, 2, 28))
    engagement = working.finish(engagement, by=by, day=date(2022, 2, 28))
    working.hand_out(engagement, by=by, day=date(2022, 3, 1), thanks=closing.THANKS)
    return engagement


def _write_report(stage: Stage, engagement: Engagement, group: Group) -> OutcomeReport:
    by = stage.people[group.leader]
    report = reporting.write_report(engagement, group.words, by=by, day=date(2022, 3, 1))
    report = reporting.ask_comment(report, by=by, day=date(2022, 3, 2), due=date(2022, 3, 10))
    return reporting.comment(report, group.comment, group.name_display, day=group.commented)


def _publish_report(stage: Stage, office: Office, report: OutcomeReport, group: Group) -> None:
    reporting.publish(
        report,
        office,
        by=stage.people[group.leader],
        asked=date(2022, 3, 11),
        decided=date(2022, 3, 15),
        published=date(2022, 3, 18),
    )


def _publish_joint_report(program: Program, office: Office) -> None:
    by = office.clerk
    at = partial(date, 2022, 3)
    report = joint_reports.start_joint_report(program, by=by, at=clock(at(1), 11))
    report = joint_reports.edit_joint_report(
        report,
        by=by,
        at=clock(at(18), 14),
        version=report.version,
        title=closing.TITLE,
        introduction=closing.INTRODUCTION,
        closing=closing.CLOSING,
        meeting_date=date(2022, 2, 25),
        meeting_note=closing.MEETING_NOTE,
    )
    report = joint_reports.submit_joint_report(report, by=by, at=clock(at(22), 10))
    decided = clock(at(24), 15)
    report = joint_reports.approve_joint_report(
        report, by=office.approver, at=decided, **office.decision(decided)
    )
    joint_reports.publish_joint_report(report, by=by, at=clock(at(25), 10))
