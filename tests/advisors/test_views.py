from datetime import date

import pytest
from django.urls import reverse

from advisors.models import AdvisorProfile, Skill
from municipalities.models import Municipality
from tests.factories.advisors import (
    AdvisorProfileFactory,
    AdvisorSkillFactory,
    ExperienceFactory,
    RegionTieFactory,
)
from tests.factories.municipalities import FieldFactory
from tests.factories.reports import OutcomeReportFactory

pytestmark = pytest.mark.django_db
BASICS = "/my/profile/edit/basics/"


def _typed(**changes):
    return {
        "headline": "業務改善コンサルタント",
        "summary": "10年担当しました。",
        "fields": [FieldFactory(slug="dx").pk, FieldFactory(slug="pr").pk],
        "years": "10",
        "prefecture": str(Municipality.objects.get(code="370002").pk),
        "version": "1",
        **changes,
    }


@pytest.mark.parametrize("name", ["my_profile", "my_profile_new", "my_skills", "my_ties", "my_experiences"])
def test_pages_need_a_sign_in(client, name):
    assert client.get(reverse(name)).status_code == 302


def test_without_a_profile_the_page_says_what_it_is_for(signed_in, stranger):
    html = signed_in(stranger).get(reverse("my_profile")).content.decode()
    assert "プロフィールはまだありません" in html
    assert reverse("my_profile_new") in html


def test_creating_a_profile(signed_in, stranger):
    response = signed_in(stranger).post(reverse("my_profile_new"), _typed())
    assert response["Location"] == reverse("my_profile")
    profile = AdvisorProfile.objects.get(user=stranger)
    assert profile.fields.count() == 2
    assert profile.prefecture.name == "香川県"


def test_a_half_written_profile_can_be_saved(signed_in, stranger):
    browser = signed_in(stranger)
    browser.post(reverse("my_profile_new"), _typed(summary="", fields=[]))
    html = browser.get(reverse("my_profile")).content.decode()
    assert "<li>経歴と実績</li>" in html
    assert "<li>得意な分野</li>" in html
    assert "プロフィールを公開する" not in html


def test_invalid_input_comes_back(signed_in, stranger):
    response = signed_in(stranger).post(reverse("my_profile_new"), _typed(headline="", summary="残る文章"))
    assert response.status_code == 422
    assert "肩書を入力してください" in response.content.decode()
    assert "残る文章" in response.content.decode()


def test_prefectures_are_grouped_by_region(signed_in, stranger):
    html = signed_in(stranger).get(reverse("my_profile_new")).content.decode()
    assert html.count("<optgroup") == 7
    assert '<optgroup label="四国">' in html


def test_two_windows_show_both_versions(signed_in, advisor):
    browser = signed_in(advisor.user)
    browser.post(BASICS, _typed(headline="一つ目の窓"))
    response = browser.post(BASICS, _typed(headline="二つ目の窓"))
    html = response.content.decode()
    assert response.status_code == 409
    assert "一つ目の窓" in html
    assert "二つ目の窓" in html


def test_publishing_and_pausing(signed_in):
    profile = AdvisorProfileFactory()
    browser = signed_in(profile.user)
    for action, status in (("activate", "active"), ("pause", "paused")):
        url = reverse("my_profile_action", args=[profile.code, action])
        assert url in browser.get(reverse("my_profile")).content.decode()
        assert browser.post(url)["Location"] == reverse("my_profile")
        profile.refresh_from_db()
        assert profile.status == status


def test_nobody_publishes_for_somebody_else(signed_in, advisor, other_advisor, clerk, coordinator):
    url = reverse("my_profile_action", args=[advisor.code, "pause"])
    for user in (other_advisor.user, clerk, coordinator):
        assert signed_in(user).post(url).status_code == 404
    advisor.refresh_from_db()
    assert advisor.status == "active"


def _part(slug):
    return reverse("my_profile_part", args=[slug])


