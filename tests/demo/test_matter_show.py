"""A run that was broken off goes on with what has not yet gone as told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kiosk.catalogue import read_catalogue
from kiosk.demo.finger import Spelling
from kiosk.demo.matter_show import TOUCHES, Show, play_on_glass
from kiosk.demo.world import DemoError
from kiosk.matter_stories.story import MatterStory
from kiosk.settings import Settings

SETTINGS = Settings()
STORY = MatterStory(id="registered", matter="KSTB-03", ends="accepted")


def show(out: Path, said: list[str]) -> Show:
    spelling = Spelling(written=lambda _: (), turned=lambda *_: ())
    return Show(
        {STORY.name: STORY},
        read_catalogue(SETTINGS.assets, SETTINGS.centre()),
        spelling,
        out / "demo",
        out,
        said.append,
    )


def test_what_has_gone_well_is_not_played_again(tmp_path: Path):
    said: list[str] = []
    (tmp_path / TOUCHES).write_text(json.dumps({"story": STORY.name}) + "\n")
    assert play_on_glass(show(tmp_path, said), [STORY], resume=True) == 0
    assert said[-1].startswith("1 of 1 stories went as told, 1 of them in an earlier run")
    assert (tmp_path / TOUCHES).exists()


def test_a_folder_of_other_things_is_not_emptied(tmp_path: Path):
    (tmp_path / "letters.txt").write_text("mine")
    with pytest.raises(DemoError, match="holds other things"):
        play_on_glass(show(tmp_path, []), [STORY])
