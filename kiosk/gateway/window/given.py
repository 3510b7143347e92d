"""What was handed in, as staff read it: values and lists by the names in the matter's file."""

from __future__ import annotations

from msgspec import Struct

from kiosk.core.matters import Matter
from kiosk.core.words import Words
from kiosk.gateway.filings import Filing
from kiosk.gateway.window.words import column_label, field_label, value_label


class Table(Struct, frozen=True):
    """A list that was handed in, as it is shown."""

    label: str
    columns: list[str]
    lines: list[list[str]]


def given_values(words: Words, filing: Filing) -> list[tuple[str, str]]:
    """What was handed in, by the field's name in the matter's file."""
    if filing.application is None:
        return []
    parties = filing.application.parties
    who = [
        ("申请人", parties.applicant.name if parties.applicant else ""),
        ("证件号码", parties.applicant.number if parties.applicant else ""),
        ("代办人", parties.agent.party.name if parties.agent else ""),
        ("单位", parties.organisation.name or parties.organisation.uscc if parties.organisation else ""),
    ]
    of = filing.matter
    given = [
        (field_label(words, of, id_), value_label(words, of, id_, value))
        for id_, value in filing.application.values.items()
    ]
    return [(label, value) for label, value in (*who, *given) if value]


def given_tables(words: Words, matter: Matter | None, filing: Filing) -> list[Table]:
    """Every list that was handed in: its columns as its matter's file names and orders them."""
    if filing.application is None or matter is None:
        return []
    given = filing.application.tables
    return [
        Table(
            field_label(words, matter.id, field.id),
            [column_label(words, matter.id, field.id, each.id) for each in field.columns],
            [[row.get(each.id, "") for each in field.columns] for row in given[field.id]],
        )
        for field in matter.fields
        if given.get(field.id)
    ]
