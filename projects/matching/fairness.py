"""Whom a new opening is told to: enough people for the opening, not too many notices for anybody."""

from collections.abc import Iterable, Mapping


def share_out(
    ranked: Iterable[int], told_this_week: Mapping[int, int], *, people: int, weekly: int
) -> tuple[list[int], list[int]]:
    """(told at once, carried to the digest), both in rank order.

    Goes down the list until `people` are told; whoever has had `weekly` notices this week is passed over
    and carried, so that an opening reaches at least `people` or everybody who fits.
    """
    told: list[int] = []
    carried: list[int] = []
    for person in ranked:
        if len(told) == people:
            break
        (told if told_this_week.get(person, 0) < weekly else carried).append(person)
    return told, carried
