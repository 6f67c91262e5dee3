"""Which municipalities, agreements, decisions and people each reader finds."""

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from municipalities import queries
from municipalities.enums import Region
from municipalities.loading import load_fields, load_municipalities
from municipalities.models import Field, Municipality
from tests.factories.accounts import UserFactory
from tests.factories.base import day, moment
from tests.factories.municipalities import (
    ApprovalFactory,
    MunicipalityFactory,
    PartnershipAgreementFactory,
    StaffMembershipFactory,
)
from tests.factories.projects import ProgramFactory

pytestmark = pytest.mark.django_db


def names(rows: object) -> list[str]:
    return [row.name for row in rows]  # type: ignore[attr-defined]


# Municipalities


def test_loading_again_changes_nothing() -> None:
    before = list(Municipality.objects.order_by("pk").values())
    assert (load_municipalities(), load_fields()) == (1788, 12)
    assert list(Municipality.objects.order_by("pk").values()) == before
    assert Field.objects.count() == 12


def test_loading_repairs_a_changed_row_and_keeps_a_merged_town(sanuki: Municipality) -> None:
    Municipality.objects.filter(pk=sanuki.pk).update(name="讃岐市", kana="x")
    merged = MunicipalityFactory(abolished=True)
    load_municipalities()
    sanuki.refresh_from_db()
    assert (sanuki.name, sanuki.kana) == ("さぬき市", "さぬきし")
    assert Municipality.objects.filter(pk=merged.pk).exists()


def test_a_municipality_is_named_with_its_prefecture(sanuki: Municipality) -> None:
    assert str(sanuki) == "さぬき市"
    assert sanuki.full_name == "香川県さぬき市"
    assert sanuki.region is Region.SHIKOKU
    assert queries.prefectures().get(code="370002").full_name == "香川県"


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("さぬき", "さぬき市"),
        ("サヌキ", "さぬき市"),
        ("ｻﾇｷ", "さぬき市"),
        (" さぬき市 ", "さぬき市"),
        ("372064", "さぬき市"),
        ("３７２０６", "さぬき市"),
        ("高松", "高松市"),
        ("たかまつ", "高松市"),
        ("札幌", "札幌市"),
    ],
)
def test_search(words: str, first: str) -> None:
    assert queries.search_municipalities(words).first().name == first


def test_search_puts_beginnings_first_then_code_order() -> None:
    found = names(queries.search_municipalities("松"))
    beginnings = [name.startswith("松") for name in found]
    assert beginnings == sorted(beginnings, reverse=True)
    assert "高松市" in found
    assert found.index("松山市") < found.index("高松市")


def test_search_finds_a_name_written_with_an_old_form() -> None:
    MunicipalityFactory(name="髙嶋町")
    assert "髙嶋町" in names(queries.search_municipalities("髙嶋"))


def test_search_for_nothing_lists_everything_that_exists() -> None:
    merged = MunicipalityFactory(abolished=True)
    found = queries.search_municipalities("  ")
    assert found.count() == 1788
    assert merged not in found
    assert found.first().name == "北海道"
    assert not queries.search_municipalities("存在しない町").exists()


def test_search_reads_the_prefectures_along(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1):
        assert [row.full_name for row in queries.search_municipalities("府中市")] == [
            "東京都府中市",
            "広島県府中市",
        ]


def test_municipalities_of_the_reader(
    clerk: User, viewer: User, stranger: User, takamatsu: Municipality
) -> None:
    StaffMembershipFactory(user=clerk, municipality=takamatsu, viewer=True)
    StaffMembershipFactory(user=clerk, ended=True)
    assert names(queries.municipalities_of(clerk)) == ["高松市", "さぬき市"]
    assert names(queries.municipalities_drafted_by(clerk)) == ["さぬき市"]
    assert names(queries.municipalities_administered_by(clerk)) == ["さぬき市"]
    assert names(queries.municipalities_of(viewer)) == ["さぬき市"]
    assert not queries.municipalities_drafted_by(viewer).exists()
    assert not queries.municipalities_of(stranger).exists()


