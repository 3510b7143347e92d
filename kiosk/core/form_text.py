"""The printable 申请表 and the one-time list of materials of a matter, as headings with lines; from the same data."""

from __future__ import annotations

from collections.abc import Iterator

from kiosk.core.face_parts import Language
from kiosk.core.guide_text import material_lines
from kiosk.core.matters import Catalogue, Field, Matter
from kiosk.core.words import Words

Blocks = tuple[tuple[str, tuple[str, ...]], ...]
BLANK = "＿" * 12
BOX = "□"
PARTIES = ("applicant", "agent", "organisation")


def form_blocks(catalogue: Catalogue, matter: Matter, language: Language) -> Blocks:
    """The application form to be filled in by hand: who, what, materials, promise and signature."""
    words = catalogue.words[language]
    filled = tuple(_field_line(words, matter, each) for each in matter.fields if each.type != "table")
    return (
        (words("form_paper.title", name=words(f"matter.{matter.id}.name")), (words("form_paper.note"),)),
        (words("form_paper.parties"), tuple(_party_lines(words, matter))),
        *(((words("form_paper.fields"), filled),) if filled else ()),
        *(_table_block(words, matter, each) for each in matter.fields if each.type == "table"),
        *material_blocks(catalogue, matter, language),
        (words("form_paper.promise"), (words("form_paper.promise_line"), words("form_paper.signature", blank=BLANK))),
    )


def material_blocks(catalogue: Catalogue, matter: Matter, language: Language) -> Blocks:
    """Everything to bring, once and whole (一次性告知), with the standard each must meet and the ways to give it."""
    words = catalogue.words[language]
    if not matter.materials:
        return ((words("form_paper.materials"), (words("guide.no_materials"),)),)
    lines = (line for name, lines in material_lines(words, matter) for line in (f"{BOX} {name}", *lines))
    return ((words("form_paper.materials"), tuple(lines)),)


def _party_lines(words: Words, matter: Matter) -> Iterator[str]:
    identities = set(matter.identity)
    shown = {
        "applicant": bool(identities - {"ID3", "ID0"}),
        "agent": bool(identities & {"ID2", "ID2G"}),
        "organisation": "ID3" in identities,
    }
    yield from (words(f"form_paper.{each}", blank=BLANK) for each in PARTIES if shown[each])


def _field_line(words: Words, matter: Matter, field: Field) -> str:
    label = words.of(matter.id, f"field.{field.id}.label")
    if field.choices:
        chosen = (words.of(matter.id, f"field.{field.id}.{each}") for each in field.choices)
        return f"{label}{words('form_paper.colon')}" + "　".join(f"{BOX} {each}" for each in chosen)
    return f"{label}{words('form_paper.colon')}{BLANK}{field.unit}"


def _table_block(words: Words, matter: Matter, field: Field) -> tuple[str, tuple[str, ...]]:
    heads = (words.of(matter.id, f"field.{field.id}.column.{each.id}") for each in field.columns)
    empty = "｜".join("　　　" for _ in field.columns)
    return words.of(matter.id, f"field.{field.id}.label"), ("｜".join(heads), *(empty,) * 3)
