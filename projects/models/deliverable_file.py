"""Files of a deliverable: every version is kept."""

import secrets
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from rules.contrib.models import RulesModel

from core.codes import new_code
from municipalities.models import Municipality
from projects.models.engagement import Engagement
from projects.models.record import Deliverable
from projects.rules import sees_engagement


def place_of(_row: Any, _name: str) -> str:
    """Where a file lies says nothing about it and cannot be guessed."""
    name = secrets.token_hex(16)
    return f"deliverables/{name[:2]}/{name}"


class DeliverableFile(RulesModel):
    """One version. Never changed: whoever has something better adds the next one."""

    unrecorded: ClassVar[frozenset[str]] = frozenset({"file"})

    code = models.CharField(max_length=8, unique=True, default=new_code, editable=False)
    deliverable = models.ForeignKey(
        Deliverable, models.PROTECT, related_name="files", verbose_name=_("成果物")
    )
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField(_("版"))
    file = models.FileField(_("ファイル"), upload_to=place_of)
    name = models.CharField(_("ファイル名"), max_length=120)
    content_type = models.CharField(_("種類"), max_length=100)
    size_bytes = models.PositiveIntegerField(_("大きさ（バイト）"))
    sha256 = models.CharField(max_length=64)
    alt_text = models.CharField(_("画像の説明"), max_length=300, blank=True)
    note = models.CharField(_("この版で変えたこと"), max_length=300, blank=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("加えた人")
    )
    uploaded_at = models.DateTimeField(_("加えた日時"))

    class Meta:
        verbose_name = _("成果物のファイル")
        verbose_name_plural = _("成果物のファイル")
        constraints = [
            models.UniqueConstraint(fields=["deliverable", "number"], name="deliverablefile_number_once"),
        ]
        rules_permissions = {"view": sees_engagement}

    def __str__(self) -> str:
        return f"{self.name}（{self.label}）"

    def get_absolute_url(self) -> str:
        return self.deliverable.get_absolute_url()

    @property
    def label(self) -> str:
        return str(_("第{number}版")).format(number=self.number)

    @property
    def engagement(self) -> Engagement:
        return self.deliverable.engagement
