"""What a department knows of one case or question: every reference of its file, as texts.

A reference stands for a list of texts; docs/integrating-a-department.md names them all.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Protocol

from msgspec import Struct

from kiosk.core.idcard import masked_name, masked_number
from kiosk.core.parties import Parties
from kiosk.core.regions import Regions
from kiosk.core.validators import amount_in_words, compact
from kiosk.gateway.departments.department_file import Check, Condition, RecordPlan, References, Service, listed
from kiosk.gateway.departments.references import HEADS
from kiosk.gateway.departments.rules import RULES, WORDS_UP_TO, Day, Texts, number

_Matches = Callable[[Texts, Texts], bool]
BRACES = re.compile(r"\{([^{}:]+)(?::(\w+))?\}")


class Row(Struct, frozen=True):
    """One row of a register, or of a table that was filled in."""

    key: str
    owner: str | None
    values: dict[str, Texts]

    def __repr__(self) -> str:
        """Without what it says."""
        return f"Row(key={self.key!r})"


class Given(Struct, frozen=True):
    """What came with a question or an application; `materials` are ids with their trust, `to_bring` not there yet."""

    number: str
    place: str
    received_at_place: str
    parties: Parties
    values: dict[str, str]
    tables: dict[str, tuple[dict[str, str], ...]] = {}
    rows: Texts = ()
    materials: dict[str, str] = {}
    commitments: Texts = ()
    to_bring: Texts = ()

    def __repr__(self) -> str:
        """Without persons and what was filled in."""
        return f"Given(number={self.number!r})"

    @property
    def owner(self) -> str | None:
        """Whose case it is: the organisation's, else the applicant's."""
        if self.parties.organisation is not None:
            return self.parties.organisation.uscc
        return self.parties.applicant.number if self.parties.applicant else None


class World(Protocol):
    """What lies outside a case: registers with their words, and regional data."""

    regions: Regions

    def rows(self, register: str, owners: Texts | None, keys: Texts | None) -> tuple[Row, ...]:
        """Rows of these owners and keys, in the order of their keys; DepartmentUnavailable."""

    def word(self, register: str, key: str, text: str) -> str:
        """What an id is called where it is shown; the text itself when nothing is said."""


class Facts:
    """The references of `service` for one case; records are fetched when they are first asked for."""

    def __init__(self, service: Service, given: Given, world: World, day: Day, office: str = "") -> None:
        self.service: Service = service
        self.given: Given = given
        self.world: World = world
        self.day: Day = day
        self.office: str = office
        self.row: Row | None = None
        self._records: dict[str, tuple[Row, ...]] = {}
        self._register = ""

    def about(self, row: Row, register: str = "") -> Facts:
        """The same facts with `row` of `register` in hand."""
        more = Facts(self.service, self.given, self.world, self.day, self.office)
        more._records, more.row, more._register = self._records, row, register
        return more

    def texts(self, references: References | None) -> Texts:
        """All texts that one reference or several stand for."""
        return tuple(text for reference in listed(references) for text in self._texts(reference))

    def text(self, references: References | None) -> str:
        """The first of them; "" if there is none."""
        return next(iter(self.texts(references)), "")

    def holds(self, condition: Condition | Check) -> bool:
        """Whether the condition's rule holds."""
        return RULES[condition.rule](self.day, *(self.texts(each) for each in condition.on))

    def failing(self, conditions: tuple[Condition, ...]) -> Condition | None:
        """The first condition that does not hold."""
        return next((each for each in conditions if not self.holds(each)), None)

    def failing_check(self, checks: tuple[Check, ...]) -> Check | None:
        """The first check that applies and does not hold."""
        return next((each for each in checks if self.failing(each.when) is None and not self.holds(each)), None)

    def record(self, name: str) -> tuple[Row, ...]:
        """The rows of a record of this service."""
        if name not in self._records:
            self._records[name] = self._fetched(self.service.record[name])
        return self._records[name]

    def register_of(self, record: str) -> str:
        """The register that a record's rows lie in; "" for what is none."""
        return self.service.record[record].register if record in self.service.record else ""

    def rows_of(self, name: str) -> tuple[Row, ...]:
        """The rows of a record, or of ``table.<field>`` as it was filled in."""
        if not name.startswith("table."):
            return self.record(name)
        table = self.given.tables.get(name.removeprefix("table."), ())
        return tuple(
            Row(f"{self.given.number}-{place}", None, {key: (text,) for key, text in row.items()})
            for place, row in enumerate(table)
        )

    def sentence(self, template: str) -> str:
        """A sentence with its references filled in."""
        return BRACES.sub(lambda found: self._shown(found[1], found[2] or ""), template)

    def _shown(self, reference: str, form: str) -> str:
        head, _, key = reference.partition(".")
        register = self._register if head == "row" else self.register_of(head)
        words = [self.world.word(register, key, text) for text in self._texts(reference)]
        return "、".join(_FORMS[form](text) for text in words)

    def _texts(self, reference: str) -> Texts:
        if reference.startswith("="):
            return tuple(reference[1:].split("|"))
        head, _, tail = reference.partition(".")
        if head in self.service.record:
            rows = self.record(head)
            return _column(rows, tail) if tail else tuple(row.key for row in rows)
        return HEADS[head](self, tail)

    def _fetched(self, plan: RecordPlan) -> tuple[Row, ...]:
        owners = None if plan.owner is None else self.texts(plan.owner)
        keys = None if plan.key is None else self.texts(plan.key)
        rows = self.world.rows(plan.register, owners, keys)
        conditions: list[tuple[str, _Matches, Texts]] = [
            *((key, _is_one_of, self.texts(each)) for key, each in plan.where.items()),
            *((key, _is_one_of, given) for key, each in plan.if_given.items() if any(given := self.texts(each))),
            *((key, _lies_in, self.texts(each)) for key, each in plan.within.items()),
            *((key, _says, self.texts(each)) for key, each in plan.contains.items()),
            *((key, _lies_between, (self.text(first), self.text(last))) for key, (first, last) in plan.between.items()),
            *(
                (key, _lies_outside, (self.text(first), self.text(last)))
                for key, (first, last) in plan.not_between.items()
            ),
        ]
        return tuple(
            row
            for row in rows
            if (not plan.picked or row.key in self.given.rows)
            and all(matches(row.values.get(key, ()), texts) for key, matches, texts in conditions)
        )


