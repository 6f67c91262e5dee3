from django.db import models
from django.utils.translation import gettext_lazy as _


class NameDisplay(models.TextChoices):
    """How the advisor is named in public: the advisor's own choice, asked with the comment."""

    FULL = "full", _("氏名を出す")
    HEADLINE = "headline", _("肩書だけを出す")
    ANONYMOUS = "anonymous", _("名前も肩書も出さない")


class Channel(models.TextChoices):
    """How a coordinator reached somebody."""

    PHONE = "phone", _("電話")
    MAIL = "mail", _("メール")
    MEETING = "meeting", _("会って・オンラインで")
    OTHER = "other", _("そのほか")


class Handling(models.TextChoices):
    """What a coordinator notes about 要対応."""

    CONTACT = "contact", _("連絡した")
    SNOOZE = "snooze", _("見送る")
    ASSIGN = "assign", _("担当を決めた")


class DocumentKind(models.TextChoices):
    YEARLY = "yearly", _("年度報告")
    COUNCIL = "council", _("議会・監査資料")


class Ending(models.TextChoices):
    """What a document may be made as."""

    PDF = "pdf", _("PDF（印刷・配布用）")
    DOCX = "docx", _("Word（書き足す）")
    XLSX = "xlsx", _("Excel（集計する）")
    CSV = "csv", _("CSV（ほかのシステムで使う）")
