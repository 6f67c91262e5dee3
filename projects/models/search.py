"""What openings are found by, and the searches that people keep."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from rules.contrib.models import RulesModel

from advisors.models import AdvisorProfile
from core.codes import new_code
from core.lexemes import LexemesField
from projects.enums import About, Alert
from projects.models.opening import Opening
from projects.rules import owns_saved_search

MAX_SAVED = 20


class OpeningSearch(models.Model):
    """One narrow row for each public opening, written in the transaction of its source.

    `tsv` holds the words of all texts and the facets (`f:dx`, `p:37`), so that one index answers a
    search with every criterion; `title_tsv` the words of the title alone.
    """

    opening = models.OneToOneField(
        Opening, models.PROTECT, primary_key=True, related_name="search_row", verbose_name=_("募集")
    )
    published_at = models.DateTimeField()
    deadline_date = models.DateField()
    field = models.CharField(max_length=30)
    prefecture = models.CharField(max_length=2)
    work_style = models.CharField(max_length=8)
    pay = models.CharField(max_length=6)
    hours = models.CharField(max_length=4)
    term = models.CharField(max_length=4)
    tsv = LexemesField()
    title_tsv = LexemesField()
    tok_version = models.PositiveSmallIntegerField()
    announced_at = models.DateTimeField(null=True)
    matched_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("募集の検索用の行")
        verbose_name_plural = _("募集の検索用の行")
        indexes = [
            GinIndex(fields=["tsv"], name="opening_search_words", fastupdate=False),
            GinIndex(fields=["title_tsv"], name="opening_search_title", fastupdate=False),
            models.Index(fields=["-published_at", "-opening"], name="opening_search_newest"),
            models.Index(fields=["deadline_date", "opening"], name="opening_search_deadline"),
        ]

    def __str__(self) -> str:
        return str(self.opening)


def results_url(about: str, querystring: str, *, is_operator: bool = False) -> str:
    """The page on which the search is done."""
    pages = {About.OPENINGS: "openings", About.ADVISORS: "desk_advisors"}
    area = "coord_engagements" if is_operator else "desk_engagements"
    page = reverse(pages[About(about)] if about in pages else f"{area}:list")
    return f"{page}?{querystring}" if querystring else page


class SavedSearch(RulesModel):
    """Criteria a person keeps, and how often what newly meets them is sent: openings, or professionals. Of
    activities it is a way to look at them, and nothing is sent.

    `lexemes` are the criteria as a text search query, so that one statement finds what is new for
    everybody. `position` numbers the searches of a person: the database counts to twenty with it.
    """

    code = models.CharField(max_length=8, unique=True, default=new_code, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="saved_searches", verbose_name=_("利用者")
    )
    position = models.PositiveSmallIntegerField(editable=False)
    about = models.CharField(_("探すもの"), max_length=12, choices=About, default=About.OPENINGS)
    name = models.CharField(_("条件の名前"), max_length=60)
    querystring = models.CharField(_("条件"), max_length=500, blank=True)
    lexemes = models.TextField(editable=False)
    deadline_days = models.PositiveSmallIntegerField(null=True, editable=False)
    alert = models.CharField(_("新着のお知らせ"), max_length=9, choices=Alert, default=Alert.DAILY)
    alerts_since_at = models.DateTimeField(editable=False)
    last_alerted_at = models.DateTimeField(_("最後のお知らせ"), null=True, editable=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("保存した条件")
        verbose_name_plural = _("保存した条件")
        constraints = [
            models.UniqueConstraint(fields=["owner", "name"], name="saved_search_name_once"),
            models.UniqueConstraint(fields=["owner", "position"], name="saved_search_position_once"),
            models.CheckConstraint(
                condition=Q(position__range=(1, MAX_SAVED)), name="saved_search_at_most_twenty"
            ),
            models.CheckConstraint(condition=Q(alert__in=Alert.values), name="saved_search_alert_known"),
            models.CheckConstraint(condition=Q(about__in=About.values), name="saved_search_about_known"),
        ]
        indexes = [models.Index(fields=["alert"], name="saved_search_alert")]
        rules_permissions: ClassVar = {
            "view": owns_saved_search,
            "edit": owns_saved_search,
            "delete": owns_saved_search,
        }

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("saved_searches")

    @property
    def results_url(self) -> str:
        return results_url(self.about, self.querystring, is_operator=self.owner.is_operator)


class SearchAlert(models.Model):
    """An opening or a professional that was sent for a saved search: never a second time."""

    search = models.ForeignKey(
        SavedSearch, models.PROTECT, related_name="alerts", verbose_name=_("保存した条件")
    )
    opening = models.ForeignKey(Opening, models.PROTECT, null=True, related_name="+", verbose_name=_("募集"))
    advisor = models.ForeignKey(
        AdvisorProfile, models.PROTECT, null=True, related_name="+", verbose_name=_("専門家")
    )
    sent_at = models.DateTimeField(_("お知らせした日時"))

    class Meta:
        verbose_name = _("保存した条件のお知らせ")
        verbose_name_plural = _("保存した条件のお知らせ")
        constraints = [
            models.UniqueConstraint(fields=["search", "opening"], name="search_alert_once"),
            models.UniqueConstraint(fields=["search", "advisor"], name="search_alert_once_a_person"),
            models.CheckConstraint(
                condition=Q(opening=None, advisor__isnull=False) | Q(opening__isnull=False, advisor=None),
                name="search_alert_about_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.search}：{self.opening or self.advisor}"
