"""The shipped table of prefectures and municipalities."""

import re
from collections import Counter

import pytest

from municipalities.data import MunicipalityRow, derive, read_rows
from municipalities.validators import validate_municipality_code

ROWS = list(read_rows())
BY_CODE = {row.code: row for row in ROWS}
PREFECTURES = [row for row in ROWS if row.kind == "prefecture"]
MUNICIPALITIES = [row for row in ROWS if row.kind != "prefecture"]

# Municipalities of each prefecture in 2024, 北海道 (01) to 沖縄県 (47), counted independently
# of the source of the table. 北海道 leaves out the six villages of 北方領土.
MUNICIPALITIES_PER_PREFECTURE = (
    *(179, 40, 33, 35, 25, 35, 59),
    *(44, 25, 35, 63, 54, 62, 33),
    *(30, 15, 19, 17, 27, 77, 42, 35, 54),
    *(29, 19, 26, 43, 41, 39, 30),
    *(19, 19, 27, 23, 19),
    *(24, 17, 20, 34),
    *(60, 20, 21, 45, 18, 26, 43, 41),
)

DESIGNATED_CITIES = {
    "011002": "札幌市",
    "041009": "仙台市",
    "111007": "さいたま市",
    "121002": "千葉市",
    "141003": "横浜市",
    "141305": "川崎市",
    "141500": "相模原市",
    "151009": "新潟市",
    "221007": "静岡市",
    "221309": "浜松市",
    "231002": "名古屋市",
    "261009": "京都市",
    "271004": "大阪市",
    "271403": "堺市",
    "281000": "神戸市",
    "331007": "岡山市",
    "341002": "広島市",
    "401005": "北九州市",
    "401307": "福岡市",
    "431001": "熊本市",
}


def test_the_row_of_sanuki() -> None:
    assert BY_CODE["372064"] == MunicipalityRow(
        code="372064",
        kind="city",
        prefecture_code="370002",
        name="さぬき市",
        kana="さぬきし",
        romaji="Sanuki-shi",
    )


def test_number_of_each_kind() -> None:
    assert Counter(row.kind for row in ROWS) == {
        "prefecture": 47,
        "city": 792,
        "town": 743,
        "village": 183,
        "ward": 23,
    }
    assert len(MUNICIPALITIES) == 1741


def test_number_in_each_prefecture() -> None:
    counted = Counter(row.prefecture_code for row in MUNICIPALITIES)
    assert [counted[row.code] for row in PREFECTURES] == list(MUNICIPALITIES_PER_PREFECTURE)


def test_rows_are_in_order_of_code_and_codes_are_unique() -> None:
    codes = [row.code for row in ROWS]
    assert codes == sorted(set(codes))


def test_prefecture_and_name_identify_a_municipality() -> None:
    pairs = {(row.prefecture_code, row.name) for row in ROWS}
    assert len(pairs) == len(ROWS)


def test_every_code_is_valid() -> None:
    for row in ROWS:
        validate_municipality_code(row.code)


def test_prefectures_have_the_47_round_codes() -> None:
    fives = [row.code[:5] for row in PREFECTURES]
    assert fives == [f"{number:02}000" for number in range(1, 48)]
    assert {row.prefecture_code for row in PREFECTURES} == {""}


def test_each_municipality_belongs_to_the_prefecture_of_its_code() -> None:
    for row in MUNICIPALITIES:
        assert BY_CODE[row.prefecture_code].kind == "prefecture", row
        assert row.prefecture_code[:2] == row.code[:2], row


