"""Changing rows: the forms of the pages, If-Match, and Idempotency-Key."""

import threading

import pytest
from django.db import connection
from django.test import Client

from accounts.models import StoredAnswer
from accounts.operations import forget_answers
from audit.queries import history_of
from core.api import replay
from municipalities.models import StaffMembership
from projects.models import Application, Meeting, Opening, Program
from tests.factories.base import moment
from tests.factories.projects import (
    ApplicationFactory,
    EngagementFactory,
    MeetingFactory,
    OpeningFactory,
    ProgramFactory,
    ProjectFactory,
)


@pytest.fixture
def row(sanuki):
    return ProgramFactory(municipality=sanuki)


# Forms


def test_a_change_is_cleaned_and_recorded_like_one_of_the_page(program, clerk, row):
    response = program(clerk).change(f"programs/{row.code}/", {"start_date": "令和8年10月1日"})
    assert response.status_code == 200
    assert response.json()["start_date"] == "2026-10-01"
    assert response.json()["purpose"] == row.purpose, "what was not sent stays"
    event = history_of(row).first()
    assert (event.action, event.actor_id) == ("edit", clerk.pk)


def test_errors_name_the_fields_in_the_readers_language(program, clerk, row):
    asks = program(clerk)
    body = {"title": "", "end_date": "2020-01-01"}
    japanese = asks.change(f"programs/{row.code}/", body)
    assert japanese.status_code == 422
    found = {each["field"]: each["code"] for each in japanese.json()["errors"]}
    assert found == {"title": "required", "end_date": "invalid"}
    assert japanese["Content-Language"] == "ja"
    asks.headers["Accept-Language"] = "en"
    english = asks.change(f"programs/{row.code}/", body)
    assert english["Content-Language"] == "en"
    assert english.json()["title"] != japanese.json()["title"]
    assert english.json()["errors"][0]["code"] == japanese.json()["errors"][0]["code"]


def test_a_field_nobody_knows_is_refused(program, clerk, row):
    response = program(clerk).change(f"programs/{row.code}/", {"status": "running"})
    assert response.status_code == 422
    assert response.json()["errors"] == [
        {"field": "status", "code": "unknown", "detail": "この項目は使えません。"}
    ]
    row.refresh_from_db()
    assert row.status == "planned"


def test_rows_are_named_by_their_codes(program, clerk, sanuki):
    own = ProjectFactory(municipality=sanuki)
    other = ProjectFactory()
    asks = program(clerk)
    body = {"title": "新", "field": own.field.slug, "department": own.department.code, "challenge": "課題"}
    made = asks.post(f"programs/{own.program.code}/projects/", body)
    assert made.status_code == 201
    assert made.json()["department"]["code"] == own.department.code
    assert made["Location"] == f"/api/v1/projects/{made.json()['code']}/"
    foreign = asks.post(
        f"programs/{own.program.code}/projects/", {**body, "department": other.department.code}
    )
    assert [each["field"] for each in foreign.json()["errors"]] == ["department"]


def test_a_moment_is_iso_8601(program, clerk, sanuki, advisor):
    work = EngagementFactory(municipality=sanuki, advisor=advisor, active=True)
    body = {"title": "初回", "starts_at": "2026-12-01T10:00:00Z", "duration_minutes": 60, "place": "online"}
    made = program(clerk).post(f"engagements/{work.code}/meetings/", body)
    assert made.status_code == 201
    assert made.json()["starts_at"] == "2026-12-01T19:00:00+09:00"
    wrong = program(clerk).post(f"engagements/{work.code}/meetings/", {**body, "starts_at": "いつか"})
    assert [each["field"] for each in wrong.json()["errors"]] == ["starts_at"]


def test_what_was_not_sent_of_a_meeting_stays(program, clerk, sanuki, advisor):
    work = EngagementFactory(municipality=sanuki, advisor=advisor, active=True)
    meeting = MeetingFactory(engagement=work, starts_at=moment(7).replace(second=0, microsecond=0))
    assert program(clerk).change(f"meetings/{meeting.code}/", {"title": "改題"}).status_code == 200
    now = Meeting.objects.get(pk=meeting.pk)
    assert (now.title, now.starts_at, now.place) == ("改題", meeting.starts_at, meeting.place)


