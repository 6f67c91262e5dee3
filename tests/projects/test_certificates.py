"""従事証明書, 感謝状 and the sheet of terms: what is handed out on paper."""

import io

import pypdfium2
import pytest
from django.db import IntegrityError
from django.urls import reverse

from core.errors import DomainError
from notifications.models import Notice
from projects.models import Certificate
from projects.operations.certificate import issue_certificate
from tests.factories.base import day, moment
from tests.factories.projects import EngagementFactory, GoalFactory, MeetingFactory
from tests.factories.work import CertificateFactory, WorkEntryFactory

VALUES = {
    "text": "助言に従事したことを証明します。",
    "issuer_title": "さぬき市長",
    "issuer_name": "大川 太郎",
}


@pytest.fixture
def engagement(sanuki, advisor):
    return EngagementFactory(municipality=sanuki, advisor=advisor, completed=True)


def _issue(engagement, by, kind="service"):
    return issue_certificate(engagement, by=by, at=moment(), kind=kind, issued_date=day(0), **VALUES)


def _text(response) -> str:
    document = pypdfium2.PdfDocument(io.BytesIO(response.content))
    return "".join("".join(page.get_textpage().get_text_bounded().split()) for page in document)


def _url(name, row, area="desk_engagements"):
    return reverse(f"engagements:{name}", args=[row.code], current_app=area)


class TestIssuing:
    def test_the_record_is_counted_and_the_advisor_told(self, engagement, clerk):
        WorkEntryFactory.create_batch(2, engagement=engagement, minutes=90)
        MeetingFactory(engagement=engagement, held=True)
        MeetingFactory(engagement=engagement, cancelled=True)
        row = _issue(engagement, clerk)
        assert (row.minutes, row.meetings, row.recipient) == (180, 1, str(engagement.advisor))
        assert Notice.objects.get(kind="projects.certificate").recipient == engagement.advisor.user

    def test_one_of_each_kind(self, engagement, clerk):
        _issue(engagement, clerk)
        _issue(engagement, clerk, "thanks")
        with pytest.raises(DomainError, match="すでに発行"):
            _issue(engagement, clerk)
        with pytest.raises(IntegrityError):
            CertificateFactory(engagement=engagement)

    def test_not_before_the_end(self, sanuki, advisor, clerk):
        with pytest.raises(DomainError, match="活動が終わってから"):
            _issue(EngagementFactory(municipality=sanuki, advisor=advisor, active=True), clerk)

    def test_appointed_once_agreed_and_not_after_the_end(self, sanuki, advisor, clerk, engagement):
        agreed = EngagementFactory(municipality=sanuki, advisor=advisor, confirmed=True)
        assert _issue(agreed, clerk, "appoint").get_kind_display() == "委嘱状"
        for other in (EngagementFactory(municipality=sanuki), engagement):
            with pytest.raises(DomainError, match="委嘱状は確認と決裁が済んでから"):
                _issue(other, clerk, "appoint")

    def test_the_letter_names_the_term_and_no_hours(self, signed_in, sanuki, advisor, clerk):
        row = _issue(EngagementFactory(municipality=sanuki, advisor=advisor, active=True), clerk, "appoint")
        text = _text(signed_in(clerk).get(_url("certificate", row)))
        assert "委嘱状" in text
        assert "期間" in text
        assert "稼働時間" not in text


class TestPages:
    def test_from_the_form_to_the_file(self, signed_in, engagement, clerk, advisor):
        desk = signed_in(clerk)
        address = _url("certificate_new", engagement)
        assert address in desk.get(_url("detail", engagement)).content.decode()
        form = desk.get(address).context["form"]
        assert "助言に従事したことを証明します" in form.initial["text"]
        sent = {
            **VALUES,
            "kind": "service",
            "document_number": "8政策第9号",
            "issued_date": "令和8年11月30日",
        }
        assert desk.post(address, sent).status_code == 302
        certificate = Certificate.objects.get()
        link = _url("certificate", certificate, "my_engagements")
        mine = signed_in(advisor.user)
        assert link in mine.get(_url("detail", engagement, "my_engagements")).content.decode()
        text = _text(mine.get(link))
        for words in (
            "従事証明書",
            f"{advisor}".replace(" ", ""),
            "8政策第9号",
            "さぬき市長",
            "令和8年11月30日",
        ):
            assert words in text

    def test_what_was_issued_is_not_offered_again(self, signed_in, engagement, clerk):
        CertificateFactory(engagement=engagement)
        form = signed_in(clerk).get(_url("certificate_new", engagement)).context["form"]
        assert [value for value, _label in form.fields["kind"].choices] == ["thanks"]

    def test_a_gap_is_named_and_nothing_is_lost(self, signed_in, engagement, clerk):
        answer = signed_in(clerk).post(_url("certificate_new", engagement), {**VALUES, "issuer_name": ""})
        assert answer.status_code == 422
        assert "発行者の氏名を入力してください。" in answer.content.decode()
        assert VALUES["text"] in answer.content.decode()

    def test_nobody_elses(self, signed_in, engagement, outsider, other_advisor):
        certificate = CertificateFactory(engagement=engagement)
        assert signed_in(outsider).get(_url("certificate", certificate)).status_code == 404
        mine = _url("certificate", certificate, "my_engagements")
        assert signed_in(other_advisor.user).get(mine).status_code == 404

    def test_the_number_of_queries_stays(self, signed_in, engagement, clerk, django_assert_max_num_queries):
        client = signed_in(clerk)
        CertificateFactory(engagement=engagement)
        CertificateFactory(engagement=engagement, thanks=True)
        with django_assert_max_num_queries(30):
            client.get(_url("detail", engagement))


def test_the_sheet_of_terms_says_what_both_agreed_on(signed_in, engagement, advisor):
    GoalFactory(engagement=engagement, achieved=True, text="計画案をまとめる", indicator="三月の庁議")
    text = _text(signed_in(advisor.user).get(_url("terms", engagement, "my_engagements")))
    for words in ("条件と期待値", "計画案をまとめる", "三月の庁議", "登用の形", "アドバイザーの確認"):
        assert words in text
