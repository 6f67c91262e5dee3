"""稼働の記録 and the sheet of a month: claimed by the advisor, confirmed by the city."""

import csv
from collections.abc import Callable
from datetime import date, datetime
from io import StringIO
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from advisors.models import AdvisorProfile
from audit.models import Event
from core.dates import JST
from core.errors import DomainError
from core.workflow import IllegalTransition
from municipalities.models import Municipality
from notifications.models import Notice
from projects.models import Engagement, HonorariumSheet, Opening, WorkEntry
from projects.operations import work as op
from projects.queries.work import months_of
from tests.factories.projects import EngagementFactory
from tests.factories.work import HonorariumSheetFactory

pytestmark = pytest.mark.django_db
TERMS = {
    "pay_unit": "hour",
    "pay_amount": 1500,
    "pay_round_minutes": 60,
    "pay_round_rule": "half",
    "pay_minimum_units": 1,
    "pay_travel": "actual",
}
OCTOBER, NOVEMBER = date(2026, 10, 1), datetime(2026, 11, 2, 10, tzinfo=JST)
Browser = Callable[[User], Client]


@pytest.fixture
def engagement(sanuki: Municipality, advisor: AdvisorProfile) -> Engagement:
    work: Engagement = EngagementFactory(
        municipality=sanuki,
        advisor=advisor,
        active=True,
        start_date=date(2026, 9, 1),
        end_date=date(2027, 2, 28),
    )
    Opening.objects.filter(pk=work.application.opening_id).update(**TERMS)
    return Engagement.objects.get(pk=work.pk)


def log(engagement: Engagement, day: date, minutes: int = 90, **values: Any) -> WorkEntry:
    values = {"place": "online", "task": "会議", "travel_yen": 0, "travel_note": "", **values}
    user = engagement.advisor.user
    return op.add_entry(engagement, by=user, at=NOVEMBER, done_on=day, minutes=minutes, **values)


@pytest.fixture
def sheet(engagement: Engagement) -> HonorariumSheet:
    log(engagement, date(2026, 10, 5))
    return op.submit_sheet(engagement, by=engagement.advisor.user, at=NOVEMBER, month=OCTOBER)


def test_a_month_is_claimed_with_what_was_done(engagement: Engagement) -> None:
    log(engagement, date(2026, 10, 5))
    log(engagement, date(2026, 10, 31), 20, place="onsite", travel_yen=680, travel_note="高松駅から往復")
    log(engagement, date(2026, 9, 30))
    sheet = op.submit_sheet(engagement, by=engagement.advisor.user, at=NOVEMBER, month=OCTOBER)
    assert (sheet.minutes, sheet.work_yen, sheet.travel_yen, sheet.total_yen) == (110, 4500, 680, 5180)
    assert [line["day"] for line in sheet.lines] == ["2026-10-05", "2026-10-31"]
    assert "30分以上切上げ" in sheet.rule
    assert WorkEntry.objects.filter(sheet=sheet).count() == 2


def test_the_words_of_a_sheet_are_japanese_whoever_claims(engagement: Engagement) -> None:
    from django.utils import translation

    log(engagement, date(2026, 10, 5))
    with translation.override("en"):
        sheet = op.submit_sheet(engagement, by=engagement.advisor.user, at=NOVEMBER, month=OCTOBER)
    assert (sheet.lines[0]["count"], sheet.lines[0]["place"]) == ("2時間", "オンライン")


@pytest.mark.parametrize("month", [date(2026, 11, 1), date(2026, 9, 1)], ids=["not over", "empty"])
def test_a_month_not_over_or_empty_is_not_claimed(engagement: Engagement, month: date) -> None:
    with pytest.raises(DomainError):
        op.submit_sheet(engagement, by=engagement.advisor.user, at=NOVEMBER, month=month)
    assert not HonorariumSheet.objects.exists()


