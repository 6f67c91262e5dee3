from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class LegalForm(models.TextChoices):
    """How an advisor is bound to the city (reference: ordinances listed in the guide)."""

    PRO_BONO = "pro_bono", _("実証実験（プロボノ）")
    COMMISSIONED = "commissioned", _("委嘱（謝礼）")
    SPECIAL_POST = "special_post", _("特別職非常勤（地方公務員法第3条第3項第3号）")
    FISCAL_YEAR_STAFF = "fiscal_year_staff", _("会計年度任用職員")
    CONTRACT = "contract", _("業務委託")
    MEMORANDUM = "memorandum", _("覚書（謝金）")
    COMMISSIONED_UNPAID = "commissioned_unpaid", _("委嘱（無報酬）")
    REGIONAL_DISPATCH = "regional_dispatch", _("地域活性化起業人（企業派遣型）")
    REGIONAL_SIDE_JOB = "regional_side_job", _("地域活性化起業人（副業型）")


LEGAL_FORM_NOTES: dict[str, Promise] = {
    LegalForm.PRO_BONO: _("協定による実証実験。無償で、期間を区切って試します。"),
    LegalForm.COMMISSIONED: _("要綱などで委嘱し、活動に応じて謝礼を報償費から払います。"),
    LegalForm.SPECIAL_POST: _("専門の学識で助言する非常勤の特別職。任期は年度の末までが一般的です。"),
    LegalForm.FISCAL_YEAR_STAFF: _("職員として任用し、報酬を払います。雇用の手続が要ります。"),
    LegalForm.CONTRACT: _("準委任や成果物の契約。契約の担当課の手続が要ります。"),
    LegalForm.MEMORANDUM: _("首長と覚書を交わし、予算の範囲で謝金を払います。"),
    LegalForm.COMMISSIONED_UNPAID: _("委嘱状を渡します。報酬はなく、交通費などの実費だけを払えます。"),
    LegalForm.REGIONAL_DISPATCH: _(
        "企業の社員のまま派遣を受けます。勤務日の半分以上を自治体で働く国の制度です。"
    ),
    LegalForm.REGIONAL_SIDE_JOB: _("個人と契約します。月4日・20時間以上、現地の活動もある国の制度です。"),
}


class PayUnit(models.TextChoices):
    UNPAID = "unpaid", _("無償（プロボノ）")
    GOODS = "goods", _("地場産品など")
    HOUR = "hour", _("1時間あたり")
    DAY = "day", _("1日あたり")
    VISIT = "visit", _("1回あたり")
    MONTH = "month", _("月額")
    DELIVERABLE = "deliverable", _("成果物あたり")


class Rounding(models.TextChoices):
    """What happens to minutes that do not fill the step."""

    DOWN = "down", _("切捨て")
    UP = "up", _("切上げ")
    HALF = "half", _("四捨五入")


class Travel(models.TextChoices):
    """How cities pay for the way."""

    NONE = "none", _("支給しない")
    INCLUDED = "included", _("謝礼に含む")
    ACTUAL = "actual", _("実費を支給する")
    ORDINANCE = "ordinance", _("旅費条例による（日当あり）")
    ORDINANCE_ONLY = "ordinance_only", _("旅費条例による（日当なし）")


UNPAID_UNITS = frozenset({PayUnit.UNPAID, PayUnit.GOODS})


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
