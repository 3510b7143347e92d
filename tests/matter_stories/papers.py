"""What came out of the printers, as pictures, compared with those that were looked at and kept."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from PIL import Image, ImageChops

KEPT = Path(__file__).parent / "papers"
A4_DPI = 60
MOST_DIFFERENT = 0.0005  # of the pixels: another digit is more, another build of the rasteriser less


def pictures(receipts: list[Path], documents: list[Path], work: Path) -> list[Image.Image]:
    """Every paper in the order it came out, receipts as their printer drew them, A4 pages small."""
    drawn = [(each.stat().st_mtime_ns, [Image.open(each.with_suffix(".png")).convert("1")]) for each in receipts]
    drawn += [(each.stat().st_mtime_ns, _pages(each, work)) for each in documents]
    return [page for _, pages in sorted(drawn, key=lambda each: each[0]) for page in pages]


def _pages(pdf: Path, work: Path) -> list[Image.Image]:
    stem = work / f"page-{pdf.stem}"
    subprocess.run(("pdftoppm", "-r", str(A4_DPI), "-gray", "-png", str(pdf), str(stem)), check=True, timeout=60)
    return [Image.open(each).convert("L") for each in sorted(work.glob(f"{stem.name}*.png"))]


def differing(kept: Image.Image, now: Image.Image) -> float:
    """The share of pixels that differ; 1.0 for another size."""
    if kept.size != now.size:
        return 1.0
    difference = ImageChops.difference(kept.convert("L"), now.convert("L")).point(lambda value: 255 * (value > 96))
    return difference.histogram()[255] / (now.width * now.height)


def compare(name: str, papers: list[Image.Image], work: Path) -> None:
    """AssertionError when a paper is not as it was kept; ``KIOSK_KEEP_PAPERS=1`` keeps them anew, to be looked at."""
    if os.environ.get("KIOSK_KEEP_PAPERS"):
        KEPT.mkdir(exist_ok=True)
        for old in KEPT.glob(f"{name}-[0-9].png"):
            old.unlink()
        for number, paper in enumerate(papers, 1):
            paper.save(KEPT / f"{name}-{number}.png", optimize=True)
    kept = sorted(KEPT.glob(f"{name}-[0-9].png"))
    assert len(kept) == len(papers), f"{len(papers)} papers came out, {len(kept)} are kept"
    for number, (path, paper) in enumerate(zip(kept, papers, strict=True), 1):
        if (share := differing(Image.open(path), paper)) > MOST_DIFFERENT:
            paper.save(work / path.name)
            raise AssertionError(f"paper {number} of {name} differs in {share:.2%}: see {work / path.name}")
