"""The simulated national service for electronic licences: an identifier (GB/T 36904-2018) in, what is recorded out."""

from __future__ import annotations

from datetime import date, timedelta

from kiosk.core.idcard import masked_name
from kiosk.core.validators import code_text, licence_identifier_fault
from kiosk.gateway.departments.contract import Compared, Facts, Refused, State, Verification
from kiosk.gateway.departments.line import Line
from kiosk.gateway.departments.registers import KnownLicence, Registers


class LicenceSimulator:
    """A register of synthetic licences."""

    service = "电子证照共享服务（演示）"

    def __init__(self, registers: Registers, line: Line) -> None:
        self.line = line
        self._registers = registers
        self._licences = {licence.identifier: licence for licence in registers.licences}

    def is_up(self) -> bool:
        """Whether the simulator answers."""
        return self.line.is_up()

    def verify(self, identifier: str) -> Verification | Refused:
        """Look `identifier` up; a wrong check character is a malformed code, never a forged licence."""
        if refused := self.line.call():
            return refused
        normal = code_text(identifier)
        if licence_identifier_fault(normal) is not None:
            return Verification("malformed")
        licence = self._licences.get(normal)
        if licence is None:
            return Verification("not_found", (Compared("identifier", normal, None, same=False),))
        facts = self._facts(licence)
        return Verification(self._state(licence), (Compared("identifier", normal, normal, same=True),), facts)

    def _state(self, licence: KnownLicence) -> State:
        if licence.state == "withdrawn":
            return "withdrawn"
        until = self._valid_until(licence)
        return "expired" if until is not None and until < self._registers.today else "same"

    def _facts(self, licence: KnownLicence) -> Facts:
        name, is_person = self._registers.holder(licence.holder)
        until = self._valid_until(licence)
        return Facts(
            kind=licence.kind,
            number=licence.identifier,
            holder=masked_name(name) if is_person else name,
            issuer=licence.issuer,
            issued_on=self._issued_on(licence).isoformat(),
            valid_until=None if until is None else until.isoformat(),
            state=self._state(licence),
        )

    def _issued_on(self, licence: KnownLicence) -> date:
        return self._registers.today - timedelta(days=licence.issued_days_ago)

    def _valid_until(self, licence: KnownLicence) -> date | None:
        if licence.valid_days is None:
            return None
        return self._issued_on(licence) + timedelta(days=licence.valid_days)
