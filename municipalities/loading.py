"""Bringing the national table and the list of fields into the database."""

from django.db import transaction

from municipalities.data import read_rows
from municipalities.models import Field, Municipality

# (slug, name, what it covers); the order is the order of every list.
FIELDS = (
    ("dx", "DX", "行政手続や庁内業務のデジタル化、DX推進計画"),
    ("pr", "広報", "広報紙、SNS、シティプロモーション"),
    ("design", "デザイン", "ホームページ、印刷物、サービスのデザイン"),
    ("furusato", "ふるさと納税", "返礼品の企画、寄附者とのつながり"),
    ("migration", "移住・関係人口", "移住・定住の促進、関係人口づくり"),
    ("tourism", "観光", "観光戦略、旅行商品、データの活用"),
    ("hr", "人事・採用", "職員の採用、人材育成、組織づくり"),
    ("bpr", "業務改善", "業務の見直し、窓口の改善"),
    ("zero-carbon", "ゼロカーボン", "脱炭素の計画と普及"),
    ("industry", "産業・企業支援", "企業誘致、創業支援、特産品"),
    ("education", "教育・子育て", "学校、子育て支援、生涯学習"),
    ("community", "地域づくり", "まちづくり、公共交通、防災"),
)


@transaction.atomic
def load_municipalities() -> int:
    """Inserts or updates every row of the table by its code; returns how many there are.

    Rows that left the table are kept: agreements and reports of a merged town still need it.
    """
    rows = list(read_rows())
    prefectures = [_municipality(row, None) for row in rows if not row.prefecture_code]
    _upsert(prefectures)
    ids = dict(Municipality.objects.filter(kind="prefecture").values_list("code", "id"))
    _upsert([_municipality(row, ids[row.prefecture_code]) for row in rows if row.prefecture_code])
    return len(rows)


@transaction.atomic
def load_fields() -> int:
    Field.objects.bulk_create(
        [
            Field(slug=slug, name=name, description=text, position=position)
            for position, (slug, name, text) in enumerate(FIELDS)
        ],
        update_conflicts=True,
        unique_fields=["slug"],
        update_fields=["name", "description", "position"],
    )
    return len(FIELDS)


def _municipality(row: object, prefecture_id: int | None) -> Municipality:
    names = ("code", "kind", "name", "kana", "romaji")
    return Municipality(prefecture_id=prefecture_id, **{name: getattr(row, name) for name in names})


def _upsert(rows: list[Municipality]) -> None:
    Municipality.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["kind", "prefecture", "name", "kana", "romaji"],
        batch_size=1000,
    )
