"""Cuts the Simplified Chinese face out of Debian's collection of all CJK faces: `cut_typeface.py DIR`.

Kivy always opens a collection's first face, which draws Japanese forms (直 骨 角 differ), and no smaller font has the
rare characters of people's names. Written under a temporary name first, so a cut-off run leaves no half a font.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools.ttLib import TTCollection

COLLECTIONS = Path("/usr/share/fonts/opentype/noto")
SIMPLIFIED = 2  # order in the collection: Japanese, Korean, Simplified, Traditional, Hong Kong
FAMILY = "Noto Sans CJK SC"


def cut(weight: str, into: Path) -> None:
    """Write NotoSansSC-<weight>.otf into `into`; ends the program with a sentence when the face is another one."""
    face = TTCollection(COLLECTIONS / f"NotoSansCJK-{weight}.ttc", lazy=True).fonts[SIMPLIFIED]
    family = face["name"].getDebugName(1)
    if family != FAMILY:
        sys.exit(f"face {SIMPLIFIED} is {family}, not {FAMILY}")
    target = into / f"NotoSansSC-{weight}.otf"
    part = target.with_suffix(".part")
    face.save(part)
    part.replace(target)


if __name__ == "__main__":
    directory = Path(sys.argv[1])
    directory.mkdir(parents=True, exist_ok=True)
    for name in ("Regular", "Bold"):
        cut(name, directory)