def test_without_a_profile_every_part_leads_to_the_first_form(signed_in, stranger):
    browser = signed_in(stranger)
    for url in (_part("terms"), reverse("my_skills"), reverse("my_experiences")):
        assert browser.get(url)["Location"] == reverse("my_profile_new")


def test_with_a_profile_nobody_begins_a_second_one(signed_in, advisor):
    assert signed_in(advisor.user).get(reverse("my_profile_new"))["Location"] == BASICS


def test_an_unknown_part_is_no_page(signed_in, advisor):
    assert signed_in(advisor.user).get(_part("secrets")).status_code == 404


def test_the_list_tells_what_is_entered(signed_in, advisor):
    html = signed_in(advisor.user).get(reverse("my_profile")).content.decode()
    assert html.count("入力済み") == 3  # basics, terms (permission obtained), visibility
    assert reverse("my_ties") in html


def test_times_wishes_and_absence(signed_in, advisor):
    typed = {
        "hours_per_month": "１２",
        "work_style": "hybrid",
        "weekdays": ["1", "3"],
        "day_parts": ["evening"],
        "intention": "talk",
        "absent_from": "令和9年1月10日",
        "absent_until": "2027/2/1",
        "version": "1",
    }
    assert signed_in(advisor.user).post(_part("conditions"), typed)["Location"] == reverse("my_profile")
    advisor.refresh_from_db()
    assert (advisor.hours_per_month, advisor.weekdays, advisor.day_parts) == (12, [1, 3], ["evening"])
    assert [advisor.is_absent(date(2027, *day)) for day in ((1, 9), (1, 10), (2, 1), (2, 2))] == [
        False,
        True,
        True,
        False,
    ]


def test_an_absence_that_ends_before_it_begins_is_refused(signed_in, advisor):
    typed = {"hours_per_month": "8", "work_style": "online", "intention": "open", "version": "1"}
    typed |= {"absent_from": "2027/2/1", "absent_until": "2027/1/1"}
    response = signed_in(advisor.user).post(_part("conditions"), typed)
    assert response.status_code == 422
    assert "休む期間の始まり以降の日付にしてください" in response.content.decode()


def test_places_are_read_by_name_and_must_be_unambiguous(signed_in, advisor):
    browser = signed_in(advisor.user)
    typed = {"visibility": "cities", "hidden_from": "香川県さぬき市\n高松市", "version": "1"}
    assert browser.post(_part("visibility"), typed).status_code == 302
    assert [place.code for place in advisor.hidden_from.order_by("code")] == ["372013", "372064"]
    for name, words in (
        ("府中市", "「府中市」は複数あります"),
        ("架空市", "「架空市」という自治体は見つかりません"),
    ):
        response = browser.post(_part("visibility"), {**typed, "hidden_from": name, "version": "2"})
        assert response.status_code == 422
        assert words in response.content.decode()
        assert name in response.content.decode()


def test_links_are_completed_and_checked(signed_in, advisor):
    browser = signed_in(advisor.user)
    browser.post(BASICS, _typed(links="example.jp/works\nhttps://example.jp/talks"))
    advisor.refresh_from_db()
    assert advisor.links == ["https://example.jp/works", "https://example.jp/talks"]
    response = browser.post(BASICS, _typed(links="javascript:alert(1)", version=str(advisor.version)))
    assert response.status_code == 422


def _rows(*rows, version=1, **extra):
    typed = {"version": str(version), "count": str(len(rows)), **extra}
    for number, row in enumerate(rows):
        typed |= {f"row{number}-{name}": value for name, value in row.items()}
    return typed


def _skill(slug, level="3", years="5", **more):
    return {"skill": slug, "level": level, "years": years, **more}


def test_skills_are_replaced_as_a_whole(signed_in, advisor):
    browser = signed_in(advisor.user)
    blank = {"skill": "", "level": "", "years": ""}
    assert browser.post(reverse("my_skills"), _rows(_skill("bpr"), _skill("rpa"), blank)).status_code == 302
    names = [item.skill.slug for item in advisor.skills.order_by("id")]
    assert names == ["bpr", "rpa"]
    again = _rows(_skill("bpr", gone="on"), _skill("rpa", level="4"), version=2)
    assert browser.post(reverse("my_skills"), again).status_code == 302
    assert [(item.skill.slug, item.level) for item in advisor.skills.all()] == [("rpa", 4)]


