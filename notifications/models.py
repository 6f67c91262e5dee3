"""Notices on the portal and the outbox of mails. Knows people, nothing of the domain."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.codes import new_code
from notifications.enums import DeliveryStatus, Frequency
from notifications.kinds import label_of


class Notice(models.Model):
    """What one person was told. `key` makes telling twice impossible."""

    code = models.CharField(max_length=8, unique=True, default=new_code, editable=False)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices", verbose_name=_("宛先")
    )
    kind = models.CharField(_("種類"), max_length=60)
    key = models.CharField(max_length=120)
    title = models.CharField(_("件名"), max_length=200)
    body = models.TextField(_("本文"), blank=True)
    path = models.CharField(_("リンク先"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("日時"))
    read_at = models.DateTimeField(_("既読日時"), null=True, blank=True)
    digest_due_at = models.DateTimeField(_("まとめて送る日時"), null=True, blank=True)
    digest = models.ForeignKey(
        "notifications.Delivery",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="gathered",
        verbose_name=_("まとめて送ったメール"),
    )

    class Meta:
        verbose_name = _("お知らせ")
        verbose_name_plural = _("お知らせ")
        constraints = [
            models.UniqueConstraint(fields=["recipient", "kind", "key"], name="notice_once"),
        ]
        indexes = [
            models.Index(fields=["recipient", "-created_at", "-id"], name="notice_inbox"),
            models.Index(fields=["recipient"], name="notice_unread", condition=models.Q(read_at=None)),
            models.Index(
                fields=["recipient", "digest_due_at"],
                name="notice_for_digest",
                condition=models.Q(digest_due_at__isnull=False, digest=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} → {self.recipient_id}"

    @property
    def kind_label(self) -> str:
        return label_of(self.kind)


class Delivery(models.Model):
    """One mail in the outbox. At least once: after a crash the same Message-ID may arrive twice.

    A mail belongs to a notice, or to nobody's inbox: an invitation to somebody without an account,
    or a digest of several notices. Those have a `key` that makes sending twice impossible.
    """

    notice = models.OneToOneField(Notice, models.CASCADE, null=True, blank=True, related_name="delivery")
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="deliveries"
    )
    kind = models.CharField(_("種類"), max_length=60)
    key = models.CharField(max_length=120, blank=True)
    address = models.EmailField(_("宛先"))
    subject = models.CharField(_("件名"), max_length=200)
    text = models.TextField(_("本文"))
    calendar = models.TextField(_("予定（iCalendar）"), blank=True)
    reply_to = models.EmailField(_("返信先"), blank=True)
    message_id = models.CharField(max_length=120, unique=True)
    status = models.CharField(
        _("状態"), max_length=10, choices=DeliveryStatus, default=DeliveryStatus.PENDING
    )
    attempts = models.PositiveSmallIntegerField(_("試行回数"), default=0)
    due_at = models.DateTimeField(_("次の送信"))
    locked_until = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(_("送信日時"), null=True, blank=True)
    error = models.TextField(_("最後のエラー"), blank=True)

    class Meta:
        verbose_name = _("メール送信")
        verbose_name_plural = _("メール送信")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status__in=DeliveryStatus.values), name="delivery_status_known"
            ),
            models.CheckConstraint(
                condition=models.Q(status=DeliveryStatus.SENT, sent_at__isnull=False)
                | (~models.Q(status=DeliveryStatus.SENT) & models.Q(sent_at__isnull=True)),
                name="delivery_sent_at",
            ),
            models.UniqueConstraint(
                fields=["kind", "key", "address"],
                name="delivery_once",
                condition=models.Q(notice=None),
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                name="delivery_open",
                condition=models.Q(status__in=[DeliveryStatus.PENDING, DeliveryStatus.SENDING]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} → {self.address} ({self.status})"

    @property
    def kind_label(self) -> str:
        return label_of(self.kind)


class Preference(models.Model):
    """How soon one person wants the mails of one kind; without a row the kind's default holds."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="preferences", verbose_name=_("利用者")
    )
    kind = models.CharField(_("種類"), max_length=60)
    frequency = models.CharField(_("メール"), max_length=10, choices=Frequency)

    class Meta:
        verbose_name = _("メールの受け取り方")
        verbose_name_plural = _("メールの受け取り方")
        constraints = [
            models.UniqueConstraint(fields=["user", "kind"], name="preference_once"),
            models.CheckConstraint(
                condition=models.Q(frequency__in=Frequency.values), name="preference_frequency_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{label_of(self.kind)}：{self.get_frequency_display()}"


class DeadAddress(models.Model):
    """An address that refused mail for good. After LIMIT refusals in a row it gets no more."""

    LIMIT = 3

    address = models.EmailField(_("メールアドレス"), unique=True)
    refusals = models.PositiveSmallIntegerField(_("続けて届かなかった回数"), default=1)
    error = models.TextField(_("最後のエラー"))
    refused_at = models.DateTimeField(_("最後に届かなかった日時"))

    class Meta:
        verbose_name = _("届かない宛先")
        verbose_name_plural = _("届かない宛先")

    def __str__(self) -> str:
        return self.address


class TaskRun(models.Model):
    """How a background task last went; one row a task, written by `notifications.tasks`."""

    name = models.CharField(max_length=80, primary_key=True)
    started_at = models.DateTimeField(_("最後の実行"))
    duration_ms = models.PositiveIntegerField(_("かかった時間"))
    result = models.CharField(_("結果"), max_length=200, blank=True)
    failures = models.PositiveIntegerField(_("失敗の回数"), default=0)
    failed_at = models.DateTimeField(_("最後の失敗"), null=True, blank=True)
    error = models.TextField(_("最後のエラー"), blank=True)

    class Meta:
        verbose_name = _("定期処理の記録")
        verbose_name_plural = _("定期処理の記録")

    def __str__(self) -> str:
        return self.name


class Heartbeat(models.Model):
    """When a background process last proved that it is alive."""

    name = models.CharField(max_length=20, primary_key=True)
    beat_at = models.DateTimeField()

    class Meta:
        verbose_name = _("稼働確認")
        verbose_name_plural = _("稼働確認")

    def __str__(self) -> str:
        return self.name
