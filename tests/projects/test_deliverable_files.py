"""Versions of a deliverable: added, listed, given out as downloads only."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core.errors import DomainError
from projects.models import DeliverableFile
from projects.operations.deliverable_file import add_file
from tests.core.test_uploads import _png
from tests.factories.base import moment
from tests.factories.projects import DeliverableFactory, EngagementFactory


@pytest.fixture
def deliverable(sanuki, advisor):
    work = EngagementFactory(municipality=sanuki, advisor=advisor, active=True)
    return DeliverableFactory(engagement=work)


def _text(name="案.txt", body="窓口の案"):
    return SimpleUploadedFile(name, body.encode())


def _add(deliverable, by, file=None, **values):
    return add_file(deliverable, by=by, at=moment(), file=file or _text(), **values)


def _url(name, code, area="desk_engagements"):
    return reverse(f"engagements:{name}", args=[code], current_app=area)


def test_versions_count_up_and_all_stay(deliverable, clerk, advisor_user):
    first, second = _add(deliverable, advisor_user), _add(deliverable, clerk, _text(body="直した案"))
    assert [row.number for row in (first, second)] == [1, 2]
    assert first.file.read().decode() == "窓口の案"
    assert "案" not in first.file.name  # where it lies cannot be guessed


def test_a_picture_needs_words(deliverable, clerk):
    picture = SimpleUploadedFile("案.png", _png())
    with pytest.raises(DomainError, match="画像の説明"):
        _add(deliverable, clerk, picture)
    assert _add(deliverable, clerk, picture, alt_text="入口が6つ並ぶ画面").content_type == "image/png"


def test_it_is_a_download_that_runs_nowhere(deliverable, signed_in, clerk, advisor_user):
    row = _add(deliverable, clerk, _text("表 1.csv", "=1+1"))
    for person, area in ((clerk, "desk_engagements"), (advisor_user, "my_engagements")):
        answer = signed_in(person).get(_url("file", row.code, area))
        assert b"".join(answer.streaming_content) == b"=1+1"
        assert answer["Content-Disposition"].startswith("attachment")
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"


def test_others_do_not_even_learn_of_it(deliverable, signed_in, clerk, outsider, other_advisor_user, client):
    row = _add(deliverable, clerk)
    assert signed_in(outsider).get(_url("file", row.code)).status_code == 404
    assert signed_in(other_advisor_user).get(_url("file", row.code, "my_engagements")).status_code == 404
    assert client.get(_url("file", row.code)).status_code == 302


@pytest.mark.parametrize("person", ["clerk", "viewer", "advisor_user", "coordinator", "outsider"])
@pytest.mark.parametrize("state", ["submitted", "returned", "accepted"])
def test_who_may_add(request, deliverable, person, state):
    deliverable.status = state
    may = request.getfixturevalue(person).has_perm("projects.add_file_deliverable", deliverable)
    assert may is (person in {"clerk", "advisor_user"} and state != "accepted")


class TestOnThePage:
    def test_added_and_listed(self, deliverable, signed_in, advisor_user):
        browser, url = signed_in(advisor_user), _url("file_new", deliverable.code, "my_engagements")
        page = browser.post(url, {"note": "3章を直した", "file": _text()}, follow=True)
        text = page.content.decode()
        assert "案.txt" in text
        assert "3章を直した" in text
        assert DeliverableFile.objects.get().uploaded_by == advisor_user

    @pytest.mark.parametrize(
        ("file", "words"),
        [
            (SimpleUploadedFile("a.svg", b"<svg/>"), "この種類のファイルは預かれません"),
            (SimpleUploadedFile("a.pdf", b""), "中身が空です"),
            (None, "ファイルを選んでください"),
        ],
    )
    def test_what_is_refused_says_so_and_keeps_the_rest(self, deliverable, signed_in, clerk, file, words):
        typed = {"note": "3章を直した", **({"file": file} if file else {})}
        page = signed_in(clerk).post(_url("file_new", deliverable.code), typed)
        assert page.status_code == 422
        assert words in page.content.decode()
        assert "3章を直した" in page.content.decode()
        assert not DeliverableFile.objects.exists()

    def test_too_large_says_so_and_keeps_the_rest(self, deliverable, signed_in, clerk):
        big = SimpleUploadedFile("a.txt", b"a" * (21 * 1024 * 1024))
        page = signed_in(clerk).post(_url("file_new", deliverable.code), {"note": "3章を直した", "file": big})
        assert page.status_code == 422
        assert "ファイルが大きすぎます" in page.content.decode()
        assert "3章を直した" in page.content.decode()
