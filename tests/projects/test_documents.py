"""応募の控え: what the applicant sent, to keep."""

import io

import pypdfium2
import pytest
from django.urls import reverse

from core import documents
from tests.factories.projects import ApplicationFactory


def _text(response) -> str:
    document = pypdfium2.PdfDocument(io.BytesIO(response.content))
    """Without the space between scripts that setting adds."""
    return "".join("".join(page.get_textpage().get_text_bounded().split()) for page in document)


@pytest.fixture
def application(advisor):
    return ApplicationFactory(advisor=advisor, submitted=True, motivation="町の役に立ちたい。")


def _copy(application) -> str:
    return reverse("my_application_copy", args=[application.code])


def test_it_says_what_was_sent_and_by_when_an_answer_comes(signed_in, advisor, application):
    mine = signed_in(advisor.user)
    assert _copy(application) in mine.get(application.get_absolute_url()).content.decode()
    response = mine.get(_copy(application))
    assert response["Content-Type"] == "application/pdf"
    assert "attachment" in response["Content-Disposition"]
    text = _text(response)
    for words in (application.code, "町の役に立ちたい。", application.opening.title, "結果のお知らせ予定日"):
        assert words in text


def test_a_draft_has_no_copy(signed_in, advisor):
    draft = ApplicationFactory(advisor=advisor)
    mine = signed_in(advisor.user)
    assert mine.get(_copy(draft)).status_code == 403
    assert _copy(draft) not in mine.get(draft.get_absolute_url()).content.decode()


def test_it_is_nobody_elses(signed_in, clerk, other_advisor, application):
    for stranger in (clerk, other_advisor.user):
        assert signed_in(stranger).get(_copy(application)).status_code == 404


def test_without_a_pdf_the_page_says_what_to_do(signed_in, advisor, application, monkeypatch):
    monkeypatch.setattr(documents, "SECONDS", 0.001)
    response = signed_in(advisor.user).get(_copy(application), follow=True)
    assert response.redirect_chain == [(application.get_absolute_url(), 302)]
    assert "ページを印刷してください" in response.content.decode()