def test_lines_of_a_section_are_an_array(program, clerk, sanuki):
    opening = OpeningFactory(municipality=sanuki)
    asks, path = program(clerk), f"desk/openings/{opening.code}/"
    lines = [{"name": "理解", "weight": 60}, {"name": "経験", "weight": 40}]
    changed = asks.change(f"{path}selection/", {"criteria": lines}, row=path)
    assert [(each["name"], each["weight"]) for each in changed.json()["criteria"]] == [
        ("理解", 60),
        ("経験", 40),
    ]
    note = asks.change(f"{path}selection/", {"selection_note": "書類のあと面談"}, row=path)
    assert len(note.json()["criteria"]) == 2, "lines that were not sent stay"
    wrong = asks.change(f"{path}selection/", {"criteria": [{"name": "理解", "weight": 500}]}, row=path)
    assert "criteria[0].weight" in {each["field"] for each in wrong.json()["errors"]}
    assert asks.change(f"{path}selection/", {"criteria": "理解"}, row=path).status_code == 422


def test_a_draft_of_an_application_may_have_gaps_and_is_sent_once(program, sanuki, advisor, advisor_user):
    opening = OpeningFactory(municipality=sanuki, open=True)
    asks = program(advisor_user)
    code = asks.post(f"openings/{opening.code}/application/", {"motivation": "役に立ちたい"}).json()["code"]
    path = f"my/applications/{code}/"
    refused = asks.act(path, "submit")
    assert (refused.status_code, refused.json()["type"]) == (422, "http://localhost:8000/problems/refused/")
    whole = {"motivation": "役に", "approach": "聞く", "availability": "夜", "has_conflict": False}
    assert asks.post(f"openings/{opening.code}/application/", whole).json()["code"] == code
    assert asks.act(path, "submit").json()["state"]["code"] == "submitted"
    assert asks.act(path, "submit").status_code == 200, "pressed twice, sent once"
    assert Application.objects.filter(submitted_at__isnull=False).count() == 1


def test_without_a_profile_there_is_nobody_to_apply(program, stranger, sanuki):
    opening = OpeningFactory(municipality=sanuki, open=True)
    response = program(stranger).post(f"openings/{opening.code}/application/", {"motivation": "役に"})
    assert response.status_code == 422
    assert "プロフィール" in response.json()["detail"]


@pytest.mark.parametrize("body", [b"[]", b'"x"', b"1", b"{", b"\xff"])
def test_a_body_that_is_no_object_is_refused(program, clerk, row, body):
    asks = program(clerk)
    tag = asks.get(f"programs/{row.code}/")["ETag"]
    response = asks("PATCH", f"programs/{row.code}/", body, If_Match=tag)
    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")


@pytest.mark.parametrize("value", [{"a": 1}, ["a"], 12, True, None])
def test_values_of_a_wrong_kind_never_break_it(program, clerk, sanuki, value):
    project = ProjectFactory(municipality=sanuki)
    body = dict.fromkeys(("title", "field", "department", "challenge", "team"), value)
    response = program(clerk).change(f"projects/{project.code}/", body)
    assert response.status_code in (200, 422)


# Approval routes: several rows behind one part


def test_a_route_is_set_by_codes_and_a_stale_tag_is_refused(program, clerk, approver, sanuki):
    asks, city = program(clerk), f"desk/municipalities/{sanuki.code}/"
    chief = StaffMembership.objects.get(user=approver)
    seat = {"seat_5": f"m-{chief.code}", "basis": "専決規程 第5条"}
    before = asks.get(city)["ETag"]
    response = asks("PATCH", f"{city}approval-routes/opening/", seat, If_Match=before)
    assert response.status_code == 200
    (route,) = response.json()["approval_routes"]
    assert (route["kind"], [step["member"]["code"] for step in route["steps"]]) == ("opening", [chief.code])
    late = asks("PATCH", f"{city}approval-routes/opening/", {"seat_5": "any"}, If_Match=before)
    assert late.status_code == 412


