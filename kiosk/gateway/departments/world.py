"""What lies outside one case, in the simulation: registers behind their own lines, and regional data."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct
from sqlalchemy import Connection

from kiosk.core.regions import Regions
from kiosk.gateway.departments.case_ledger import CaseLedger
from kiosk.gateway.departments.contract import Refused
from kiosk.gateway.departments.department_file import RegisterFile
from kiosk.gateway.departments.facts import Row
from kiosk.gateway.departments.line import Line
from kiosk.gateway.departments.register_rows import find_rows
from kiosk.gateway.departments.rules import Texts
from kiosk.gateway.errors import DepartmentUnavailable

OWN_CASES = "cases"  # built in: the department's own cases as a register


class Shared(Struct, frozen=True):
    """What all simulated departments share: registers, the line to each, regional data."""

    registers: Mapping[str, RegisterFile]
    lines: Mapping[str, Line]
    regions: Regions


class SharedData:
    """The world of one transaction on one day."""

    def __init__(self, shared: Shared, connection: Connection, ledger: CaseLedger, today: str) -> None:
        self.regions = shared.regions
        self._shared, self._connection, self._ledger, self._today = shared, connection, ledger, today

    def rows(self, register: str, owners: Texts | None, keys: Texts | None) -> tuple[Row, ...]:
        """Rows of these owners and keys; DepartmentUnavailable while the line to the register is down or refuses."""
        if register == OWN_CASES:
            return self._ledger.rows(owners, keys)
        if isinstance(self._shared.lines[register].call(), Refused):
            # A register that shares nothing with us has not said that there is nothing.
            raise DepartmentUnavailable("a simulated register did not answer")
        return find_rows(self._connection, register, owners, keys, self._today)

    def word(self, register: str, key: str, text: str) -> str:
        """What an id is called where it is shown."""
        file = self._shared.registers.get(register)
        return file.words.get(key, {}).get(text, text) if file is not None else text

    def source(self, register: str) -> str:
        """Who shares a register; "" for the department's own cases."""
        file = self._shared.registers.get(register)
        return file.source if file is not None else ""
