"""Chinese from pinyin, inside the screen's process: Google's pinyin decoder (Debian: libgooglepinyin0), through ctypes.

Nothing is learnt: what a citizen writes never reaches a dictionary or a disk. Beyond the decoder's own characters the
rare ones of names come from the readings of pypinyin, as far as the typeface has them.
"""

from __future__ import annotations

import ctypes
import unicodedata
from collections.abc import Callable
from ctypes import POINTER, byref, c_bool, c_char_p, c_size_t, c_uint16, c_void_p
from functools import cached_property
from pathlib import Path

from msgspec import Struct

LIBRARY = "libgooglepinyin.so.0"
DICTIONARY = "googlepinyin/data/dict_pinyin.dat"  # under each architecture's library directory
LIBRARY_DIRECTORIES = ("/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib")
NO_USER_DICTIONARY = b"/dev/null"
LONGEST = 39  # letters the decoder takes at once
MOST = 400  # candidates of one search: more than anybody turns pages for
BUFFER = 64  # UTF-16 units of one candidate
LATE = {"𠮷": "ji", "㐂": "xi"}  # of names, and missing among pypinyin's readings


class Candidate(Struct, frozen=True):
    """A text that may be meant, and how many of the letters it stands for."""

    text: str
    letters: int

    def __repr__(self) -> str:
        """What is written may be personal: show its length only."""
        return f"Candidate({len(self.text)} characters)"


class Pinyin:
    """One decoder; the library holds one state a process, so there must not be two."""

    def __init__(self, library: ctypes.CDLL, covers: Callable[[str], bool]) -> None:
        self._library = library
        self._covers = covers
        self._buffer = (c_uint16 * BUFFER)()

    def candidates(self, letters: str) -> list[Candidate]:
        """What `letters` (a-z and ') may mean, the most likely first; whole texts before parts of them."""
        letters = letters[:LONGEST]
        self._library.im_reset_search()
        count = self._library.im_search(letters.encode("ascii"), len(letters))
        ends = self._ends()
        found = (self._text(each) for each in range(min(count, MOST)))
        return [Candidate(text, self._used(text, ends, letters)) for text in found if text and self._covers(text)]

    def rare(self, letters: str) -> list[Candidate]:
        """Every other character that is read so: for names, the ones that the decoder does not know."""
        usual = {each.text for each in self.candidates(letters)}
        return [
            Candidate(each, len(letters))
            for each in self._readings.get(letters, ())
            if each not in usual and self._covers(each)
        ]

    def _ends(self) -> list[int]:
        """Where each syllable ends among the letters."""
        starts = POINTER(c_uint16)()
        count = self._library.im_get_spl_start_pos(byref(starts))
        return [starts[each] for each in range(1, count + 1)]

    def _text(self, number: int) -> str:
        if not self._library.im_get_candidate(number, self._buffer, BUFFER - 1):
            return ""
        return bytes(self._buffer).decode("utf-16-le").partition("\0")[0]

    @staticmethod
    def _used(text: str, ends: list[int], letters: str) -> int:
        return ends[len(text) - 1] if len(text) <= len(ends) else len(letters)

    @cached_property
    def _readings(self) -> dict[str, list[str]]:
        """Characters by each reading without its tone, in the order of Unicode: the rarer ones come last."""
        from pypinyin.pinyin_dict import pinyin_dict  # noqa: PLC0415 - a quarter of a second, for rare names only

        found: dict[str, list[str]] = {}
        for code, readings in pinyin_dict.items():
            for each in {toneless(reading) for reading in readings.split(",")}:
                found.setdefault(each, []).append(chr(code))
        for character, reading in LATE.items():
            if character not in found.get(reading, ()):
                found.setdefault(reading, []).append(character)
        return found


def toneless(reading: str) -> str:
    """``lǚ`` as it is typed: ``lv``."""
    plain = unicodedata.normalize("NFD", reading).replace("u\u0308", "v")
    return "".join(each for each in plain if each.isascii())


def open_pinyin(
    covers: Callable[[str], bool],
    library: str = LIBRARY,
    directories: tuple[str, ...] = LIBRARY_DIRECTORIES,
) -> Pinyin | None:
    """The decoder, or None where the machine has none; `covers` tells whether the typeface has a text."""
    dictionary = next((each for place in directories if (each := Path(place, DICTIONARY)).is_file()), None)
    if dictionary is None:
        return None
    try:
        loaded = ctypes.CDLL(library)
    except OSError:  # the dictionary without the library: as good as neither
        return None
    _declare(loaded)
    if not loaded.im_open_decoder(bytes(dictionary), NO_USER_DICTIONARY):
        return None
    return Pinyin(loaded, covers)


def _declare(library: ctypes.CDLL) -> None:
    library.im_open_decoder.argtypes, library.im_open_decoder.restype = (c_char_p, c_char_p), c_bool
    library.im_reset_search.argtypes, library.im_reset_search.restype = (), None
    library.im_search.argtypes, library.im_search.restype = (c_char_p, c_size_t), c_size_t
    library.im_get_candidate.argtypes = (c_size_t, POINTER(c_uint16 * BUFFER), c_size_t)
    library.im_get_candidate.restype = c_void_p
    library.im_get_spl_start_pos.argtypes = (POINTER(POINTER(c_uint16)),)
    library.im_get_spl_start_pos.restype = c_size_t
