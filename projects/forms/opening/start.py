"""How a draft begins: with a template, with a past call, or with the project's own words."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.forms import PortalForm
from municipalities.models import Field
from projects.data import GENERAL, opening_templates, template_of
from projects.models import Opening, Project
from projects.queries import copied_values

DAYS_OPEN = 28
DAYS_TO_ANSWER = 14
DAYS_TO_START = 14
DAYS_FOR_QUESTIONS = 7  # between their last day and the deadline
DAYS_TO_REPLY = 3
BLANK, TEMPLATE, COPY = "blank", "template", "copy"


def question_days(first: date, deadline: date) -> dict[str, date]:
    """The last day for questions and the day of the answers: a week and four days before the deadline.

    In a call too short for that, questions end halfway.
    """
    last = deadline - timedelta(days=DAYS_FOR_QUESTIONS)
    if last < first:
        last = first + (deadline - first) // 2
    told = min(last + timedelta(days=DAYS_TO_REPLY), deadline)
    return {"question_deadline_date": last, "question_answer_date": told}


def proposed_days(day: date, end: date) -> dict[str, date]:
    """A schedule most cities can keep; `end` is when the activity ends at the earliest."""
    deadline = day + timedelta(days=DAYS_OPEN)
    answer = deadline + timedelta(days=DAYS_TO_ANSWER)
    start = answer + timedelta(days=DAYS_TO_START)
    return {
        "deadline_date": deadline,
        **question_days(day, deadline),
        "answer_date": answer,
        "start_date": start,
        "end_date": max(end, start),
    }


def opening_defaults(project: Project, day: date) -> dict[str, Any]:
    """What a new call for this project starts with; the clerk changes what does not fit."""
    return {
        "title": project.title[:80],
        "challenge": project.challenge,
        "seats": 1,
        "hours_per_month": 8,
        "work_style": "online",
        **proposed_days(day, project.program.end_date),
    }


class StartForm(PortalForm):
    """One question. `values(project, day)` is the draft that the answer means."""

    start = forms.ChoiceField(
        label=gettext_lazy("はじめの文章"),
        help_text=gettext_lazy(
            "ひな形には、分野ごとの文例と選考の基準が入っています。「○○」の部分を書き換えるだけで始められます。"
        ),
        error_messages={
            "required": gettext_lazy("はじめの文章を選んでください。"),
            "invalid_choice": gettext_lazy("はじめの文章を、一覧から選び直してください。"),
        },
    )

    def __init__(self, *args: Any, past: Iterable[Opening], **options: Any) -> None:
        super().__init__(*args, **options)
        self.past = {opening.code: opening for opening in past}
        start: Any = self.fields["start"]
        start.choices = [
            (_("ひな形"), [(f"{TEMPLATE}:{slug}", name) for slug, name in _template_names()]),
            (_("過去の募集から複製"), [(f"{COPY}:{code}", str(row)) for code, row in self.past.items()]),
            (_("ひな形を使わない"), [(BLANK, _("プロジェクトの課題だけを入れて始める"))]),
        ]

    def values(self, project: Project, day: date) -> dict[str, Any]:
        kind, _colon, name = self.cleaned_data["start"].partition(":")
        defaults = opening_defaults(project, day)
        if kind == COPY:
            return {**defaults, **copied_values(self.past[name])}
        if kind == TEMPLATE:
            values = template_of(name).values()
            own = project.challenge.strip()
            return {**defaults, **values, "challenge": f"{own}\n\n{values['challenge']}".strip()}
        return defaults


def _template_names() -> list[tuple[str, str]]:
    """In the order of the fields; the general one stands last."""
    known = opening_templates()
    fields = Field.objects.filter(slug__in=known).order_by("position", "pk").values_list("slug", "name")
    return [*fields, (GENERAL, _("どの分野でも使えるひな形"))]
