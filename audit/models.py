"""The append-only record of who did what. No foreign keys: history survives every deletion."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Event(models.Model):
    """One thing that happened. A database trigger refuses every update and delete."""

    subject_type = models.CharField(_("対象の種類"), max_length=60)
    subject_id = models.BigIntegerField(_("対象の番号"))
    subject_label = models.CharField(_("対象"), max_length=200)
    action = models.CharField(_("操作"), max_length=60)
    actor_id = models.BigIntegerField(_("操作した人の番号"), null=True)
    actor_label = models.CharField(_("操作した人"), max_length=120, blank=True)
    detail = models.JSONField(_("内容"), default=dict)
    request_id = models.CharField(max_length=64, blank=True)
    happened_at = models.DateTimeField(_("日時"))
    recorded_at = models.DateTimeField(_("記録日時"), db_default=models.functions.Now())

    class Meta:
        verbose_name = _("監査記録")
        verbose_name_plural = _("監査記録")
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "id"], name="event_subject"),
            models.Index(fields=["actor_id", "id"], name="event_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.happened_at:%Y-%m-%d %H:%M} {self.subject_type}.{self.action} {self.subject_label}"
