"""What anybody opens: the list of openings, a search in it, one municipality."""

from core import dates
from municipalities.models import Municipality
from projects.models import Opening
from tests.bench.asking import page, sql
from tests.bench.measure import Row

OPEN = "status = 'open' and deadline_date >= %(today)s"
LIST = f"select * from projects_opening where {OPEN} order by published_at desc, id desc limit 20"
COUNT = f"select count(*) from projects_opening where {OPEN}"
MATCH = "(title || summary || challenge || request || requirements) ilike %(word)s"
FOUND = (
    f"select * from projects_opening where {OPEN} and {MATCH} order by published_at desc, id desc limit 20"
)
WITHIN = "municipality_id in (select id from municipalities_municipality where id = %(place)s or prefecture_id = %(place)s)"
CALLS = (
    f"select * from projects_opening where {WITHIN} and status <> 'draft' order by published_at desc limit 12"
)
REPORTS = f"select * from reports_outcomereport where {WITHIN} and status = 'published' order by published_at desc limit 12"


def rows() -> list[Row]:
    today = dates.today()
    city = Opening.objects.filter(status="open").latest("id").municipality
    prefecture: Municipality = city.prefecture  # type: ignore[assignment]
    word = "キャッシュレス"
    return [
        Row("list of openings", page("/openings/"), sql(LIST, COUNT, today=today), 200),
        Row(
            "search of openings", page(f"/openings/?q={word}"), sql(FOUND, today=today, word=f"%{word}%"), 300
        ),
        Row("one municipality", page(city.get_absolute_url()), sql(CALLS, REPORTS, place=city.pk), 200),
        Row(
            "one prefecture",
            page(prefecture.get_absolute_url()),
            sql(CALLS, REPORTS, place=prefecture.pk),
            400,
        ),
    ]
