"""What a card, a code, a share or a choice can give is never typed; nobody types their own name or number."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pytest

from kiosk.catalogue import read_catalogue
from kiosk.core.case_bodies import Writing
from kiosk.core.face import face_of
from kiosk.core.face_bodies import Pad
from kiosk.core.matters import Field, Matter
from kiosk.core.rules import TYPED
from kiosk.matter_walk import sessions_of
from kiosk.rehearsal import NOW
from kiosk.settings import Settings

SETTINGS = Settings()
SHELF = read_catalogue(SETTINGS.assets, SETTINGS.centre())
FORMS = sorted(name for name, matter in SHELF.matters.items() if any(step.kind == "form" for step in matter.steps))

# What is filled in by itself and may be typed all the same, with the reason.
MAY_BE_MENDED = {
    "KSTB-05.persons.number": "who is new this month is not on last month's list",
    "KSTB-05.persons.name": "who is new this month is not on last month's list",
    "KSTB-05.persons.base": "a base changes with the wage",
    "KSTB-06.persons.number": "who was paid too little is not on the list of who was not paid",
    "KSTB-06.persons.name": "who was paid too little is not on the list of who was not paid",
    "KSTB-06.persons.base": "the base of those months may have been another",
    "KSTB-06.persons.months": "somebody may have come in the middle of the period",
    "KSTB-08.rent_address": "a lease that nobody registered is on no record",
    "KSTB-08.draw_amount": "the most is filled in, less may be drawn",
    "KSTB-10.cert_no": "filled in from a list, typed from a paper in the hand",
    "KSTB-11.cert_no": "filled in from a list, typed from a paper in the hand",
    "KSTB-21.lines.refund": "how much of what was paid is asked back",
}
# Whose name and number are typed in a form: never those of who stands there.
OTHERS = {
    "KSTB-05.persons": "an employer's list of staff",
    "KSTB-06.persons": "an employer's list of staff",
    "KSTB-17.insured_name": "family in another household",
    "KSTB-17.insured_number": "family in another household",
}
NAMES_AND_NUMBERS = {"person_name", "citizen_number"}
# Who may say who somebody is: a person without a card, and a guardian for a child without one.
CLAIMS = {
    "claim_number": {"no_card", "guardian"},
    "claim_name": {"no_card", "guardian"},
    "claim_uscc": {"organisation"},
}
CHECKS = {"check_answer"}


def asked(matter: Matter) -> Iterator[Field]:
    """The fields that stand on a page of a form and are not only shown."""
    on_pages = {name for step in matter.steps if step.kind == "form" for page in step.pages for name in page}
    yield from (each for each in matter.fields if each.id in on_pages and not each.read_only)


def typed(field: Field) -> Iterator[tuple[str, str]]:
    """What is typed of a field, with its rule: the field itself, or the columns of a table by their names."""
    if field.type == "table":
        cells = (each for each in field.columns if not each.read_only and not each.computed)
        yield from ((f"{field.id}.{each.id}", each.rule) for each in cells)
    elif field.type in TYPED:
        yield field.id, field.rule


@cache
def pads(matter: str) -> tuple[tuple[str, str | None], ...]:
    """What is typed on each pad and writing page that a walk through the matter meets, and the role one came in."""
    return tuple(_pads(matter))


def _pads(matter: str) -> Iterator[tuple[str, str | None]]:
    for session in sessions_of(SHELF, matter):
        body = face_of(SHELF, session, NOW).body
        if session.visit is not None and isinstance(body, Pad | Writing):
            yield body.field, session.visit.role


def test_what_comes_by_itself_is_not_typed_but_for_a_reason():
    given = {
        f"{matter.id}.{name}"
        for matter in SHELF.matters.values()
        for field in asked(matter)
        if field.prefill not in ("none", "scan")
        for name, _ in typed(field)
    }
    assert given == set(MAY_BE_MENDED)


def test_a_name_or_a_number_in_a_form_is_anothers():
    found = {
        f"{matter.id}.{field.id}"
        for matter in SHELF.matters.values()
        for field in asked(matter)
        for _, rule in typed(field)
        if rule in NAMES_AND_NUMBERS
    }
    assert found == set(OTHERS)


@pytest.mark.parametrize("matter", FORMS)
def test_no_page_asks_for_more(matter: str):
    allowed = {name for field in asked(SHELF.matters[matter]) for name, _ in typed(field)} | CHECKS | set(CLAIMS)
    assert {field for field, _ in pads(matter)} <= allowed


@pytest.mark.parametrize("matter", sorted(SHELF.matters))
def test_who_laid_a_card_types_no_name_and_no_number(matter: str):
    said = {(field, role) for field, role in pads(matter) if field in CLAIMS}
    assert all(role in CLAIMS[field] for field, role in said)
    roles = {role for step in SHELF.matters[matter].steps if step.kind == "identify" for role in step.who}
    assert {role for _, role in said} <= roles


def test_somebody_without_a_card_is_met_on_the_way():
    assert {field for field, _ in pads("KSTB-01")} >= {"claim_number", "claim_name"}
