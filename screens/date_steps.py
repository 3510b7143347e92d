"""Turning a date by steps of its year, month and day, as the keys of the glass do. No Kivy."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator

PARTS = ("year", "month", "day")


def stepped(value: str, part: int, by: int, least: str, most: str) -> str:
    """The date text after one step of a column, brought back into its month and into the range."""
    numbers = [int(each) for each in value.split("-")]
    numbers[part] += by
    if numbers[1] not in range(1, 13):
        return value
    if len(numbers) == 3:
        longest = monthrange(numbers[0], numbers[1])[1]
        if part == 2 and not 1 <= numbers[2] <= longest:
            return value
        numbers[2] = min(numbers[2], longest)
    text = "-".join([f"{numbers[0]:04d}", *(f"{each:02d}" for each in numbers[1:])])
    return min(max(text, least), most)


def turns(value: str, wanted: str, least: str, most: str) -> Iterator[tuple[int, int]]:
    """Each step from `value` to `wanted`, as part and direction; ValueError where steps do not lead there."""
    for part, goal in enumerate(int(each) for each in wanted.split("-")):
        while (now := int(value.split("-")[part])) != goal:
            by = 1 if now < goal else -1
            turned = stepped(value, part, by, least, most)
            if turned == value:
                raise ValueError("a date beyond its range")
            value = turned
            yield part, by
