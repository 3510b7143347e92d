"""Which words a matter's pages need, in every language, and which stand there for nothing: see `kiosk.core.lint`.

A step's words may be the matter's own or everybody's (``usual.<key>``); what names the matter's own things is its own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from kiosk.core.matters import Catalogue, Field, Material, Matter, Question, Step
from kiosk.core.words import Words

OWN_TEXTS = ("card", "line", "name")
STEP_TEXTS = {
    "consent": ("consent.title", "consent.strip", "consent.look", "consent.do", "consent.who", "consent.keep"),
    "choose_place": ("place.title", "place.strip"),
    "scan": ("scan.strip",),
    "review": ("review.title", "review.strip", "review.primary"),
    "print": ("result.title", "result.words", "receipt.title"),
    "submit": ("receipt.title",),
    "verify": ("receipt.title",),
}
ROWS_TEXTS = ("select.title", "select.strip", "select.total", "select.primary", "select.none")
# What the 办事指南 of a matter of the annex must say itself (国办发〔2022〕34号 (六)).
GUIDE_TEXTS = ("guide.conditions", "guide.responsibilities", "faq.1.question")
INFO_TEXTS = ("title", "strip", "block1", "block1_lines", "primary")
# A text that is nothing without the other.
PAIRS = {("refusal", "what"): "do", ("refusal", "do"): "what", ("faq", "question"): "answer"}


def own_texts(catalogue: Catalogue) -> Mapping[str, Collection[str]]:
    """The keys under which each matter says something of its own in any language, without ``matter.<id>.``."""
    said: dict[str, dict[str, None]] = {name: {} for name in catalogue.matters}
    for words in catalogue.words.values():
        for key in words.table:
            table, _, own = key.partition(".")
            name, _, text = own.partition(".")
            if table == "matter" and name in said:
                said[name][text] = None
    return said


def missing_texts(catalogue: Catalogue, matter: Matter, said: Collection[str]) -> Iterator[str]:
    """Keys that a language lacks for this matter, with the language; `said` as from `own_texts`."""
    own = f"matter.{matter.id}."
    needed = dict.fromkeys((*_needed_texts(matter), *_completing(said), *said))
    for language, words in catalogue.words.items():
        for key in needed:
            if not (_has(words, matter, key) and (key not in said or words.has(own + key))):
                yield f"{own}{key} ({language})"


def word_faults(matter: Matter, said: Collection[str]) -> Iterator[str]:
    """Texts of the matter's file that name a field, a question, a material or a leg it does not have."""
    named = sorted({tuple(key.split(".")[:2]) for key in said})
    ids = {
        "field": {each.id for each in matter.fields},
        "eligibility": {each.id for each in matter.eligibility},
        "material": {each.id for each in matter.materials},
        "leg": {each.id for each in matter.legs},
        # Questions are numbered from 1: one after a gap would never be read.
        "faq": {str(number + 1) for number in range(sum(table == "faq" for table, *_ in named))},
    }
    for table, *rest in named:
        if rest and rest[0] not in ids.get(table, rest):
            yield f"words for {table}.{rest[0]}, which the matter does not have"


def _has(words: Words, matter: Matter, key: str) -> bool:
    if key in OWN_TEXTS or key in GUIDE_TEXTS:
        return words.has(f"matter.{matter.id}.{key}")
    return words.has_of(matter.id, key) or (key.startswith("problem.") and words.has(key))


def _needed_texts(matter: Matter) -> Iterator[str]:
    yield from OWN_TEXTS
    yield from GUIDE_TEXTS if matter.annex is not None else ()
    yield from (f"consent.tick_{each}" for each in matter.sensitive)
    for step in matter.steps:
        yield from STEP_TEXTS.get(step.kind, ())
        yield from (f"shared.{step.look_up}.{each}" for each in ("title", "strip") if step.kind == "fetch")
        yield from ROWS_TEXTS if step.query else ()
        yield from _page_texts(matter, step)
    for field in matter.fields:
        yield from _field_texts(field)
    for question in matter.eligibility:
        yield from _question_texts(question)
    for material in matter.materials:
        yield from _material_texts(material)
    yield from (f"leg.{each.id}" for each in matter.legs)
    yield from (f"problem.{each.reason or each.rule}" for each in matter.checks)
    for route in matter.routes:
        yield from (f"info.{route.info}.{each}" for each in INFO_TEXTS)


def _page_texts(matter: Matter, step: Step) -> Iterator[str]:
    """Title and strip of a page: of the page named after its first field, or of that field."""
    own = {field.id for field in matter.fields}
    for page in step.pages:
        if len(page) > 1 and page[0] in own:
            yield from (f"form.{page[0]}.{each}" for each in ("title", "strip"))


def _field_texts(field: Field) -> Iterator[str]:
    yield f"field.{field.id}.label"
    yield from (f"field.{field.id}.{each}" for each in field.choices)
    yield from (f"field.{field.id}.column.{each.id}" for each in field.columns)


def _question_texts(question: Question) -> Iterator[str]:
    yield f"eligibility.{question.id}.question"
    yield from (f"info.{question.id}.{each}" for each in INFO_TEXTS)


def _material_texts(material: Material) -> Iterator[str]:
    yield f"material.{material.id}.name"
    yield f"material.{material.id}.standard"
    if material.can_commit:
        yield f"material.{material.id}.promise"


def _completing(said: Collection[str]) -> Iterator[str]:
    """What a text that is there asks for: a refusal's other half, an answer to a question."""
    for key in said:
        table, _, rest = key.partition(".")
        name, _, part = rest.rpartition(".")
        if (table, part) in PAIRS:
            yield f"{table}.{name}.{PAIRS[table, part]}"
