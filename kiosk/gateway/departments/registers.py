"""The synthetic persons, companies, payments and certificates that the simulators know.

Deterministic: the same files, seed and day give the same registers. Nobody in them exists.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Annotated, Any, Literal, TypeVar

import msgspec
from msgspec import Meta, Struct

from kiosk.core.validators import citizen_check_digit
from kiosk.gateway.departments.contract import Person

ASSETS = Path(__file__).parents[3] / "assets"
GENERATED = 24
_FAMILIES = "吴郑冯褚卫蒋沈韩杨朱秦许何吕施张孔曹严华金魏陶姜"
_KINDS = (("车船税", "摩托车"), ("印花税", "产权转移书据"), ("房产税", "个人出租住房"), ("契税", "存量房买卖"))

Days = Annotated[int, Meta(ge=0)]


class KnownPerson(Struct, frozen=True):
    """A synthetic person of persons.toml; other keys of that file are the card reader's."""

    id: str
    name: str
    number: str
    phone: str | None = None

    def __repr__(self) -> str:
        """Synthetic, but held like a real one."""
        return f"KnownPerson(id={self.id!r})"

    @property
    def person(self) -> Person:
        """As a terminal names them."""
        return Person(self.name, self.number)


class Company(Struct, frozen=True):
    """A synthetic company."""

    uscc: str
    name: str
    address: str


class PaymentPlan(Struct, frozen=True, forbid_unknown_fields=True):
    """An entry of tax-payments.toml; that file explains its keys."""

    person: str
    authority: str
    kind: str
    item: str
    amount: Decimal
    days_ago: Days = 0
    paid_on: date | None = None
    months: Annotated[int, Meta(ge=1)] = 1
    in_treasury: bool = True
    issued_as: str | None = None


class KnownCertificate(Struct, frozen=True):
    """A tax certificate issued elsewhere before."""

    number: str
    issued_on: str
    amount: Decimal
    holder: str
    issuer: str
    state: Literal["valid", "void"]


class KnownDocument(Struct, frozen=True):
    """A Document of Compliance; that file explains its keys."""

    number: str
    regime: Literal["NSM", "ISM"]
    company: str
    issuer: str
    ship_types: tuple[str, ...]
    issued_days_ago: Days
    valid_days: Days
    annual: tuple[Days, ...]
    state: Literal["valid", "withdrawn", "interim", "void"]


class KnownShip(Struct, frozen=True):
    """A ship's Safety Management Certificate; that file explains its keys."""

    number: str
    regime: Literal["NSM", "ISM"]
    name: str
    ship_id: str
    ship_type: str
    port: str
    gross: str
    company: str
    document: str
    issuer: str
    issued_days_ago: Days
    valid_days: Days
    intermediate: tuple[Days, ...]
    state: Literal["valid", "withdrawn", "interim", "void"]
    imo: str = ""


class KnownLicence(Struct, frozen=True):
    """An electronic licence."""

    identifier: str
    kind: str
    holder: str
    issuer: str
    issued_days_ago: Days
    state: Literal["valid", "withdrawn"]
    valid_days: Days | None = None


class Place(Struct, frozen=True):
    """A fictional tax authority."""

    id: str
    zh: str


class Registers(Struct, frozen=True):
    """Everything the simulators know on `today`."""

    today: date
    persons: tuple[KnownPerson, ...]
    companies: tuple[Company, ...]
    payments: tuple[PaymentPlan, ...]
    certificates: tuple[KnownCertificate, ...]
    documents: tuple[KnownDocument, ...]
    ships: tuple[KnownShip, ...]
    licences: tuple[KnownLicence, ...]
    authorities: tuple[Place, ...]

    def holder(self, key: str) -> tuple[str, bool]:
        """The name behind a person's id or a company's code, and whether it is a person's."""
        names = {each.id: (each.name, True) for each in self.persons}
        return (names | {each.uscc: (each.name, False) for each in self.companies})[key]


def load_registers(today: date, seed: int, assets: Path = ASSETS) -> Registers:
    """Read the files below `assets` and add `GENERATED` persons made from `seed`."""
    synthetic = assets / "synthetic"
    persons = _read(synthetic / "persons.toml", KnownPerson)
    random = Random(seed)  # noqa: S311 - repeatable demonstration data, nothing secret
    more = tuple(_persons(random))
    return Registers(
        today=today,
        persons=persons + more,
        companies=_read(synthetic / "companies.toml", Company),
        payments=_read(synthetic / "tax-payments.toml", PaymentPlan) + tuple(_payments(random, more)),
        certificates=_read(synthetic / "tax-certificates.toml", KnownCertificate),
        documents=_read(synthetic / "maritime-documents.toml", KnownDocument),
        ships=_read(synthetic / "maritime-ships.toml", KnownShip),
        licences=_read(synthetic / "e-licences.toml", KnownLicence),
        authorities=_read(assets / "regions" / "tax-authorities.toml", Place),
    )


_Entry = TypeVar("_Entry", bound=Struct)


def _read(path: Path, kind: type[_Entry]) -> tuple[_Entry, ...]:
    """The one array of tables in a file; msgspec.ValidationError names what is wrong in it."""
    (entries,) = msgspec.toml.decode(path.read_bytes(), type=dict[str, list[Any]]).values()
    return tuple(msgspec.convert(entry, kind) for entry in entries)


def _persons(random: Random) -> Iterator[KnownPerson]:
    for place in range(GENERATED):
        born = f"{random.randint(1945, 2000)}{random.randint(1, 12):02d}{random.randint(1, 28):02d}"
        # Order numbers above 970 are not given out in practice, as in persons.toml.
        first = f"110105{born}{971 + place:03d}"
        name = f"{random.choice(_FAMILIES)}示例{'甲乙丙丁戊己庚辛壬癸'[place % 10]}"
        yield KnownPerson(f"made-{place}", name, first + citizen_check_digit(first), f"1390000{1000 + place}")


def _payments(random: Random, persons: tuple[KnownPerson, ...]) -> Iterator[PaymentPlan]:
    for person in persons:
        for _ in range(random.randint(0, 4)):
            kind, item = random.choice(_KINDS)
            amount = Decimal(random.randint(1_00, 9_999_99)) / 100
            yield PaymentPlan(person.id, "hean", kind, item, amount, days_ago=random.randint(2, 700))
