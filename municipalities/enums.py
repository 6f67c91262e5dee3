from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class MunicipalityKind(models.TextChoices):
    PREFECTURE = "prefecture", _("都道府県")
    CITY = "city", _("市")
    WARD = "ward", _("特別区")
    TOWN = "town", _("町")
    VILLAGE = "village", _("村")


class StaffRole(models.TextChoices):
    """One person may hold several: in a small office the same clerk drafts and administers."""

    ADMINISTRATOR = "administrator", _("管理者")
    DRAFTER = "drafter", _("担当者")
    APPROVER = "approver", _("承認者")
    REVIEWER = "reviewer", _("評価者")
    VIEWER = "viewer", _("閲覧者")


ADMINISTERING_ROLES = frozenset({StaffRole.ADMINISTRATOR})
DRAFTING_ROLES = frozenset({StaffRole.ADMINISTRATOR, StaffRole.DRAFTER})
APPROVING_ROLES = frozenset({StaffRole.APPROVER})
SELECTING_ROLES = frozenset({StaffRole.ADMINISTRATOR, StaffRole.DRAFTER, StaffRole.REVIEWER})


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


class KanaRow(models.TextChoices):
    """The rows of the Japanese syllabary by which lists of names are looked through."""

    A = "a", _("あ")
    KA = "ka", _("か")
    SA = "sa", _("さ")
    TA = "ta", _("た")
    NA = "na", _("な")
    HA = "ha", _("は")
    MA = "ma", _("ま")
    YA = "ya", _("や")
    RA = "ra", _("ら")
    WA = "wa", _("わ")

    @property
    def letters(self) -> str:
        """Every hiragana of the row, voiced ones included."""
        return {
            "a": "あいうえお",
            "ka": "かがきぎくぐけげこご",
            "sa": "さざしじすずせぜそぞ",
            "ta": "ただちぢつづてでとど",
            "na": "なにぬねの",
            "ha": "はばぱひびぴふぶぷへべぺほぼぽ",
            "ma": "まみむめも",
            "ya": "やゆよ",
            "ra": "らりるれろ",
            "wa": "わをん",
        }[self.value]


class Region(models.TextChoices):
    """The regions in which prefecture lists are grouped."""

    HOKKAIDO_TOHOKU = "hokkaido-tohoku", _("北海道・東北")
    KANTO = "kanto", _("関東")
    CHUBU = "chubu", _("中部")
    KINKI = "kinki", _("近畿")
    CHUGOKU = "chugoku", _("中国")
    SHIKOKU = "shikoku", _("四国")
    KYUSHU_OKINAWA = "kyushu-okinawa", _("九州・沖縄")

    @classmethod
    def of(cls, code: str) -> "Region":
        """Of a national code, or of the two digits of a prefecture that begin it."""
        return next(region for end, region in REGION_ENDS if int(code[:2]) <= end)


# Last prefecture number (JIS X 0401) of each region, in order.
REGION_ENDS = (
    (7, Region.HOKKAIDO_TOHOKU),
    (14, Region.KANTO),
    (23, Region.CHUBU),
    (30, Region.KINKI),
    (35, Region.CHUGOKU),
    (39, Region.SHIKOKU),
    (47, Region.KYUSHU_OKINAWA),
)


class DecisionKind(models.TextChoices):
    """What a city decides about; each may have a route of its own."""

    AGREEMENT = "agreement", _("連携協定")
    OPENING = "opening", _("募集の公開")
    SELECTION = "selection", _("選考結果")
    ENGAGEMENT = "engagement", _("委嘱（活動の開始）")
    REPORT = "report", _("報告の公開")


class StepKind(models.TextChoices):
    """What a step of a route asks: 合議 is another section's consent, 決裁 the one final decision."""

    APPROVE = "approve", _("承認")
    CONSENT = "consent", _("合議")
    DECIDE = "decide", _("決裁")


class Standing(models.TextChoices):
    """As what somebody acted at a step."""

    OWN = "own", _("本人・担当課")
    DEPUTY = "deputy", _("代決")
    STAND_IN = "stand_in", _("代わりの承認者")
    ADMINISTRATOR = "administrator", _("管理者")
    ALONE = "alone", _("単独")
