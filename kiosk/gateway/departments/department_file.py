"""The files that make a simulated department: `assets/departments/<department>.toml` and the registers it reads.

What each table means, and what a reference is, stands in docs/integrating-a-department.md.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

import msgspec
from msgspec import Meta, Struct

from kiosk.core.replies import CaseState
from kiosk.gateway.errors import GatewayError

Id = Annotated[str, Meta(pattern=r"^[A-Za-z][A-Za-z0-9_-]*$", max_length=40)]
RowKey = Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]{1,128}$")]
Seconds = Annotated[float, Meta(ge=0)]
Demo = Annotated[str, Meta(pattern="演示", max_length=128)]
References = str | tuple[str, ...]
Paper = Literal["acceptance", "supplement", "non_acceptance", "result", "form"]


class DepartmentFileError(GatewayError):
    """A department's or register's file is not one; the sentence names file and place."""


class Condition(Struct, frozen=True, forbid_unknown_fields=True):
    """A named rule over references; `reason` is the id of what it says when it does not hold."""

    rule: str
    on: tuple[References, ...]
    reason: Id | Literal[""] = ""


class RecordPlan(Struct, frozen=True, forbid_unknown_fields=True):
    """Which rows of a register a record holds: of these owners, of these keys, where values are so.

    `contains` is for searching by a part of a name; an empty reference finds nothing. `between` compares dates or
    months, both ends included; of `not_between` no value of the row lies there.
    """

    register: Id
    owner: References | None = None
    key: References | None = None
    where: dict[str, References] = {}
    if_given: dict[str, References] = {}
    within: dict[str, References] = {}
    contains: dict[str, References] = {}
    between: dict[str, tuple[References, References]] = {}
    not_between: dict[str, tuple[References, References]] = {}
    picked: bool = False


class Figure(Struct, frozen=True, forbid_unknown_fields=True):
    """A named formula over references."""

    formula: str
    on: tuple[References, ...]


class IfNone(Struct, frozen=True, forbid_unknown_fields=True):
    """The one record shown in place of *not found*."""

    title: str
    line: str = ""
    values: dict[str, str] = {}


class LookUpPlan(Struct, frozen=True, forbid_unknown_fields=True):
    """How the rows of a record are shown, which may be chosen, and when the answer is a no."""

    record: Id
    title: str
    line: str = ""
    amount: str = ""
    values: tuple[str, ...] = ()
    texts: dict[str, str] = {}
    source: Demo | Literal[""] = ""
    why: tuple[Condition, ...] = ()
    refuse: tuple[Condition, ...] = ()
    if_none: IfNone | None = None


class Check(Struct, frozen=True, forbid_unknown_fields=True):
    """One rule at submit; `then` is what it leads to when it does not hold.

    `again_before_payment`: it must still hold when money is to move; meanwhile another case may have paid the same.
    """

    rule: str
    on: tuple[References, ...]
    reason: Id
    then: Literal["refused", "not_accepted", "declined"] = "refused"
    text: str = ""
    when: tuple[Condition, ...] = ()
    again_before_payment: bool = False


class SupplementPlan(Struct, frozen=True, forbid_unknown_fields=True):
    """One item of the one-time list, asked for when all of `when` hold."""

    id: Id
    what: str
    standard: str = ""
    when: tuple[Condition, ...] = ()


class CourseStep(Struct, frozen=True, forbid_unknown_fields=True):
    """A state, entered `after_s` seconds after the one before."""

    state: CaseState
    after_s: Seconds = 0
    office: str = ""


class LegPlan(Struct, frozen=True, forbid_unknown_fields=True):
    """One office of several; a rule of `declines` that fails makes it say no."""

    id: Id
    office: str
    after_s: Seconds = 0
    waits_for: str = ""
    declines: tuple[Check, ...] = ()


class PaymentPlan(Struct, frozen=True, forbid_unknown_fields=True):
    """What is to be paid, before which state, and after how long a demonstration pays it itself."""

    amount: str
    before: CaseState = "approved"
    paid_after_s: Seconds | None = None


class Effect(Struct, frozen=True, forbid_unknown_fields=True):
    """What reaching a state does to a register: `set` values in a record's rows, or `add` a row to a register."""

    at: CaseState | Literal["paid"]
    values: dict[str, References]
    set: str = ""
    add: str = ""
    owner: References = ()
    each: str = ""


