"""The simulated maritime administration: certificates of shipping companies (符合证明) and ships, a public register.

Annual verification within three months of the anniversary: ISM Code 13.4, and the domestic NSM rules modelled on it.
"""

from __future__ import annotations

from datetime import date, timedelta

from kiosk.core.validators import code_text
from kiosk.gateway.departments.contract import (
    Compared,
    Facts,
    MaritimePresented,
    Refused,
    ShipPresented,
    State,
    Verification,
)
from kiosk.gateway.departments.line import Line
from kiosk.gateway.departments.maritime_ships import ShipRegister
from kiosk.gateway.departments.registers import Company, KnownDocument, Registers

WINDOW = timedelta(days=92)
YEAR = timedelta(days=365)
# Of several certificates of one company the one in force speaks for it.
_BEST_FIRST = ("same", "interim", "expired", "withdrawn", "void")


class MaritimeSimulator:
    """A register of synthetic companies' certificates."""

    service = "海事管理机构（演示）航运公司证书查询"
    ship_service = "海事管理机构（演示）船舶证书查询"

    def __init__(self, registers: Registers, line: Line) -> None:
        self.line = line
        self._today = registers.today
        self._companies = {company.uscc: company for company in registers.companies}
        self._documents = registers.documents
        self._ships = ShipRegister(registers, self._facts)

    def is_up(self) -> bool:
        """Whether the simulator answers."""
        return self.line.is_up()

    def documents(self, cert_no: str | None, company_no: str | None) -> tuple[Facts, ...] | Refused:
        """Certificates by number or by their company's code, the one in force first."""
        if refused := self.line.call():
            return refused
        return tuple(self._facts(document) for document in self._found(cert_no, company_no))

    def verify(self, presented: MaritimePresented) -> Verification | Refused:
        """Compare what stands on the paper with the register, field by field; the register is public."""
        if refused := self.line.call():
            return refused
        found = self._found(presented.cert_no, presented.company_no)
        if not found:
            return Verification("not_found", tuple(_not_recorded(presented)))
        document, facts = found[0], self._facts(found[0])
        fields = tuple(_compare(presented, document, self._companies[document.company], facts))
        if not all(field.same for field in fields):
            return Verification("differs", fields, facts)
        return Verification(self._state(document), fields, facts)

    def verify_ship(self, presented: ShipPresented) -> Verification | Refused:
        """Compare a ship's certificate with the register; a name alone is too little (``second_key_needed``)."""
        return self.line.call() or self._ships.verify(presented)

    def _found(self, cert_no: str | None, company_no: str | None) -> list[KnownDocument]:
        found = [
            document
            for document in self._documents
            if (cert_no is None or document.number == code_text(cert_no))
            and (company_no is None or cert_no is not None or document.company == code_text(company_no))
        ]
        return sorted(found, key=lambda document: _BEST_FIRST.index(self._state(document)))

    def _state(self, document: KnownDocument) -> State:
        if document.state in ("withdrawn", "void"):
            return "withdrawn" if document.state == "withdrawn" else "void"
        if self._valid_until(document) < self._today:
            return "expired"
        return "interim" if document.state == "interim" else "same"

    def _facts(self, document: KnownDocument) -> Facts:
        state = self._state(document)
        overdue = state == "same" and self._verification_overdue(document)
        return Facts(
            kind=f"航运公司符合证明（DOC，{document.regime}）",
            number=document.number,
            holder=self._companies[document.company].name,
            issuer=document.issuer,
            issued_on=self._day(document.issued_days_ago).isoformat(),
            valid_until=self._valid_until(document).isoformat(),
            covers=document.ship_types,
            state=state,
            advice="annual_verification_overdue" if overdue else None,
        )

    def _verification_overdue(self, document: KnownDocument) -> bool:
        """Whether an anniversary's window closed without an annual verification in it."""
        done = [self._day(days) for days in document.annual]
        anniversary = self._day(document.issued_days_ago) + YEAR
        while anniversary + WINDOW < self._today:
            if not any(abs(day - anniversary) <= WINDOW for day in done):
                return True
            anniversary += YEAR
        return False

    def _valid_until(self, document: KnownDocument) -> date:
        return self._day(document.issued_days_ago) + timedelta(days=document.valid_days)

    def _day(self, days_ago: int) -> date:
        return self._today - timedelta(days=days_ago)


def _not_recorded(presented: MaritimePresented) -> list[Compared]:
    keys = {"cert_no": presented.cert_no, "company_no": presented.company_no}
    return [Compared(key, value, None, same=False) for key, value in keys.items() if value is not None]


def _compare(presented: MaritimePresented, document: KnownDocument, company: Company, facts: Facts) -> list[Compared]:
    recorded = {
        "cert_no": document.number,
        "company_no": company.uscc,
        "company_name": company.name,
        "issuer": facts.issuer,
        "issued_on": facts.issued_on or "",
        "valid_until": facts.valid_until or "",
    }
    shown = {"cert_no": presented.cert_no, "company_no": presented.company_no} | presented.others
    fields = [
        Compared(key, value, recorded[key], same=code_text(value) == code_text(recorded[key]))
        for key, value in shown.items()
        if value is not None and key in recorded
    ]
    if ship_type := presented.others.get("ship_type"):
        covered = ship_type in document.ship_types
        fields.append(Compared("ship_type", ship_type, "、".join(document.ship_types), same=covered))
    return fields