@pytest.mark.parametrize(
    ("code", "name", "romaji"),
    [
        ("010006", "北海道", "Hokkaido"),
        ("014087", "余市町", "Yoichi-cho"),
        ("042099", "多賀城市", "Tagajo-shi"),
        ("074071", "磐梯町", "Bandai-machi"),
        ("130001", "東京都", "Tokyo-to"),
        ("131016", "千代田区", "Chiyoda-ku"),
        ("133817", "三宅村", "Miyake-mura"),
        ("134015", "八丈町", "Hachijo-machi"),
        ("180009", "福井県", "Fukui-ken"),
        ("200000", "長野県", "Nagano-ken"),
        ("212199", "郡上市", "Gujo-shi"),
        ("232149", "蒲郡市", "Gamagori-shi"),
        ("242021", "四日市市", "Yokkaichi-shi"),
        ("270008", "大阪府", "Osaka-fu"),
        ("284815", "上郡町", "Kamigori-cho"),
        ("292036", "大和郡山市", "Yamatokoriyama-shi"),
        ("313840", "日吉津村", "Hiezu-son"),
        ("370002", "香川県", "Kagawa-ken"),
        ("402168", "小郡市", "Ogori-shi"),
        ("403440", "須恵町", "Sue-machi"),
        ("473014", "国頭村", "Kunigami-son"),
    ],
)
def test_known_rows(code: str, name: str, romaji: str) -> None:
    assert (BY_CODE[code].name, BY_CODE[code].romaji) == (name, romaji)


def test_designated_cities_stand_for_their_wards() -> None:
    found = {row.code: row.name for row in ROWS if row.code[2] == "1" and row.kind == "city"}
    assert found == DESIGNATED_CITIES
    assert {row.prefecture_code for row in ROWS if row.kind == "ward"} == {"130001"}


def test_names_carry_no_county_or_island_and_end_in_their_kind() -> None:
    endings = {
        "prefecture": "都道府県",
        "city": "市",
        "ward": "区",
        "town": "町",
        "village": "村",
    }
    assert all(row.name[-1] in endings[row.kind] for row in ROWS)
    with_county = {row.name for row in MUNICIPALITIES if "郡" in row.name}
    assert with_county == {"郡山市", "郡上市", "蒲郡市", "大和郡山市", "小郡市", "上郡町"}
    assert not [row.name for row in MUNICIPALITIES if re.match("(三宅|八丈)島", row.name)]


def test_kana_is_hiragana_and_ends_like_the_romaji() -> None:
    readings = {
        "to": "と",
        "fu": "ふ",
        "ken": "けん",
        "shi": "し",
        "ku": "く",
        "cho": "ちょう",
        "machi": "まち",
        "son": "そん",
        "mura": "むら",
    }
    for row in ROWS:
        assert re.fullmatch("[ぁ-ゖー]+", row.kana), row
        assert re.fullmatch("[A-Z][a-z']+(-[a-z]+)?", row.romaji), row
        if row.name != "北海道":
            assert row.kana.endswith(readings[row.romaji.rpartition("-")[2]]), row


@pytest.mark.parametrize(
    ("reading", "expected"),
    [
        ("しょうおう", "Shoo"),
        ("ちゅうおう", "Chuo"),
        ("とうおん", "Toon"),
        ("とよおか", "Toyooka"),
        ("かつうら", "Katsuura"),
        ("せとうち", "Setouchi"),
        ("こうみ", "Koumi"),
        ("くっちゃん", "Kutchan"),
        ("あっけし", "Akkeshi"),
        ("しんおんせん", "Shin'onsen"),
        ("なんよう", "Nan'yo"),
        ("ほんべつ", "Honbetsu"),
        ("おぢか", "Ojika"),
        ("りゅうおう", "Ryuo"),
    ],
)
def test_hepburn(reading: str, expected: str) -> None:
    assert derive.hepburn(reading) == expected


def test_hepburn_refuses_what_is_not_hiragana() -> None:
    with pytest.raises(KeyError):
        derive.hepburn("サヌキ")


def test_deriving_the_table_again_gives_the_shipped_file() -> None:
    again = derive.to_csv(derive.derive_rows(derive.read_places()))
    assert again.encode() == derive.CSV_PATH.read_bytes()
