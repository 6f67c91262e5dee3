"""Front page, reports, the page of a municipality, and the advisor's comment."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from tests.factories.advisors import AdvisorProfileFactory
from tests.factories.municipalities import FieldFactory, PartnershipAgreementFactory
from tests.factories.projects import (
    ApplicationFactory,
    DeliverableFactory,
    EngagementFactory,
    GoalFactory,
    MeetingFactory,
    OpeningFactory,
    ProgramFactory,
    ProjectFactory,
    RecommendationFactory,
)
from tests.factories.reports import JointReportFactory, OutcomeReportFactory
from tests.factories.selection import ConflictDeclarationFactory

pytestmark = pytest.mark.django_db


def _text(response):
    return BeautifulSoup(response.content, "html.parser").main.get_text(" ", strip=True)


def _titles(response):
    return [
        link.get_text() for link in BeautifulSoup(response.content, "html.parser").select(".card-title a")
    ]


def _whole_report(**traits):
    """A published report with every kind of record."""
    report = OutcomeReportFactory(published=True, **traits)
    engagement = report.engagement
    GoalFactory(engagement=engagement, partly=True, text="待ち時間の短縮")
    MeetingFactory(engagement=engagement, held=True, title="現状の聞き取り", decisions="転入届から始める")
    MeetingFactory(engagement=engagement, cancelled=True, title="中止した会議")
    DeliverableFactory(engagement=engagement, accepted=True, title="分析の資料")
    DeliverableFactory(engagement=engagement, title="まだ受け取っていない資料")
    RecommendationFactory(engagement=engagement, declined=True, text="記入項目を半分にする")
    return report


class TestHome:
    def test_figures_say_what_they_count_and_lead_there(self, client, sanuki):
        program = ProgramFactory(
            municipality=sanuki,
            agreement=PartnershipAgreementFactory(concluded=True, municipalities=[sanuki]),
        )
        opening = OpeningFactory(open=True, project=ProjectFactory(program=program))
        OpeningFactory(open=True, overdue=True, project=opening.project)
        soup = BeautifulSoup(client.get(reverse("home")).content, "html.parser")
        figures = [row.get_text(" ", strip=True) for row in soup.select(".stat-list li")]
        assert figures == ["受付中の募集 1 件", "協定を結んでいる自治体 1 団体", "公開した活動報告 0 件"]
        for link in soup.select(".stat-list a"):
            assert client.get(link["href"]).status_code == 200

    def test_search_leads_to_the_openings(self, client):
        form = BeautifulSoup(client.get(reverse("home")).content, "html.parser").select_one("main form")
        assert (form["method"], form["action"]) == ("get", reverse("openings"))

    def test_newest_first_and_only_public(self, client):
        OpeningFactory(open=True, title="公開した募集")
        OpeningFactory(approved=True, title="まだの募集")
        OutcomeReportFactory(approved=True, title="まだの報告")
        assert _titles(client.get(reverse("home"))) == ["公開した募集"]

    def test_constant_number_of_queries(self, client, django_assert_max_num_queries):
        OpeningFactory(open=True)
        _whole_report()
        with django_assert_max_num_queries(8) as one:
            client.get(reverse("home"))
        OpeningFactory.create_batch(2, open=True)
        _whole_report()
        with django_assert_max_num_queries(len(one)):
            client.get(reverse("home"))


class TestReports:
    def test_joint_reports_come_first_as_a_group(self, client):
        OutcomeReportFactory(published=True, title="一つの報告")
        JointReportFactory(published=True, title="合同の報告")
        JointReportFactory(title="書きかけの合同報告")
        assert _titles(client.get(reverse("reports"))) == ["合同の報告", "一つの報告"]

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ({"q": "窓口"}, True),
            ({"q": "見つからない言葉"}, False),
            ({"prefecture": "370002"}, True),
            ({"field": "dx"}, True),
            ({"field": "pr"}, False),
        ],
    )
    def test_filters(self, client, sanuki, query, found):
        OutcomeReportFactory(
            published=True,
            title="窓口の見直し",
            engagement=EngagementFactory(completed=True, municipality=sanuki),
        )
        assert _titles(client.get(reverse("reports"), query)) == (["窓口の見直し"] if found else [])

    def test_only_prefectures_and_years_with_something_to_read_are_offered(self, client):
        report = OutcomeReportFactory(published=True)
        soup = BeautifulSoup(client.get(reverse("reports")).content, "html.parser")
        assert [item.get_text() for item in soup.select("#id_prefecture option")] == ["全国", "香川県"]
        years = [item["value"] for item in soup.select("#id_fiscal_year option")]
        assert years == ["", str(report.fiscal_year)]

    def test_constant_number_of_queries(self, client, django_assert_max_num_queries):
        _whole_report()
        with django_assert_max_num_queries(9) as one:
            client.get(reverse("reports"))
        _whole_report()
        _whole_report()
        with django_assert_max_num_queries(len(one)):
            client.get(reverse("reports"))


class TestReport:
    def test_everything_the_public_may_read(self, client):
        report = _whole_report()
        text = _text(client.get(report.get_absolute_url()))
        for words in (
            report.summary,
            report.problem,
            report.outcomes,
            report.staff_comment,
            report.advisor_comment,
            report.next_steps,
            "待ち時間の短縮",
            "一部達成",
            "転入届から始める",
            "分析の資料",
            "記入項目を半分にする",
            "見送り",
            "条例の改正が要るため",
        ):
            assert words in text
        for inside in ("中止した会議", "まだ受け取っていない資料", "決裁", "政策課長"):
            assert inside not in text

    def test_a_specification_draft_raises_the_procurement_notice(self, client):
        report = _whole_report()
        notice = "仕様書の作成を支援した人は、その調達に参加できないことがあります"
        assert notice not in _text(client.get(report.get_absolute_url()))
        DeliverableFactory(engagement=report.engagement, specification=True, accepted=True)
        assert notice in _text(client.get(report.get_absolute_url()))

    @pytest.mark.parametrize(
        ("choice", "name_shown", "headline_shown"),
        [("full", True, True), ("headline", False, True), ("anonymous", False, False)],
    )
    def test_the_advisor_is_named_as_chosen(self, client, advisor, choice, name_shown, headline_shown):
        engagement = EngagementFactory(completed=True, advisor=advisor)
        report = OutcomeReportFactory(published=True, engagement=engagement, name_display=choice)
        JointReportFactory(published=True, program=engagement.project.program)
        for url in (
            report.get_absolute_url(),
            reverse("reports"),
            engagement.project.program.joint_report.get_absolute_url(),
        ):
            html = client.get(url).content.decode()
            if url != reverse("reports"):
                assert ("さくら" in html) is name_shown
                assert (advisor.headline in html) is headline_shown
            else:
                assert "さくら" not in html

    @pytest.mark.parametrize("trait", ["draft", "commenting", "in_review", "approved", "withdrawn"])
    def test_what_is_not_published_is_missing(self, client, trait):
        report = OutcomeReportFactory(**({} if trait == "draft" else {trait: True}))
        assert client.get(report.get_absolute_url()).status_code == 404

    def test_joint_report_shows_each_part_with_its_voices(self, client):
        program = ProgramFactory(completed=True)
        for slug, title in (("design", "ホームページ"), ("dx", "計画")):
            project = ProjectFactory(program=program, field=FieldFactory(slug=slug))
            opening = OpeningFactory(decided=True, project=project)
            engagement = EngagementFactory(
                completed=True, application__opening=opening, municipality=program.municipality
            )
            OutcomeReportFactory(published=True, engagement=engagement, title=title)
        joint = JointReportFactory(published=True, program=program)
        response = client.get(joint.get_absolute_url())
        soup = BeautifulSoup(response.content, "html.parser")
        assert [head.get_text() for head in soup.select(".report-part h2")] == ["計画", "ホームページ"]
        text = _text(response)
        assert text.count("担当者のコメント") == text.count("アドバイザーのコメント") == 2
        assert program.agreement.title in text
        assert joint.closing in text

    def test_joint_report_takes_a_constant_number_of_queries(self, client, django_assert_max_num_queries):
        first = _whole_report()
        program = first.engagement.project.program
        joint = JointReportFactory(published=True, program=program)
        with django_assert_max_num_queries(8) as one:
            client.get(joint.get_absolute_url())
        for _more in range(2):
            opening = OpeningFactory(decided=True, project=ProjectFactory(program=program))
            engagement = EngagementFactory(
                completed=True, application__opening=opening, municipality=program.municipality
            )
            _whole_report(engagement=engagement)
        with django_assert_max_num_queries(len(one)):
            html = client.get(joint.get_absolute_url()).content.decode()
        assert html.count('class="report-part"') == 3


class TestMunicipality:
    def test_agreements_calls_and_reports(self, client, sanuki):
        PartnershipAgreementFactory(concluded=True, municipalities=[sanuki], title="有効な協定")
        PartnershipAgreementFactory(expired=True, municipalities=[sanuki], title="満了した協定")
        project = ProjectFactory(municipality=sanuki)
        OpeningFactory(open=True, project=project, title="いまの募集")
        OpeningFactory(decided=True, project=project, title="前の募集")
        OpeningFactory(approved=True, project=project, title="まだの募集")
        OutcomeReportFactory(
            published=True,
            title="前の報告",
            engagement=EngagementFactory(completed=True, municipality=sanuki),
        )
        text = _text(client.get(sanuki.get_absolute_url()))
        for words in (
            "香川県さぬき市",
            "さぬきし",
            "372064",
            "有効な協定",
            "いまの募集",
            "前の募集",
            "前の報告",
        ):
            assert words in text
        assert "まだの募集" not in text
        assert text.index("有効な協定") < text.index("これまでの連携協定") < text.index("満了した協定")
        assert text.index("いまの募集") < text.index("これまでの募集") < text.index("前の募集")

    def test_a_prefecture_shows_all_of_it(self, client, sanuki):
        OpeningFactory(open=True, municipality=sanuki, title="さぬき市の募集")
        response = client.get(sanuki.prefecture.get_absolute_url())
        assert "さぬき市の募集" in _text(response)
        soup = BeautifulSoup(response.content, "html.parser")
        assert soup.find("a", string="さぬき市")["href"] == sanuki.get_absolute_url()

    def test_a_pending_result_reads_as_selecting(self, client, sanuki):
        OpeningFactory(result_review=True, municipality=sanuki)
        text = _text(client.get(sanuki.get_absolute_url()))
        assert "選考中" in text
        assert "承認待ち" not in text

    def test_an_unknown_code_is_missing(self, client, db):
        assert client.get("/municipalities/999999/").status_code == 404

    def test_constant_number_of_queries(self, client, sanuki, django_assert_max_num_queries):
        def fill():
            PartnershipAgreementFactory(concluded=True, municipalities=[sanuki])
            OpeningFactory(open=True, municipality=sanuki)
            OpeningFactory(decided=True, municipality=sanuki)
            _whole_report(engagement=EngagementFactory(completed=True, municipality=sanuki))

        fill()
        with django_assert_max_num_queries(12) as one:
            client.get(sanuki.get_absolute_url())
        fill()
        fill()
        with django_assert_max_num_queries(len(one)):
            client.get(sanuki.get_absolute_url())


class TestComment:
    @pytest.fixture
    def report(self, advisor):
        return OutcomeReportFactory(
            commenting=True, engagement=EngagementFactory(completed=True, advisor=advisor)
        )

    def _post(self, browser, report, **data):
        return browser.post(reverse("my_report_action", args=[report.code, "comment"]), data)

    def test_the_page_previews_every_way_to_be_named(self, signed_in, advisor, report):
        text = _text(signed_in(advisor.user).get(report.advisor_url))
        assert report.problem in text
        assert "表示：髙橋 さくら（業務改善コンサルタント）" in text
        assert "表示：業務改善コンサルタント" in text
        assert "表示：アドバイザー（お名前は公開していません）" in text

    def test_sending_the_comment(self, signed_in, advisor, report):
        browser = signed_in(advisor.user)
        response = self._post(browser, report, advisor_comment="よい経験でした", name_display="headline")
        assert response["Location"] == report.advisor_url
        report.refresh_from_db()
        assert (report.status, report.name_display) == ("commented", "headline")
        page = browser.get(report.advisor_url)
        assert "よい経験でした" in _text(page)
        assert page.context["form"] is None

    def test_a_missing_choice_keeps_the_text(self, signed_in, advisor, report):
        response = self._post(signed_in(advisor.user), report, advisor_comment="残る文章")
        assert response.status_code == 422
        assert "残る文章" in response.content.decode()
        assert "お名前の出し方を選んでください" in _text(response)

    def test_a_published_report_leads_to_the_public_page(self, signed_in, advisor):
        engagement = EngagementFactory(completed=True, advisor=advisor)
        report = OutcomeReportFactory(published=True, engagement=engagement)
        html = signed_in(advisor.user).get(report.advisor_url).content.decode()
        assert f'href="{report.get_absolute_url()}"' in html

    def test_a_draft_is_the_citys_alone(self, signed_in, advisor):
        draft = OutcomeReportFactory(engagement=EngagementFactory(completed=True, advisor=advisor))
        assert signed_in(advisor.user).get(draft.advisor_url).status_code == 404

    def test_others_do_not_find_it(self, client, signed_in, report, other_advisor):
        action = reverse("my_report_action", args=[report.code, "comment"])
        for url in (report.advisor_url, action):
            assert client.get(url).status_code == 302
            assert signed_in(other_advisor.user).get(url).status_code == 404


def test_gallery_is_open_and_complete(client, db):
    assert "部品の一覧" in _text(client.get(reverse("gallery")))


def test_every_page_has_one_heading_and_its_own_title(client, sanuki):
    report = _whole_report()
    joint = JointReportFactory(published=True, program=report.engagement.project.program)
    opening = OpeningFactory(open=True, municipality=sanuki)
    urls = [reverse(name) for name in ("home", "openings", "municipalities", "reports", "gallery")]
    urls += [row.get_absolute_url() for row in (report, joint, opening, sanuki, sanuki.prefecture)]
    titles = set()
    for url in urls:
        html = client.get(url).content.decode()
        assert "undefined" not in html or url == reverse("gallery"), url
        soup = BeautifulSoup(html, "html.parser")
        assert len(soup.select("h1")) == 1, url
        ids = [tag["id"] for tag in soup.select("[id]")]
        assert len(ids) == len(set(ids)), url
        assert not soup.select("[style], [onclick], script:not([src]):not([type='application/ld+json'])"), url
        titles.add(soup.title.get_text())
    assert len(titles) == len(urls)


def test_an_anonymous_advisor_is_nowhere_in_the_list(client):
    advisor = AdvisorProfileFactory(active=True, headline="世界で一人の肩書")
    engagement = EngagementFactory(completed=True, advisor=advisor)
    OutcomeReportFactory(published=True, engagement=engagement, name_display="anonymous")
    for name in ("home", "reports"):
        assert "世界で一人の肩書" not in client.get(reverse(name)).content.decode()


class TestSelections:
    def test_a_report_says_how_its_advisor_was_chosen(self, client):
        report = OutcomeReportFactory(published=True)
        opening = report.engagement.application.opening
        ApplicationFactory(opening=opening, declined=True, has_conflict=True)
        recused = ApplicationFactory(opening=opening, declined=True)
        ConflictDeclarationFactory.create_batch(2, application=recused, conflicted=True)
        text = _text(client.get(report.get_absolute_url()))
        assert "募集1人に3件の応募" in text
        assert "取引を申告した応募 1件、利害関係のある職員が選考から外れた応募 1件" in text

    def test_a_joint_report_lists_every_answered_call(self, client):
        report = OutcomeReportFactory(published=True)
        project = report.engagement.project
        OpeningFactory(
            project=project, municipality=project.municipality, no_match=True, title="決まらなかった募集"
        )
        OpeningFactory(project=project, municipality=project.municipality, open=True, title="まだ続く募集")
        joint = JointReportFactory(published=True, program=project.program)
        text = _text(client.get(joint.get_absolute_url()))
        assert "決まらなかった募集" in text
        assert "まだ続く募集" not in text
