"""What is handed in, made of the visit: values, tables, materials, promises, and the signature that binds them."""

from __future__ import annotations

import hashlib

import msgspec
from msgspec.structs import replace

from kiosk.core.matters import Field, Material, Matter
from kiosk.core.parties_of import parties_of
from kiosk.core.prefill import disputed_of
from kiosk.core.questions import GivenMaterial, Submit
from kiosk.core.rules import cleaned
from kiosk.core.session import Visit
from kiosk.core.stops import active_fields, holds
from kiosk.core.touches import Point
from kiosk.core.turn import Turn

CONSENT_VERSION = "1"
DELIVERY = "delivery_method"

Strokes = tuple[tuple[Point, ...], ...]

# A named order of keys: the same values give the same bytes whatever the order in which they were filled in.
_canonical = msgspec.json.Encoder(order="deterministic")


def active_materials(matter: Matter, answers: dict[str, str]) -> tuple[Material, ...]:
    """The materials that the answers so far call for."""
    return tuple(each for each in matter.materials if holds(each.when, answers))


def given_fields(matter: Matter, visit: Visit) -> tuple[Field, ...]:
    """Every field with a value on this way, typed or shared, in the order of the matter; tables are not among them."""
    asked, left = _asked_and_left(matter, visit)
    return tuple(
        each
        for each in matter.fields
        if each.type != "table"
        and visit.answers.get(each.id)
        and (each.id in asked or (each.id in visit.origins and each.id not in left))
    )


def given_tables(matter: Matter, visit: Visit) -> dict[str, tuple[dict[str, str], ...]]:
    """The tables of this way that have rows."""
    left = _asked_and_left(matter, visit)[1]
    return {name: rows for name, rows in visit.tables.items() if rows and name not in left}


def _asked_and_left(matter: Matter, visit: Visit) -> tuple[frozenset[str], frozenset[str]]:
    """The fields on pages of this way, and those on pages of other ways only: what was given there stays here."""
    asked = frozenset(each.id for each in active_fields(matter, visit.answers))
    return asked, frozenset(each for step in matter.steps for page in step.pages for each in page) - asked


def values_of(matter: Matter, visit: Visit) -> dict[str, str]:
    """What is sent of the form: each value in the one form its rule gives it."""
    values = {each.id: cleaned(each, visit.answers[each.id]) for each in given_fields(matter, visit)}
    delivery = visit.answers.get(DELIVERY)
    return values if delivery is None else {**values, DELIVERY: delivery}


def submission(turn: Turn) -> Submit:
    """The case as it will be handed in, signed where the way has a signature."""
    visit, matter = turn.visit, turn.matter
    given = tuple(visit.materials[each.id] for each in _given(matter, visit))
    values, tables = values_of(matter, visit), given_tables(matter, visit)
    unsigned = Submit(
        matter=matter.id,
        version=matter.version,
        place=visit.place,
        parties=parties_of(visit, matter, turn.today),
        values=values,
        check_trace=visit.check_trace,
        tables=tables,
        rows=tuple(sorted(visit.picked)),
        materials=given,
        commitments=tuple(each.id for each in given if each.trust == "D"),
        consents=dict.fromkeys(sorted(visit.consents), CONSENT_VERSION),
        disputed=tuple(sorted(each for each in disputed_of(visit) if each in values or each in tables)),
    )
    return replace(unsigned, signature=signature(unsigned, visit.strokes)) if visit.strokes else unsigned


def _given(matter: Matter, visit: Visit) -> tuple[Material, ...]:
    return tuple(each for each in active_materials(matter, visit.answers) if each.id in visit.materials)


def signature(form: Submit, strokes: Strokes) -> str:
    """What binds the strokes to the form: SM3 (GB/T 32905) over the canonical JSON of both, lower-case hex.

    Papers stand in it by their own SM3, so it can be checked without them. ValueError where OpenSSL has no SM3.
    """
    papers = tuple(_without_pdf(each) for each in form.materials)
    bound = _canonical.encode([replace(form, materials=papers, signature=None), strokes])
    return hashlib.new("sm3", bound).hexdigest()


def _without_pdf(material: GivenMaterial) -> GivenMaterial:
    return replace(material, pdf=b"")
