"""写真: what a report shows besides words."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from rules.contrib.models import RulesModel

from core.codes import new_code
from municipalities.models import Municipality
from reports.models.outcome import OutcomeReport
from reports.rules import edits_report_of, sees_report_of


class ReportPhoto(RulesModel):
    """A picture of a report, in the order of `number`. It lies in its row, so that it stands or falls with it;
    `alt_text` is read aloud to whoever does not see it.
    """

    MOST = 10  # of one report

    unrecorded: ClassVar[frozenset[str]] = frozenset({"content"})

    code = models.CharField(max_length=8, unique=True, default=new_code, editable=False)
    report = models.ForeignKey(
        OutcomeReport, models.PROTECT, related_name="photos", verbose_name=_("活動報告")
    )
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField(_("番号"))
    alt_text = models.CharField(_("写真の説明"), max_length=300)
    caption = models.CharField(_("写真の下に書く言葉"), max_length=120, blank=True)
    content = models.BinaryField()
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("加えた人")
    )
    added_at = models.DateTimeField(_("加えた日時"))
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("報告の写真")
        verbose_name_plural = _("報告の写真")
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="report_photo_number_once"),
            models.CheckConstraint(condition=~Q(alt_text=""), name="report_photo_has_alt_text"),
        ]
        rules_permissions = {"view": sees_report_of, "edit": edits_report_of, "remove": edits_report_of}

    def __str__(self) -> str:
        return str(_("写真{number}")).format(number=self.number)

    def get_absolute_url(self) -> str:
        return self.report.desk_url

    @property
    def image_url(self) -> str:
        return reverse("report_photo", args=[self.code])
