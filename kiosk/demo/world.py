"""Starts everything a demonstration needs as real processes and stops it again; one directory holds it all."""

from __future__ import annotations

import contextlib
import os
import queue
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Self

from kiosk.dock import PHONES, Dock

READY_S = 30.0
STOP_S = 8.0


class DemoError(Exception):
    """The demonstration can't go on; the text is the sentence for whoever started it."""


class Program:
    """One process whose standard output is read line by line; it dies with us."""

    def __init__(self, name: str, argv: Sequence[str], log: Path, env: Mapping[str, str] | None = None) -> None:
        self.name = name
        self._lines: queue.Queue[str] = queue.Queue()
        self._log = log.open("ab")
        self.process = subprocess.Popen(
            ("setpriv", "--pdeathsig", "KILL", "--", *argv),
            env={**os.environ, **(env or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=self._log,
            text=True,
            process_group=0,
        )
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._lines.put(line.strip())
        self._lines.put("")

    def line_with(self, word: str, within_s: float = READY_S) -> str:
        """The first line that holds `word`; DemoError when the program ends or stays silent."""
        deadline = time.monotonic() + within_s
        while (left_s := deadline - time.monotonic()) > 0:
            with contextlib.suppress(queue.Empty):
                line = self._lines.get(timeout=left_s)
                if word in line:
                    return line
                if not line and self.process.poll() is not None:
                    break
        raise DemoError(
            f"{self.name} 没有启动，请看 {self._log.name}。 {self.name} did not start: see {self._log.name}."
        )

    def stop(self) -> None:
        """SIGTERM and time to obey, then SIGKILL to its whole group."""
        if self.process.poll() is None:
            self.process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(STOP_S)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self._log.close()


class World:
    """Gateway, emulators, terminal and screen; `directory` holds sockets, settings and stores, `out` the papers."""

    def __init__(self, directory: Path, out: Path) -> None:
        self.directory = directory
        self.out = out
        self.dock = Dock(directory)
        self._programs: list[Program] = []

    def __enter__(self) -> Self:
        shutil.rmtree(self.directory, ignore_errors=True)
        self.directory.mkdir(mode=0o700, parents=True)
        return self

    def __exit__(self, *_: object) -> None:
        for program in reversed(self._programs):
            program.stop()

    @property
    def mirror(self) -> Path:
        """Where the screen's targets are told."""
        return self.directory / "mirror.sock"

    @property
    def database(self) -> Path:
        """The gateway's database file."""
        return self.directory / "gateway.sqlite"

    def start(self, env: Mapping[str, str] | None = None, more_screen: Sequence[str] = ()) -> None:
        """Start everything and wait until each part is ready."""
        here = self.directory
        emulators = self._start_emulators()
        gateway = self._run(
            "gateway",
            *("gateway", "--listen", "127.0.0.1:0", "--database", f"sqlite:///{self.database}", "--simulation"),
            *("--token-file", str(here / "token"), "--phone-outbox", str(here / PHONES)),
            *("--signer-dir", str(here / "signer")),
        )
        printer = emulators["receipt-printer"].line_with("listening").removeprefix("listening ")
        for emulator in emulators.values():
            emulator.line_with("ready")
        address = gateway.line_with("ready").partition("ready ")[2]
        self._write_settings(address, printer)
        self._run("desk", "run", "--config", str(here / "terminal.toml"), *more_screen, env=env)

    def _start_emulators(self) -> dict[str, Program]:
        here = self.directory
        (self.out / "receipts").mkdir(parents=True, exist_ok=True)
        return {
            "id-card": self._emulate("id-card", "--link", str(here / "id-card"), "--no-card"),
            "camera": self._emulate("camera", "--link", str(here / "camera")),
            "receipt-printer": self._emulate(
                "receipt-printer", "--listen", "127.0.0.1:0", "--out", str(self.out / "receipts")
            ),
            "document-printer": self._emulate(
                "document-printer", "--spool", str(here / "spool"), "--out", str(self.out / "certificates")
            ),
        }

    def _emulate(self, kind: str, *arguments: str) -> Program:
        control = ("--control", str(self.directory / f"{kind}.sock"))
        return self._run(kind, "emulate", kind, *arguments, *control)

    def _run(self, name: str, *arguments: str, env: Mapping[str, str] | None = None) -> Program:
        argv = (sys.executable, "-P", "-m", "kiosk", *arguments)
        program = Program(name, argv, self.directory / f"{name}.log", env)
        self._programs.append(program)
        return program

    def _write_settings(self, gateway: str, printer: str) -> None:
        here = self.directory
        (here / "terminal.toml").write_text(
            f'gateway = "{gateway}"\n'
            f'token_file = "{here}/token"\n'
            f'data = "{here}/data"\n'
            f'screen_socket = "{here}/screen.sock"\n'
            f'mirror_socket = "{self.mirror}"\n'
            "[devices]\n"
            f'id_card_reader = "{here}/id-card"\n'
            f'receipt_printer = "{printer}"\n'
            f'document_printer = "{here}/spool"\n'
            f'camera = "{here}/camera"\n',
            "utf-8",
        )
