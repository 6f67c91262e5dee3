"""連携協定 under both addresses: the desk's and the coordinators'."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.dates import today
from municipalities.models import PartnershipAgreement
from municipalities.workflow import AGREEMENT
from tests.factories.base import day
from tests.factories.municipalities import ApprovalFactory, FieldFactory, PartnershipAgreementFactory
from tests.factories.projects import ProgramFactory

DESK = "/desk/agreements/"
COORD = "/coord/agreements/"


def _typed(**changes: Any) -> dict[str, Any]:
    return {
        "title": "複業人材の活用に関する連携協定",
        "municipalities": "さぬき市",
        "operator_name": "架空複業株式会社",
        "purpose": "",
        "fields": [FieldFactory().pk],
        **changes,
    }


class TestList:
    def test_staff_see_the_agreements_of_their_city(self, signed_in, viewer, outsider, sanuki) -> None:
        PartnershipAgreementFactory(municipalities=[sanuki], title="さぬき市との協定")
        assert "さぬき市との協定" in signed_in(viewer).get(DESK).content.decode()
        assert "さぬき市との協定" not in signed_in(outsider).get(DESK).content.decode()

    def test_operators_see_all_and_stay_in_their_area(self, signed_in, coordinator, sanuki) -> None:
        agreement = PartnershipAgreementFactory(municipalities=[sanuki])
        page = signed_in(coordinator).get(COORD).content.decode()
        assert f'href="{COORD}{agreement.code}/"' in page
        assert f'href="{COORD}new/"' in page
        assert f'href="{DESK}' not in page

    @pytest.mark.parametrize("name", ["advisor_user", "stranger"])
    def test_others_may_not(self, request, signed_in, name) -> None:
        client = signed_in(request.getfixturevalue(name))
        assert {client.get(url).status_code for url in (DESK, COORD)} == {403}

    def test_says_why_it_is_empty(self, signed_in, clerk, coordinator) -> None:
        assert "コーディネーターが登録すると" in signed_in(clerk).get(DESK).content.decode()
        assert "協定を登録します" in signed_in(coordinator).get(COORD).content.decode()

    @pytest.mark.parametrize(("name", "url"), [("clerk", DESK), ("coordinator", COORD)])
    def test_query_count_does_not_grow(self, request, signed_in, sanuki, takamatsu, name, url) -> None:
        client = signed_in(request.getfixturevalue(name))
        counts = []
        for more in (1, 2):
            PartnershipAgreementFactory.create_batch(more, municipalities=[sanuki, takamatsu])
            with CaptureQueriesContext(connection) as queries:
                client.get(url)
            counts.append(len(queries))
        assert counts[0] == counts[1]


class TestPage:
    @pytest.mark.parametrize("state", [state.code for state in AGREEMENT.states])
    @pytest.mark.parametrize(("name", "base"), [("viewer", DESK), ("approver", DESK), ("coordinator", COORD)])
    def test_opens_in_every_state(self, request, signed_in, sanuki, state, name, base) -> None:
        traits = {} if state == "negotiating" else {state: True}
        agreement = PartnershipAgreementFactory(municipalities=[sanuki], **traits)
        response = signed_in(request.getfixturevalue(name)).get(f"{base}{agreement.code}/")
        page = response.content.decode()
        assert str(AGREEMENT.state(state).label) in page
        assert "香川県さぬき市" in page
        assert "⟦" not in page.split("<main")[1]

    @pytest.mark.parametrize("name", ["outsider", "stranger", "advisor_user"])
    def test_strangers_get_404(self, request, signed_in, sanuki, name) -> None:
        agreement = PartnershipAgreementFactory(municipalities=[sanuki])
        client = signed_in(request.getfixturevalue(name))
        for tail in ("", "edit/", "do/submit/"):
            assert client.get(f"{DESK}{agreement.code}/{tail}").status_code == 404

    def test_staff_have_no_buttons_while_it_is_negotiated(self, signed_in, clerk, approver, sanuki) -> None:
        agreement = PartnershipAgreementFactory(municipalities=[sanuki])
        for person in (clerk, approver):
            client = signed_in(person)
            page = client.get(f"{DESK}{agreement.code}/").content.decode()
            assert "/do/" not in page
            assert client.get(f"{DESK}{agreement.code}/edit/").status_code == 403
            assert client.post(f"{DESK}{agreement.code}/do/submit/").status_code == 403

    def test_shows_the_decision_and_the_own_programs(
        self, signed_in, viewer, coordinator, sanuki, takamatsu
    ) -> None:
        agreement = PartnershipAgreementFactory(
            concluded=True, municipalities=[sanuki, takamatsu], approval=ApprovalFactory(approved=True)
        )
        ProgramFactory(municipality=sanuki, agreement=agreement, title="さぬきの事業")
        ProgramFactory(municipality=takamatsu, agreement=agreement, title="高松の事業")
        page = signed_in(viewer).get(f"{DESK}{agreement.code}/").content.decode()
        for text in ("7さ政第123号", "政策課長", "さぬきの事業", "期間の定めなし"):
            assert text in page
        assert "高松の事業" not in page
        assert "高松の事業" in signed_in(coordinator).get(f"{COORD}{agreement.code}/").content.decode()

    def test_shows_why_it_came_back(self, signed_in, coordinator, sanuki) -> None:
        agreement = PartnershipAgreementFactory(
            municipalities=[sanuki], approval=ApprovalFactory(returned=True)
        )
        page = signed_in(coordinator).get(f"{COORD}{agreement.code}/").content.decode()
        assert page.index("差し戻しの理由") < page.index(agreement.approval.reason)


class TestForms:
    def test_operators_register_an_agreement(self, signed_in, coordinator, sanuki) -> None:
        response = signed_in(coordinator).post(f"{COORD}new/", _typed())
        agreement = PartnershipAgreement.objects.get()
        assert response["Location"] == f"{COORD}{agreement.code}/"
        assert list(agreement.municipalities.all()) == [sanuki]
        assert agreement.fields.count() == 1

    @pytest.mark.parametrize(
        ("typed", "codes"),
        [
            ("さぬき市", ["372064"]),
            ("372064", ["372064"]),
            ("香川県さぬき市", ["372064"]),
            ("香川県 さぬき市\r\n\r\n高松市\r\nさぬき市", ["372013", "372064"]),
            ("東京都府中市\n広島県府中市", ["132063", "342084"]),
            ("３７２０６４", ["372064"]),
            ("香川県", ["370002"]),
        ],
    )
    def test_reads_names_and_codes(self, signed_in, coordinator, typed, codes) -> None:
        response = signed_in(coordinator).post(f"{COORD}new/", _typed(municipalities=typed))
        assert response.status_code == 302
        agreement = PartnershipAgreement.objects.get()
        assert sorted(agreement.municipalities.values_list("code", flat=True)) == codes

    @pytest.mark.parametrize(
        ("typed", "words"),
        [
            ("", "自治体を1つ以上入力してください。"),
            ("さぬし", "「さぬし」は見つかりません。"),
            ("999999", "「999999」は見つかりません。"),
            ("府中市", "「東京都府中市」「広島県府中市」のように、都道府県から入力してください。"),
            ("さぬき市\n伊達市", "「伊達市」は複数あります。"),
        ],
    )
    def test_says_which_name_is_not_clear(self, signed_in, coordinator, typed, words) -> None:
        response = signed_in(coordinator).post(f"{COORD}new/", _typed(municipalities=typed))
        assert response.status_code == 422
        assert words in response.content.decode()
        assert "複業人材の活用に関する連携協定" in response.content.decode()
        assert typed in response.content.decode()

    @pytest.mark.parametrize("name", ["clerk", "approver", "advisor_user", "stranger"])
    def test_others_may_not_register(self, request, signed_in, name) -> None:
        client = signed_in(request.getfixturevalue(name))
        assert client.get(f"{DESK}new/").status_code == 403
        assert client.post(f"{DESK}new/", _typed()).status_code == 403

    def test_edits_while_it_is_negotiated(self, signed_in, coordinator, sanuki, takamatsu) -> None:
        agreement = PartnershipAgreementFactory(municipalities=[sanuki])
        client = signed_in(coordinator)
        url = f"{COORD}{agreement.code}/edit/"
        assert "香川県さぬき市" in client.get(url).content.decode()
        typed = _typed(municipalities="さぬき市\n高松市", version=agreement.version)
        assert client.post(url, typed)["Location"] == f"{COORD}{agreement.code}/"
        assert agreement.municipalities.count() == 2
        signed = PartnershipAgreementFactory(concluded=True, municipalities=[sanuki])
        assert client.get(f"{COORD}{signed.code}/edit/").status_code == 403

    def test_a_second_writer_sees_both_versions(self, signed_in, coordinator, sanuki) -> None:
        agreement = PartnershipAgreementFactory(municipalities=[sanuki], title="先の名称")
        typed = _typed(title="後の名称", version=agreement.version - 1)
        response = signed_in(coordinator).post(f"{COORD}{agreement.code}/edit/", typed)
        assert response.status_code == 409
        assert "先の名称" in response.content.decode()
        assert "後の名称" in response.content.decode()


class TestActions:
    def test_from_negotiation_to_the_end(self, signed_in, coordinator, approver, sanuki) -> None:
        agreement = PartnershipAgreementFactory(municipalities=[sanuki])
        operator, city = (signed_in(coordinator), COORD), (signed_in(approver), DESK)

        def press(side: tuple[Any, str], action: str, **data: str) -> str:
            client, base = side
            url = f"{base}{agreement.code}/do/{action}/"
            assert url in client.get(f"{base}{agreement.code}/").content.decode()
            assert client.get(url).status_code == 200
            assert client.post(url, data)["Location"] == f"{base}{agreement.code}/"
            agreement.refresh_from_db()
            return str(agreement.status)

        decision = {"decision_date": today().isoformat(), "decider_title": "市長"}
        assert press(operator, "submit") == "in_approval"
        assert press(city, "return", reason="期間を書いてください。") == "negotiating"
        press(operator, "submit")
        assert press(city, "approve", **decision) == "approved"
        term = {"signed_date": today().isoformat(), "start_date": today().isoformat()}
        assert press(operator, "conclude", **term, end_date=day(100).isoformat()) == "concluded"
        assert press(operator, "renew", end_date=day(400).isoformat()) == "concluded"
        assert agreement.end_date == day(400)
        assert press(operator, "expire") == "expired"
        press(operator, "renew", end_date=day(500).isoformat())
        assert press(operator, "terminate", reason="事業を終えるため") == "terminated"

    def test_the_term_must_not_end_before_it_begins(self, signed_in, coordinator, sanuki) -> None:
        agreement = PartnershipAgreementFactory(approved=True, municipalities=[sanuki])
        data = {"signed_date": "R8.4.1", "start_date": "令和8年4月1日", "end_date": "2026/3/31"}
        response = signed_in(coordinator).post(f"{COORD}{agreement.code}/do/conclude/", data)
        assert response.status_code == 422
        assert "開始日以降の日付にしてください。" in response.content.decode()

    def test_the_refusal_of_the_operation_is_shown(self, signed_in, coordinator, sanuki) -> None:
        agreement = PartnershipAgreementFactory(concluded=True, municipalities=[sanuki], end_date=day(100))
        url = f"{COORD}{agreement.code}/do/renew/"
        response = signed_in(coordinator).post(url, {"end_date": day(50).isoformat()})
        assert response.status_code == 422
        assert "今の終了日より後" in response.content.decode()

    def test_a_stale_button_leads_back_with_a_word(self, signed_in, coordinator, sanuki) -> None:
        agreement = PartnershipAgreementFactory(concluded=True, municipalities=[sanuki])
        response = signed_in(coordinator).get(f"{COORD}{agreement.code}/do/submit/", follow=True)
        assert response.redirect_chain == [(f"{COORD}{agreement.code}/", 302)]
        assert "ほかの人が先に操作した" in response.content.decode()
