"""Every kind of notice: both texts exist, render completely, and keep to the length people can read."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest
from django.conf import settings
from django.template.loader import get_template

from core.dates import today
from municipalities import notices as municipality_notices
from municipalities.models import Municipality
from notifications.kinds import KINDS
from notifications.models import Delivery, Notice
from notifications.reminders import send_reminders
from projects import notices as project_notices
from reports import notices as report_notices
from tests.factories.accounts import UserFactory
from tests.factories.advisors import AdvisorProfileFactory
from tests.factories.base import day, moment
from tests.factories.municipalities import ApprovalFactory, StaffMembershipFactory
from tests.factories.projects import (
    ApplicationFactory,
    DeliverableFactory,
    EngagementFactory,
    MeetingFactory,
    OpeningFactory,
    ProjectFactory,
    RecommendationFactory,
)
from tests.factories.reports import OutcomeReportFactory
from tests.factories.search import SavedSearchFactory
from tests.factories.work import HonorariumSheetFactory
from tests.notifications import after_end, after_publication, interviews, meetings, office

pytestmark = pytest.mark.django_db

SUBJECT_LIMIT = 30
LINE_LIMIT = 35
UNDEFINED = "⟦undefined"
ELSEWHERE = (after_end, after_publication, interviews, meetings, office)


@dataclass(frozen=True)
class Scene:
    """Something happens that a kind tells of."""

    kind: str
    situation: str
    tell: Callable[[Municipality], None]


def _closed(city: Municipality, *, applications: int) -> None:
    opening = OpeningFactory(municipality=city, selecting=True)
    ApplicationFactory.create_batch(applications, opening=opening, submitted=True)
    project_notices.tell_closed(opening, at=moment())


def _received(city: Municipality) -> None:
    project_notices.tell_received(ApplicationFactory(municipality=city, submitted=True), at=moment())


def _answered(city: Municipality, *, state: str, **facts: Any) -> None:
    application = ApplicationFactory(municipality=city, **{state: True}, **facts)
    project_notices.tell_answer(application, at=moment())


def _opening_withdrawn(city: Municipality) -> None:
    opening = OpeningFactory(municipality=city, withdrawn=True)
    reason = "予算の見直しのため、募集を取り下げました。"
    _answered(city, state="declined", opening=opening, message=reason)


def _refused(city: Municipality) -> None:
    project_notices.tell_refused(ApplicationFactory(municipality=city, refused=True), at=moment())


def _withdrawn(city: Municipality) -> None:
    application = ApplicationFactory(municipality=city, withdrawn=True)
    project_notices.tell_withdrawn(application, at=moment())


def _engaged(city: Municipality, tell: Callable[..., None], **traits: bool) -> None:
    tell(EngagementFactory(municipality=city, **traits), at=moment())


def _recorded(
    city: Municipality, row_factory: Any, tell: Callable[..., None], *, by_advisor: bool, **facts: Any
) -> None:
    row = row_factory(municipality=city, **facts)
    clerk = city.memberships.get().user
    engagement = getattr(row, "engagement", row)
    tell(row, by=engagement.advisor.user if by_advisor else clerk, at=moment())


def _told_advisor(city: Municipality, row_factory: Any, tell: Callable[..., None], **traits: bool) -> None:
    tell(row_factory(municipality=city, **traits), at=moment())


def _sheet(city: Municipality, tell: Callable[..., None], **traits: bool) -> None:
    tell(HonorariumSheetFactory(municipality=city, **traits), at=moment())


def _asked(city: Municipality, tell: Callable[..., None] = municipality_notices.tell_approvers) -> None:
    tell(ApprovalFactory(municipality=city), to=[city.memberships.get().user], at=moment())


def _decided(city: Municipality, **traits: bool) -> None:
    clerk = city.memberships.get().user
    approval = ApprovalFactory(municipality=city, requested_by=clerk, **traits)
    municipality_notices.tell_decided(approval, at=moment())


def _records(kind: str, row_factory: Any, tell: Callable[..., None], **facts: Any) -> list[Scene]:
    """The city hears of what the advisor recorded, and the other way round."""
    return [
        Scene(kind, who, partial(_recorded, row_factory=row_factory, tell=tell, by_advisor=side, **facts))
        for who, side in (("by the advisor", True), ("by the city", False))
    ]


def _new_openings(city: Municipality, *, count: int) -> None:
    search = SavedSearchFactory(owner=city.memberships.get().user, name="四国の広報とデザインの募集")
    openings = OpeningFactory.create_batch(count, open=True, project=ProjectFactory(municipality=city))
    project_notices.tell_new_openings(search, openings, at=moment())


def _new_advisors(city: Municipality, *, count: int) -> None:
    owner = city.memberships.get().user
    search = SavedSearchFactory(owner=owner, about="advisors", name="四国の広報とデザインの専門家")
    headline = "自治体広報と観光動画の制作を二十年続けてきた広報アドバイザー"
    advisors = AdvisorProfileFactory.create_batch(count, findable=True, headline=headline)
    project_notices.tell_new_advisors(search, advisors, at=moment())


def _reminded_of(city: Municipality, row_factory: Any, **facts: Any) -> None:
    row_factory(municipality=city, **facts)
    send_reminders(today(), at=moment())


def _draft(city: Municipality) -> None:
    opening = OpeningFactory(municipality=city, open=True, deadline_date=day(3), answer_date=day(30))
    ApplicationFactory(opening=opening)
    send_reminders(today(), at=moment())


def _promise(city: Municipality, *, days: int) -> None:
    OpeningFactory(municipality=city, selecting=True, deadline_date=day(days - 9), answer_date=day(days))
    send_reminders(today(), at=moment())


def _overdue_answer(city: Municipality, *, days: int) -> None:
    opening = OpeningFactory(
        municipality=city, selecting=True, deadline_date=day(-days - 9), answer_date=day(-days)
    )
    ApplicationFactory(opening=opening, submitted=True)
    UserFactory(coordinator=True)
    send_reminders(today(), at=moment())


SCENES = [
    Scene("projects.answer_late", "the day after", partial(_overdue_answer, days=1)),
    Scene("projects.answer_overdue", "a week later", partial(_overdue_answer, days=7)),
    Scene("projects.new_openings", "one", partial(_new_openings, count=1)),
    Scene("projects.new_openings", "more than a mail lists", partial(_new_openings, count=12)),
    Scene("projects.new_advisors", "one", partial(_new_advisors, count=1)),
    Scene("projects.new_advisors", "more than a mail lists", partial(_new_advisors, count=12)),
    Scene("projects.draft_unfinished", "three days left", _draft),
    *(
        Scene("projects.answer_promised", f"in {days} days", partial(_promise, days=days))
        for days in (3, 0, -3)
    ),
    Scene(
        "projects.meeting_tomorrow",
        "tomorrow",
        partial(_reminded_of, row_factory=MeetingFactory, starts_at=moment(1), place_note="本庁3階"),
    ),
    Scene(
        "projects.meeting_unrecorded",
        "yesterday",
        partial(_reminded_of, row_factory=MeetingFactory, starts_at=moment(-1)),
    ),
    Scene(
        "projects.advice_overdue",
        "since yesterday",
        partial(_reminded_of, row_factory=RecommendationFactory, due_date=day(-1)),
    ),
    Scene(
        "reports.comment_due",
        "tomorrow",
        partial(_reminded_of, row_factory=OutcomeReportFactory, commenting=True, comment_due_date=day(1)),
    ),
    Scene("municipalities.approval_requested", "asked", _asked),
    Scene(
        "municipalities.approval_waiting",
        "reminded",
        partial(_asked, tell=municipality_notices.remind_approvers),
    ),
    Scene("municipalities.approval_decided", "approved", partial(_decided, approved=True)),
    Scene("municipalities.approval_decided", "returned", partial(_decided, returned=True)),
    Scene("projects.opening_closed", "with applications", partial(_closed, applications=2)),
    Scene("projects.opening_closed", "without applications", partial(_closed, applications=0)),
    Scene("projects.application_received", "sent", _received),
    Scene("projects.application_arrived", "sent", _received),
    Scene("projects.answer", "offered", partial(_answered, state="offered", message="面談が楽しみです。")),
    Scene("projects.answer", "reserved", partial(_answered, state="reserved")),
    Scene(
        "projects.answer",
        "declined",
        partial(_answered, state="declined", message="経験が近い方を選びました。"),
    ),
    Scene("projects.answer", "opening withdrawn", _opening_withdrawn),
    Scene("projects.offer_accepted", "accepted", partial(_engaged, tell=project_notices.tell_accepted)),
    Scene("projects.offer_refused", "refused", _refused),
    Scene("projects.application_withdrawn", "withdrawn", _withdrawn),
    Scene(
        "projects.engagement_started",
        "started",
        partial(_engaged, tell=project_notices.tell_started, active=True),
    ),
    Scene(
        "projects.engagement_ended",
        "completed",
        partial(_engaged, tell=project_notices.tell_ended, completed=True),
    ),
    Scene(
        "projects.engagement_ended",
        "early",
        partial(_engaged, tell=project_notices.tell_ended, ended_early=True),
    ),
    *[Scene(*each) for part in ELSEWHERE for each in part.SITUATIONS],
    *_records(
        "projects.expectation_confirmed",
        EngagementFactory,
        project_notices.tell_confirmed,
        city_confirmed_at=None,
    ),
    *_records(
        "projects.expectation_confirmed", EngagementFactory, project_notices.tell_confirmed, confirmed=True
    ),
    *_records("projects.deliverable_submitted", DeliverableFactory, project_notices.tell_deliverable),
    Scene(
        "projects.deliverable_returned",
        "returned",
        partial(
            _told_advisor,
            row_factory=DeliverableFactory,
            tell=project_notices.tell_returned_deliverable,
            returned=True,
        ),
    ),
    *_records("projects.recommendation_added", RecommendationFactory, project_notices.tell_recommendation),
    *(
        Scene(
            "projects.recommendation_decided",
            answer,
            partial(
                _told_advisor,
                row_factory=RecommendationFactory,
                tell=project_notices.tell_decision,
                **{answer: True},
            ),
        )
        for answer in ("adopted", "declined")
    ),
    Scene(
        "projects.sheet_submitted", "submitted", partial(_sheet, tell=project_notices.tell_sheet_submitted)
    ),
    *(
        Scene(
            "projects.sheet_decided",
            answer,
            partial(_sheet, tell=project_notices.tell_sheet_decided, **{answer: True}),
        )
        for answer in ("approved", "returned")
    ),
    Scene(
        "reports.comment_requested",
        "asked",
        partial(
            _told_advisor,
            row_factory=OutcomeReportFactory,
            tell=report_notices.tell_comment_requested,
            commenting=True,
        ),
    ),
    Scene(
        "reports.commented",
        "commented",
        partial(
            _told_advisor,
            row_factory=OutcomeReportFactory,
            tell=report_notices.tell_commented,
            commented=True,
        ),
    ),
    Scene(
        "reports.published",
        "published",
        partial(
            _told_advisor,
            row_factory=OutcomeReportFactory,
            tell=report_notices.tell_published,
            published=True,
        ),
    ),
]


@pytest.fixture
def city(sanuki: Municipality) -> Municipality:
    """A city with one clerk, so that every notice to the city has a reader."""
    user = UserFactory(family_name="長尾", given_name="花子")
    StaffMembershipFactory(municipality=sanuki, user=user)
    return sanuki


def test_every_kind_has_a_scene() -> None:
    assert {scene.kind for scene in SCENES} == set(KINDS)


@pytest.mark.parametrize("code", sorted(KINDS))
def test_every_kind_has_both_texts(code: str) -> None:
    get_template(f"{KINDS[code].template}.subject.txt")
    get_template(f"{KINDS[code].template}.txt")


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: f"{scene.kind}-{scene.situation}")
def test_text_is_complete_and_short(scene: Scene, city: Municipality) -> None:
    scene.tell(city)
    told = Notice.objects.filter(kind=scene.kind)
    assert told, "nobody was told"
    for notice in told:
        assert 0 < len(notice.title) <= SUBJECT_LIMIT
        assert notice.path.startswith("/")
        mail = Delivery.objects.get(notice=notice)
        for text in (notice.title, notice.body, mail.subject, mail.text):
            assert UNDEFINED not in text
            assert "&" not in text, "a text is not HTML"
            assert "<" not in text
        prose = [line for line in notice.body.splitlines() if not line.startswith("http")]
        assert max(map(len, prose)) <= LINE_LIMIT
        assert "\n\n\n" not in notice.body


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: f"{scene.kind}-{scene.situation}")
def test_mail_is_a_business_letter(scene: Scene, city: Municipality) -> None:
    """宛名, the matter, the link, 署名, and that nobody reads answers; a way out where there is one."""
    scene.tell(city)
    for mail in Delivery.objects.filter(kind=scene.kind).select_related("recipient", "notice"):
        greeting, matter = mail.text.split("\n\n", 1)
        assert greeting == f"{mail.recipient} 様"
        assert matter.startswith(mail.notice.body)
        parts = [
            f"詳しくは、次のページをご覧ください。\n{settings.BASE_URL}{mail.notice.path}\n",
            "\n----------------------------------------\n複業アドバイザー ポータル\n",
            f"\nお問い合わせ：{settings.SUPPORT_EMAIL}\n",
            "\nこのメールは送信専用です。返信いただいてもお答えできません。\n",
        ]
        places = [mail.text.find(part) for part in parts]
        assert -1 not in places
        assert places == sorted(places)
        assert ("このお知らせのメールを止める：" in mail.text) != KINDS[scene.kind].mandatory
        prose = [line for line in mail.text.splitlines() if not line.startswith("http")]
        assert max(len(line) for line in prose if line.isascii() is False) <= LINE_LIMIT


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: f"{scene.kind}-{scene.situation}")
def test_subject_names_nobody(scene: Scene, city: Municipality) -> None:
    """Subjects are shown on lock screens and in shared inboxes."""
    scene.tell(city)
    for notice in Notice.objects.filter(kind=scene.kind):
        for person in type(notice.recipient).objects.all():
            assert person.family_name not in notice.title


@pytest.mark.parametrize(("calendar", "year"), [("wareki", "令和"), ("seireki", "20")])
def test_dates_are_written_in_the_readers_calendar(city: Municipality, calendar: str, year: str) -> None:
    clerk = city.memberships.get().user
    clerk.calendar = calendar
    clerk.save()
    _closed(city, applications=1)
    body = Notice.objects.get(kind="projects.opening_closed").body
    assert f"締切日：{year}" in body


def test_apostrophes_and_ampersands_stay_as_typed(city: Municipality) -> None:
    opening = OpeningFactory(municipality=city, selecting=True, title="Q&A <DX>")
    project_notices.tell_closed(opening, at=moment())
    notice = Notice.objects.get(kind="projects.opening_closed")
    assert "Q&A <DX>" in notice.title
    assert "募集：Q&A <DX>" in notice.body
