"""A gateway as a process of its own, with simulated departments."""

from __future__ import annotations

import asyncio
import contextlib
import json
import sqlite3
import sys
import urllib.request
from pathlib import Path


class Gateway:
    """A gateway process of its own, with simulated departments and its database in `folder`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.token_file = folder / "token"
        self.database = folder / "gateway.sqlite"
        self.phones = folder / "phone.jsonl"
        self.log = folder / "gateway.log"
        self.port = 0

    async def start(self) -> None:
        """Start and wait until it says where it listens."""
        self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-m", "kiosk", "gateway", "--simulation", "--listen", f"127.0.0.1:{self.port}"),
            *("--database", f"sqlite:///{self.database}", "--token-file", str(self.token_file)),
            *("--phone-outbox", str(self.phones), "--signer-dir", str(self.folder / "signer")),
            stdout=asyncio.subprocess.PIPE,
            stderr=(log := self.log.open("ab")),
        )
        log.close()
        assert self._process.stdout is not None
        line = (await asyncio.wait_for(self._process.stdout.readline(), 30)).decode()
        assert line.startswith("ready"), self.log.read_text()
        self.port = int(line.rsplit(":", 1)[1])

    def newest_certificate(self) -> tuple[str, str, str]:
        """Number, date and total of the certificate that was issued last."""
        statement = "SELECT number, issued_at, total FROM certificates ORDER BY issued_at DESC LIMIT 1"
        with contextlib.closing(sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)) as connection:
            number, issued_at, total = connection.execute(statement).fetchone()
        return number, str(issued_at)[:10], str(total)

    @property
    def pid(self) -> int:
        """Of the process that runs now."""
        return self._process.pid

    async def stop(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()
        await self._process.wait()

    async def work(self, department: str, verb: str, **more: object) -> None:
        """Work a simulated department: down, up, slow, refuse_next ..."""
        token = self.token_file.read_text().strip()
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/simulation/{department}",
            data=json.dumps({"verb": verb, **more}).encode(),
            headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
            method="POST",
        )
        await asyncio.to_thread(urllib.request.urlopen, request, None, 10)

    def texted(self) -> list[str]:
        """The codes that were texted so far."""
        lines = self.phones.read_text("utf-8").splitlines() if self.phones.exists() else []
        texts = [json.loads(line)["text"] for line in lines]
        return [
            next(part for part in "".join(c if c.isdigit() else " " for c in text).split() if len(part) == 6)
            for text in texts
        ]

    def count(self, statement: str) -> int:
        """One number out of the gateway's database."""
        with contextlib.closing(sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)) as connection:
            number: int = connection.execute(statement).fetchone()[0]
        return number
