"""What a matter's definition must have before a citizen meets it: looked at as data, without running anything."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kiosk.core.matters import Catalogue, Matter, Step
from kiosk.core.payloads import Payload
from kiosk.core.rules import FIELD_RULES

NEEDS = {"form": "pages", "scan": "payloads", "select": "query", "verify": "verification", "identify": "ways"}
PAYLOADS = frozenset(each.__name__ for each in Payload.__args__)
OWN_TEXTS = ("card", "line", "name")
STEP_TEXTS = {
    "consent": ("consent.title", "consent.strip", "consent.look", "consent.do", "consent.who", "consent.keep"),
    "scan": ("scan.strip",),
    "select": ("select.title", "select.strip", "select.total", "select.primary", "select.none"),
    "review": ("review.title", "review.strip", "review.primary"),
    "print": ("result.title", "result.words", "receipt.title"),
    "verify": ("receipt.title",),
}


def faults(catalogue: Catalogue, annex: Mapping[int, str]) -> Iterator[str]:
    """A sentence for each mistake in any matter; `annex` is the official name by number."""
    for matter in catalogue.matters.values():
        for fault in matter_faults(matter, annex):
            yield f"{matter.id}: {fault}"
        for key in missing_texts(catalogue, matter):
            yield f"{matter.id}: no text {key}"


def matter_faults(matter: Matter, annex: Mapping[int, str]) -> Iterator[str]:
    """Mistakes that the definition shows by itself."""
    yield from _element_faults(matter, annex)
    yield from _field_faults(matter)
    for number, step in enumerate(matter.steps, 1):
        yield from (f"step {number} ({step.kind}): {fault}" for fault in _step_faults(matter, step))
    yield from _order_faults(matter)


def _element_faults(matter: Matter, annex: Mapping[int, str]) -> Iterator[str]:
    if matter.annex is not None and annex.get(matter.annex) != matter.name:
        yield f"the name is not that of number {matter.annex} in the annex"
    if not matter.basis:
        yield "no legal basis"
    if matter.reach == "R1" and not matter.result:
        yield "reach R1 names no result"
    if not matter.steps:
        yield "no steps"
    if matter.period is not None:
        dates = {each.id for each in matter.fields if each.type in ("month", "date")}
        ends = (matter.period.first, matter.period.last)
        yield from (f"the period names {each}, which is no date" for each in ends if each not in dates)


def _field_faults(matter: Matter) -> Iterator[str]:
    names = [each.id for each in matter.fields]
    yield from (f"field {name} is defined twice" for name in dict.fromkeys(names) if names.count(name) > 1)
    asked = {each for step in matter.steps for page in step.pages for each in page}
    for field in matter.fields:
        if not field.purpose.strip():
            yield f"field {field.id} has no purpose"
        if field.id not in asked:
            yield f"field {field.id} is asked for on no page"
        if field.rule not in FIELD_RULES:
            yield f"field {field.id} has the unknown rule {field.rule!r}"
        if (field.type == "choice") != bool(field.choices):
            yield f"field {field.id}: choices belong to a choice, and a choice needs some"
        if field.default and field.type == "choice" and field.default not in field.choices:
            yield f"field {field.id}: its default is none of its choices"
        if field.shortest > field.longest:
            yield f"field {field.id}: shortest is above longest"


def _step_faults(matter: Matter, step: Step) -> Iterator[str]:
    names = {each.id for each in matter.fields}
    needed = NEEDS.get(step.kind)
    if needed and not getattr(step, needed):
        yield f"needs {needed}"
    yield from (f"page asks for {each}, which is no field" for page in step.pages for each in page if each not in names)
    yield from (f"{each} is no kind of code" for each in step.payloads if each not in PAYLOADS)
    if step.when is not None:
        yield from _when_faults(matter, step.when.field, step.when.is_)


def _when_faults(matter: Matter, name: str, value: str) -> Iterator[str]:
    choices = {each.id: each.choices for each in matter.fields if each.type == "choice"}
    if name not in choices:
        yield f"its condition asks {name}, which is no choice"
    elif value not in choices[name]:
        yield f"its condition asks for {value}, which {name} does not offer"


def _order_faults(matter: Matter) -> Iterator[str]:
    """What must come before what, whoever writes the file."""
    kinds = [step.kind for step in matter.steps]
    own = [each for each in ("select", "review", "print") if each in kinds]
    if "ID1" in matter.identity and "identify" not in kinds:
        yield "identity ID1 without an identify step"
    if "ID0" in matter.identity and "identify" in kinds:
        yield "identity ID0 must not ask who one is"
    if "identify" in kinds and "consent" not in kinds[: kinds.index("identify")]:
        yield "a card is read before consent was given"
    if own and "ID0" not in matter.identity and "identify" not in kinds[: kinds.index(own[0])]:
        yield f"{own[0]} comes before the person is known"
    if "print" in kinds and "review" not in kinds[: kinds.index("print")]:
        yield "something is issued without a review"
    for route in matter.routes:
        yield from (
            f"route to {route.info}: {fault}" for fault in _when_faults(matter, route.when.field, route.when.is_)
        )


def missing_texts(catalogue: Catalogue, matter: Matter) -> Iterator[str]:
    """Keys that a language lacks for this matter."""
    for language, words in catalogue.words.items():
        for key in _needed_texts(matter):
            if not words.has(f"matter.{matter.id}.{key}"):
                yield f"matter.{matter.id}.{key} ({language})"


def _needed_texts(matter: Matter) -> Iterator[str]:
    yield from OWN_TEXTS
    for step in matter.steps:
        yield from STEP_TEXTS.get(step.kind, ())
    for field in matter.fields:
        yield f"field.{field.id}.label"
        yield from (f"field.{field.id}.{each}" for each in field.choices)
    for route in matter.routes:
        yield from (f"info.{route.info}.{each}" for each in ("title", "strip", "block1", "block1_lines", "primary"))
