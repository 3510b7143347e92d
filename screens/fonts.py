"""The typeface on disk: where its files lie and for which characters it has a shape. No Kivy."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path


def fonts_directory(environ: Mapping[str, str] = os.environ) -> Path:
    """Where script/bootstrap puts the Simplified Chinese face."""
    cache = environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(environ.get("KIOSK_FONTS") or f"{cache}/kiosk/fonts")


def missing_fonts(directory: Path) -> str:
    """The first font file that is not there, empty when all are."""
    return next((str(each) for each in font_files(directory).values() if not each.is_file()), "")


def font_files(directory: Path) -> dict[bool, Path]:
    """The file of each weight, by whether it is bold."""
    return {bold: directory / f"NotoSansSC-{'Bold' if bold else 'Regular'}.otf" for bold in (False, True)}


def shapes_of(directory: Path) -> frozenset[int]:
    """The code points for which both weights have a shape."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - a tenth of a second, when somebody asks

    found = []
    for path in font_files(directory).values():
        with TTFont(path, lazy=True) as font:
            found.append(frozenset(font.getBestCmap()))
    return frozenset.intersection(*found)
