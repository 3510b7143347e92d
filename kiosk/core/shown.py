"""How a value is said: money with its sign and groups, days in words, choices and places by their names.

Of an account only its end is shown and a person's number is masked: the glass can be read from behind.
"""

from __future__ import annotations

from kiosk.core.face_parts import Row
from kiosk.core.idcard import masked_number
from kiosk.core.matters import Column, Field
from kiosk.core.money_text import yuan
from kiosk.core.regions import choices, place_name
from kiosk.core.validators import citizen_number_fault, money_text, parse_money
from kiosk.core.view import View


def shown_value(view: View, field: Field | Column, value: str) -> str:
    """A value of a field or a column in the citizen's language; what is missing is said to be not known."""
    if not value:
        return view.words("word.not_known")
    if field.type == "money":
        amount = parse_money(value)
        return value if amount is None else yuan(money_text(amount))
    if field.type == "ratio":
        return f"{value}%"
    if citizen_number_fault(value) is None:
        return masked_number(value)
    if field.type == "account":
        return "*" * max(0, len(value) - 4) + value[-4:]
    return _of_field(view, field, value) if isinstance(field, Field) else value


def _of_field(view: View, field: Field, value: str) -> str:
    if field.type in ("month", "date"):
        return view.day(value)
    if field.type == "choice":
        return choice_name(view, field, value)
    if field.type == "place":
        return view.place(value) or place_name(view.catalogue.regions, value, view.session.language) or value
    return f"{value}{field.unit}"


def choice_name(view: View, field: Field, value: str) -> str:
    """The name of a choice: the matter's word, or the regional table's."""
    if field.choices_from is None:
        key = f"field.{field.id}.{value}"
        return view.say(key) if view.words.has_of(view.visit.matter, key) else value
    for each in choices(view.catalogue.regions, field.choices_from, view.visit.place, view.today):
        if each.id == value:
            return each.zh if view.session.language == "zh" else each.en
    return value


def value_row(view: View, field: Field) -> Row:
    """A field's label and its value, as they are shown and not asked."""
    return Row(view.say(f"field.{field.id}.label"), shown_value(view, field, view.visit.answers.get(field.id, "")))
