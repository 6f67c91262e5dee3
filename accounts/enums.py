from django.db import models
from django.utils.translation import gettext_lazy as _


class OperatorRole(models.TextChoices):
    """What somebody may do for the portal as a whole; most people hold none."""

    NONE = "", _("なし")
    COORDINATOR = "coordinator", _("コーディネーター")
    ADMINISTRATOR = "administrator", _("運営管理者")


class Calendar(models.TextChoices):
    WAREKI = "wareki", _("和暦（令和8年）")
    SEIREKI = "seireki", _("西暦（2026年）")
