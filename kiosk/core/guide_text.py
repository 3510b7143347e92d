"""The 办事指南 of a matter as headings with lines: what 国办发〔2022〕34号 (六) wants uniform, and GB/T 39046 table 4.

One text for the screen, for paper and for `kiosk matters show`. What is not known officially says 以办理地公布为准.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count, takewhile

from kiosk.core.face_parts import Language
from kiosk.core.matters import Basis, Catalogue, Fee, Limit, Material, Matter
from kiosk.core.window_text import pieces
from kiosk.core.words import Words

Block = tuple[str, tuple[str, ...]]


def guide_blocks(catalogue: Catalogue, matter: Matter, language: Language) -> tuple[Block, ...]:
    """Every element as (heading, lines), in the order in which people ask; names of papers and laws stay Chinese."""
    words = catalogue.words[language]
    parts = {
        "name": tuple(_names(words, matter)),
        "materials": tuple(_materials(words, matter)),
        "fee": (_fee(words, matter.fee),),
        "limits": tuple(_limits(words, matter)),
        "conditions": _said(words, matter, "conditions"),
        "steps": tuple(_steps(words, matter)),
        "result": (_result(words, matter),),
        "places": tuple(_places(catalogue, words, matter, language)),
        "responsibilities": _said(words, matter, "responsibilities"),
        "contacts": (*_said(words, matter, "contacts"), _keeper(catalogue, words)),
        "kind": tuple(_kind(words, matter)),
        "code": (_code(words, matter),),
        "basis": tuple(_basis(words, each) for each in matter.basis) or (words("guide.unknown"),),
        "faq": tuple(_faq(words, matter)),
        "version": (_version(words, matter),),
    }
    return tuple((words(f"guide.{name}"), lines) for name, lines in parts.items() if lines)


def material_lines(words: Words, matter: Matter) -> tuple[Block, ...]:
    """The one-time list of materials: each with the standard it must meet and the ways to give it."""
    return tuple((_material_name(words, matter, each), _material(words, matter, each)) for each in matter.materials)


def _names(words: Words, matter: Matter) -> Iterator[str]:
    """As people call it; then, where that is another one, the official name of the annex."""
    name = words(f"matter.{matter.id}.name")
    yield name
    if name != matter.name:
        yield words("guide.official_name", name=matter.name)


def _said(words: Words, matter: Matter, name: str) -> tuple[str, ...]:
    return tuple(words.of(matter.id, f"guide.{name}").splitlines())


def _version(words: Words, matter: Matter) -> str:
    """Which definition this guide was made from: a clerk compares it with the one of another place."""
    return words("guide.version_line", version=matter.version, day=matter.valid_from or words("guide.unknown"))


# --- what to bring -----------------------------------------------------------------------------------------------


def bring_lines(words: Words, matter: Matter) -> Iterator[str]:
    """What one brings for oneself, besides the materials; or that there are none of these."""
    yield from (words(f"guide.bring_{each}") for each in matter.identity if words.has(f"guide.bring_{each}"))
    if not matter.materials:
        yield words("guide.no_materials")


def _materials(words: Words, matter: Matter) -> Iterator[str]:
    yield from bring_lines(words, matter)
    for number, (name, lines) in enumerate(material_lines(words, matter), 1):
        yield f"{number}. {name}"
        yield from lines


def _material_name(words: Words, matter: Matter, material: Material) -> str:
    key = f"material.{material.id}.name"
    name = words.of(matter.id, key) if words.has_of(matter.id, key) else material.name
    return name if material.required and material.when is None else words("guide.if_needed", name=name)


def _material(words: Words, matter: Matter, material: Material) -> tuple[str, ...]:
    standard = f"material.{material.id}.standard"
    lines = [words.of(matter.id, standard)] if words.has_of(matter.id, standard) else []
    lines.append(_copies(words, material))
    if material.share is not None:
        lines.append(words("guide.shared"))
    if material.can_photograph and material.form != "self_made":
        lines.append(words("guide.photographed"))
    if material.can_commit and material.form != "self_made":
        lines.append(words("guide.committed"))
    if material.can_bring and material.required and material.form != "self_made":
        lines.append(words("guide.brought"))
    return tuple(each for each in lines if each)


def _copies(words: Words, material: Material) -> str:
    if material.form == "self_made":
        return words("guide.self_made")
    if material.form == "electronic":
        return words("guide.electronic")
    return pieces(words, material)


# --- how long, how much, what comes of it ------------------------------------------------------------------------


def _limits(words: Words, matter: Matter) -> Iterator[str]:
    for name in ("statutory", "promised"):
        yield words(f"guide.{name}", date=_limit(words, getattr(matter.limits, name)))


def _limit(words: Words, limit: Limit) -> str:
    if limit.value is None:
        return words("guide.unknown")
    return words("guide.days" if limit.unit == "日" else "guide.working_days", count=limit.value)


def _fee(words: Words, fee: Fee) -> str:
    if fee.charged is None:
        return words("guide.unknown")
    if not fee.charged:
        return words("guide.free")
    amount = words("guide.amount", amount=fee.amount) if fee.amount else words("guide.unknown")
    return f"{amount}（{fee.basis}）" if fee.basis else amount


def _result(words: Words, matter: Matter) -> str:
    if matter.result is None:
        return words("guide.no_result")
    return f"{matter.result.name}（{words(f'guide.{matter.result.kind}')}）"


def _steps(words: Words, matter: Matter) -> Iterator[str]:
    kinds = dict.fromkeys(step.kind for step in matter.steps)
    yield from (f"{number}. {words(f'guide.step.{kind}')}" for number, kind in enumerate(kinds, 1))


# --- whose it is -------------------------------------------------------------------------------------------------


def _kind(words: Words, matter: Matter) -> Iterator[str]:
    yield words(f"guide.type_{matter.type_code}") if words.has(f"guide.type_{matter.type_code}") else matter.type_code
    yield words("word.and").join(words(f"guide.object.{each}") for each in matter.objects)
    yield words(f"guide.mode.{matter.mode}")
    yield words(f"guide.case_type_{matter.case_type}")


def _code(words: Words, matter: Matter) -> str:
    codes = matter.codes
    return codes.business or codes.implement or codes.basic or words("guide.unknown")


def _basis(words: Words, basis: Basis) -> str:
    number = f"（{basis.number}）" if basis.number else ""
    return f"《{basis.title}》{number} {words(f'guide.{basis.status}')}"


def _places(catalogue: Catalogue, words: Words, matter: Matter, language: Language) -> Iterator[str]:
    centre = catalogue.centre
    yield words("guide.receiving", name=centre.name_zh if language == "zh" else centre.name_en)
    yield words("guide.deciding", name=matter.deciding or words("guide.unknown"))
    yield words("guide.lead", name=words("word.and").join((matter.lead, *matter.cooperating)))


def _keeper(catalogue: Catalogue, words: Words) -> str:
    centre = catalogue.centre
    return words("guide.keeper", name=centre.keeper_name, phone=centre.keeper_phone)


def _faq(words: Words, matter: Matter) -> Iterator[str]:
    asked = (f"matter.{matter.id}.faq.{number}" for number in count(1))
    for own in takewhile(lambda own: words.has(f"{own}.question"), asked):
        yield words(f"{own}.question")
        yield words(f"{own}.answer")
