"""What grows out of a call: the text for the 起案, and the next round."""

from projects.models import Opening
from tests.factories.base import day
from tests.factories.projects import OpeningFactory


def _url(opening: Opening, tail: str = "edit/") -> str:
    return f"/desk/openings/{opening.code}/{tail}"


class TestDraftText:
    def test_says_everything_the_approval_needs(self, signed_in, viewer, sanuki) -> None:
        opening = OpeningFactory(municipality=sanuki, paid=True, pay_grounds="設置要綱第5条")
        text = signed_in(viewer).get(_url(opening, "draft-text/")).context["text"]
        for words in (
            "件名",
            "DX推進アドバイザーの公募",
            "1時間 5,000円",
            "設置要綱第5条",
            "課題の理解（100%）",
            "年度",
        ):
            assert words in text

    def test_strangers_get_404(self, signed_in, outsider, sanuki) -> None:
        opening = OpeningFactory(municipality=sanuki)
        client = signed_in(outsider)
        tails = ("edit/", "edit/purpose/", "check/", "draft-text/", "next-round/")
        assert {client.get(_url(opening, tail)).status_code for tail in tails} == {404}


class TestNextRound:
    def test_calls_again_for_the_seats_that_stayed_free(self, signed_in, clerk, sanuki, client) -> None:
        first = OpeningFactory(municipality=sanuki, decided=True, seats=2, seats_taken=1)
        desk = signed_in(clerk)
        assert _url(first, "next-round/") in desk.get(_url(first, "")).content.decode()
        response = desk.post(_url(first, "next-round/"))
        second = first.next_rounds.get()
        assert response["Location"] == _url(second)
        assert (second.round_number, second.seats, second.deadline_date) == (2, 1, day(28))
        assert desk.post(_url(first, "next-round/")).status_code == 422
        preview = desk.get(_url(second, "preview/")).content.decode()
        assert "第2回募集" in preview
        assert first.get_absolute_url() in preview

    def test_a_full_call_has_no_next_round(self, signed_in, clerk, sanuki) -> None:
        full = OpeningFactory(municipality=sanuki, decided=True, seats_taken=1)
        assert signed_in(clerk).get(_url(full, "next-round/")).status_code == 403
