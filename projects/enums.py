from django.db import models
from django.utils.translation import gettext_lazy as _


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


class CertificateKind(models.TextChoices):
    """委嘱状 at the start, the others at the end."""

    APPOINTMENT = "appoint", _("委嘱状")
    SERVICE = "service", _("従事証明書")
    THANKS = "thanks", _("感謝状")


class ImportKind(models.TextChoices):
    """What stands in a file that is read in."""

    ADVISORS = "advisors", _("専門家")
    OPENINGS = "openings", _("募集")
    STAFF = "staff", _("職員")
    MUNICIPALITIES = "places", _("自治体の設定")
    PROGRAMS = "programs", _("過去の事業")


class AmendmentKind(models.TextChoices):
    CORRECTION = "correction", _("訂正")
    EXTENSION = "extension", _("締切の延長")
    SHORTENING = "shortening", _("早期の締切")
    POSTPONEMENT = "postponement", _("回答日の延期")


class Outcome(models.TextChoices):
    """What the city means to answer. Sealed: an applicant sees nothing of it until released."""

    HIRE = "hire", _("採用候補")
    RESERVE = "reserve", _("補欠")
    DECLINE = "decline", _("見送り")


class FeedbackReason(models.TextChoices):
    """Why somebody was not chosen, in words that help with the next application."""

    EXPERIENCE = "experience", _("求める経験と違ったため")
    TIME = "time", _("活動できる時間や時期が合わなかったため")
    APPROACH = "approach", _("進め方の提案が募集の内容と違ったため")
    OTHERS = "others", _("ほかの方の評価がより高かったため")


class Band(models.TextChoices):
    """Where the mean of the points lies; says nothing of ranks or of others."""

    FULLY = "fully", _("基準を十分に満たしている")
    MOSTLY = "mostly", _("基準をおおむね満たしている")
    PARTLY = "partly", _("基準の一部を満たしている")


class WithdrawalCause(models.TextChoices):
    ELSEWHERE = "elsewhere", _("ほかの仕事や役職に就くため（他就任）")
    CHANGED = "changed", _("都合が変わったため")


# How each becomes an answer when the result is released.
RELEASE_ACTIONS = {Outcome.HIRE: "offer", Outcome.RESERVE: "reserve", Outcome.DECLINE: "decline"}


class Importance(models.IntegerChoices):
    """How much a skill matters to an opening."""

    NICE = 1, _("あるとよい")
    IMPORTANT = 2, _("重要")
    REQUIRED = 3, _("必須")


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


class About(models.TextChoices):
    """What a saved search looks for."""

    OPENINGS = "openings", _("募集")
    ADVISORS = "advisors", _("専門家")
    ENGAGEMENTS = "engagements", _("活動")  # nothing is told of new ones: the home page does


class Alert(models.TextChoices):
    """How soon a saved search tells of what is new."""

    IMMEDIATE = "immediate", _("見つかったらすぐ")
    DAILY = "daily", _("1日1回（朝8時）")
    WEEKLY = "weekly", _("週1回（月曜日の朝8時）")
    OFF = "off", _("受け取らない")


class Pay(models.TextChoices):
    PAID = "paid", _("謝礼あり")
    UNPAID = "unpaid", _("無償・地場産品など")


class HoursBand(models.TextChoices):
    """Of the hours a month that an opening asks for."""

    FEW = "4", _("月4時間まで")
    SOME = "10", _("月5～10時間")
    MANY = "20", _("月11～20時間")
    MORE = "more", _("月21時間以上")


class TermBand(models.TextChoices):
    SHORT = "3", _("3か月まで")
    HALF = "6", _("3か月を超え6か月まで")
    YEAR = "12", _("6か月を超え1年まで")
    LONG = "more", _("1年を超える")


class DeadlineBand(models.TextChoices):
    """Each includes the one before."""

    WEEK = "7", _("7日以内")
    FORTNIGHT = "14", _("14日以内")
    MONTH = "30", _("30日以内")


class MatchTerm(models.TextChoices):
    """The parts of which the score of a match is the sum. Each is from 0 to 1, times its weight."""

    SKILL = "skill", _("求めるスキル")
    TOPIC = "topic", _("困りごとに関わる経験")
    NEAR = "near", _("近い領域のスキル")
    TEXT = "text", _("課題の文章と経歴の近さ")
    FIELD = "field", _("得意な分野")
    REGION = "region", _("地域とのつながり")
    STYLE = "style", _("働き方")
    TIME = "time", _("活動できる時間")
    PAY = "pay", _("謝礼の希望")
    RECORD = "record", _("このサイトでの活動の実績")


class PulseMoment(models.TextChoices):
    """When both sides are asked how they find it."""

    MIDDLE = "middle", _("中間のふり返り")
    END = "end", _("終了後のふり返り")
