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


class TalentType(models.TextChoices):
    """The types of 総務省「自治体DX推進のための外部人材スキル標準」 (2022), and one for other fields."""

    PRODUCER = "producer", _("プロデューサー（全体の方針を立て、率いる）")
    PROJECT_MANAGER = "project_manager", _("プロジェクトマネージャー（計画を進め、まとめる）")
    SERVICE_DESIGNER = "service_designer", _("サービスデザイナー（サービスと業務を設計する）")
    ENGINEER = "engineer", _("エンジニア（作って試す）")
    SPECIALIST = "specialist", _("その他の分野の実務家")


class Intention(models.TextChoices):
    """Whether the person would take something on now."""

    OPEN = "open", _("今、引き受けられる")
    TALK = "talk", _("まず相談したい")
    BUSY = "busy", _("今は難しい")


class Visibility(models.TextChoices):
    """Which cities may read the profile besides those the person applied to."""

    APPLIED = "applied", _("応募した自治体だけ")
    CITIES = "cities", _("登録しているすべての自治体")


class SkillLevel(models.IntegerChoices):
    LEARNT = 1, _("学んだことがある")
    PRACTISED = 2, _("実務で使ったことがある")
    INDEPENDENT = 3, _("一人で任せられる")
    LEADING = 4, _("人に教え、率いられる")


class SkillGroup(models.TextChoices):
    STRATEGY = "strategy", _("戦略・企画")
    PROJECT = "project", _("進行・支援")
    DESIGN = "design", _("デザイン")
    ENGINEERING = "engineering", _("技術")
    DATA = "data", _("データ・調査")
    PR = "pr", _("広報・マーケティング")
    REGION = "region", _("地域・観光・産品")
    INDUSTRY = "industry", _("産業・連携")
    HR = "hr", _("人事・組織")
    ENVIRONMENT = "environment", _("環境")
    EDUCATION = "education", _("教育・子育て")
    LANGUAGE = "language", _("言語")


class TieKind(models.TextChoices):
    """What ties a person to a place."""

    LIVES = "lives", _("住んでいる")
    FROM = "from", _("出身")
    WORKED = "worked", _("働いた・通ったことがある")
    SUPPORTS = "supports", _("応援したい")


class DayPart(models.TextChoices):
    MORNING = "morning", _("朝（9時まで）")
    DAYTIME = "daytime", _("日中（9時～17時）")
    EVENING = "evening", _("夜（17時以降）")


class Weekday(models.IntegerChoices):
    """As in ISO 8601: Monday is 1."""

    MONDAY = 1, _("月")
    TUESDAY = 2, _("火")
    WEDNESDAY = 3, _("水")
    THURSDAY = 4, _("木")
    FRIDAY = 5, _("金")
    SATURDAY = 6, _("土")
    SUNDAY = 7, _("日")


class SpokenLanguage(models.TextChoices):
    """Languages in which the person can work, besides Japanese."""

    ENGLISH = "en", _("英語")
    CHINESE = "zh", _("中国語")
    KOREAN = "ko", _("韓国語")
    VIETNAMESE = "vi", _("ベトナム語")
    PORTUGUESE = "pt", _("ポルトガル語")
    SPANISH = "es", _("スペイン語")
    FRENCH = "fr", _("フランス語")
    SIGN = "sign", _("手話")


class HoursBand(models.TextChoices):
    """The least hours a month that a city looks for."""

    FOUR = "4", _("月4時間以上")
    EIGHT = "8", _("月8時間以上")
    SIXTEEN = "16", _("月16時間以上")
    THIRTY = "30", _("月30時間以上")


# When a city would like to meet: a part of the day, or the weekend.
WEEKEND = "weekend"
MEETING_TIMES = [*DayPart.choices, (WEEKEND, _("土曜日・日曜日"))]
