"""The check digit of municipality codes."""

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import trans_null
from hypothesis import given
from hypothesis import strategies as st

from municipalities.validators import check_digit, validate_municipality_code

FIVE_DIGITS = st.text("0123456789", min_size=5, max_size=5)


@pytest.fixture
def untranslated(monkeypatch: pytest.MonkeyPatch) -> None:
    """Show messages as they are written, whatever the settings and the active language."""
    monkeypatch.setattr("django.utils.translation._trans", trans_null)


def weighted_remainder(five: str) -> int:
    a, b, c, d, e = map(int, five)
    return (6 * a + 5 * b + 4 * c + 3 * d + 2 * e) % 11


@pytest.mark.parametrize(
    "code",
    [
        "010006",  # 北海道: the sum is below 11
        "011002",
        "014087",
        "042099",
        "074071",
        "131016",
        "141003",
        "180009",
        "200000",  # 長野県: remainder 1, so 10 becomes 0
        "221309",
        "284815",
        "370002",
        "372064",
        "431001",
    ],
)
def test_official_codes(code: str) -> None:
    assert check_digit(code[:5]) == code[5]
    validate_municipality_code(code)


@pytest.mark.parametrize(
    ("five", "remainder", "expected"),
    [
        ("10011", 0, "1"),
        ("20000", 1, "0"),
        ("00001", 2, "9"),
        ("00004", 8, "3"),
        ("00005", 10, "1"),
    ],
)
def test_remainders(five: str, remainder: int, expected: str) -> None:
    assert weighted_remainder(five) == remainder
    assert check_digit(five) == expected


@pytest.mark.parametrize("five", ["", "3720", "372064", "3720a", "３７２０６", " 3720"])
def test_check_digit_needs_five_ascii_digits(five: str) -> None:
    with pytest.raises(ValueError, match="five digits"):
        check_digit(five)


@pytest.mark.usefixtures("untranslated")
@pytest.mark.parametrize(
    "value", ["", "37206", "3720640", "37206a", "３７２０６４", "372064\n", " 372064", "-37206"]
)
def test_message_for_anything_but_six_digits(value: str) -> None:
    with pytest.raises(ValidationError) as raised:
        validate_municipality_code(value)
    assert raised.value.code == "municipality_code_format"
    assert "6桁" in raised.value.message
    assert "検査数字" in raised.value.message


@pytest.mark.usefixtures("untranslated")
def test_message_for_a_wrong_check_digit() -> None:
    with pytest.raises(ValidationError) as raised:
        validate_municipality_code("372065")
    assert raised.value.code == "municipality_code_check_digit"
    assert "6桁" in raised.value.message
    assert "検査数字" in raised.value.message


@given(five=FIVE_DIGITS, wrong=st.sampled_from("0123456789"))
def test_a_wrong_check_digit_is_always_noticed(five: str, wrong: str) -> None:
    right = check_digit(five)
    validate_municipality_code(five + right)
    if wrong != right:
        with pytest.raises(ValidationError):
            validate_municipality_code(five + wrong)


@given(five=FIVE_DIGITS, position=st.integers(0, 4), step=st.integers(1, 9))
def test_a_changed_digit_is_noticed_unless_remainders_0_and_10_meet(
    five: str, position: int, step: int
) -> None:
    """Every change moves the sum by a non-multiple of 11, so the remainder always changes.

    Eleven remainders share ten digits: 0 (11 - 0 = 11) and 10 (11 - 10 = 1) both give 1.
    Only a change from one of these to the other stays hidden.
    """
    digit = str((int(five[position]) + step) % 10)
    changed = five[:position] + digit + five[position + 1 :]
    remainders = {weighted_remainder(five), weighted_remainder(changed)}
    assert len(remainders) == 2
    assert (check_digit(five) == check_digit(changed)) == (remainders == {0, 10})


def test_the_blind_spot_exists() -> None:
    assert [weighted_remainder(five) for five in ("00000", "00005")] == [0, 10]
    validate_municipality_code("000001")
    validate_municipality_code("000051")
