"""Safety Management Certificates (安全管理证书) of ships, and both kinds of certificates as registers to search in.

A ship's certificate stands on its company's Document of Compliance: when that is not in force or does not cover the
type of ship, the ship's is as good as withdrawn (ISM Code 13.5.1, and the domestic NSM rules modelled on it).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from msgspec.structs import replace

from kiosk.core.validators import code_text, compact, imo_fault
from kiosk.gateway.departments.contract import Compared, Facts, Refused, ShipPresented, State, Verification
from kiosk.gateway.departments.department_file import RegisterFile, SeedRow
from kiosk.gateway.departments.registers import KnownDocument, KnownShip, Registers

IN_FORCE = ("same", "interim")
SOURCE = "海事管理机构（演示）"
_STATES = {"valid": "有效", "interim": "临时", "withdrawn": "撤销", "void": "作废"}


class ShipRegister:
    """The ships' certificates; `document_facts` says how a company's certificate stands."""

    def __init__(self, registers: Registers, document_facts: Callable[[KnownDocument], Facts]) -> None:
        self._today = registers.today
        self._ships = registers.ships
        self._companies = {company.uscc: company for company in registers.companies}
        self._documents = {document.number: document_facts(document) for document in registers.documents}

    def verify(self, presented: ShipPresented) -> Verification | Refused:
        """Compare field by field; why nothing can be compared is a refusal."""
        if presented.imo_no and imo_fault(code_text(presented.imo_no)) is not None:
            return Verification("malformed", (Compared("imo_no", presented.imo_no, None, same=False),))
        if presented.cert_no and code_text(presented.cert_no) in self._documents:
            return Refused("other_certificate_kind")
        found = [ship for ship in self._ships if _is_asked(ship, presented)]
        if not _has_precise_key(presented) or len(found) > 1:
            return Refused("second_key_needed")
        if not found:
            return Verification("not_found", _not_recorded(presented))
        return self._compared(presented, found[0])

    def _compared(self, presented: ShipPresented, ship: KnownShip) -> Verification:
        facts = self._facts(ship)
        fields = self._fields(presented, ship, facts)
        if not all(field.same for field in fields):
            return Verification("differs", fields, facts)
        if facts.state in IN_FORCE and (unsound := self._unsound(ship)):
            return Verification("withdrawn", (*fields, unsound), replace(facts, state="withdrawn"))
        return Verification(facts.state, fields, facts)  # type: ignore[arg-type]  # Facts keeps a State as text

    def _fields(self, presented: ShipPresented, ship: KnownShip, facts: Facts) -> tuple[Compared, ...]:
        recorded = {
            "cert_no": ship.number,
            "ship_name": ship.name,
            "imo_no": ship.imo,
            "ship_id": ship.ship_id,
            "company_no": ship.company,
            "company_name": self._companies[ship.company].name,
            "ship_type": ship.ship_type,
            "issuer": ship.issuer,
            "issued_on": facts.issued_on or "",
            "valid_until": facts.valid_until or "",
        }
        shown = _keys(presented) | presented.others
        return tuple(
            Compared(key, value, recorded[key], same=code_text(value) == code_text(recorded[key]))
            for key, value in shown.items()
            if value and key in recorded
        )

    def _unsound(self, ship: KnownShip) -> Compared | None:
        """What is wrong with the company's certificate under this ship's."""
        document = self._documents[ship.document]
        if document.state not in IN_FORCE:
            return Compared("document", None, document.number, same=False)
        if ship.ship_type not in document.covers:
            return Compared("ship_type", ship.ship_type, "、".join(document.covers), same=False)
        return None

    def _facts(self, ship: KnownShip) -> Facts:
        issued = self._today - timedelta(days=ship.issued_days_ago)
        until = issued + timedelta(days=ship.valid_days)
        return Facts(
            kind=f"船舶安全管理证书（SMC，{ship.regime}）",
            number=ship.number,
            holder=ship.name,
            issuer=ship.issuer,
            issued_on=issued.isoformat(),
            valid_until=until.isoformat(),
            covers=(ship.ship_type, self._companies[ship.company].name),
            state=_state(ship, until, self._today),
        )


def maritime_registers(known: Registers) -> dict[str, RegisterFile]:
    """The certificates as public registers, to be searched by company and ship."""
    companies = {company.uscc: company.name for company in known.companies}
    words = {"state": _STATES}
    documents = tuple(_document_row(document, companies[document.company]) for document in known.documents)
    ships = tuple(_ship_row(ship, companies[ship.company]) for ship in known.ships)
    return {
        "maritime_documents": RegisterFile(SOURCE, documents, words),
        "maritime_ships": RegisterFile(SOURCE, ships, words),
    }


def _document_row(document: KnownDocument, company: str) -> SeedRow:
    values: dict[str, str | tuple[str, ...]] = {
        "cert_no": document.number,
        "company_no": document.company,
        "company_name": company,
        "ship_types": document.ship_types,
        "regime": document.regime,
        "issuer": document.issuer,
        "issued_on": f"days:-{document.issued_days_ago}",
        "valid_until": f"days:{document.valid_days - document.issued_days_ago}",
        "state": document.state,
    }
    return SeedRow(document.number, values)


def _ship_row(ship: KnownShip, company: str) -> SeedRow:
    values: dict[str, str | tuple[str, ...]] = {
        "cert_no": ship.number,
        "ship_name": ship.name,
        "imo_no": ship.imo,
        "ship_id": ship.ship_id,
        "ship_type": ship.ship_type,
        "port": ship.port,
        "company_no": ship.company,
        "company_name": company,
        "document": ship.document,
        "valid_until": f"days:{ship.valid_days - ship.issued_days_ago}",
        "state": ship.state,
    }
    return SeedRow(ship.number, values)


def _state(ship: KnownShip, until: date, today: date) -> State:
    if ship.state in ("withdrawn", "void"):
        return "withdrawn" if ship.state == "withdrawn" else "void"
    if until < today:
        return "expired"
    return "interim" if ship.state == "interim" else "same"


def _keys(presented: ShipPresented) -> dict[str, str | None]:
    return {
        "cert_no": presented.cert_no,
        "ship_name": presented.ship_name,
        "imo_no": presented.imo_no,
        "ship_id": presented.ship_id,
        "company_no": presented.company_no,
    }


def _has_precise_key(presented: ShipPresented) -> bool:
    """Ships share names: a number, or the company beside the name."""
    return any(value for key, value in _keys(presented).items() if key != "ship_name")


def _is_asked(ship: KnownShip, presented: ShipPresented) -> bool:
    """Whether this is the ship: by the most precise key given, and of a company's by name."""
    for given, own in (
        (presented.cert_no, ship.number),
        (presented.imo_no, ship.imo),
        (presented.ship_id, ship.ship_id),
    ):
        if given:
            return code_text(given) == own
    of_company = not presented.company_no or code_text(presented.company_no) == ship.company
    return of_company and (not presented.ship_name or compact(presented.ship_name) == ship.name)


def _not_recorded(presented: ShipPresented) -> tuple[Compared, ...]:
    return tuple(Compared(key, value, None, same=False) for key, value in _keys(presented).items() if value)
