"""活動報告 as PDF and as Word: the same words as the page, for those who may read it."""

import io

import docx
import pypdfium2
import pytest
from django.urls import reverse

from core.documents import Document, Part, Table
from core.documents.word import docx as word
from tests.factories.base import moment
from tests.factories.projects import (
    EngagementFactory,
    GoalFactory,
    MeetingFactory,
    RecommendationFactory,
)
from tests.factories.reports import OutcomeReportFactory
from tests.factories.work import FollowUpFactory

PAYLOADS = [
    "<w:p><w:r><w:t>x</w:t></w:r></w:p>",
    '=HYPERLINK("http://x")',
    "]]><script>alert(1)</script>",
    '#eval("1") $x$ @ref \\ *太字* _斜_',
    "\x00\x08\x0b\ud800\ufffe見える",
    "{ MERGEFIELD x }",
    "&amp;&lt;",
]


@pytest.fixture
def report(sanuki, advisor):
    work = EngagementFactory(municipality=sanuki, advisor=advisor, completed=True, ended_at=moment(-200))
    GoalFactory(engagement=work, achieved=True, verdict_note="7分になりました。")
    MeetingFactory(engagement=work, held=True, title="窓口の現状", decisions="転入届から見直す。")
    advice = RecommendationFactory(engagement=work, declined=True, text="押印をやめる")
    FollowUpFactory(recommendation=advice, answered=True, months=6)
    return OutcomeReportFactory(engagement=work, published=True, advisor_comment="楽しい半年でした。")


def _pdf_text(response) -> str:
    document = pypdfium2.PdfDocument(io.BytesIO(response.content))
    return "".join("".join(page.get_textpage().get_text_bounded().split()) for page in document)


def _word_text(content: bytes) -> str:
    file = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in file.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(each.text for each in file.paragraphs), *cells])


WORDS = (
    *("待ち時間が平均12分から7分になりました。", "外からの目で", "楽しい半年でした。", "押印をやめる"),
    *("見送り", "6か月後：実施", "転入届から見直す。", "7分になりました。"),
)


@pytest.mark.parametrize("words", WORDS)
def test_three_voices_and_the_record_stand_in_both(client, report, words):
    pdf = client.get(reverse("report_pdf", args=[report.code]))
    assert pdf["Content-Type"] == "application/pdf"
    assert words.replace(" ", "") in _pdf_text(pdf)
    response = client.get(reverse("report_word", args=[report.code]))
    assert words in _word_text(response.content)


def test_word_has_real_headings_and_repeated_heads(client, report):
    content = client.get(reverse("report_word", args=[report.code])).content
    file = docx.Document(io.BytesIO(content))
    headings = [each.text for each in file.paragraphs if each.style.name == "Heading 1"]
    assert headings[:2] == ["1分でわかるこの報告", "背景と課題"]
    assert "<w:tblHeader" in file.element.xml
    assert file.core_properties.title == report.title


@pytest.mark.parametrize("name", ["desk_report_pdf", "desk_report_word"])
def test_before_publication_the_city_alone(name, signed_in, sanuki, advisor, clerk, outsider, client):
    work = EngagementFactory(municipality=sanuki, advisor=advisor, completed=True)
    draft = OutcomeReportFactory(engagement=work)
    response = signed_in(clerk).get(reverse(name, args=[draft.code]))
    text = _pdf_text(response) if name.endswith("pdf") else _word_text(response.content)
    assert "公開前の内容です" in text
    assert signed_in(outsider).get(reverse(name, args=[draft.code])).status_code == 404
    assert client.get(reverse("report_pdf", args=[draft.code])).status_code == 404


def test_both_are_linked_where_the_report_is_read(client, report):
    page = client.get(report.get_absolute_url()).content.decode()
    assert reverse("report_pdf", args=[report.code]) in page
    assert reverse("report_word", args=[report.code]) in page
    assert "6か月後" in page


def test_the_name_stays_hidden_where_it_is_to_be(client, report):
    report.name_display = "anonymous"
    report.save()
    name = str(report.engagement.advisor.user)
    content = client.get(reverse("report_word", args=[report.code])).content
    assert name not in _word_text(content)
    assert name.replace(" ", "") not in _pdf_text(client.get(reverse("report_pdf", args=[report.code])))


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_text_changes_the_structure_of_a_word_file(payload):
    def build(text):
        part = Part(heading=text, text=text, facts=[(text, text)], table=Table((text,), ((text,),)))
        return docx.Document(io.BytesIO(word(Document(title=text, lead=text, parts=(part,), note=text))))

    def shape(file):
        return [element.tag for element in file.element.iter()]

    assert shape(build(payload)) == shape(build("ふつうの言葉"))


def test_terms_come_as_word_too(signed_in, sanuki, advisor, clerk):
    work = EngagementFactory(municipality=sanuki, advisor=advisor, active=True, success="自分で続けられる")
    url = reverse("engagements:terms_word", args=[work.code], current_app="desk_engagements")
    assert "自分で続けられる" in _word_text(signed_in(clerk).get(url).content)
