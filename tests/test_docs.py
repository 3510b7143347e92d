"""What people read is true: links lead somewhere, commands parse, examples run, lists name what there is."""

from __future__ import annotations

import importlib
import importlib.util
import re
import shlex
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from msgspec.structs import replace

from kiosk import __version__
from kiosk.__main__ import COMMANDS, Parser
from kiosk.catalogue import read_catalogue, read_words
from kiosk.commands.matters import read_annex
from kiosk.core.bodies_answer import FAULT_CODES, NO_FAULT_CODE, NO_PAPER_CODES
from kiosk.core.lint import faults
from kiosk.core.matters import Catalogue
from kiosk.core.questions import Verify
from kiosk.core.replies import ComparedField, NotKnown
from kiosk.core.session import Session
from kiosk.matter_stories.acts import Fill, Touch, Wait
from kiosk.matter_stories.story import read_matter_stories
from kiosk.matter_stories.visitor import Visitor
from kiosk.rehearsal import SAME, Story
from kiosk.settings import Settings
from tests.devices import test_contract as contract
from tests.devices.peer import Peer
from tests.matter_stories.stage import seen_of

ROOT = Path(__file__).resolve().parent.parent
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*.md"))
MATTER_PAGE, DEVICE_PAGE = ROOT / "docs" / "add-a-matter.md", ROOT / "docs" / "devices.md"
TECHNICIAN = (ROOT / "docs" / "technician.md").read_text("utf-8")
# Files that the two how-to pages have their readers make.
INVENTED = {"assets/matters/EX-SHOP.toml", "assets/matter_stories/EX-SHOP.toml", "devices/id_card/plain_reader.py"}
LICENCE = "1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.001.U"


