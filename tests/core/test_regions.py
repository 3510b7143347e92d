"""Places and regional data: what holds where and when; what nobody said is not known."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from kiosk.core.matters import Catalogue
from kiosk.core.regions import (
    Choosable,
    Opened,
    Rate,
    Regions,
    choices,
    cities_by_initials,
    division,
    is_open,
    place_name,
    rate,
)
from kiosk.settings import Settings

INVENTED_TABLES = ("fund_limits", "unit_fee_rates", "resident_fee_window", "fee_certificate")
INVENTED_CHOICES = ("pension_grades", "flexible_grades", "flexible_insurances")
ASSETS = Settings().assets
DAY = "2026-11-23"
# GB/T 2260: 293 cities, 7 prefectures, 30 autonomous prefectures, 3 leagues; four municipalities; what stands
# directly under a province (河南 1, 湖北 4, 海南 15, 新疆 12).
PREFECTURES, MUNICIPALITIES, DIRECT = 333, 4, 32


def row(place: str, values: dict[str, str], valid_from: str = "2026-01-01", valid_to: str | None = None) -> Rate:
    return Rate(place, values, "演示", valid_from, valid_to)


def test_every_division_that_can_decide_is_there_once(shelf: Catalogue):
    cities = [city for each in shelf.regions.cities.values() for city in each]
    assert len(shelf.regions.provinces) == 31
    assert len(cities) == len({city.code for city in cities}) == PREFECTURES + MUNICIPALITIES + DIRECT
    assert sum(not city.code.endswith("00") for city in cities) == DIRECT


def test_a_place_that_is_none_takes_nothing(shelf: Catalogue):
    assert is_open(shelf.regions, "KSTB-01", "330100", DAY)
    assert not is_open(shelf.regions, "KSTB-01", "999999", DAY)


def test_codes_names_and_initials_are_of_one_form(shelf: Catalogue):
    for province in shelf.regions.provinces:
        for each in (province, *shelf.regions.cities[province.code[:2]]):
            assert each.code[:2] == province.code[:2]
            assert len(each.code) == 6
            assert each.initials.isascii()
            assert each.initials.islower()
            assert each.initials.isalpha()
            assert len(each.initials) == len(each.short)
            assert each.zh.startswith(each.short)
            assert each.en[0].isupper()


@pytest.mark.parametrize(
    ("code", "initials"),
    [
        ("500000", "cq"),
        ("220100", "cc"),
        ("140400", "cz"),
        ("350200", "xm"),
        ("341500", "la"),
        ("340300", "bb"),
        ("331100", "ls"),
        ("331000", "tz"),
        ("211300", "cy"),
        ("511100", "ls"),
        ("540300", "cd"),
        ("460400", "dz"),
    ],
)
def test_names_with_characters_of_two_sounds(shelf: Catalogue, code, initials):
    assert division(shelf.regions, code).initials == initials


@pytest.mark.parametrize(
    ("code", "zh", "en"),
    [
        ("330100", "浙江省杭州市", "Hangzhou, Zhejiang"),
        ("110000", "北京市", "Beijing"),
        ("433100", "湖南省湘西土家族苗族自治州", "Xiangxi, Hunan"),
        ("429004", "湖北省仙桃市", "Xiantao, Hubei"),
        ("330000", "浙江省", "Zhejiang"),
        ("999999", "", ""),
        ("", "", ""),
    ],
)
def test_a_place_is_named_in_full(shelf: Catalogue, code, zh, en):
    assert (place_name(shelf.regions, code, "zh"), place_name(shelf.regions, code, "en")) == (zh, en)


def test_no_initials_fit_every_place(shelf: Catalogue):
    assert len(cities_by_initials(shelf.regions, "")) == PREFECTURES + MUNICIPALITIES + DIRECT
    assert cities_by_initials(shelf.regions, "qqq") == ()


OPENED = Regions(
    opened={
        "*": Opened("*", closed=("460300",)),
        "A": Opened("A", closed=("65", "3303")),
        "B": Opened("B", places=("33", "110000")),
        "C": Opened("C", valid_from="2027-01-01"),
    }
)


@pytest.mark.parametrize(
    ("matter", "place", "opened"),
    [
        ("X", "330100", True),
        ("X", "460300", False),
        ("A", "330100", True),
        ("A", "330300", False),
        ("A", "650100", False),
        ("B", "330100", True),
        ("B", "110000", True),
        ("B", "320100", False),
        ("C", "330100", False),
    ],
)
def test_who_takes_what(matter, place, opened):
    assert is_open(OPENED, matter, place, DAY) is opened


def test_the_nearest_place_and_the_newest_day_count():
    rows = (
        row("", {"a": "country"}),
        row("33", {"a": "province"}),
        row("330100", {"a": "old"}, "2025-01-01"),
        row("3301", {"a": "new"}, "2026-07-01"),
        row("3301", {"a": "coming"}, "2027-01-01"),
        row("330200", {"a": "ended"}, "2025-01-01", "2026-11-22"),
        row("330300", {"a": "last day"}, "2025-01-01", DAY),
    )
    regions = Regions(tables={"t": rows})
    found = {place: rate(regions, "t", place, DAY).values["a"] for place in ("330100", "330200", "330300", "320100")}
    assert found == {"330100": "new", "330200": "province", "330300": "last day", "320100": "country"}


def test_what_nobody_said_is_not_known():
    assert rate(Regions(), "t", "330100", DAY) is None
    assert rate(Regions(tables={"t": (row("32", {}),)}), "t", "330100", DAY) is None
    assert choices(Regions(), "t", "330100", DAY) == ()


def test_choices_are_those_of_the_place_and_the_day():
    made = [Choosable(id_, place, id_, id_, "演示", since) for id_, place, since in (
        ("here", "330100", "2026-01-01"), ("there", "320100", "2026-01-01"), ("later", "330100", "2027-01-01"),
    )]  # fmt: skip
    regions = replace(Regions(), choices={"t": tuple(made)})
    assert [each.id for each in choices(regions, "t", "330100", DAY)] == ["here"]
    assert [each.id for each in choices(regions, "t", "330106", DAY)] == ["here"]


def test_all_shipped_figures_say_where_they_come_from(shelf: Catalogue):
    for name in INVENTED_TABLES:
        assert all("演示" in each.source for each in shelf.regions.tables[name])
    for name in INVENTED_CHOICES:
        assert all("演示" in each.source for each in shelf.regions.choices[name])


def test_an_invented_figure_holds_only_where_the_demonstration_plays(shelf: Catalogue):
    """Everywhere else the citizen reads 以办理地公布为准."""
    assert not [name for name in INVENTED_TABLES if rate(shelf.regions, name, "320100", DAY)]
    assert not [name for name in INVENTED_CHOICES if choices(shelf.regions, name, "320100", DAY)]
    assert all(rate(shelf.regions, name, place, DAY) for name in INVENTED_TABLES for place in ("110000", "330100"))


def test_every_shipped_table_is_used(shelf: Catalogue):
    """By a matter or a department: what nobody reads says nothing, and may say something else."""
    files = [*(ASSETS / "matters").glob("*.toml"), *(ASSETS / "departments").glob("*.toml")]
    used = "\n".join(path.read_text("utf-8") for path in files)
    unused = [name for name in shelf.regions.choices if name not in used]
    unused += [
        name for name in shelf.regions.tables if f"rate.{name}." not in used and not name.startswith("retirement_")
    ]
    assert unused == []
