import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from tests.factories.base import moment
from tests.factories.notifications import NoticeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(signed_in, stranger):
    return signed_in(stranger)


def _titles(response):
    soup = BeautifulSoup(response.content, "html.parser")
    return [row.get_text(" ", strip=True) for row in soup.select(".row-list .attention-subject")]


def test_inbox_needs_a_sign_in(client):
    assert client.get(reverse("notices")).status_code == 302
    assert client.get(reverse("notice", args=["ABCDEFGH"])).status_code == 302
    assert client.post(reverse("notices_read")).status_code == 302


def test_unread_first_and_own_only(reader, stranger):
    NoticeFactory(recipient=stranger, title="読んだ知らせ", read=True)
    NoticeFactory(recipient=stranger, title="古い知らせ", created_at=moment(-2))
    NoticeFactory(recipient=stranger, title="新しい知らせ", created_at=moment(-1))
    NoticeFactory(title="ほかの人への知らせ")
    response = reader.get(reverse("notices"))
    assert _titles(response) == ["未読 新しい知らせ", "未読 古い知らせ", "読んだ知らせ"]
    assert "全3件のうち、未読は2件です。" in response.content.decode()


def test_opening_marks_read_and_goes_there(reader, stranger):
    notice = NoticeFactory(recipient=stranger, path="/my/applications/")
    response = reader.get(reverse("notice", args=[notice.code]))
    assert response["Location"] == "/my/applications/"
    notice.refresh_from_db()
    assert notice.read_at is not None


@pytest.mark.parametrize(
    "path", ["", "https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example"]
)
def test_a_notice_never_leads_off_the_portal(reader, stranger, path):
    notice = NoticeFactory(recipient=stranger, path=path)
    assert reader.get(reverse("notice", args=[notice.code]))["Location"] == reverse("notices")


def test_somebody_elses_notice_is_missing(reader):
    notice = NoticeFactory()
    assert reader.get(reverse("notice", args=[notice.code])).status_code == 404
    notice.refresh_from_db()
    assert notice.read_at is None


def test_all_are_marked_read_by_post_only(reader, stranger):
    mine = NoticeFactory.create_batch(2, recipient=stranger)
    other = NoticeFactory()
    assert reader.get(reverse("notices_read")).status_code == 405
    response = reader.post(reverse("notices_read"), follow=True)
    assert "2件を既読にしました" in response.content.decode()
    for notice in mine:
        notice.refresh_from_db()
        assert notice.read_at is not None
    other.refresh_from_db()
    assert other.read_at is None


def test_empty_inbox_says_why(reader):
    assert "お知らせはまだありません" in reader.get(reverse("notices")).content.decode()


def test_pages_and_a_constant_number_of_queries(reader, stranger, django_assert_max_num_queries):
    NoticeFactory(recipient=stranger)
    with django_assert_max_num_queries(10) as one:
        reader.get(reverse("notices"))
    NoticeFactory.create_batch(20, recipient=stranger)
    with django_assert_max_num_queries(len(one)):
        first = reader.get(reverse("notices"))
    assert len(_titles(first)) == 20
    assert len(_titles(reader.get(reverse("notices"), {"page": "2"}))) == 1


def test_a_notice_leads_to_the_page_in_the_readers_language(signed_in, clerk):
    notice = NoticeFactory(recipient=clerk, path="/desk/openings/")
    response = signed_in(clerk).get(f"/en/notifications/{notice.code}/")
    assert response.headers["Location"] == "/en/desk/openings/"
