from django.db import models
from django.utils.translation import gettext_lazy as _


class DeliveryStatus(models.TextChoices):
    PENDING = "pending", _("送信待ち")
    SENDING = "sending", _("送信中")
    SENT = "sent", _("送信済み")
    BOUNCED = "bounced", _("不達")
    FAILED = "failed", _("送信失敗")
    HELD = "held", _("送信停止中の宛先")


class Frequency(models.TextChoices):
    """How soon a person wants the mails of a kind; the notice on the portal is always at once."""

    IMMEDIATE = "immediate", _("すぐに")
    DAILY = "daily", _("毎日8時にまとめて")
    WEEKLY = "weekly", _("毎週月曜8時にまとめて")
    OFF = "off", _("受け取らない")
