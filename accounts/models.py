"""People who sign in. What they may do in a city or as an advisor is recorded in the apps above."""

from datetime import datetime, timedelta
from typing import Any, ClassVar

import rules
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts.enums import Calendar, OperatorRole
from core.codes import new_code

LONGEST_TOKEN = timedelta(days=366)


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """Signs in by e-mail. There is no superuser: nobody bypasses the sealed parts of a selection."""

    unrecorded: ClassVar[frozenset[str]] = frozenset(
        {"email", "password", "family_name", "given_name", "family_kana", "given_kana"}
    )

    email = models.EmailField(_("メールアドレス"))
    family_name = models.CharField(_("姓"), max_length=60)
    given_name = models.CharField(_("名"), max_length=60, blank=True)
    family_kana = models.CharField(_("セイ"), max_length=60, blank=True)
    given_kana = models.CharField(_("メイ"), max_length=60, blank=True)
    operator_role = models.CharField(
        _("運営の役割"), max_length=20, choices=OperatorRole, default=OperatorRole.NONE, blank=True
    )
    calendar = models.CharField(_("日付の表示"), max_length=10, choices=Calendar, default=Calendar.WAREKI)
    language = models.CharField(_("言語"), max_length=5, default="ja")
    is_active = models.BooleanField(_("有効"), default=True)
    joined_at = models.DateTimeField(_("登録日時"), db_default=models.functions.Now())

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["family_name"]

    class Meta:
        verbose_name = _("利用者")
        verbose_name_plural = _("利用者")
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_unique"),
            models.CheckConstraint(
                condition=models.Q(operator_role__in=OperatorRole.values), name="user_operator_role"
            ),
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.email

    def get_full_name(self) -> str:
        """Family name first, in every language."""
        return f"{self.family_name} {self.given_name}".strip()

    def get_short_name(self) -> str:
        return self.family_name

    @property
    def kana(self) -> str:
        return f"{self.family_kana} {self.given_kana}".strip()

    @property
    def is_operator(self) -> bool:
        return self.operator_role != OperatorRole.NONE

    def has_perm(self, perm: str, obj: object = None) -> bool:
        return self.is_active and rules.has_perm(perm, self, obj)


class ApiToken(models.Model):
    """A key with which a program acts as its user, within `scopes` and until it expires or is revoked.

    The secret is shown once; only its digest is kept. What the user may do is asked at every request.
    """

    unrecorded: ClassVar[frozenset[str]] = frozenset({"digest"})

    code = models.CharField(max_length=8, unique=True, default=new_code, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="api_tokens", verbose_name=_("利用者")
    )
    name = models.CharField(_("名前"), max_length=60)
    scopes = ArrayField(models.CharField(max_length=40), verbose_name=_("できること"))
    digest = models.CharField(max_length=64, editable=False)
    created_at = models.DateTimeField(_("作成日時"))
    expires_at = models.DateTimeField(_("有効期限"))
    last_used_at = models.DateTimeField(_("最後に使った日時"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("失効させた日時"), null=True, blank=True)

    class Meta:
        verbose_name = _("アクセストークン")
        verbose_name_plural = _("アクセストークン")
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at"), expires_at__lte=F("created_at") + LONGEST_TOKEN),
                name="token_term",
            ),
            models.CheckConstraint(condition=Q(scopes__len__gt=0), name="token_has_scope"),
        ]

    def __str__(self) -> str:
        return self.name

    def is_usable(self, at: datetime) -> bool:
        return self.revoked_at is None and at < self.expires_at


class StoredAnswer(models.Model):
    """What the API answered to a POST with this Idempotency-Key; kept for a day to be repeated."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("利用者")
    )
    key = models.CharField(_("キー"), max_length=100)
    fingerprint = models.CharField(_("リクエストの指紋"), max_length=64)
    http_status = models.PositiveSmallIntegerField(_("応答の番号"))
    headers = models.JSONField(_("応答のヘッダー"), default=dict)
    body = models.JSONField(_("応答の本文"), null=True)
    created_at = models.DateTimeField(_("応答日時"))

    class Meta:
        verbose_name = _("保存した応答")
        verbose_name_plural = _("保存した応答")
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="answer_once")]
        indexes = [models.Index(fields=["created_at"], name="answer_age")]

    def __str__(self) -> str:
        return f"{self.key}（{self.http_status}）"
