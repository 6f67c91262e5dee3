"""Japan as one tile a prefecture: where each stands on a grid, and how dark it is."""

from collections.abc import Mapping
from dataclasses import dataclass

from municipalities.models import Municipality

# First two digits of the code → column and row, by where the prefectures lie to each other.
GRID = {
    "01": (12, 0),
    "02": (12, 1), "03": (12, 2), "04": (12, 3), "05": (11, 2), "06": (11, 3), "07": (11, 4),
    "08": (12, 5), "09": (11, 5), "10": (10, 5), "11": (10, 6), "12": (12, 6), "13": (11, 6), "14": (11, 7),
    "15": (10, 4), "16": (8, 4), "17": (7, 4), "18": (7, 5), "19": (9, 6), "20": (9, 5),
    "21": (8, 5), "22": (9, 7), "23": (8, 6), "24": (8, 7),
    "25": (7, 6), "26": (6, 6), "27": (6, 7), "28": (5, 6), "29": (7, 7), "30": (6, 8),
    "31": (4, 6), "32": (3, 6), "33": (4, 7), "34": (3, 7), "35": (2, 7),
    "36": (4, 10), "37": (4, 9), "38": (3, 9), "39": (3, 10),
    "40": (1, 8), "41": (0, 8), "42": (0, 9), "43": (0, 10), "44": (1, 9), "45": (1, 10), "46": (1, 11),
    "47": (0, 12),
}  # fmt: skip
SIZE, SHADES = 44, 4
WIDTH = HEIGHT = 13 * SIZE


@dataclass(frozen=True, slots=True)
class Tile:
    """`shade` is 0 for nothing, else 1 to SHADES; `x` and `y` are its corner."""

    place: Municipality
    number: int
    x: int
    y: int
    shade: int

    @property
    def short_name(self) -> str:
        """Without 都, 府 or 県; 北海道 stays whole."""
        name = self.place.name
        return name if name == "北海道" else name[:-1]

    @property
    def middle(self) -> int:
        return self.x + SIZE // 2

    @property
    def name_line(self) -> int:
        return self.y + 18

    @property
    def number_line(self) -> int:
        return self.y + 36


def tiles(numbers: Mapping[str, tuple[Municipality, int]]) -> list[Tile]:
    """`numbers` maps the code of a prefecture to its row and its number."""
    most = max((number for _place, number in numbers.values()), default=0)
    found = []
    for code, (place, number) in sorted(numbers.items()):
        column, row = GRID[code[:2]]
        found.append(Tile(place, number, column * SIZE, row * SIZE, _shade(number, most)))
    return found


def _shade(number: int, most: int) -> int:
    """In equal steps from one to the largest number."""
    return -(-number * SHADES // most) if number else 0
