"""Which keys write a text on this glass, with the decoder that the glass has: for whoever plays a story. No Kivy."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

from screens.pinyin import Pinyin, toneless
from screens.writer import DOT, Writer

WORD = 4  # characters that a person types before choosing
LONGEST = 200


def keys_to_write(text: str, pinyin: Pinyin | None) -> Iterator[str]:
    """The targets to press, in order: letters, ``candidate:<n>``, signs; ValueError where they cannot write it."""
    writer = Writer("", LONGEST, (), pinyin, lambda _: None)
    while rest := text.removeprefix(writer.value):
        word = "".join(takewhile(_is_han, rest))[:WORD]
        yield from _word(word, writer) if word else _sign(rest[0], writer)


def _word(word: str, writer: Writer) -> Iterator[str]:
    from pypinyin import lazy_pinyin  # noqa: PLC0415 - a quarter of a second, when somebody asks

    wanted = writer.value + word
    letters = "".join(toneless(each) for each in lazy_pinyin(word))
    if not letters:
        raise ValueError("nobody told how these characters are read")
    for letter in letters:
        writer.press(letter)
        yield f"key:{letter}"
    while writer.letters:
        number = _best(writer, wanted.removeprefix(writer.value))
        writer.choose(writer.offers[number])
        yield f"candidate:{number}"


def _best(writer: Writer, wanted: str) -> int:
    """The offer that brings most of the wanted text."""
    fitting = [(len(each.text), -number) for number, each in enumerate(writer.offers) if wanted.startswith(each.text)]
    if not fitting:
        raise ValueError("the glass offers no such character")
    return -max(fitting)[1]


def _sign(sign: str, writer: Writer) -> Iterator[str]:
    writer.add(sign)
    yield from ("key:dot",) if sign == DOT else ("key:signs", f"key:{sign}", "key:pinyin")


def _is_han(character: str) -> bool:
    return "\u3400" <= character <= "\u9fff" or character >= "\U00020000"
