from django.db import models
from django.utils.translation import gettext_lazy as _


class EmployerPermission(models.TextChoices):
    """Whether the main employer allows side work; settled before any engagement starts."""

    NOT_NEEDED = "not_needed", _("不要（自営業・勤務先なし）")
    OBTAINED = "obtained", _("許可を得ている")
    PENDING = "pending", _("これから確認する")


SETTLED_PERMISSIONS = frozenset({EmployerPermission.NOT_NEEDED, EmployerPermission.OBTAINED})


class WorkStyle(models.TextChoices):
    ONLINE = "online", _("オンライン")
    HYBRID = "hybrid", _("オンラインと訪問")
    ONSITE = "onsite", _("訪問")
