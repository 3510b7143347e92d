"""Dots as bytes: what a raster becomes, held against a decoder of its own and against python-escpos."""

import numpy as np
import pytest
from escpos.printer import Dummy
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from devices.receipt_printer.profiles import Profile
from devices.receipt_printer.raster_path import BAND_ROWS, raster_commands, square_commands
from tests.devices.receipt_printer.independent_decoder import decode


def raster(rows, width=16):
    """A raster from a picture: one string a row, # burns, padded with white."""
    return np.array([[each == "#" for each in row.ljust(width)] for row in rows], dtype=np.bool_)


PAPERS = [
    (["#"], "1d763000 01000100 80"),
    (["", "#"], "1b4a01 1d763000 01000100 80"),
    (["        #"], "1d763000 02000100 0080"),
    (["#", *[""] * 7, "#"], "1d763000 01000900 80 00000000000000 80"),
    (["#", *[""] * 8, "#"], "1d763000 01000100 80 1b4a08 1d763000 01000100 80"),
    (["#", ""], "1d763000 01000100 80 1b4a01"),
    ([""] * 300, "1b4aff 1b4a2d"),
    ([], ""),
]


@pytest.mark.parametrize(("rows", "expected"), PAPERS, ids=range(len(PAPERS)))
def test_bands_and_feeds(rows, expected):
    picture = raster(rows) if rows else np.zeros((0, 16), dtype=np.bool_)
    assert b"".join(raster_commands(picture)) == bytes.fromhex(expected)


rasters = st.integers(0, 3 * BAND_ROWS).flatmap(
    lambda rows: st.lists(st.integers(0, max(rows - 1, 0)), max_size=12).map(lambda inked: (rows, inked))
)


@given(rasters)
def test_an_independent_decoder_gets_the_raster_back(made):
    rows, inked = made
    picture = np.zeros((rows, 24), dtype=np.bool_)
    for row in inked if rows else ():
        picture[row, row % 24] = True
    commands = list(raster_commands(picture))
    assert np.array(decode(b"".join(commands), 24), dtype=bool).reshape(rows, 24).tolist() == picture.tolist()
    heights = [int.from_bytes(each[6:8], "little") for each in commands if each[:2] == b"\x1dv"]
    assert all(height <= BAND_ROWS for height in heights)


@pytest.mark.parametrize("dots", [6, 7, 8])
def test_squares_keep_their_size_and_their_bands_are_equally_wide(dots):
    modules = np.eye(21, dtype=np.bool_)
    commands = list(square_commands(modules, dots))
    width = 21 * dots
    assert (np.array(decode(b"".join(commands), width)) == np.kron(modules, np.ones((dots, dots)))).all()
    assert len({each[4:6] for each in commands}) == 1


def test_python_escpos_makes_the_same_dots_of_a_receipt(composer, receipt):
    ours = b"".join(composer.compose(receipt, Profile(), "raster").commands)
    picture = np.array(decode(ours, 576), dtype=np.bool_)
    printer = Dummy(profile="TM-T20II")
    printer.image(Image.fromarray(~picture), fragment_height=256)
    assert decode(printer.output, 576) == picture.tolist()
    assert len(ours) < len(printer.output) * 0.6
