"""Reading regional data: a file that is not there is not known, one that is wrong is said by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.catalogue import CatalogueError, read_catalogue
from kiosk.core.matters import Catalogue
from kiosk.core.regions import Regions
from kiosk.region_files import RegionFileError, read_regions

ROW = '[[row]]\nplace = ""\nvalues = {}\nsource = "演示"\nvalid_from = "2026-01-01"\n'
YEAR = '[[year]]\nyear = 2026\nsource = "示例"\n'


def test_an_empty_folder_knows_nothing(tmp_path: Path):
    assert read_regions(tmp_path) == Regions()


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        ("divisions.toml", "x = ", "divisions.toml"),
        ("divisions.toml", "a = 1", "no [[province]]"),
        ("divisions.toml", '[[province]]\ncode = "33"\n', "missing required field"),
        ("opened.toml", '[[opened]]\nmatter = "A"\nplace = "33"\n', "unknown field"),
        ("holidays.toml", YEAR + 'off = ["02-30"]\nworks = []\n', "'02-30' is no MM-DD"),
        ("holidays.toml", YEAR + 'off = ["10-01/10-07"]\nworks = ["10-07"]\n', "2026-10-07 stands there twice"),
        ("tables/t.toml", ROW.replace('"演示"', '" "'), "row 1 has no source"),
        ("tables/t.toml", ROW.replace("2026-01-01", "2026-13-01"), "row 1 has a date that is none"),
        ("choices/c.toml", ROW, "missing required field"),
    ],
)
def test_a_wrong_file_is_named(tmp_path: Path, file, text, said):
    path = tmp_path / file
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, "utf-8")
    with pytest.raises(RegionFileError) as error:
        read_regions(tmp_path)
    assert path.name in str(error.value)
    assert said in str(error.value)


def test_the_catalogue_says_it_as_its_own(tmp_path: Path, shelf: Catalogue):
    for folder in ("matters", "strings", "regions"):
        (tmp_path / folder).mkdir()
    (tmp_path / "regions" / "tax-authorities.toml").write_text('[[place]]\nid = "a"\nzh = "a"\nen = "a"\n', "utf-8")
    (tmp_path / "regions" / "opened.toml").write_text("x", "utf-8")
    with pytest.raises(CatalogueError, match=r"opened\.toml"):
        read_catalogue(tmp_path, shelf.centre)


def test_days_that_are_off_and_days_worked_instead(tmp_path: Path):
    (tmp_path / "holidays.toml").write_text(YEAR + 'off = ["10-01/10-03"]\nworks = ["10-10"]\n', "utf-8")
    days = read_regions(tmp_path).holidays["2026"]
    assert days == {"2026-10-01": False, "2026-10-02": False, "2026-10-03": False, "2026-10-10": True}
