"""A gateway in a thread of this process on a real socket, whose clock, ids and codes are the same at every run."""

from __future__ import annotations

import itertools
import json
import socket
import sqlite3
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

import httpx
import uvicorn

from kiosk.catalogue import read_all_words, read_matters
from kiosk.clock import CHINA
from kiosk.commands.gateway import DEMO_KEEPER_PIN, DEMO_TERMINAL
from kiosk.documents.fonts import Fonts
from kiosk.documents.office import IssuingOffice
from kiosk.documents.press import Press
from kiosk.documents.signing import Signer
from kiosk.gateway.app import Files, create_app
from kiosk.gateway.db import open_database
from kiosk.gateway.departments.simulated import simulate_departments
from kiosk.gateway.identity import Identity, token_of
from kiosk.gateway.person_checks import pin_hash
from kiosk.gateway.sources import Sources
from kiosk.gateway.window.staff import Staff
from kiosk.region_files import read_regions
from kiosk.settings import Settings

TODAY = datetime(2026, 11, 23, 10, 0, tzinfo=CHINA)
CODE = "246802"
READY_S = 30.0
STAFF = "W001"
ASSETS = Settings().assets


class FixedGateway:
    """The real gateway with simulated departments; `folder` holds its files, `signer` the demonstration's keys."""

    def __init__(self, folder: Path, signer: Path, fonts: Path, assets: Path = ASSETS) -> None:
        self.folder = folder
        self.signer = signer
        self.token_file = folder / "token"
        self.database = folder / "gateway.sqlite"
        self.clock = TODAY
        self._fonts = fonts
        self.assets = assets
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._socket.getsockname()[1])

    def start(self) -> None:
        """Serve from a thread until `stop`."""
        engine = open_database(f"sqlite:///{self.database}")
        office = IssuingOffice(Press(Fonts(self._fonts)), Signer(self.signer, TODAY))
        regions, phones = read_regions(self.assets / "regions"), self.folder / "phone.jsonl"
        simulation = simulate_departments(engine, office, lambda: self.clock, 0, phones, regions, self.assets)
        Identity(engine).register(DEMO_TERMINAL, token_of(self.token_file), TODAY)
        numbers = itertools.count(1)
        sources = Sources(clock=lambda: self.clock, ids=lambda: f"{next(numbers):032x}", codes=lambda: CODE)
        staff = Staff(STAFF, "示例 收件", "收件地窗口（演示）", "110101", pin_hash(DEMO_KEEPER_PIN))
        words = read_all_words(self.assets)["zh"]
        files = Files(tuple(read_matters(self.assets)), regions, words, (staff,))
        app = create_app(engine, simulation.departments, sources, pin_hash(DEMO_KEEPER_PIN), simulation.lines, files)
        self._engine = engine
        self._server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False))
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [self._socket]}, daemon=True)
        self._thread.start()
        deadline = time.monotonic() + READY_S
        while not self._server.started:
            assert time.monotonic() < deadline, "the gateway did not start"
            time.sleep(0.01)

    def stop(self) -> None:
        """End the thread and close everything."""
        self._server.should_exit = True
        self._thread.join(READY_S)
        self._socket.close()
        self._engine.dispose()

    def work(self, department: str, verb: str, **more: object) -> None:
        """Work a simulated department."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/simulation/{department}",
            data=json.dumps({"verb": verb, **more}).encode(),
            headers={
                "Authorization": f"Bearer {self.token_file.read_text().strip()}",
                "Content-Type": "application/json",
            },
            method="POST",
        )
        urllib.request.urlopen(request, None, 10).close()

    @contextmanager
    def window(self) -> Iterator[httpx.Client]:
        """A member of staff at the receiving window, who has come in."""
        with httpx.Client(base_url=f"http://127.0.0.1:{self.port}", follow_redirects=True) as client:
            client.post("/window/login", data={"staff": STAFF, "pin": DEMO_KEEPER_PIN}).raise_for_status()
            yield client

    def rows(self, statement: str) -> list[tuple[object, ...]]:
        """Rows out of the gateway's database."""
        with closing(sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)) as connection:
            return connection.execute(statement).fetchall()