def test_a_row_that_is_wrong_keeps_what_was_typed(signed_in, advisor):
    response = signed_in(advisor.user).post(
        reverse("my_skills"), _rows(_skill("bpr", years="たくさん"), _skill("bpr"))
    )
    html = response.content.decode()
    assert response.status_code == 422
    assert "数字で入力してください" in html
    assert "同じスキルがほかの行にもあります" in html
    assert 'value="たくさん"' in html
    assert not advisor.skills.exists()


def test_more_rows_keep_what_was_typed_and_save_nothing(signed_in, advisor):
    response = signed_in(advisor.user).post(reverse("my_skills"), _rows(_skill("bpr", level=""), more="1"))
    html = response.content.decode()
    assert response.status_code == 200
    assert html.count("<fieldset") == 4
    assert "error-summary" not in html
    assert not advisor.skills.exists()


def test_two_windows_of_skills_do_not_overwrite(signed_in, advisor):
    browser = signed_in(advisor.user)
    browser.post(reverse("my_skills"), _rows(_skill("bpr")))
    response = browser.post(reverse("my_skills"), _rows(_skill("rpa")))
    assert response.status_code == 409
    assert "業務改革（BPR）" in response.content.decode()
    assert [item.skill.slug for item in advisor.skills.all()] == ["bpr"]


def test_ties_name_places(signed_in, advisor):
    rows = _rows({"municipality": "さぬき市", "kind": "from"}, {"municipality": "長野県", "kind": "lives"})
    assert signed_in(advisor.user).post(reverse("my_ties"), rows).status_code == 302
    assert {str(tie) for tie in advisor.ties.all()} == {"香川県さぬき市（出身）", "長野県（住んでいる）"}


def _work(**changes):
    return {
        "organization": "架空製作所",
        "role": "責任者",
        "start_year": "2015",
        "text": "伝票をなくしました。",
        **changes,
    }


def test_work_experience_is_added_changed_and_taken_away(signed_in, advisor):
    browser = signed_in(advisor.user)
    assert browser.post(reverse("my_experiences"), _work()).status_code == 302
    entry = advisor.experiences.get()
    url = reverse("my_experience_edit", args=[entry.code])
    assert browser.post(url, _work(role="部長", version="1")).status_code == 302
    assert browser.post(url, _work(role="課長", version="1")).status_code == 409
    entry.refresh_from_db()
    assert entry.role == "部長"
    assert browser.post(reverse("my_experience_remove", args=[entry.code]))["Location"] == reverse(
        "my_experiences"
    )
    assert not advisor.experiences.exists()


def test_nobody_edits_anothers_experience(signed_in, other_advisor):
    entry = ExperienceFactory()
    assert (
        signed_in(other_advisor.user).post(reverse("my_experience_remove", args=[entry.code])).status_code
        == 404
    )


@pytest.mark.parametrize("count", [1, 4])
def test_the_profile_takes_a_constant_number_of_queries(count, signed_in, advisor, django_assert_num_queries):
    for skill in Skill.objects.order_by("position")[:count]:
        AdvisorSkillFactory(advisor=advisor, skill=skill)
        ExperienceFactory(advisor=advisor)
    for place in Municipality.objects.filter(prefecture__code="370002")[:count]:
        RegionTieFactory(advisor=advisor, municipality=place)
    browser = signed_in(advisor.user)
    with django_assert_num_queries(12):
        browser.get(reverse("my_profile"))


def test_the_own_page_ends_with_what_cities_read_of_finished_work(signed_in):
    report = OutcomeReportFactory(published=True)
    page = signed_in(report.engagement.advisor.user).get(reverse("my_profile")).content.decode()
    assert "このポータルでの実績" in page
    assert report.get_absolute_url() in page