def blocks(text: str, language: str) -> list[str]:
    """The fenced blocks of one language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def without_blocks(text: str) -> str:
    return re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)


# --- links and paths ---------------------------------------------------------------------------------------------


def dead_links(page: Path, text: str) -> list[str]:
    """Relative links and pictures of a page that lead nowhere."""
    links = re.findall(r"\]\(([^)\s]+)\)|src=\"([^\"]+)\"", without_blocks(text))
    targets = ["".join(each).partition("#")[0] for each in links]
    return [each for each in targets if each and "://" not in each and not (page.parent / each).exists()]


def dead_paths(text: str) -> list[str]:
    """Files of ours that a text names in backticks and that are not there."""
    named = re.findall(r"`((?:kiosk|devices|screens|assets|tests|script|docs|systemd)/[\w./-]*)", text)
    return [each for each in named if each not in INVENTED and not (ROOT / each).exists()]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_and_paths_lead_somewhere(page: Path):
    text = page.read_text("utf-8")
    assert dead_links(page, text) == []
    assert dead_paths(text) == []


def test_dead_ones_are_found():
    page = ROOT / "README.md"
    assert dead_links(page, "[a](docs/nowhere.md#part) ![b](LICENSE) [c](https://example.org)") == ["docs/nowhere.md"]
    assert dead_links(page, '<img src="nothing.png">') == ["nothing.png"]
    assert dead_paths("`kiosk/core/` `kiosk/nothing.py`") == ["kiosk/nothing.py"]


# --- commands ----------------------------------------------------------------------------------------------------


def unknown_commands(text: str) -> list[str]:
    """Sub-commands that a text names and that the command table, or its module, does not have."""
    named = re.findall(r"`(?:\.venv/bin/)?kiosk ([a-z][a-z-]*)", text)
    return [each for each in named if each not in COMMANDS or importlib.util.find_spec(module_of(each)) is None]


def module_of(command: str) -> str:
    return f"kiosk.commands.{command.replace('-', '_')}"


def command_lines(text: str) -> Iterator[list[str]]:
    """Every line that a reader may copy into a shell, as words after `kiosk`."""
    for line in "\n".join(blocks(text, "sh")).splitlines():
        if line.startswith(".venv/bin/kiosk "):
            yield shlex.split(line, comments=True)[1:]


def parses(words: list[str]) -> bool:
    """Whether a command line is one that the sub-command takes; ``--help`` ends it with 0."""
    own = Parser(prog="kiosk")
    importlib.import_module(module_of(words[0])).add_arguments(own)
    try:
        own.parse_args(words[1:])
    except SystemExit as ended:
        return ended.code == 0
    return True


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_are_there_and_take_what_is_written(page: Path):
    text = page.read_text("utf-8")
    assert unknown_commands(text) == []
    assert [words for words in command_lines(text) if not parses(words)] == []


def test_wrong_commands_are_found():
    assert unknown_commands("`kiosk demo` `kiosk fly --high`") == ["fly"]
    assert not parses(["read-card", "--haven", "x"])
    assert sum(len(list(command_lines(page.read_text("utf-8")))) for page in PAGES) > 10


# --- lists -------------------------------------------------------------------------------------------------------


def rooms() -> list[str]:
    """Every directory at the top and below assets, and every package, that holds a file."""
    packages = (each.parent for top in ("kiosk", "devices", "screens") for each in (ROOT / top).rglob("__init__.py"))
    found = {*ROOT.iterdir(), *(ROOT / "assets").iterdir(), *packages}
    made_here = {"out", "build", "__pycache__"}
    return sorted(
        f"{each.relative_to(ROOT)}/"
        for each in found
        if each.is_dir() and each.name not in made_here and not each.name.startswith(".")
        if each.suffix != ".egg-info" and any(inside.is_file() for inside in each.iterdir())
    )


def test_the_map_names_every_room():
    readme = (ROOT / "README.md").read_text("utf-8")
    assert [room for room in rooms() if f"`{room}`" not in readme] == []


def test_the_two_commands_come_first():
    first = (ROOT / "README.md").read_text("utf-8").splitlines()[1:3]
    assert [line.split()[0] for line in first] == ["script/demo", "script/test"]


def test_decisions_are_numbered_without_holes():
    assert [int(each.name[:3]) for each in DECISIONS] == list(range(1, len(DECISIONS) + 1))


@pytest.mark.parametrize("decision", DECISIONS, ids=lambda decision: decision.name[:3])
def test_a_decision_says_what_why_and_what_was_given_up(decision: Path):
    text = decision.read_text("utf-8")
    assert text.startswith(f"# {decision.name[:3]} ")
    assert re.findall(r"^\*\*(What|What we gave up)\.\*\*", text, re.MULTILINE) == ["What", "What we gave up"]
    assert re.search(r"^\*\*Why\b", text, re.MULTILINE)


def test_the_changelog_knows_this_version():
    assert f"## [{__version__}]" in (ROOT / "CHANGELOG.md").read_text("utf-8")


# --- the keeper's and the technician's pages ---------------------------------------------------------------------


def test_the_keeper_finds_every_notice():
    page = (ROOT / "docs" / "keeper.md").read_text("utf-8")
    words = read_words(ROOT / "assets" / "strings" / "zh.toml").table
    notices = [text for key, text in words.items() if key.startswith("notice.")]
    assert notices
    assert [text for text in notices if text not in page] == []


def test_the_technician_finds_every_fault_number():
    listed = re.findall(r"^\| ([A-Z]-\d\d) \|", TECHNICIAN, re.MULTILINE)
    assert set(listed) == {*FAULT_CODES.values(), *NO_PAPER_CODES.values(), NO_FAULT_CODE}
    for other in ("faults.md", "devices.md", "kiosk devices test"):
        assert other in TECHNICIAN


# --- the examples ------------------------------------------------------------------------------------------------


@pytest.fixture
def assets(tmp_path: Path) -> Path:
    """Our assets with the two files of docs/add-a-matter.md beside them."""
    folder = shutil.copytree(ROOT / "assets", tmp_path / "assets")
    matter, stories = blocks(MATTER_PAGE.read_text("utf-8"), "toml")
    (folder / "matters" / "EX-SHOP.toml").write_text(matter, "utf-8")
    (folder / "matter_stories" / "EX-SHOP.toml").write_text(stories, "utf-8")
    return folder


@pytest.fixture
def catalogue(assets: Path) -> Catalogue:
    return read_catalogue(assets, Settings().centre())


def test_the_new_matter_has_no_faults(assets: Path, catalogue: Catalogue):
    assert list(faults(catalogue, read_annex(assets))) == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_new_matter_is_played_to_its_end(catalogue: Catalogue, language: str):
    story = Story(catalogue, Session(language=language))
    story.touch("start", "shelf:check")
    assert "guide:EX-SHOP" in [each.target for each in story.face.body.choices]
    assert story.touch("guide:EX-SHOP", "primary").face.title == catalogue.words[language](
        "matter.EX-SHOP.field.identifier.title"
    )
    story.fill("identifier", LICENCE).touch("primary")
    assert story.asked().question == Verify("EX-SHOP", "e_licence", {"identifier": LICENCE})
    held = replace(SAME.certificate, valid_until="2030-01-01", covers=("a", "b"))
    story.reply(replace(SAME, fields=(ComparedField("identifier", LICENCE, LICENCE, same=True),), certificate=held))
    table = catalogue.words[language].table
    own = [text for key, text in table.items() if key.startswith("matter.EX-SHOP.verdict.")]
    assert [each.label for each in story.face.body.rows] == own
    assert story.page == "EX-SHOP/verdict"
    assert story.touch("secondary").page == "EX-SHOP/printing-receipt"
    assert story.settle().page == "finish"


def test_the_new_matter_meets_a_service_that_is_down(catalogue: Catalogue):
    story = Story(catalogue).touch("start", "matter:EX-SHOP").fill("identifier", LICENCE).touch("primary")
    assert story.reply(NotKnown("unavailable")).face.body.sign == "unavailable"


@pytest.mark.parametrize(("name", "state"), [("EX-SHOP-genuine", "same"), ("EX-SHOP-withdrawn", "withdrawn")])
def test_the_new_matters_stories_are_played_by_the_visitor(assets: Path, catalogue: Catalogue, name: str, state: str):
    (told,) = (each for each in read_matter_stories(assets) if each.name == name)
    visitor, story = Visitor(catalogue, told), Story(catalogue)
    while not story.page.endswith(told.page):
        match visitor.next(seen_of(story.face, story.face.checks)):
            case Touch(target):
                story.touch(target)
            case Fill(field, text):
                story.fill(field, text)
            case Wait():
                story.reply(replace(SAME, state=state))
            case other:
                pytest.fail(f"{story.page}: {other}")
    assert story.session.page.reply.state == state


@pytest.fixture
def new_device(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The example of docs/devices.md as if its file, its row and its test were written: by name."""
    driver, row, test = blocks(DEVICE_PAGE.read_text("utf-8"), "python")
    module = ModuleType("devices.id_card.plain_reader")
    monkeypatch.setitem(sys.modules, module.__name__, module)
    for name, block in (("plain_reader.py", driver), ("catalog.py", row), ("test_plain_reader.py", test)):
        exec(compile(block, name, "exec"), vars(module))
    return vars(module)


