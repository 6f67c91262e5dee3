"""Folding what people type, without touching names and free text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text import fold_code, search_key, to_katakana


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("372064", "372064"),
        ("３７２０６４", "372064"),
        (" 372064 ", "372064"),
        ("769-2195", "769-2195"),
        ("７６９－２１９５", "769-2195"),
        ("769ー2195", "769-2195"),
        ("769−2195", "769-2195"),
        ("769‐2195", "769-2195"),
        ("769–2195", "769-2195"),
        ("769—2195", "769-2195"),
        ("769―2195", "769-2195"),
        ("769─2195", "769-2195"),
        ("769ｰ2195", "769-2195"),
        ("0879 ‑ 26 ‑ 9900", "0879-26-9900"),
        ("　０８７９　２６　９９００　", "0879269900"),
        ("ａｂｃ１２３", "abc123"),
        ("", ""),
    ],
)
def test_codes_are_half_width_without_blanks(typed: str, expected: str) -> None:
    assert fold_code(typed) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("さぬき", "サヌキ"),
        ("ｻﾇｷ", "サヌキ"),
        ("サヌキ", "サヌキ"),
        ("ﾜﾀﾅﾍﾞ", "ワタナベ"),
        ("ﾊﾟﾝﾌﾟｷﾝ", "パンプキン"),
        ("ゔぁいおりん", "ヴァイオリン"),
        ("たかはし　はなこ", "タカハシ ハナコ"),
        ("  ようこ ", "ヨウコ"),
        ("おーくら", "オークラ"),
        ("ゕゖ", "ヵヶ"),
        ("長尾", "長尾"),
        ("", ""),
    ],
)
def test_kana_becomes_full_width_katakana(typed: str, expected: str) -> None:
    assert to_katakana(typed) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ｻﾇｷ", "さぬき"),
        ("サヌキ", "さぬき"),
        ("ＤＸ", "dx"),
        ("Dx", "dx"),
        ("髙橋", "高橋"),
        ("渡邊", "渡辺"),
        ("渡邉", "渡辺"),
        ("齋藤", "斉藤"),
        ("齊藤", "斎藤"),
        ("濵田", "浜田"),
        ("濱田", "浜田"),
        ("德島", "徳島"),
        ("山﨑", "山崎"),
        ("櫻井", "桜井"),
        ("小豆嶋", "小豆島"),
        ("　さぬき　　市 ", "さぬき 市"),
        ("㈱讃岐", "(株)讃岐"),
        ("ﾎｰﾑﾍﾟｰｼﾞ", "ほーむぺーじ"),
    ],
)
def test_spellings_that_search_treats_as_equal(one: str, other: str) -> None:
    assert search_key(one) == search_key(other)


@pytest.mark.parametrize(("one", "other"), [("さぬき", "さつき"), ("高橋", "高梁"), ("はし", "ばし")])
def test_spellings_that_stay_apart(one: str, other: str) -> None:
    assert search_key(one) != search_key(other)


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold_code(fold_code(text)) == fold_code(text)


@given(st.text(alphabet=st.characters(max_codepoint=0xFFFF, exclude_categories=["Cs"])))
def test_a_search_key_is_its_own_search_key(text: str) -> None:
    assert search_key(search_key(text)) == search_key(text)
