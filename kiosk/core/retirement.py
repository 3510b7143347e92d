"""Legal retirement as a look-up by category and month of birth: tables of data, never an age in code.

Source of the tables: 全国人民代表大会常务委员会关于实施渐进式延迟法定退休年龄的决定 (2024-09-13), its annexed tables.
"""

from __future__ import annotations

from kiosk.core.calendar import is_date, shifted
from kiosk.core.regions import Regions, rate

TABLE = "retirement_{category}"  # assets/regions/tables/: male, female_55, female_50


def retirement_day(regions: Regions, category: str, born: str, today: str) -> str | None:
    """The day on which legal retirement age is reached (YYYY-MM-DD); None: no table, or no date of birth known.

    A table's values are ``first month of birth -> years-months``; the last row not after the month of birth counts.
    """
    table = rate(regions, TABLE.format(category=category), "", today)
    if table is None or not is_date(born):
        return None
    month = max((each for each in table.values if each <= born[:7]), default=None)
    if month is None:
        return None
    years, _, months = table.values[month].partition("-")
    return shifted(born, f"months:{int(years) * 12 + int(months)}")
