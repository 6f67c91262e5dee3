"""What coordinators did about 要対応."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from reports.enums import Channel, Handling


class AttentionNote(models.Model):
    """What a coordinator did about something that stands still. Never changed: the newest of its kind
    counts. `key` is the rule and the code of the thing, so that a case that comes back finds its notes.
    """

    key = models.CharField(max_length=24, db_index=True, editable=False)
    subject = models.CharField(_("対象"), max_length=200)
    kind = models.CharField(_("したこと"), max_length=10, choices=Handling)
    channel = models.CharField(_("連絡の方法"), max_length=10, choices=Channel, blank=True)
    text = models.TextField(_("内容・理由"), blank=True)
    until_date = models.DateField(_("いつまで"), null=True, blank=True)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("担当"),
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("書いた人")
    )
    written_at = models.DateTimeField(_("書いた日時"))

    class Meta:
        verbose_name = _("要対応の記録")
        verbose_name_plural = _("要対応の記録")
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=Handling.values), name="attentionnote_kind_known"),
            models.CheckConstraint(
                condition=~Q(kind="snooze") | (Q(until_date__isnull=False) & ~Q(text="")),
                name="attentionnote_snooze_has_reason_and_day",
            ),
            models.CheckConstraint(
                condition=~Q(kind="contact") | (~Q(channel="") & ~Q(text="")),
                name="attentionnote_contact_says_how_and_what",
            ),
            models.CheckConstraint(
                condition=~Q(kind="assign") | Q(assignee__isnull=False), name="attentionnote_assign_names"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}：{self.subject}"
