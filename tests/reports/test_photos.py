"""写真: drawn anew, described, shown on the page, in PDF and Word, gone with the draft's last wish."""

import io

import pypdfium2
import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from docx import Document as WordFile
from PIL import Image

from core.documents import pdf
from core.documents.word import docx
from core.errors import DomainError
from core.uploads import Refused
from core.uploads.photos import LONGEST_SIDE, redrawn
from core.workflow import IllegalTransition
from reports.documents.outcome import report_document
from reports.models import ReportPhoto
from reports.operations.photo import add_photo, edit_photo, remove_photo
from reports.queries.published import as_told, published_reports
from tests.factories.projects import EngagementFactory
from tests.factories.reports import OutcomeReportFactory, ReportPhotoFactory

pytestmark = pytest.mark.django_db
ALT = "会議室で、職員5人が申請書を机に並べている。"


def _sent(picture, form="JPEG", name="写真.jpg", **options):
    file = io.BytesIO()
    picture.save(file, form, **options)
    return SimpleUploadedFile(name, file.getvalue())


def _exif():
    exif = Image.Exif()
    exif[0x010F] = "CAMERA-MAKER"
    exif[0x0112] = 6  # lies on its side
    return exif


class TestDrawnAnew:
    def test_what_a_camera_adds_is_gone_and_the_picture_stands_upright(self):
        photo = redrawn(_sent(Image.new("RGB", (400, 200), "red"), exif=_exif()))
        assert b"CAMERA-MAKER" not in photo.content
        again = Image.open(io.BytesIO(photo.content))
        assert (again.size, again.getexif()) == ((200, 400), {})

    def test_large_ones_become_smaller_and_small_ones_stay(self):
        assert redrawn(_sent(Image.new("RGB", (4000, 1000)))).width == LONGEST_SIDE
        assert redrawn(_sent(Image.new("RGB", (40, 10)))).width == 40

    @pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "L", "1"])
    def test_transparency_becomes_white(self, mode):
        clear = Image.new("RGBA", (8, 8), (0, 0, 0, 0)).convert(mode)
        options = {"transparency": 0} if mode == "P" else {}
        photo = redrawn(_sent(clear, "PNG", "図.png", **options))
        assert Image.open(io.BytesIO(photo.content)).mode == "RGB"

    def test_what_hides_behind_a_picture_is_not_kept(self):
        with pytest.raises(Refused, match="画像の後ろに"):
            redrawn(SimpleUploadedFile("a.jpg", _sent(Image.new("RGB", (8, 8))).read() + b"<script>"))

    def test_one_too_large_to_decode_is_refused(self):
        with pytest.raises(Refused, match="2,500万画素"):
            redrawn(_sent(Image.new("1", (6000, 6000)), "PNG", "a.png"))

    @pytest.mark.parametrize(("name", "body"), [("a.pdf", b"%PDF-1.7\n%%EOF"), ("a.csv", b"a,b\n")])
    def test_other_files_are_refused(self, name, body):
        with pytest.raises(Refused, match="PNGかJPEG"):
            redrawn(SimpleUploadedFile(name, body))

    def test_a_broken_one_is_refused(self):
        whole = _sent(Image.effect_noise((64, 64), 50)).read()
        broken = whole[:200] + b"\x00" * 50 + b"\xff\xd9"
        with pytest.raises(Refused):
            redrawn(SimpleUploadedFile("a.jpg", b"\xff\xd8" + broken[20:]))


@pytest.fixture
def report(sanuki):
    return OutcomeReportFactory(municipality=sanuki)


def _add(report, by, **values):
    file = _sent(Image.effect_noise((320, 240), 40))
    return add_photo(report, by=by, at=timezone.now(), **{"file": file, "alt_text": ALT, **values})


class TestOperations:
    def test_they_are_numbered_and_at_most_ten(self, report, clerk):
        first = _add(report, clerk)
        assert (first.number, first.width, first.municipality) == (1, 320, report.municipality)
        for number in range(2, ReportPhoto.MOST + 1):
            ReportPhotoFactory(report=report, number=number)
        with pytest.raises(DomainError, match="10枚まで"):
            _add(report, clerk)

    @pytest.mark.parametrize("state", ["in_review", "approved", "published", "withdrawn"])
    def test_only_while_the_report_is_written(self, state, sanuki, clerk):
        report = OutcomeReportFactory(municipality=sanuki, **{state: True})
        photo = ReportPhotoFactory(report=report)
        now = timezone.now()
        for refused in (
            lambda: _add(report, clerk),
            lambda: edit_photo(photo, by=clerk, at=now, version=1, alt_text="別の説明"),
            lambda: remove_photo(photo, by=clerk, at=now),
        ):
            with pytest.raises(IllegalTransition):
                refused()
        assert report.photos.count() == 1


