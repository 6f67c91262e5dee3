"""The pages of figures: numbers with their meaning and list, the map, the year, the council pack."""

import io
from datetime import date

import docx
import pytest
from django.urls import reverse

from projects.enums import Outcome
from projects.models import Engagement
from reports.documents.council import council_pack
from reports.figures import FIGURES
from reports.queries.timeline import LENGTH, UNIT, bar_of
from reports.tiles import GRID, tiles
from reports.views.figures import funnel
from tests.factories.base import day
from tests.factories.projects import (
    ApplicationFactory,
    DeliverableFactory,
    EngagementFactory,
    GoalFactory,
    OpeningFactory,
    ProgramFactory,
    ProjectFactory,
    RecommendationFactory,
)
from tests.factories.reports import OutcomeReportFactory
from tests.factories.selection import ConflictDeclarationFactory
from tests.factories.work import HonorariumSheetFactory

PAGES = ["coord_figures", "coord_timeline", "coord_yearly_new"]


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(("person", "status"), [("clerk", 403), ("advisor_user", 403), ("coordinator", 200)])
def test_only_coordinators_see_the_whole_country(request, signed_in, name, person, status):
    assert signed_in(request.getfixturevalue(person)).get(reverse(name)).status_code == status


def test_an_unknown_figure_is_no_page(coordinator, signed_in):
    assert signed_in(coordinator).get("/coord/figures/nothing/").status_code == 404


@pytest.mark.parametrize("key", FIGURES)
def test_a_list_says_whose_it_is_and_nobodys_application(sanuki, coordinator, signed_in, key):
    application = ApplicationFactory(
        opening=OpeningFactory(municipality=sanuki, selecting=True), submitted=True, motivation="内緒の動機"
    )
    work = EngagementFactory(municipality=sanuki, completed=True)
    RecommendationFactory(engagement=work, adopted=True)
    page = signed_in(coordinator).get(reverse("coord_figure", args=[key])).content.decode()
    assert str(FIGURES[key].meaning) in page
    for secret in ("内緒の動機", application.code, str(application.advisor)):
        assert secret not in page


def test_pages_ask_the_same_number_of_queries_for_many_rows(
    sanuki, takamatsu, coordinator, signed_in, django_assert_max_num_queries
):
    asks = signed_in(coordinator)
    for _ in range(3):
        EngagementFactory(municipality=sanuki, completed=True)
        EngagementFactory(municipality=takamatsu, active=True)
    with django_assert_max_num_queries(16):
        asks.get(reverse("coord_figures"))
    with django_assert_max_num_queries(12):
        asks.get(reverse("coord_figure", args=["hired"]))
    with django_assert_max_num_queries(12):
        asks.get(reverse("coord_timeline"))


def test_shares_are_of_the_step_they_belong_to():
    counts = dict.fromkeys(FIGURES, 0) | {"openings": 4, "applications": 10, "hired": 3, "started": 3}
    steps = {step["figure"].key: step for step in funnel(counts)}
    assert steps["applications"]["percent"] is None
    assert (steps["hired"]["percent"], steps["started"]["percent"]) == (30, 100)
    assert steps["completed"]["percent"] == 0
    assert steps["applications"]["bar"] == 200
    assert funnel(dict.fromkeys(FIGURES, 0))[0]["bar"] == 0


def test_every_prefecture_has_one_tile():
    assert set(GRID) == {f"{number:02}" for number in range(1, 48)}
    assert len(set(GRID.values())) == 47


def test_the_darkest_tile_has_the_most(sanuki, takamatsu):
    place = sanuki.prefecture
    shades = [tiles({place.code: (place, number), "011002": (place, 8)})[1].shade for number in (0, 1, 4, 8)]
    assert shades == [0, 1, 2, 4]


def _bar(start, end, year=2026):
    return bar_of(Engagement(start_date=start, end_date=end), year)


def test_bars_stay_within_the_year():
    bar = _bar(date(2026, 4, 1), date(2027, 3, 31))
    assert (bar.first, bar.last, bar.start + bar.length) == (4, 3, LENGTH)
    bar = _bar(date(2025, 10, 1), date(2026, 5, 15))
    assert (bar.goes_on_before, bar.goes_on_after, bar.first, bar.last) == (True, False, 4, 5)
    assert bar.start < UNIT
    assert _bar(date(2026, 6, 1), date(2026, 6, 1)).length >= 2


@pytest.fixture
def program(sanuki, advisor):
    program = ProgramFactory(municipality=sanuki, purpose="窓口を楽にする。")
    project = ProjectFactory(program=program)
    opening = OpeningFactory(project=project, decided=True, title="窓口アドバイザー", municipality=sanuki)
    declined = ApplicationFactory(opening=opening, declined=True, has_conflict=True, conflict_note="取引先")
    ConflictDeclarationFactory(application=declined, has_conflict=True)
    hired = ApplicationFactory(opening=opening, accepted=True, advisor=advisor)
    work = EngagementFactory(application=hired, project=project, completed=True, municipality=sanuki)
    GoalFactory(engagement=work, achieved=True, verdict_note="7分になりました。")
    RecommendationFactory(engagement=work, declined=True, text="押印をやめる")
    DeliverableFactory(
        engagement=work, kind="specification", title="仕様書案", restricted_until_date=day(300)
    )
    HonorariumSheetFactory(engagement=work, approved=True, month=date(2026, 3, 1), work_yen=3000)
    HonorariumSheetFactory(engagement=work, approved=True, month=date(2026, 4, 1), work_yen=4500)
    OutcomeReportFactory(engagement=work, published=True, name_display="headline")
    return program


def _words(program) -> str:
    document = council_pack(program)
    parts = [document.title, *(value for pair in document.facts for value in pair)]
    for part in document.parts:
        parts += [part.heading, part.text, *(value for pair in part.facts for value in pair)]
        parts += [cell for row in (part.table.rows if part.table else []) for cell in row]
    return "\n".join(parts)


COUNCIL = [
    *("窓口を楽にする。", "令和7年度", "令和8年度", "3,000", "4,500", "7分になりました。", "押印をやめる"),
    *("見送り 1　承諾 1", "取引がある応募者 1人", "延べ1人", "参加を控える", "（2026年）"),
]


@pytest.mark.parametrize("words", COUNCIL)
def test_a_council_finds_its_answers(program, words):
    assert words in _words(program)


def test_no_names_without_consent_and_nobody_who_was_not_chosen(program, advisor):
    words = _words(program)
    assert advisor.headline in words
    assert str(advisor.user) not in words
    assert "取引先" not in words


def test_what_is_sealed_stays_sealed(sanuki):
    program = ProgramFactory(municipality=sanuki)
    opening = OpeningFactory(
        project=ProjectFactory(program=program), municipality=sanuki, result_approved=True
    )
    ApplicationFactory(opening=opening, submitted=True, outcome=Outcome.HIRE)
    words = _words(program)
    assert "選考中" in words
    assert not {"採用候補", "承諾", "内定"} & set(words.split())


def test_the_word_file_is_headed(program, clerk, signed_in):
    from reports.models import DocumentJob
    from reports.tasks import sweep

    signed_in(clerk).post(reverse("desk_council_new", args=[program.code]), {"ending": "docx"})
    assert sweep() == 1
    file = docx.Document(io.BytesIO(bytes(DocumentJob.objects.get().content)))
    headings = [each.text for each in file.paragraphs if each.style.name.startswith("Heading")]
    assert "公平さの確保と利益相反" in headings