# If-Match


def test_a_change_asks_for_the_tag(program, clerk, row):
    response = program(clerk)("PATCH", f"programs/{row.code}/", {"title": "新"})
    assert response.status_code == 428


def test_of_two_who_read_the_same_the_second_is_told(program, clerk, row):
    asks, path = program(clerk), f"programs/{row.code}/"
    tag = asks.get(path)["ETag"]
    first = asks("PATCH", path, {"title": "先"}, If_Match=tag)
    second = asks("PATCH", path, {"title": "後"}, If_Match=tag)
    assert (first.status_code, second.status_code) == (200, 412)
    assert Program.objects.get(pk=row.pk).title == "先"
    assert asks("PATCH", path, {"title": "後"}, If_Match=first["ETag"]).status_code == 200


def test_an_unchanged_row_is_not_sent_again(program, clerk, row):
    asks, path = program(clerk), f"programs/{row.code}/"
    tag = asks.get(path)["ETag"]
    again = asks.get(path, If_None_Match=tag)
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)
    assert asks.get(path, If_None_Match='"other"').status_code == 200


def test_an_action_asks_for_the_tag_and_the_state(program, clerk, sanuki):
    project = ProjectFactory(municipality=sanuki)
    asks, path = program(clerk), f"programs/{project.program.code}/"
    assert asks.post(f"{path}actions/start/").status_code == 428
    assert asks.act(path, "start").json()["state"]["code"] == "running"
    moved = asks.act(path, "start")
    assert (moved.status_code, moved.json()["type"].rsplit("/", 2)[1]) == (409, "state-moved")


def test_a_reason_is_asked_for_like_on_the_page(program, clerk, row):
    asks, path = program(clerk), f"programs/{row.code}/"
    refused = asks.act(path, "cancel")
    assert [each["field"] for each in refused.json()["errors"]] == ["reason"]
    assert asks.act(path, "cancel", {"reason": "予算がつかなかった"}).json()["state"]["code"] == "cancelled"


# Idempotency-Key

KEY = "3f6c8a51-key"


def test_a_request_sent_again_gets_the_first_answer(program, clerk, sanuki):
    project = ProjectFactory(municipality=sanuki)
    asks = program(clerk)
    path = f"projects/{project.code}/openings/"
    first = asks.post(path, {"start": "blank"}, Idempotency_Key=KEY)
    again = asks.post(path, {"start": "blank"}, Idempotency_Key=KEY)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert first["Location"] == again["Location"]
    assert "Idempotency-Replayed" not in first
    assert again["Idempotency-Replayed"] == "true"
    assert Opening.objects.filter(project=project).count() == 1


def test_the_same_key_for_another_request_is_refused(program, clerk, row):
    asks = program(clerk)
    path = f"programs/{row.code}/actions/cancel/"
    tag = asks.get(f"programs/{row.code}/")["ETag"]
    first = asks.post(path, {"reason": "予算"}, Idempotency_Key=KEY, If_Match=tag)
    other = asks.post(path, {"reason": "別の理由"}, Idempotency_Key=KEY, If_Match=tag)
    assert (first.status_code, other.status_code) == (200, 422)
    assert other.json()["type"].endswith("/key-reused/")


def test_a_refused_request_may_be_corrected_under_its_key(program, clerk, row):
    asks = program(clerk)
    path = f"programs/{row.code}/actions/cancel/"
    tag = asks.get(f"programs/{row.code}/")["ETag"]
    assert asks.post(path, {}, Idempotency_Key=KEY, If_Match=tag).status_code == 422
    assert asks.post(path, {"reason": "予算"}, Idempotency_Key=KEY, If_Match=tag).status_code == 200


