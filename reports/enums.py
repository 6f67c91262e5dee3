from django.db import models
from django.utils.translation import gettext_lazy as _


class NameDisplay(models.TextChoices):
    """How the advisor is named in public: the advisor's own choice, asked with the comment."""

    FULL = "full", _("氏名を出す")
    HEADLINE = "headline", _("肩書だけを出す")
    ANONYMOUS = "anonymous", _("名前も肩書も出さない")
