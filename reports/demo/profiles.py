"""What the professionals of the demonstration write about themselves."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from accounts.models import User
from advisors.enums import EmployerPermission, TieKind, Visibility, WorkStyle
from advisors.models import AdvisorProfile, Skill
from advisors.operations import activate_profile, add_experience, create_profile, set_skills, set_ties
from reports.demo.stage import Stage


@dataclass(frozen=True, slots=True)
class Career:
    mailbox: str
    headline: str
    fields: tuple[str, ...]
    years: int
    prefecture: str
    employer: str
    summary: str
    permission: str = EmployerPermission.OBTAINED
    hours: int = 10
    work_style: str = WorkStyle.ONLINE
    is_public_servant: bool = False
    wishes: dict[str, Any] = field(default_factory=dict)
    skills: tuple[tuple[str, int, int], ...] = ()  # (slug, level, years)
    ties: tuple[tuple[str, str], ...] = ()  # (code of the place, kind)
    work: tuple[tuple[str, str, int, str, str], ...] = ()  # (where, as what, since, what, what came of it)


EVENINGS: dict[str, Any] = {"weekdays": [1, 2, 3, 4, 5], "day_parts": ["evening"]}

OF_2021 = (
    Career(
        "design.advisor",
        "UI・UXデザイナー",
        ("design", "dx"),
        12,
        "130001",
        "架空デザイン株式会社",
        "予約サービスや公共サイトの画面設計を担当してきました。使う人に話を聞き、迷わずに目的を果たせる構成を考えることが得意です。",
    ),
    Career(
        "pr.advisor",
        "広報・SNSプランナー",
        ("pr",),
        9,
        "270008",
        "架空メディア株式会社",
        "食品メーカーの広報として、商品の魅力を伝える企画とSNSの運用を行っています。社内の広報研修も担当しました。",
    ),
    Career(
        "dx.advisor",
        "DX戦略コンサルタント",
        ("dx", "bpr"),
        15,
        "140007",
        "架空コンサルティング株式会社",
        "製造業と医療機関で、業務の見直しとデジタル化の計画づくりを支援してきました。現場の職員との対話から始めることを大切にしています。",
    ),
    Career(
        "web.director",
        "ウェブディレクター",
        ("design", "pr"),
        14,
        "370002",
        "",
        "香川県内で、観光施設や病院のホームページの改修に携わってきました。",
        EmployerPermission.NOT_NEEDED,
    ),
    Career(
        "web.maker",
        "ホームページ制作会社 役員",
        ("design",),
        20,
        "370002",
        "架空ウェブ制作有限会社",
        "自治体や商工団体のホームページの制作と保守を行っています。",
    ),
    Career(
        "illustrator",
        "グラフィックデザイナー",
        ("design",),
        6,
        "340006",
        "",
        "印刷物のデザインとイラストを中心に活動しています。",
        EmployerPermission.NOT_NEEDED,
    ),
    Career(
        "writer",
        "編集者・ライター",
        ("pr", "tourism"),
        11,
        "380008",
        "架空出版株式会社",
        "地域情報誌の編集長として、四国の人と産品を取材しています。",
    ),
    Career(
        "producer",
        "動画プロデューサー",
        ("pr", "tourism"),
        8,
        "400009",
        "架空映像株式会社",
        "観光地の紹介動画を企画し、撮影から配信の効果測定まで行ってきました。",
    ),
    Career(
        "engineer",
        "業務システムエンジニア",
        ("dx", "bpr"),
        10,
        "230006",
        "架空システムズ株式会社",
        "企業の社内システムの設計と、現場への定着の支援を担当しています。",
    ),
    Career(
        "consultant",
        "行政経営コンサルタント",
        ("dx", "bpr", "hr"),
        18,
        "130001",
        "架空総合研究所",
        "自治体の総合計画と業務の見直しを支援してきました。",
    ),
)
OF_THIS_ROUND = (
    Career(
        "advisor",
        "地域プロデューサー",
        ("migration", "tourism", "design"),
        13,
        "200000",
        "架空鉄道株式会社",
        "鉄道会社で沿線のまちづくりを担当しています。空き家を使った体験住宅、ローカル線の旅の企画、案内サインの改善に取り組みました。",
        hours=20,
        work_style=WorkStyle.HYBRID,
        wishes=EVENINGS
        | {"visibility": Visibility.CITIES, "talent_types": ["producer"], "languages": ["en"]},
        skills=(
            ("migration", 4, 9),
            ("relation-population", 3, 6),
            ("tour-planning", 3, 7),
            ("placemaking", 3, 5),
            ("facilitation", 3, 8),
            ("branding", 2, 4),
        ),
        ties=(("200000", TieKind.LIVES), ("205907", TieKind.SUPPORTS)),
        work=(
            (
                "架空鉄道株式会社",
                "沿線のまちづくり担当",
                2014,
                "利用の減ったローカル線の沿線で、空き家を使った体験住宅と、地域の人が案内する旅を企画しました。",
                "3年で延べ420人が滞在し、11世帯が移り住みました。",
            ),
        ),
    ),
    Career(
        "recruiter",
        "採用・人材育成マネージャー",
        ("hr",),
        16,
        "110001",
        "架空人材株式会社",
        "新卒と中途の採用を担当し、面接官の研修と、入社後の定着の仕組みをつくってきました。",
        wishes=EVENINGS | {"visibility": Visibility.CITIES, "hourly_wish": 3000},
        skills=(("recruitment", 4, 12), ("hr-development", 3, 8), ("org-development", 3, 5)),
        ties=(("290009", TieKind.FROM),),
    ),
    Career(
        "teacher",
        "教育サービス企画",
        ("education", "community"),
        9,
        "220001",
        "架空学習株式会社",
        "小中学生向けの教材と、放課後の学びの場の企画をしています。元中学校教諭です。",
        wishes={"weekdays": [6, 7], "day_parts": ["morning", "daytime"], "visibility": Visibility.CITIES},
        skills=(("education-program", 4, 9), ("school-ict", 3, 5), ("childcare", 2, 3)),
    ),
    Career(
        "officer",
        "県庁職員（産業振興）",
        ("industry", "zero-carbon"),
        12,
        "180009",
        "架空県庁",
        "中小企業の省エネルギー支援と、補助制度の設計を担当しています。",
        EmployerPermission.PENDING,
        is_public_servant=True,
    ),
)


def create_profiles(stage: Stage, careers: Iterable[Career], *, at: datetime) -> None:
    """Each professional writes the profile and publishes it."""
    for career in careers:
        person = stage.people[career.mailbox]
        profile = create_profile(
            by=person,
            at=at,
            fields=[stage.fields[slug] for slug in career.fields],
            headline=career.headline,
            summary=career.summary,
            years=career.years,
            prefecture=stage.place(career.prefecture),
            employer=career.employer,
            employer_permission=career.permission,
            is_public_servant=career.is_public_servant,
            hours_per_month=career.hours,
            work_style=career.work_style,
            **career.wishes,
        )
        _add_parts(stage, career, profile, by=person, at=at)
        stage.profiles[career.mailbox] = activate_profile(profile, by=person, at=at)


def _add_parts(stage: Stage, career: Career, profile: AdvisorProfile, *, by: User, at: datetime) -> None:
    ids = dict(Skill.objects.values_list("slug", "pk"))
    skills = [{"skill_id": ids[slug], "level": level, "years": years} for slug, level, years in career.skills]
    row = set_skills(profile, by=by, at=at, version=profile.version, skills=skills)
    ties = [{"municipality_id": stage.place(code).pk, "kind": kind} for code, kind in career.ties]
    set_ties(row, by=by, at=at, version=row.version, ties=ties)
    for organization, role, since, text, achievement in career.work:
        add_experience(
            profile,
            by=by,
            at=at,
            organization=organization,
            role=role,
            start_year=since,
            text=text,
            achievement=achievement,
        )