def test_a_month_is_claimed_once(sheet: HonorariumSheet, engagement: Engagement) -> None:
    with pytest.raises(DomainError, match="提出済み"):
        op.submit_sheet(engagement, by=engagement.advisor.user, at=NOVEMBER, month=OCTOBER)
    with pytest.raises(IntegrityError), transaction.atomic():
        HonorariumSheetFactory(engagement=engagement, month=OCTOBER)


@pytest.mark.parametrize("day", [date(2026, 8, 31), date(2026, 11, 3)], ids=["before the term", "to come"])
def test_work_has_a_day_that_was(engagement: Engagement, day: date) -> None:
    with pytest.raises(DomainError):
        log(engagement, day)


def test_what_was_claimed_is_not_changed(sheet: HonorariumSheet, engagement: Engagement) -> None:
    entry = WorkEntry.objects.get()
    with pytest.raises(DomainError, match="差し戻して"):
        log(engagement, date(2026, 10, 6))
    with pytest.raises(DomainError, match="差し戻して"):
        op.remove_entry(entry, by=engagement.advisor.user, at=NOVEMBER)


def test_returned_corrected_claimed_again_and_confirmed(
    sheet: HonorariumSheet, engagement: Engagement, approver: User
) -> None:
    advisor = engagement.advisor.user
    sheet = op.return_sheet(sheet, by=approver, at=NOVEMBER, reason="10月6日が抜けています。")
    log(engagement, date(2026, 10, 6), 60)
    sheet = op.resubmit_sheet(sheet, by=advisor, at=NOVEMBER)
    assert (sheet.work_yen, sheet.status, sheet.entries.count()) == (4500, "submitted", 2)
    sheet = op.approve_sheet(sheet, by=approver, at=NOVEMBER, document_number="政第5号")
    assert (sheet.status, sheet.approved_by) == ("approved", approver)
    told = Notice.objects.filter(recipient=advisor, kind="projects.sheet_decided")
    assert told.count() == 2
    with pytest.raises(IllegalTransition):
        op.approve_sheet(sheet, by=approver, at=NOVEMBER)


def test_removing_leaves_a_trace(engagement: Engagement) -> None:
    entry = log(engagement, date(2026, 10, 5))
    op.remove_entry(entry, by=engagement.advisor.user, at=NOVEMBER)
    assert not WorkEntry.objects.exists()
    assert Event.objects.filter(subject_type="projects.workentry", action="remove").count() == 1


def test_the_caps_see_the_other_months(engagement: Engagement) -> None:
    Opening.objects.update(pay_cap_total=4000)
    log(engagement, date(2026, 9, 5))
    log(engagement, date(2026, 10, 5))
    fresh = Engagement.objects.get()
    for month in (date(2026, 9, 1), OCTOBER):
        op.submit_sheet(fresh, by=fresh.advisor.user, at=NOVEMBER, month=month)
    assert list(HonorariumSheet.objects.order_by("month").values_list("work_yen", flat=True)) == [3000, 1000]


def test_months_are_read_in_a_constant_number_of_queries(engagement: Engagement) -> None:
    engagement.application.opening  # noqa: B018  (the page joins it)
    counts = []
    for days in ([5], range(1, 29)):
        for day in days:
            log(engagement, date(2026, 10, day))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            months_of(engagement, date(2026, 11, 2))
        counts.append(len(queries))
    assert counts[0] == counts[1] == 3


@pytest.mark.parametrize(
    ("who", "log_status", "claim_status", "view_status"),
    [
        ("advisor_user", 200, 200, 200),
        ("clerk", 200, 403, 200),
        ("approver", 403, 403, 200),
        ("viewer", 403, 403, 200),
        ("coordinator", 403, 403, 200),
        ("outsider", 404, 404, 404),
        ("other_advisor_user", 404, 404, 404),
        ("stranger", 404, 404, 404),
    ],
)
def test_who_logs_claims_and_looks(
    engagement: Engagement,
    signed_in: Browser,
    request: pytest.FixtureRequest,
    who: str,
    log_status: int,
    claim_status: int,
    view_status: int,
) -> None:
    client = signed_in(request.getfixturevalue(who))
    base = f"/my/engagements/{engagement.code}"
    assert client.get(f"{base}/work/new/").status_code == log_status
    assert client.get(f"{base}/sheets/new/?month=2026-10-01").status_code == claim_status
    assert client.get(f"{base}/work/").status_code == view_status


