"""Fault stories as a newcomer plays them: `kiosk demo --fault-story NAME`, real programs, a finger of X events.

Often the one in which most dies; at night every one that a demonstration can play.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.fault_stories.story import read_shelf

SHELF = read_shelf(Path(__file__).parents[2] / "assets" / "fault_stories")
OFTEN = ("terminal-killed-at-review",)
ENDED_S = 280.0

pytestmark = [pytest.mark.screen, pytest.mark.timeout(300)]


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=() if name in OFTEN else pytest.mark.nightly)
        for name, story in SHELF.stories.items()
        if story.stage != "street"
    ],
)
def test_story(tmp_path_factory: pytest.TempPathFactory, name: str):
    folder = tmp_path_factory.mktemp("d")  # tmp_path carries the test's name: too long for a Unix socket's path
    command = (sys.executable, "-m", "kiosk", "demo", "--fault-story", name)
    where = ("--dir", folder / "w", "--out", folder / "o")
    played = subprocess.run((*command, *where), check=False, capture_output=True, text=True, timeout=ENDED_S)
    assert played.returncode == 0, f"{played.stdout}{played.stderr}"
    assert SHELF.stories[name].title_zh in played.stdout
    assert (folder / "o" / name / "end.png").is_file()
