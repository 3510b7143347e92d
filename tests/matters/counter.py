"""The whole gateway, with every matter and every department of the demonstration, asked as a terminal asks."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from kiosk.core.matters import Catalogue
from kiosk.documents.fonts import Fonts
from kiosk.documents.office import IssuingOffice
from kiosk.documents.press import Press
from kiosk.documents.signing import Signer
from kiosk.gateway.app import Files, create_app
from kiosk.gateway.db import open_database
from kiosk.gateway.departments.simulated import simulate_departments
from kiosk.gateway.identity import Identity
from kiosk.gateway.person_checks import pin_hash
from kiosk.gateway.sources import Sources
from kiosk.gateway.window.staff import Staff
from tests.gateway.conftest import TODAY, MovedClock
from tests.gateway.one_terminal import PIN, InProcess, Terminal
from tests.matters.department import HANGZHOU

TOKEN, STAFF = "token-of-counter", "W001"
SIGNED = "0" * 64
# Whole cases that are taken as they are: of YAN in matter 16, of WANG in matter 21, both at HANGZHOU.
FEE = {
    "insurance": "pension",
    "pay_cycle": "quarter",
    "period_from": "2026-06",
    "grade": "g60",
    "registered_as": "灵活就业人员",
    "period_to": "2026-08",
    "amount": "2400.00",
}
LINE = {
    "voucher": "DEMO3301260000000002",
    "insurance": "企业职工基本养老保险",
    "period": "2026-04",
    "paid": "800.00",
    "refund": "800.00",
}
REFUND = {
    "values": {
        "dept_group": "social",
        "refund_reason": "wrong_return",
        "refund_account": "9999000000000000020",
        "account_bank": "示例农村信用社（演示）",
    },
    "place": HANGZHOU,
    "rows": ["fp-wang-2"],
    "tables": {"lines": [LINE]},
    "signature": SIGNED,
}


class Counter(Terminal):
    """A terminal of this place (110101), and the gateway behind it."""

    def __init__(self, client: httpx.Client, app: Any, clock: MovedClock, shelf: Catalogue, folder: Path) -> None:
        super().__init__(client, folder / "phone.jsonl")
        self.app, self.clock, self._shelf = app, clock, shelf

    def case(self, matter: str, parties: dict[str, Any], **more: Any) -> dict[str, Any]:
        """A case of a matter that ships, checked by the keeper, with every consent."""
        stander = parties.get("agent", {}).get("party", parties["applicant"])
        trace = more.pop("trace", None)
        body = {
            "matter": matter,
            "version": self._shelf.matters[matter].version,
            "parties": parties,
            "check_trace": trace or self.checked(stander, matter=matter, claimed=parties.get("claimed", False)),
            "consents": dict.fromkeys(("general", *self._shelf.matters[matter].sensitive), "1"),
        }
        return body | more

    def window(self) -> httpx.Client:
        """A member of staff at the window of this place."""
        visitor = httpx.Client(transport=self.http._transport, base_url="http://gateway")
        assert visitor.post("/window/login", data={"staff": STAFF, "pin": PIN}).status_code == 303
        return visitor


@contextmanager
def open_counter(shelf: Catalogue, folder: Path) -> Iterator[Counter]:
    """A counter over a fresh database, as on TODAY."""
    clock, engine = MovedClock(), open_database(f"sqlite:///{folder}/gateway.sqlite")
    fonts = Path(os.environ.get("KIOSK_FONTS") or Path.home() / ".cache" / "kiosk" / "fonts")
    office = IssuingOffice(Press(Fonts(fonts)), Signer(folder / "made", TODAY))
    phones = folder / "phone.jsonl"
    simulation = simulate_departments(engine, office, clock, seed=7, phone_outbox=phones, regions=shelf.regions)
    Identity(engine).register("counter", TOKEN, TODAY)
    staff = (Staff(STAFF, "示例 收件", "收件地窗口（演示）", "110101", pin_hash(PIN)),)
    files = Files(tuple(shelf.matters.values()), shelf.regions, shelf.words["zh"], staff)
    sources = Sources(clock=clock)
    app = create_app(engine, simulation.departments, sources, pin_hash(PIN), simulation.lines, files)
    headers = {"Authorization": f"Bearer {TOKEN}"}
    with httpx.Client(transport=InProcess(app), base_url="http://gateway", headers=headers) as client:
        yield Counter(client, app, clock, shelf, folder)
    engine.dispose()
