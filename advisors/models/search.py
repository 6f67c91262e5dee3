"""What cities find professionals by."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from advisors.models.profile import AdvisorProfile
from core.lexemes import LexemesField


class AdvisorSearch(models.Model):
    """One narrow row for each professional who lets cities find them, written with its sources.

    `tsv` holds the words of all texts and the facets (`field:dx`), so that one index answers a search
    with every criterion; `title_tsv` the words of name and headline. `facets` are the same facets once
    more, for counting. `hidden_from` are municipalities that never find the person, `listed_at` since
    when the others have.
    """

    advisor = models.OneToOneField(
        AdvisorProfile, models.PROTECT, primary_key=True, related_name="search_row", verbose_name=_("専門家")
    )
    facets = ArrayField(models.CharField(max_length=60))
    hidden_from = ArrayField(models.BigIntegerField(), blank=True)
    tsv = LexemesField()
    title_tsv = LexemesField()
    tok_version = models.PositiveSmallIntegerField()
    listed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("専門家の検索用の行")
        verbose_name_plural = _("専門家の検索用の行")
        indexes = [
            GinIndex(fields=["tsv"], name="advisor_search_words", fastupdate=False),
            GinIndex(fields=["title_tsv"], name="advisor_search_title", fastupdate=False),
        ]

    def __str__(self) -> str:
        return str(self.advisor)
