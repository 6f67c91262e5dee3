import pytest
from django.urls import reverse

from advisors.models import AdvisorProfile
from municipalities.models import Municipality
from tests.factories.advisors import AdvisorProfileFactory
from tests.factories.municipalities import FieldFactory

pytestmark = pytest.mark.django_db


def _typed(**changes):
    return {
        "headline": "業務改善コンサルタント",
        "summary": "10年担当しました。",
        "fields": [FieldFactory(slug="dx").pk, FieldFactory(slug="pr").pk],
        "years": "10",
        "prefecture": str(Municipality.objects.get(code="370002").pk),
        "employer": "架空製作所",
        "employer_permission": "obtained",
        "hours_per_month": "8",
        "work_style": "online",
        "version": "1",
        **changes,
    }


@pytest.mark.parametrize("name", ["my_profile", "my_profile_edit"])
def test_pages_need_a_sign_in(client, name):
    assert client.get(reverse(name)).status_code == 302


def test_without_a_profile_the_page_says_what_it_is_for(signed_in, stranger):
    html = signed_in(stranger).get(reverse("my_profile")).content.decode()
    assert "プロフィールはまだありません" in html
    assert reverse("my_profile_edit") in html


def test_creating_a_profile(signed_in, stranger):
    response = signed_in(stranger).post(reverse("my_profile_edit"), _typed())
    assert response["Location"] == reverse("my_profile")
    profile = AdvisorProfile.objects.get(user=stranger)
    assert profile.fields.count() == 2
    assert profile.prefecture.name == "香川県"


def test_a_half_written_profile_can_be_saved(signed_in, stranger):
    browser = signed_in(stranger)
    browser.post(reverse("my_profile_edit"), _typed(summary="", fields=[]))
    html = browser.get(reverse("my_profile")).content.decode()
    assert "<li>経歴と実績</li>" in html
    assert "<li>得意な分野</li>" in html
    assert "プロフィールを公開する" not in html


def test_invalid_input_comes_back(signed_in, stranger):
    response = signed_in(stranger).post(reverse("my_profile_edit"), _typed(headline="", summary="残る文章"))
    assert response.status_code == 422
    assert "肩書を入力してください" in response.content.decode()
    assert "残る文章" in response.content.decode()


def test_prefectures_are_grouped_by_region(signed_in, stranger):
    html = signed_in(stranger).get(reverse("my_profile_edit")).content.decode()
    assert html.count("<optgroup") == 7
    assert '<optgroup label="四国">' in html


def test_two_windows_show_both_versions(signed_in, advisor):
    browser = signed_in(advisor.user)
    browser.post(reverse("my_profile_edit"), _typed(headline="一つ目の窓"))
    response = browser.post(reverse("my_profile_edit"), _typed(headline="二つ目の窓"))
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
