"""What anybody opens: one opening, one municipality, one prefecture."""

from municipalities.models import Municipality
from projects.models import Opening
from tests.bench.asking import page_row
from tests.bench.measure import Row


def rows() -> list[Row]:
    opening = Opening.objects.filter(status="open").latest("id")
    city = opening.municipality
    prefecture: Municipality = city.prefecture  # type: ignore[assignment]
    return [
        page_row("one opening", opening.get_absolute_url()),
        page_row("one municipality", city.get_absolute_url()),
        page_row("one prefecture", prefecture.get_absolute_url()),
    ]