def test_the_way_through_the_pages(
    engagement: Engagement, advisor_user: User, approver: User, signed_in: Browser
) -> None:
    mine, theirs = signed_in(advisor_user), signed_in(approver)
    base = f"/my/engagements/{engagement.code}"
    typed = {
        "done_on": "令和8年10月5日",
        "minutes": "90",
        "place": "onsite",
        "task": "聞き取り",
        "travel_yen": "680",
    }
    refused = mine.post(f"{base}/work/new/", typed)
    assert refused.status_code == 422
    assert "交通費の内訳を入力してください" in refused.content.decode()
    assert mine.post(f"{base}/work/new/", {**typed, "travel_note": "往復"}).status_code == 302
    page = mine.get(f"{base}/work/").content.decode()
    assert "3,680円" in page
    assert "明細を確認して提出する" in page
    answer = mine.post(f"{base}/sheets/new/?month=2026-10-01", {"month": "2026-10-01"})
    sheet = HonorariumSheet.objects.get()
    assert answer["Location"] == f"/my/engagements/sheets/{sheet.code}/"
    approve = f"/desk/engagements/sheets/{sheet.code}/approve/"
    assert "3,680円" in theirs.get(approve).content.decode()
    assert theirs.post(approve, {"document_number": "政第5号"}).status_code == 302
    assert "政第5号" in mine.get(f"/my/engagements/sheets/{sheet.code}/").content.decode()


def test_somebody_saved_first(engagement: Engagement, advisor_user: User, signed_in: Browser) -> None:
    entry = log(engagement, date(2026, 10, 5))
    form = {"done_on": "2026/10/05", "minutes": "30", "place": "online", "task": "x", "travel_yen": "0"}
    op.edit_entry(
        entry, by=advisor_user, at=NOVEMBER, version=1, done_on=entry.done_on, minutes=45, task="直した"
    )
    answer = signed_in(advisor_user).post(
        f"/my/engagements/work/{entry.code}/edit/", {**form, "version": "1"}
    )
    assert answer.status_code == 409
    assert WorkEntry.objects.get().minutes == 45


def test_the_citys_table_opens_in_excel_and_computes_nothing(
    sheet: HonorariumSheet, clerk: User, outsider: User, signed_in: Browser
) -> None:
    HonorariumSheet.objects.update(document_number="=HYPERLINK(1)")
    url = reverse("desk_sheets") + "?month=2026-10-01&state=submitted&export=csv"
    content = b"".join(signed_in(clerk).get(url)).decode()  # type: ignore[arg-type]
    assert content.startswith("\ufeff年度,")
    (row,) = list(csv.DictReader(StringIO(content.removeprefix("\ufeff"))))
    assert (row["月"], row["団体コード"], row["合計（円）"]) == ("2026-10", "372064", "3000")
    assert row["文書番号"] == "'=HYPERLINK(1)"
    others = b"".join(signed_in(outsider).get(url)).decode()  # type: ignore[arg-type]
    assert len(others.splitlines()) == 1
    page = signed_in(clerk).get(reverse("desk_sheets")).content.decode()
    assert "この一覧の合計：3,000円" in page


def test_the_list_asks_a_constant_number_of_queries(
    sanuki: Municipality, clerk: User, signed_in: Browser
) -> None:
    client, counts = signed_in(clerk), []
    for _round in range(2):
        HonorariumSheetFactory.create_batch(3, engagement__municipality=sanuki, municipality=sanuki)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("desk_sheets")).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
