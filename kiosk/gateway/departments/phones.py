"""The simulated register of telephones: a text to a phone becomes one JSON line in the outbox file."""

from __future__ import annotations

import json
import os
from pathlib import Path

from kiosk.gateway.departments.contract import Person
from kiosk.gateway.departments.line import Line
from kiosk.gateway.departments.registers import Registers
from kiosk.gateway.errors import DepartmentUnavailable, RequestRefused
from kiosk.gateway.times import Clock, instant


class PhoneSimulator:
    """Phones of the synthetic persons. Without an outbox file nobody could read a code, so the service is down."""

    service = "短信服务（演示）"

    def __init__(self, registers: Registers, line: Line, outbox: Path | None, clock: Clock) -> None:
        self.line = line
        self._phones = {known.person.digest: known.phone for known in registers.persons}
        self._outbox, self._clock = outbox, clock

    def is_up(self) -> bool:
        """Whether texts can be sent."""
        return self._outbox is not None and self.line.is_up()

    def phone_of(self, person: Person) -> str | None:
        """The telephone this person registered; also None when name and number do not belong together."""
        if refused := self.line.call():
            raise RequestRefused(refused.reason)
        return self._phones.get(person.digest)

    def send(self, phone: str, text: str) -> None:
        """Append the text to the outbox, which only its owner may read."""
        if self._outbox is None:
            raise DepartmentUnavailable("no phone outbox is configured")
        line = json.dumps({"at": instant(self._clock()), "to": phone, "text": text}, ensure_ascii=False)
        try:
            with os.fdopen(os.open(self._outbox, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "a") as file:
                file.write(line + "\n")
        except OSError as error:
            raise DepartmentUnavailable("the phone outbox cannot be written") from error