class TestPages:
    def test_add_describe_remove(self, signed_in, clerk, report):
        browser = signed_in(clerk)
        new = f"/desk/reports/{report.code}/photos/new/"
        file = _sent(Image.effect_noise((320, 240), 40))
        refused = browser.post(new, {"alt_text": "", "file": file})
        assert (refused.status_code, "読み上げられます" in refused.content.decode()) == (422, True)
        file.seek(0)
        assert browser.post(new, {"alt_text": ALT, "caption": "定例会", "file": file}).status_code == 302
        photo = report.photos.get()
        page = BeautifulSoup(browser.get(report.desk_url).content, "html.parser")
        image = page.select_one("figure img")
        assert (image["alt"], image["width"]) == (ALT, "320")
        edit = f"/desk/reports/photos/{photo.code}/edit/"
        assert browser.post(edit, {"alt_text": "別", "caption": "", "version": 9}).status_code == 409
        assert browser.post(edit, {"alt_text": "別の説明", "caption": "", "version": 1}).status_code == 302
        photo.refresh_from_db()
        assert photo.alt_text == "別の説明"
        assert browser.post(f"/desk/reports/photos/{photo.code}/remove/").status_code == 302
        assert not report.photos.exists()

    def test_who_sees_the_picture(
        self, client, signed_in, sanuki, clerk, outsider, coordinator, advisor, advisor_user
    ):
        work = EngagementFactory(municipality=sanuki, advisor=advisor, completed=True)
        draft = ReportPhotoFactory(report=OutcomeReportFactory(engagement=work))
        people = {"clerk": clerk, "outsider": outsider, "coordinator": coordinator, "advisor": advisor_user}
        got = {name: signed_in(user).get(draft.image_url).status_code for name, user in people.items()}
        assert got == {"clerk": 200, "outsider": 404, "coordinator": 200, "advisor": 404}
        client.logout()
        assert client.get(draft.image_url).status_code == 404
        public = ReportPhotoFactory(report=OutcomeReportFactory(published=True))
        answer = client.get(public.image_url)
        assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
        assert answer["Cache-Control"].startswith("public")
        unchanged = client.get(public.image_url, headers={"If-None-Match": answer["ETag"]})
        assert unchanged.status_code == 304

    def test_a_stranger_reaches_nothing_of_the_desk(self, signed_in, outsider, report):
        photo = ReportPhotoFactory(report=report)
        browser = signed_in(outsider)
        for address in ("edit/", "remove/"):
            assert browser.get(f"/desk/reports/photos/{photo.code}/{address}").status_code == 404

    def test_the_page_reads_no_picture(self, client, django_assert_max_num_queries):
        report = OutcomeReportFactory(published=True)
        for number in range(1, 4):
            ReportPhotoFactory(report=report, number=number)
        with django_assert_max_num_queries(16) as seen:
            page = client.get(report.get_absolute_url())
        assert page.content.decode().count("<figure") == 3
        assert not [each for each in seen.captured_queries if '"content"' in each["sql"]]


class TestDocuments:
    @pytest.fixture
    def document(self):
        report = OutcomeReportFactory(published=True)
        ReportPhotoFactory(report=report, alt_text=ALT, caption="定例会の様子")
        loaded = as_told(published_reports()).get(pk=report.pk)
        return report_document(loaded, reader=None)

    def test_the_pdf_has_the_picture_with_its_description(self, document):
        body = pdf(document)
        file = pypdfium2.PdfDocument(body)
        text = "".join(page.get_textpage().get_text_bounded() for page in file)
        images = [each for page in file for each in page.get_objects() if each.type == 3]
        assert ("定例会の様子" in text, len(images)) == (True, 1)
        assert pdf(document) == body

    def test_word_has_the_picture_with_its_description(self, document):
        file = WordFile(io.BytesIO(docx(document)))
        (shape,) = file.inline_shapes
        assert shape._inline.docPr.get("descr") == ALT
        assert "定例会の様子" in [each.text for each in file.paragraphs if each.style.name == "Caption"]


def _lead(client, address):
    return BeautifulSoup(client.get(address).content, "html.parser").select_one(".lead").get_text()


def test_an_english_summary_is_shown_to_readers_of_english(client):
    report = OutcomeReportFactory(published=True, summary="和文の要約", summary_en="A summary in English.")
    assert _lead(client, f"/reports/{report.code}/") == "和文の要約"
    assert _lead(client, f"/en/reports/{report.code}/") == "A summary in English."
    without = OutcomeReportFactory(published=True, summary="和文だけ")
    assert _lead(client, f"/en/reports/{without.code}/") == "和文だけ"