class SummaryPlan(Struct, frozen=True, forbid_unknown_fields=True):
    """Where all of `when` hold: rows of which the columns of `by` say the same are one line.

    `amount` is that line's last column: its label, and the reference that is added up exactly.
    """

    by: tuple[tuple[str, str], ...]
    amount: tuple[str, str]
    when: tuple[Condition, ...] = ()


class PaperPlan(Struct, frozen=True, forbid_unknown_fields=True):
    """What a paper says beside its number, office and date.

    A `verifiable` one carries a code of its number, day and sum, by which it can be checked; it needs an `amount`.
    """

    title: str = ""
    lines: tuple[tuple[str, str], ...] = ()
    rows: str = ""
    columns: tuple[tuple[str, str], ...] = ()
    summary: SummaryPlan | None = None
    amount: str = ""
    note: str = ""
    verifiable: bool = False


class Service(Struct, frozen=True, forbid_unknown_fields=True):
    """One service of a department; `office` holds its cases where that is not the department's usual one."""

    name: str
    office: str = ""
    record: dict[Id, RecordPlan] = {}
    figure: dict[Id, Figure] = {}
    look_up: dict[Id, LookUpPlan] = {}
    check: tuple[Check, ...] = ()
    supplement: tuple[SupplementPlan, ...] = ()
    course: tuple[CourseStep, ...] = (CourseStep("accepted"), CourseStep("approved"))
    leg: tuple[LegPlan, ...] = ()
    payment: PaymentPlan | None = None
    effect: tuple[Effect, ...] = ()
    paper: dict[Paper, PaperPlan] = {}


class DepartmentFile(Struct, frozen=True, forbid_unknown_fields=True):
    """A department: its name, who holds its cases unless said otherwise, its services."""

    name: Demo
    prefix: Annotated[str, Meta(pattern=r"^[A-Z]{1,4}$")]
    service: dict[Id, Service]
    office: str = ""


class SeedRow(Struct, frozen=True, forbid_unknown_fields=True):
    """A row as the file has it; see `kiosk.gateway.departments.register_rows` for what values may say."""

    key: RowKey
    values: dict[Id, str | tuple[str, ...]]
    owner: str | None = None
    note: str = ""


class Made(Struct, frozen=True, forbid_unknown_fields=True):
    """Rows for the persons that are made from the seed: `share` of them, each value drawn from its list."""

    share: Annotated[float, Meta(ge=0, le=1)]
    values: dict[Id, tuple[str, ...]]


class RegisterFile(Struct, frozen=True, forbid_unknown_fields=True):
    """A register: who shares it, its rows, and what its ids are called where they are shown."""

    source: Demo
    row: tuple[SeedRow, ...] = ()
    words: dict[Id, dict[str, str]] = {}
    made: Made | None = None


_File = TypeVar("_File", bound=Struct)


def read_departments(folder: Path) -> dict[str, DepartmentFile]:
    """Every department of a folder, by the file's name; DepartmentFileError."""
    return {path.stem: _read(path, DepartmentFile) for path in sorted(folder.glob("*.toml"))}


def read_registers(folder: Path) -> dict[str, RegisterFile]:
    """Every register of a folder, by the file's name; DepartmentFileError."""
    return {path.stem: _read(path, RegisterFile) for path in sorted(folder.glob("*.toml"))}


def listed(references: References | None) -> tuple[str, ...]:
    """One reference or several, as several."""
    if references is None:
        return ()
    return (references,) if isinstance(references, str) else references


def _read(path: Path, kind: type[_File]) -> _File:
    try:
        tables: dict[str, Any] = msgspec.toml.decode(path.read_bytes())
        return msgspec.convert(tables, kind)
    except (msgspec.DecodeError, ValueError) as error:
        raise DepartmentFileError(f"{path.name}: {error}") from error