def test_names_in_a_list_may_be_codes_short_or_full(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    wanted = ["372064", "さぬき市", "広島県府中市", "府中市", "どこか"]
    with django_assert_num_queries(1):
        found = queries.municipalities_called(wanted)
    assert {name: [row.full_name for row in rows] for name, rows in found.items()} == {
        "372064": ["香川県さぬき市"],
        "さぬき市": ["香川県さぬき市"],
        "広島県府中市": ["広島県府中市"],
        "府中市": ["東京都府中市", "広島県府中市"],
        "どこか": [],
    }


def test_prefectures_stand_under_their_regions_with_their_numbers() -> None:
    MunicipalityFactory(abolished=True)
    regions = queries.prefectures_by_region()
    assert [region for region, _rows in regions] == list(Region)
    assert sum(len(rows) for _region, rows in regions) == 47
    shikoku = dict(regions)[Region.SHIKOKU]
    assert [(row.name, row.member_count) for row in shikoku] == [
        ("徳島県", 24),
        ("香川県", 17),
        ("愛媛県", 20),
        ("高知県", 34),
    ]


def test_members_of_a_prefecture(sanuki: Municipality) -> None:
    MunicipalityFactory(abolished=True)
    members = queries.members_of(sanuki.prefecture)
    assert len(members) == 17
    assert sanuki in members
    inside = queries.within(Municipality.objects.all(), "370002").filter(valid_to=None)
    assert set(inside) == {*members, sanuki.prefecture}


# Agreements


def test_agreements_are_visible_to_their_parties_and_to_operators(
    clerk: User,
    outsider: User,
    coordinator: User,
    stranger: User,
    sanuki: Municipality,
    takamatsu: Municipality,
) -> None:
    own = PartnershipAgreementFactory(municipalities=[sanuki])
    shared = PartnershipAgreementFactory(municipalities=[sanuki, takamatsu])
    foreign = PartnershipAgreementFactory()
    assert set(queries.agreements_visible_to(clerk)) == {own, shared}
    assert set(queries.agreements_visible_to(outsider)) == {shared}
    assert set(queries.agreements_visible_to(coordinator)) == {own, shared, foreign}
    assert not queries.agreements_visible_to(stranger).exists()


def test_unsigned_agreements_are_listed_first_then_the_latest(coordinator: User) -> None:
    old = PartnershipAgreementFactory(concluded=True, signed_date=day(-500))
    new = PartnershipAgreementFactory(concluded=True, signed_date=day(-5))
    draft = PartnershipAgreementFactory()
    assert list(queries.agreements_listed(coordinator)) == [draft, new, old]


def test_agreements_in_force_agree_with_covers(sanuki: Municipality) -> None:
    kinds = [
        PartnershipAgreementFactory(municipalities=[sanuki]),
        PartnershipAgreementFactory(municipalities=[sanuki], concluded=True),
        PartnershipAgreementFactory(municipalities=[sanuki], concluded=True, end_date=day(0)),
        PartnershipAgreementFactory(municipalities=[sanuki], concluded=True, end_date=day(-1)),
        PartnershipAgreementFactory(municipalities=[sanuki], concluded=True, start_date=day(1)),
        PartnershipAgreementFactory(municipalities=[sanuki], expired=True, end_date=day(5)),
        PartnershipAgreementFactory(concluded=True),
    ]
    for offset in (-301, -300, -1, 0, 1, 400):
        on = day(offset)
        expected = {row for row in kinds[:-1] if row.covers(on)}
        assert set(queries.agreements_in_force(sanuki, on)) == expected
        partners = queries.with_agreement(Municipality.objects.all(), on)
        assert (sanuki in partners) == bool(expected)


def test_a_city_with_two_agreements_is_listed_once(sanuki: Municipality) -> None:
    PartnershipAgreementFactory.create_batch(2, municipalities=[sanuki], concluded=True)
    rows = Municipality.objects.filter(pk=sanuki.pk)
    assert list(queries.with_agreement(rows, day(0))) == [sanuki]
    assert len(queries.agreements_to_build_on([sanuki], day(0))) == 2


def test_agreements_to_build_on(sanuki: Municipality, takamatsu: Municipality) -> None:
    shared = PartnershipAgreementFactory(municipalities=[sanuki, takamatsu], concluded=True)
    later = PartnershipAgreementFactory(
        municipalities=[sanuki], concluded=True, signed_date=day(-1), start_date=day(30)
    )
    PartnershipAgreementFactory(municipalities=[sanuki], concluded=True, end_date=day(-1))
    PartnershipAgreementFactory(municipalities=[sanuki], approved=True)
    found = queries.agreements_to_build_on([sanuki, takamatsu], day(0))
    assert list(found) == [later, shared]


def test_of_a_shared_agreement_each_city_sees_its_own_programs(
    clerk: User,
    outsider: User,
    coordinator: User,
    sanuki: Municipality,
    takamatsu: Municipality,
) -> None:
    agreement = PartnershipAgreementFactory(concluded=True, municipalities=[sanuki, takamatsu])
    ours = ProgramFactory(municipality=sanuki, agreement=agreement)
    theirs = ProgramFactory(municipality=takamatsu, agreement=agreement)
    assert list(queries.programs_under(agreement, clerk)) == [ours]
    assert list(queries.programs_under(agreement, outsider)) == [theirs]
    assert set(queries.programs_under(agreement, coordinator)) == {ours, theirs}


# Decisions and people


def test_decisions_wait_for_approvers_of_their_city_oldest_first(
    clerk: User, approver: User, sanuki: Municipality
) -> None:
    young = ApprovalFactory(municipality=sanuki, requested_at=moment(0))
    old = ApprovalFactory(municipality=sanuki, requested_at=moment(-9))
    ApprovalFactory(municipality=sanuki, approved=True)
    ApprovalFactory()
    assert queries.approvals_awaiting(approver, day(0)) == [old, young]
    assert queries.approvals_awaiting(clerk, day(0)) == []


def test_past_decisions_of_the_readers_city_newest_first(viewer: User, sanuki: Municipality) -> None:
    old = ApprovalFactory(municipality=sanuki, approved=True, decided_at=moment(-9))
    new = ApprovalFactory(municipality=sanuki, returned=True)
    ApprovalFactory(municipality=sanuki)
    ApprovalFactory(approved=True)
    assert list(queries.approvals_decided(viewer)) == [new, old]


def test_staff_lists(clerk: User, viewer: User, outsider: User, sanuki: Municipality) -> None:
    former = StaffMembershipFactory(municipality=sanuki, ended=True)
    visible = queries.staff_visible_to(viewer)
    assert {row.user for row in visible} == {clerk, viewer, former.user}
    assert visible.last() == former
    assert {row.user for row in queries.team_choices(sanuki)} == {clerk, viewer}


def test_who_is_asked_and_told(
    clerk: User, approver: User, viewer: User, outsider: User, sanuki: Municipality
) -> None:
    StaffMembershipFactory(municipality=sanuki, approver=True, ended=True)
    StaffMembershipFactory(municipality=sanuki, approver=True, user=UserFactory(inactive=True))
    assert list(queries.approvers_of(sanuki)) == [approver]
    assert list(queries.drafters_of(sanuki)) == [clerk], "both drafting roles, named once"


def test_visibility_costs_a_fixed_number_of_queries(
    clerk: User, sanuki: Municipality, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    PartnershipAgreementFactory.create_batch(3, municipalities=[sanuki, MunicipalityFactory()])
    with django_assert_num_queries(5):  # roles, rows, cities, prefectures, fields
        for row in queries.agreements_visible_to(clerk):
            assert [city.full_name for city in row.municipalities.all()]
            assert [field.name for field in row.fields.all()]


def test_agreement_end_is_inclusive_in_every_query(sanuki: Municipality) -> None:
    row = PartnershipAgreementFactory(municipalities=[sanuki], concluded=True, end_date=day(10))
    last, after = row.end_date, row.end_date + timedelta(days=1)
    assert queries.agreements_in_force(sanuki, last).exists()
    assert queries.agreements_to_build_on([sanuki], last).exists()
    assert not queries.agreements_in_force(sanuki, after).exists()
    assert not queries.agreements_to_build_on([sanuki], after).exists()
