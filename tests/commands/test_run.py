"""`kiosk run`: settings that can't be used are a sentence; the children are the commands the other rooms answer to."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.__main__ import main
from kiosk.commands.run import children


def test_settings_that_are_missing_are_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "--config", str(tmp_path / "none.toml")]) == 78
    assert "cannot be read" in capsys.readouterr().err


def test_terminal_comes_first_and_both_are_watched() -> None:
    terminal, screen = children(Path("/c.toml"), Path("/s.sock"))
    assert terminal.argv[-3:] == ("terminal", "--config", "/c.toml")
    assert screen.argv[-3:] == ("screen", "--socket", "/s.sock")
    assert terminal.watchdog_s
    assert screen.watchdog_s
