"""Which spellings find which texts, and that nothing anybody types is too much."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core import lexemes, words


def _finds(query: str, text: str) -> bool:
    terms = set(words.index_terms(text))
    groups = words.query_terms(query)
    return bool(groups) and all(any(set(each) <= terms for each in group) for group in groups)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("シュミレーション", "財政シミュレーションの作成"),
        ("シミュレーション", "財政シュミレーションの作成"),
        ("HP", "町のホームページを見直す"),
        ("ＨＰ", "市ウェブサイトの改修"),
        ("ホームページ", "HPのリニューアル"),
        ("ウェブサイト", "公式サイトの改善"),
        ("ｻﾇｷ", "さぬき市の募集"),
        ("サヌキ", "香川県さぬき市"),
        ("さぬき市", "香川県さぬき市の窓口"),
        ("高橋", "髙橋さんの講座"),
        ("髙橋", "高橋さんの講座"),
        ("ＤＸ", "DX推進アドバイザー"),
        ("dx", "ＤＸ推進計画"),
        ("デジタル化", "窓口のDX"),
        ("DX", "窓口のデジタル化"),
        ("デジタルトランスフォーメーション", "DXの計画"),
        ("PR", "広報紙と広報の改善"),
        ("広報", "まちのPR"),
        ("インスタ", "Instagramの運用"),
        ("ツイッター", "X（旧Twitter）の運用"),
        ("定住", "移住の促進"),
        ("ソーシャルメディア", "SNSの活用"),
        ("副業", "複業人材の受入れ"),
        ("空家", "空き家の利活用"),
        ("問合せ", "問い合わせの窓口"),
        ("サーバ", "サーバーの更新"),
        ("ﾏｰｹﾃｨﾝｸﾞ", "マーケティングの戦略"),
        ("コンサル", "コンサルタントの経験"),
        ("地域おこし協力隊", "協力隊の受入れ"),
        ("人工知能", "AIの活用"),
        ("ふるさと納税", "ふるさと納税の返礼品"),
        ("納税", "ふるさと納税の返礼品"),
        ("テレワーク", "リモートワークの導入"),
        ("観光　動画", "観光のための映像"),
        ("メタバース", "メタバースくんの町"),
        ("マモリン", "ゆるキャラのマモリンくん"),
    ],
)
def test_one_spelling_finds_another(query: str, text: str) -> None:
    assert _finds(query, text)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("観光", "窓口のデジタル化"),
        ("DX 観光", "窓口のDX"),
        ("高松", "高橋さんの講座"),
        ("東京都", "京都府の募集"),
        ("データ", "メーター"),
        ("の", "町の広報の改善"),
    ],
)
def test_other_words_are_not_found(query: str, text: str) -> None:
    assert not _finds(query, text)


@pytest.mark.parametrize("text", ["", "   ", "!!", "・・・", "\0", "\ud800", "'|!:*"])
def test_punctuation_asks_for_nothing(text: str) -> None:
    assert words.query_terms(text) == []


@pytest.mark.parametrize(
    "text",
    ["a" * 1_000_000, "あ" * 1_000_000, "広報 " * 300_000, "漢" * 60_000, "\0'\\" * 1000, "ー" * 50_000],
)
def test_a_flood_of_text_is_cut(text: str) -> None:
    assert len(words.query_terms(text)) <= words.MAX_GROUPS
    assert len(lexemes.query(words.query_terms(text))) < 20_000
    assert len(words.index_terms(text[:60_000])) <= words.MAX_TERMS


@settings(deadline=None, max_examples=150)
@given(st.text(max_size=200))
def test_any_text_is_answered(text: str) -> None:
    groups = words.query_terms(text)
    assert len(groups) <= words.MAX_GROUPS
    assert all(group and all(alternative for alternative in group) for group in groups)
    terms = words.index_terms(text)
    assert len(terms) == len(set(terms))
    assert all(term[:2] in {"w:", "s:", "y:", "b:"} and len(term) > 2 for term in terms)


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.sampled_from(["広報", "DX", "観光", "窓口", "シミュレーション", "髙橋", "ふるさと納税", "LINE"]),
        max_size=5,
    )
)
def test_a_text_is_found_by_its_own_words(parts: list[str]) -> None:
    text = "、".join(parts)
    assert all(_finds(part, text) for part in parts)


def test_each_thread_has_a_tokeniser_of_its_own() -> None:
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(words.index_terms, ["広報紙とホームページの改善" * 50] * 16))
    assert all(each == found[0] for each in found)


def test_the_synonyms_are_many_and_spelled_once() -> None:
    rows = words._rows()
    assert len(rows) >= 60
    assert all(len(row) >= 2 and all(each.strip() == each and each for each in row) for row in rows)
    first = [row[0] for row in rows]
    assert len(set(first)) == len(first)


@pytest.mark.parametrize(
    ("slip", "meant"), [("ホムページ", "ホームページ"), ("マーケテング", "マーケティング")]
)
def test_a_slip_is_corrected(slip: str, meant: str) -> None:
    assert words.suggestion(slip) == meant


@pytest.mark.parametrize("text", ["ホームページ", "", "zzzzzzzz", "\0"])
def test_what_is_right_or_far_from_everything_is_left_alone(text: str) -> None:
    assert words.suggestion(text) == ""
