"""The texts a report starts from, taken from the record so that nobody writes them twice, and which
of them are still to be written.
"""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from core import dates
from projects.models import Engagement
from projects.queries import with_record
from reports.models import OutcomeReport

VOICES = ("summary", "problem", "activities", "outcomes", "next_steps", "staff_comment")


def unwritten(report: OutcomeReport) -> list[str]:
    """The city's parts that are still empty, by their labels."""
    missing = [name for name in VOICES if not getattr(report, name)]
    return [str(report._meta.get_field(name).verbose_name) for name in missing]  # type: ignore[union-attr]


def prefilled_texts(engagement: Engagement) -> dict[str, str]:
    """Draft texts of the city's parts; the comments of both sides stay empty."""
    full = with_record(Engagement.objects.select_related("project__field")).get(pk=engagement.pk)
    return {
        "title": str(_("{project} 活動報告")).format(project=full.project.title),
        "summary": "",
        "problem": full.project.challenge,
        "activities": _activities(full),
        "outcomes": _outcomes(full),
        "next_steps": _next_steps(full),
        "staff_comment": "",
    }


def _activities(engagement: Engagement) -> str:
    held = [meeting for meeting in engagement.meetings.all() if meeting.status == "held"]
    lines = [str(_("会議を{count}回行いました。")).format(count=len(held))] if held else []
    for meeting in held:
        day = dates.wareki(dates.jst_date(meeting.starts_at))
        lines.append(
            f"・第{meeting.number}回（{day}）{meeting.title}：{_one_line(meeting.decisions or meeting.summary)}"
        )
    return "\n".join(lines)


def _outcomes(engagement: Engagement) -> str:
    goals = [
        f"・{goal.text}：{goal.workflow.state(goal.status).label}{_in_brackets(goal.verdict_note)}"
        for goal in engagement.goals.all()
    ]
    things = [
        f"・{thing.get_kind_display()}「{thing.title}」"
        for thing in engagement.deliverables.all()
        if thing.status == "accepted"
    ]
    return _sections((_("目標の達成状況"), goals), (_("できあがったもの"), things))


def _next_steps(engagement: Engagement) -> str:
    advice = [
        f"・{item.text}：{item.workflow.state(item.status).label}{_in_brackets(item.status_note)}"
        for item in engagement.recommendations.all()
        if item.status in {"adopted", "trial", "studying"}
    ]
    return _sections((_("いただいた提案への対応"), advice))


def _sections(*parts: tuple[str, Iterable[str]]) -> str:
    blocks = []
    for heading, lines in parts:
        rows = list(lines)
        if rows:
            blocks.append("\n".join([f"【{heading}】", *rows]))
    return "\n\n".join(blocks)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _in_brackets(text: str) -> str:
    return f"（{_one_line(text)}）" if text else ""
