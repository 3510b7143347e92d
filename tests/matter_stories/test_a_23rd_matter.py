"""A matter that nobody knew of works from the home page to the paper when files are added, and nothing else."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.__main__ import main
from kiosk.catalogue import read_catalogue
from kiosk.matter_stories.story import MatterStory, read_matter_stories
from kiosk.settings import Settings
from tests.devices.receipt_printer.independent_decoder import lines
from tests.matter_stories.fixed_gateway import FixedGateway
from tests.matter_stories.stage import Played, open_stage

OURS = Settings().assets
ADDED = Path(__file__).parent / "a_23rd_matter"
MATTER = "EX-READ"
# A wide printer with every hanzi in its own font: what a paper says can be read from its bytes.
TEXT_PRINTER = """
han = "gb18030"
path = "text"
native_qr = true
cutter = false
"""


def added() -> list[Path]:
    """The files that make the matter, as paths below the assets."""
    return sorted(each.relative_to(ADDED) for each in ADDED.rglob("*.toml"))


@pytest.fixture
def assets(tmp_path: Path) -> Path:
    """A copy of our assets with the new files beside the others; none of them was there before."""
    folder = shutil.copytree(OURS, tmp_path / "assets")
    assert [each for each in added() if (folder / each).exists()] == []
    return shutil.copytree(ADDED, folder, dirs_exist_ok=True)


@pytest.fixture
def gateway(assets: Path, tmp_path: Path, signer_folder: Path) -> Iterator[FixedGateway]:
    fonts = Path(os.environ.get("KIOSK_FONTS") or Path.home() / ".cache" / "kiosk" / "fonts")
    served = FixedGateway(tmp_path, signer_folder, fonts, assets)
    served.start()
    yield served
    served.stop()


async def visits(
    folder: Path, gateway: FixedGateway, *stories: MatterStory
) -> tuple[tuple[Played, ...], tuple[str, ...]]:
    """One story after the other at one terminal, and what stands on the papers that came out."""
    printer = folder / "text-printer.toml"
    printer.write_text(TEXT_PRINTER, "utf-8")
    async with open_stage(folder, gateway, str(printer)) as stage:
        told = [await stage.play(story) for story in stories]
        return tuple(told), tuple(text_of(each.read_bytes()) for each in stage.street.receipts())


def text_of(data: bytes) -> str:
    """Everything a paper says, without its line breaks."""
    return "".join(each.get("text", each.get("qr", "")) for each in lines(data)).replace(" ", "")


def story(assets: Path, id_: str) -> MatterStory:
    return next(each for each in read_matter_stories(assets) if (each.matter, each.id) == (MATTER, id_))


def test_only_data_is_added():
    places = {each.parts[0] for each in added()}
    assert places == {"matters", "departments", "regions", "synthetic", "matter_stories"}
    assert {each.suffix for each in ADDED.rglob("*") if each.is_file()} == {".toml"}


@pytest.mark.parametrize("words", [("matters", "check"), ("gateway", "departments")], ids=" ".join)
def test_the_checks_find_nothing(assets: Path, words: tuple[str, str], capsys: pytest.CaptureFixture[str]):
    assert main([*words, "--assets", str(assets)]) == 0, capsys.readouterr().out


def test_it_stands_on_its_shelf_beside_the_others(assets: Path):
    before, now = (read_catalogue(each, Settings().centre()).matters for each in (OURS, assets))
    assert now.keys() - before.keys() == {MATTER}
    assert {name: each for name, each in now.items() if name != MATTER} == before


def test_a_reader_gets_a_card_and_the_paper_says_so(assets: Path, tmp_path: Path, gateway: FixedGateway):
    (told,), (paper,) = asyncio.run(visits(tmp_path, gateway, story(assets, "approved")))
    assert told.state == "approved"
    assert told.typed == ("check_answer", "wish")
    ((number,),) = gateway.rows("SELECT number FROM filings")
    said = (
        "收件凭证",
        "村图书室借书证办理",
        f"KIOSK:CASE:{number}",
        "王*110105********9710",
        "扫描件1页，待窗口核验：住在本村的证明",
        "办好了",
    )
    assert [each for each in (*said, "办理地浙江省杭州市示例村图书室（演示）") if each not in paper] == [], paper
    assert "110105198511029710" not in paper
    assert gateway.rows("SELECT count(*) FROM dep_rows WHERE register = 'reader_cards'") == [(2,)]


def test_who_holds_a_card_is_refused_in_the_matters_own_words(assets: Path, tmp_path: Path, gateway: FixedGateway):
    (told,), papers = asyncio.run(visits(tmp_path, gateway, story(assets, "refused")))
    assert told.reasons == ("holds_card",)
    refused = next(each for each in told.faces if each.name == f"{MATTER}/trouble-refused")
    assert "您已经有借书证了。" in repr(refused.body)
    assert papers == ()
    assert gateway.rows("SELECT count(*) FROM filings WHERE open_as IS NOT NULL") == [(0,)]


def test_a_second_card_is_refused_once_the_first_is_approved(assets: Path, tmp_path: Path, gateway: FixedGateway):
    once = story(assets, "approved")
    (first, second), papers = asyncio.run(visits(tmp_path, gateway, once, once))
    assert (first.reasons, second.reasons) == ((), ("holds_card",))
    assert len(papers) == 1