def test_keys_belong_to_a_person(program, clerk, outsider, sanuki, takamatsu):
    here, there = ProjectFactory(municipality=sanuki), ProjectFactory(municipality=takamatsu)
    for user, project in ((clerk, here), (outsider, there)):
        made = program(user).post(
            f"projects/{project.code}/openings/", {"start": "blank"}, Idempotency_Key=KEY
        )
        assert made.status_code == 201


def test_after_a_day_an_answer_is_forgotten(program, clerk, sanuki):
    project = ProjectFactory(municipality=sanuki)
    asks = program(clerk)
    asks.post(f"projects/{project.code}/openings/", {"start": "blank"}, Idempotency_Key=KEY)
    assert forget_answers(at=moment()) == 0
    StoredAnswer.objects.update(created_at=moment(-2))
    again = asks.post(f"projects/{project.code}/openings/", {"start": "blank"}, Idempotency_Key=KEY)
    assert "Idempotency-Replayed" not in again
    assert forget_answers(at=moment(2)) == 1


@pytest.mark.django_db(transaction=True)
def test_while_the_first_is_under_way_the_second_waits_outside(program, clerk, sanuki):
    project = ProjectFactory(municipality=sanuki)
    asks = program(clerk)
    statuses: list[int] = []

    def second() -> None:
        try:
            answer = asks.post(f"projects/{project.code}/openings/", {"start": "blank"}, Idempotency_Key=KEY)
            statuses.append(answer.status_code)
        finally:
            connection.close()

    from django.db import transaction

    with transaction.atomic():
        assert replay._locked(f"{clerk.pk}:{KEY}")
        thread = threading.Thread(target=second)
        thread.start()
        thread.join()
    assert statuses == [409]
    assert Opening.objects.filter(project=project).count() == 0


@pytest.mark.parametrize("key", ["short", "x" * 101, "with space in it"])
def test_a_key_has_a_form(program, clerk, sanuki, key):
    project = ProjectFactory(municipality=sanuki)
    response = program(clerk).post(
        f"projects/{project.code}/openings/", {"start": "blank"}, Idempotency_Key=key
    )
    assert response.status_code == 400


# Sessions


def test_a_session_may_read_and_needs_the_csrf_token_to_write(clerk, sanuki, row):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(clerk)
    tag = browser.get(f"/api/v1/programs/{row.code}/")["ETag"]
    response = browser.patch(
        f"/api/v1/programs/{row.code}/",
        {"title": "新"},
        content_type="application/json",
        headers={"If-Match": tag},
    )
    assert (response.status_code, response["Content-Type"]) == (403, "application/problem+json")


def test_a_declined_application_cannot_be_withdrawn(program, sanuki, advisor, advisor_user):
    application = ApplicationFactory(municipality=sanuki, advisor=advisor, declined=True)
    answer = program(advisor_user).act(f"my/applications/{application.code}/", "withdraw")
    assert answer.status_code == 409


# Selection: what one may read, and when


def test_an_application_is_read_after_a_declaration_and_never_after_a_conflict(
    program, clerk, reviewer, sanuki
):
    opening = OpeningFactory(municipality=sanuki, selecting=True)
    row = ApplicationFactory(opening=opening, submitted=True, cleared=False)
    asks, address = program(reviewer), f"desk/applications/{row.code}/"
    assert asks.get(address).status_code == 404
    asks.act(f"desk/openings/{opening.code}/", "declare", {"asked": row.code})
    assert asks.get(address).json()["reviews"] == []
    points = {f"points_{each.number}": 4 for each in opening.criteria.all()}
    assert asks.post(f"{address}actions/review/", {**points, "comment": "よい"}).status_code == 200
    (review,) = asks.get(address).json()["reviews"]
    assert (review["reviewer"], review["comment"]) == (str(reviewer), "よい")
    assert asks.post(f"{address}actions/recuse/", {"note": "親族です。"}).status_code == 204
    assert asks.get(address).status_code == 404
    assert asks.get("desk/applications/").json()["items"] == []
