from django.db import models
from django.utils.translation import gettext_lazy as _


class LegalForm(models.TextChoices):
    """How an advisor is bound to the city (reference: ordinances listed in the guide)."""

    PRO_BONO = "pro_bono", _("実証実験（プロボノ）")
    COMMISSIONED = "commissioned", _("委嘱（謝礼）")
    SPECIAL_POST = "special_post", _("特別職非常勤（地方公務員法第3条第3項第3号）")
    FISCAL_YEAR_STAFF = "fiscal_year_staff", _("会計年度任用職員")
    CONTRACT = "contract", _("業務委託")
    MEMORANDUM = "memorandum", _("覚書（謝金）")


class PayUnit(models.TextChoices):
    UNPAID = "unpaid", _("無償（プロボノ）")
    GOODS = "goods", _("地場産品など")
    HOUR = "hour", _("1時間あたり")
    DAY = "day", _("1日あたり")
    VISIT = "visit", _("1回あたり")
    MONTH = "month", _("月額")
    DELIVERABLE = "deliverable", _("成果物あたり")


UNPAID_UNITS = frozenset({PayUnit.UNPAID, PayUnit.GOODS})


class AmendmentKind(models.TextChoices):
    CORRECTION = "correction", _("訂正")
    EXTENSION = "extension", _("締切の延長")
    SHORTENING = "shortening", _("早期の締切")


class Outcome(models.TextChoices):
    """What the city means to answer. Sealed: an applicant sees nothing of it until released."""

    HIRE = "hire", _("採用候補")
    RESERVE = "reserve", _("補欠")
    DECLINE = "decline", _("見送り")


class DeliverableKind(models.TextChoices):
    ROUGH = "rough", _("ラフイメージ")
    SPECIFICATION = "specification", _("仕様書案")
    ANALYSIS = "analysis", _("分析・診断")
    SURVEY = "survey", _("調査・アンケート")
    COPY = "copy", _("キャッチコピー・文案")
    MANUAL = "manual", _("マニュアル")
    TRAINING = "training", _("職員研修")
    PLAN = "plan", _("計画案")
    SERVICE = "service", _("サービスの開設")
    OTHER = "other", _("その他")


# Whoever helps to write a specification may not bid for it: shown wherever such a thing is listed.
PROCUREMENT_KINDS = frozenset({DeliverableKind.SPECIFICATION})


class Place(models.TextChoices):
    ONLINE = "online", _("オンライン")
    ONSITE = "onsite", _("対面")
