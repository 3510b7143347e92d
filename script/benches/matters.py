"""How long the catalogue takes to read, and one step of the interpreter, against bare peers.

The catalogue is read from files for the matters of the annex and for 2,000: provinces add their own. Its floor is the
standard library's tomllib over the same files: what it reads is neither checked nor put in order. One step of the
interpreter is one event of random walks through every matter; one face is what follows. Their floor is encoding and
decoding that face, which the screen's socket needs anyway. All in processor time: nothing here waits for anything.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
import time
import tomllib
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

import msgspec

from kiosk.catalogue import read_catalogue
from kiosk.core.face import face_of
from kiosk.core.faces import Face
from kiosk.core.matters import Catalogue
from kiosk.rehearsal import NOW
from kiosk.settings import Settings
from script.benches.table import Row, count
from tests.core.wandering import Wanderer

SETTINGS = Settings()
SEED = 34
WARMING = 30  # walks of so many events before anything is measured


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How often, how many."""
    parser.add_argument("--reads", type=count, default=5, metavar="N", help="of each catalogue (%(default)s)")
    parser.add_argument("--steps", type=count, default=4000, metavar="N", help="of walks in all (%(default)s)")
    parser.add_argument("--many", type=count, default=2000, metavar="N", help="matters of a large catalogue")


def run(arguments: argparse.Namespace) -> list[Row]:
    """Both catalogues, then the steps."""
    with tempfile.TemporaryDirectory() as folder:
        large = grown(Path(folder) / "assets", arguments.many)
        rows = [_reading(assets, arguments.reads) for assets in (SETTINGS.assets, large)]
    catalogue = read_catalogue(SETTINGS.assets, SETTINGS.centre())
    return [*rows, *_stepping(catalogue, arguments.steps)]


def grown(assets: Path, many: int) -> Path:
    """A copy of the assets with `many` matters: the annex's own again and again under other ids."""
    shutil.copytree(SETTINGS.assets, assets)
    files = sorted((assets / "matters").glob("KSTB-*.toml"))
    there = len(list((assets / "matters").glob("*.toml")))
    for number in range(many - there):
        text = files[number % len(files)].read_text("utf-8")
        name = f"PROV-{number:04}"
        own = text.replace(f'id = "{files[number % len(files)].stem}"', f'id = "{name}"', 1)
        (assets / "matters" / f"{name}.toml").write_text(own, "utf-8")
    return assets


def _reading(assets: Path, times: int) -> Row:
    files = sorted((assets / "matters").glob("*.toml"))
    read = tuple(_ms(partial(read_catalogue, assets, SETTINGS.centre())) for _ in range(times))
    floor = tuple(_ms(lambda: [tomllib.loads(each.read_text("utf-8")) for each in files]) for _ in range(times))
    return Row(f"matters: catalogue of {len(files)}", read, floor, "tomllib alone")


def _stepping(catalogue: Catalogue, times: int) -> list[Row]:
    faces, steps, drawn = list[Face](), list[float](), list[float]()
    for matter in catalogue.matters:
        for walked in _walked(catalogue, matter, -(-times // len(catalogue.matters))):
            faces.append(walked.face)
            steps.append(walked.step_ms)
            drawn.append(walked.face_ms)
    floor = tuple(_ms(partial(_there_and_back, each)) for each in faces)
    return [
        Row("matters: one step of the interpreter", tuple(steps), floor, "encode and decode its face"),
        Row("matters: one face", tuple(drawn), floor, "encode and decode it"),
    ]


class _Walked(NamedTuple):
    face: Face
    step_ms: float
    face_ms: float


def _walked(catalogue: Catalogue, matter: str, steps: int) -> Iterator[_Walked]:
    """Every event of one walk, the same at every run, begun where earlier walks have come to."""
    wanderer = Wanderer(catalogue, matter, SEED)
    for _ in range(WARMING):
        wanderer.walk(WARMING)
    wanderer.set_out()
    for _ in range(steps):
        step_ms = _ms(partial(wanderer.story.happen, wanderer.choose()))
        face_ms = _ms(partial(face_of, catalogue, wanderer.session, NOW))
        wanderer.look()
        yield _Walked(wanderer.face, step_ms, face_ms)


def _there_and_back(face: Face) -> None:
    msgspec.json.decode(msgspec.json.encode(face), type=Face)


def _ms(act: Callable[[], object]) -> float:
    began = time.process_time()
    act()
    return (time.process_time() - began) * 1000