def _column(rows: tuple[Row, ...], key: str) -> Texts:
    return tuple(text for row in rows for text in row.values.get(key, ()))


def _is_one_of(texts: Texts, others: Texts) -> bool:
    return bool(set(texts) & set(others))


def _lies_between(days: Texts, ends: Texts) -> bool:
    return any(ends[0] <= day <= ends[1] for day in days)


def _lies_outside(days: Texts, ends: Texts) -> bool:
    return not _lies_between(days, ends)


def _lies_in(codes: Texts, places: Texts) -> bool:
    # GB/T 2260: 330000 holds whatever begins with 33, 330100 whatever begins with 3301.
    prefixes = tuple(place.removesuffix("00").removesuffix("00") for place in places if place)
    return any(code.startswith(prefixes) for code in codes) if prefixes else False


def _says(texts: Texts, parts: Texts) -> bool:
    return any(compact(part) in compact(text) for text in texts for part in parts if part)


def _masked(text: str) -> str:
    return masked_number(text) if any(character.isdigit() for character in text) else masked_name(text)


def _in_words(text: str) -> str:
    figure = number(text)
    return text if figure is None or abs(figure) >= WORDS_UP_TO else amount_in_words(figure)


_FORMS: dict[str, Callable[[str], str]] = {
    "": str,
    "masked": _masked,
    "account": lambda text: "*" * max(len(text) - 4, 0) + text[-4:],
    "words": _in_words,
}
FORMS = frozenset(_FORMS)
