"""気になる."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from projects.models.opening import Opening


class Interest(models.Model):
    """Somebody keeps an eye on a call. The city learns the number alone, never who."""

    opening = models.ForeignKey(Opening, models.PROTECT, related_name="interests", verbose_name=_("募集"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="interests", verbose_name=_("専門家")
    )
    marked_at = models.DateTimeField(_("気になるにした日時"))
    removed_at = models.DateTimeField(_("外した日時"), null=True, blank=True)

    class Meta:
        verbose_name = _("気になる")
        verbose_name_plural = _("気になる")
        constraints = [models.UniqueConstraint(fields=["opening", "person"], name="interest_once")]
        indexes = [
            models.Index(
                fields=["person", "-marked_at"],
                name="interest_of_person",
                condition=models.Q(removed_at=None),
            )
        ]

    def __str__(self) -> str:
        return f"{self.opening}（{self._meta.verbose_name}）"
