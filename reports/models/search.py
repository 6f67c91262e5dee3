"""What published reports are found by."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from reports.models.outcome import OutcomeReport


class ReportSearch(models.Model):
    """One narrow row for each published report, written in the transaction of its source.

    `terms` are what its problem is about (core.words.meanings), `size` is how many they are.
    """

    report = models.OneToOneField(
        OutcomeReport, models.PROTECT, primary_key=True, related_name="search_row", verbose_name=_("活動報告")
    )
    terms = ArrayField(models.CharField(max_length=70))
    size = models.PositiveIntegerField()
    tok_version = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("活動報告の検索用の行")
        verbose_name_plural = _("活動報告の検索用の行")
        indexes = [GinIndex(fields=["terms"], name="report_search_terms", fastupdate=False)]

    def __str__(self) -> str:
        return str(self.report)
