"""集計: how much came of the calls of a city, kept true by triggers of the database."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from municipalities.models import Field, Municipality


def _count() -> "models.IntegerField[Any, Any]":
    return models.IntegerField(default=0, db_default=0)  # the triggers name the columns they add to


class Tally(models.Model):
    """Counts for the calls that one city published in one fiscal year for one field.

    Written by the triggers of migration 0003 alone; what each column counts is said once, in
    `reports.figures`, and the nightly recount compares the two.
    """

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+", verbose_name=_("自治体"))
    fiscal_year = models.SmallIntegerField(_("年度"))
    field = models.ForeignKey(Field, models.PROTECT, related_name="+", verbose_name=_("分野"))
    openings = _count()
    answered = _count()
    answered_on_time = _count()
    applications = _count()
    interviews = _count()
    hired = _count()
    started = _count()
    completed = _count()
    reported = _count()
    meetings_held = _count()
    meetings_cancelled = _count()
    advice = _count()
    advice_adopted = _count()

    class Meta:
        verbose_name = _("集計")
        verbose_name_plural = _("集計")
        constraints = [
            models.UniqueConstraint(fields=["municipality", "fiscal_year", "field"], name="tally_once"),
        ]

    def __str__(self) -> str:
        return f"{self.municipality} {self.fiscal_year} {self.field}"
