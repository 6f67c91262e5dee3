from django.db import models
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


DRAFTING_ROLES = frozenset({StaffRole.ADMINISTRATOR, StaffRole.DRAFTER})
APPROVING_ROLES = frozenset({StaffRole.APPROVER})
SELECTING_ROLES = frozenset({StaffRole.ADMINISTRATOR, StaffRole.DRAFTER, StaffRole.REVIEWER})


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