def test_the_new_device_passes_its_own_test(new_device: dict[str, Any], tmp_path: Path):
    tests = [value for name, value in new_device.items() if name.startswith("test_")]
    assert len(tests) == 1
    tests[0](tmp_path)


@pytest.mark.parametrize(
    "promise",
    [
        contract.test_a_fresh_device_is_online,
        contract.test_a_device_that_is_pulled_is_away_and_the_same_object_finds_it_again,
        contract.test_closing_twice_is_closing_once_and_a_later_call_opens_again,
        contract.test_a_card_reader_reads_the_card_that_lies_there,
        contract.test_a_card_reader_away_raises_only_what_its_family_has,
    ],
    ids=lambda promise: promise.__name__,
)
def test_the_new_device_keeps_what_every_device_promises(
    new_device: dict[str, Any], promise: Callable[[Peer], None], tmp_path: Path
):
    with Peer.emulated_in(tmp_path, new_device["ROW"]) as peer:
        promise(peer)


def test_the_new_device_is_whole_has_known_faults_and_leaves_nothing(
    new_device: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    row, folders = new_device["ROW"], [tmp_path / name for name in "abc"]
    for folder in folders:
        folder.mkdir()
    contract.test_a_row_is_whole_and_its_driver_says_what_it_promises(row, folders[0])
    contract.test_whatever_a_device_does_its_fault_has_a_row_and_when_it_is_over_the_device_works(row, folders[1])
    contract.test_nothing_is_left_after_close(row, folders[2], monkeypatch)
