"""Criteria of the search for professionals."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from advisors.enums import MEETING_TIMES, HoursBand, Intention, TalentType, WorkStyle
from advisors.models import Skill
from advisors.queries.search import Criteria
from municipalities.filters import PlaceSearchFilter

EVERY = ("", _("すべて"))


class AdvisorFilter(PlaceSearchFilter):
    word_sorts = (("relevance", _("名前・肩書に合う順")), ("new", _("新しく登録した順")))

    field = forms.ChoiceField(label=_("得意な分野"))
    skill = forms.ChoiceField(label=_("スキル"))
    prefecture = forms.ChoiceField(label=_("お住まい・つながりのある地域"))
    work_style = forms.ChoiceField(label=_("働き方"), choices=[EVERY, *WorkStyle.choices])
    hours = forms.ChoiceField(label=_("使える時間"), choices=[EVERY, *HoursBand.choices])
    time = forms.ChoiceField(label=_("活動できる時間帯"), choices=[EVERY, *MEETING_TIMES])
    intention = forms.ChoiceField(label=_("今の意向"), choices=[EVERY, *Intention.choices])
    talent = forms.ChoiceField(label=_("人材の種類"), choices=[EVERY, *TalentType.choices])
    unpaid = forms.ChoiceField(label=_("謝礼"), choices=[EVERY, ("yes", _("無償でもよい"))])

    def readers(self) -> dict[str, Callable[[], list[Any]]]:
        return {**super().readers(), "skill": _skills}

    def criteria(self) -> Criteria:
        return Criteria(**self.values())


def _skills() -> list[Any]:
    return [EVERY, *Skill.objects.order_by("position", "name").values_list("slug", "name")]
