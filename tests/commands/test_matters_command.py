"""`kiosk matters`: the list, one matter's papers, and a definition with a mistake in it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from kiosk.__main__ import main
from kiosk.settings import Settings

ASSETS = Settings().assets


def test_the_list_has_the_22_and_the_checks(capsys: pytest.CaptureFixture[str]):
    assert main(["matters", "list", "--json"]) == 0
    matters = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [each["annex"] for each in matters if each["annex"] is not None] == list(range(1, 23))
    assert {"VER-TAX", "VER-LIC", "CASE"} <= {each["id"] for each in matters}


def test_the_list_stands_in_columns(capsys: pytest.CaptureFixture[str]):
    assert main(["matters", "list"]) == 0
    head, *rows = capsys.readouterr().out.splitlines()
    place = head.index("reach")
    assert len(rows) >= 25
    assert {row[place : place + 2] for row in rows} == {"R1", "R2", "R3"}


@pytest.mark.parametrize("asked", ["14", "KSTB-14"])
def test_the_guide_has_what_a_clerk_looks_for(capsys: pytest.CaptureFixture[str], asked: str):
    assert main(["matters", "show", asked]) == 0
    shown = capsys.readouterr().out
    assert "开具税收完税证明" in shown
    assert "税收票证管理办法" in shown
    assert "以办理地公布为准" in shown


def test_the_form_lists_fields_choices_tables_and_the_signature(capsys: pytest.CaptureFixture[str]):
    assert main(["matters", "show", "21", "--form"]) == 0
    shown = capsys.readouterr().out
    for part in (
        "申请表（样式）：退还误收多缴保险费申请",
        "□ 养老、工伤、失业",
        "｜已缴｜要退",
        "签名：",
    ):
        assert part in shown


def test_the_list_of_materials_is_whole(capsys: pytest.CaptureFixture[str]):
    assert main(["matters", "show", "21", "--materials"]) == 0
    shown = capsys.readouterr().out
    assert shown.count("□") == 3
    assert "有单位盖章" in shown


def test_programs_get_the_same_as_data(capsys: pytest.CaptureFixture[str]):
    assert main(["matters", "show", "14", "--json", "--language", "en"]) == 0
    blocks = json.loads(capsys.readouterr().out)
    assert all(block["heading"] and block["lines"] for block in blocks)


@pytest.mark.parametrize("words", [["show"], ["show", "99"], ["show", "KSTB-99"]])
def test_a_matter_that_is_not_there_is_a_usage_error(capsys: pytest.CaptureFixture[str], words: list[str]):
    assert main(["matters", *words]) == 64
    assert "kiosk matters list" in capsys.readouterr().err


@pytest.mark.parametrize("words", [["check", "xyz"], ["list", "14"], ["check", "--form"]])
def test_what_belongs_to_show_is_not_silently_left_out(capsys: pytest.CaptureFixture[str], words: list[str]):
    assert main(["matters", *words]) == 64
    assert "show" in capsys.readouterr().err


def test_one_paper_at_a_time(capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit, match="64"):
        main(["matters", "show", "14", "--form", "--materials"])
    assert "not allowed with" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("asked", "official"), [("12", "项目负责人和专职安全生产管理人员安全生产考核变更"), ("22", "尿毒症透析、器官移植")]
)
def test_the_guide_says_the_name_of_the_annex(capsys: pytest.CaptureFixture[str], asked: str, official: str):
    assert main(["matters", "show", asked]) == 0
    assert official in capsys.readouterr().out


def test_check_names_the_matter_and_the_mistake(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assets = shutil.copytree(ASSETS, tmp_path / "assets")
    file = assets / "matters" / "KSTB-16.toml"
    file.write_text(file.read_text("utf-8").replace('purpose = "缴哪一种保险"', 'purpose = ""'), "utf-8")
    (assets / "matters" / "KSTB-98.toml").write_bytes((assets / "matters" / "KSTB-14.toml").read_bytes())
    assert main(["matters", "check", "--assets", str(assets)]) == 1
    shown = capsys.readouterr().out
    assert "KSTB-16: field insurance: no purpose" in shown
    assert "KSTB-98.toml: the file's name is not its matter's id KSTB-14" in shown


def test_check_names_the_story_of_a_matter_that_was_deleted(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assets = shutil.copytree(ASSETS, tmp_path / "assets")
    (assets / "matters" / "KSTB-03.toml").unlink()
    assert main(["matters", "check", "--assets", str(assets)]) == 1
    assert "KSTB-03.toml: a story of KSTB-03, which is not there" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('picture = "tax"', 'picture = "moon"', "the unknown picture 'moon'"),
        (
            'card = "开完税证明"',
            'card = "开完税证明\U0010ffff"',
            "text matter.KSTB-14.card (zh): the typeface does not have",
        ),
        (
            'paid_on = "{date} 入库"',
            'paid_on = "{date 入库"',
            "matter.KSTB-14.select.paid_on (zh): its braces do not fit",
        ),
    ],
    ids=["picture", "character", "braces"],
)
def test_check_finds_what_the_terminal_could_not_draw(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, fault: str
):
    assets = shutil.copytree(ASSETS, tmp_path / "assets")
    file = assets / "matters" / "KSTB-14.toml"
    whole = file.read_text("utf-8")
    assert old in whole
    file.write_text(whole.replace(old, new), "utf-8")
    assert main(["matters", "check", "--assets", str(assets)]) == 1
    assert fault in capsys.readouterr().out


def test_the_catalogue_as_it_ships_has_no_faults(capsys: pytest.CaptureFixture[str]):
    assert main(["matters", "check", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["faults"] == []
