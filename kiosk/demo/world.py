"""Starts everything a demonstration needs as real processes and stops it again; one directory holds it all."""

from __future__ import annotations

import contextlib
import fcntl
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
from typing import IO, Self

from kiosk.demo.network import Network
from kiosk.dock import PHONES, Dock

READY_S = 30.0
STOP_S = 8.0
WATCH_EVERY_S = 0.5
ANY_PORT = "127.0.0.1:0"
DOCK = "dock"
GATEWAY = "gateway.address"  # a file: whoever works the dock knows only the demo's directory
# by which a demo's folder is known
OURS = ("terminal.toml", "id-card.log", "receipts", "certificates", "story.json", "papers")
LOOK_EVERY_S = 1.0  # who works the dock wants to see at once what it did


class DemoError(Exception):
    """The demonstration can't go on; the text is the sentence for whoever started it."""


def empty(folder: Path) -> None:
    """Make `folder`, or empty it after an earlier demo; DemoError when it is full of anything else."""
    if folder.exists() and any(folder.iterdir()) and not any((folder / each).exists() for each in OURS):
        raise DemoError(f"{folder} 里有别的东西，不会清空。 {folder} holds other things and is not emptied.")
    try:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o700, parents=True)
    except OSError as error:
        raise DemoError(f"用不了文件夹 {folder}。 The folder {folder} cannot be used.") from error


class Program:
    """One process whose standard output is read line by line; it dies with us."""

    def __init__(self, name: str, argv: Sequence[str], log: Path, env: Mapping[str, str] | None = None) -> None:
        self.name = name
        self._argv = tuple(argv)
        self._env = {**os.environ, **(env or {})}
        self._log = log
        self.start()

    def start(self) -> None:
        """Start it, the first time or once more: where it was told to find a free port it takes the same again."""
        self._lines: queue.Queue[str] = queue.Queue()
        with self._log.open("ab") as log:
            self.process = self._process(log)
        threading.Thread(target=self._read, args=(self.process, self._lines), daemon=True).start()

    def _process(self, log: IO[bytes]) -> subprocess.Popen[str]:
        return subprocess.Popen(
            ("setpriv", "--pdeathsig", "KILL", "--", *self._argv),
            env=self._env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            process_group=0,
        )

    @staticmethod
    def _read(process: subprocess.Popen[str], lines: queue.Queue[str]) -> None:
        assert process.stdout is not None
        with process.stdout as said:
            for line in said:
                lines.put(line.strip())
        lines.put("")

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
        raise DemoError(f"{self.name} 没有启动，请看 {self._log}。 {self.name} did not start: see {self._log}.")

    def listens_at(self, address: str) -> None:
        """The free port it found, HOST:PORT: whoever knows it must find it there after a restart."""
        self._argv = tuple(address if each == ANY_PORT else each for each in self._argv)

    def kill(self) -> None:
        """End it from one moment to the next, with all it started."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        """SIGTERM and time to obey, then SIGKILL to its whole group."""
        if self.process.poll() is None:
            self.process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(STOP_S)
        self.kill()


class World:
    """Gateway, emulators, terminal and screen; `directory` holds sockets, settings and stores, `out` the papers."""

    def __init__(self, directory: Path, out: Path) -> None:
        self.directory = directory
        self.out = out
        self.dock = Dock(directory)
        self.network: Network  # once the gateway listens
        self.programs: dict[str, Program] = {}
        self._parts = contextlib.ExitStack()

    def __enter__(self) -> Self:
        self.directory.parent.mkdir(parents=True, exist_ok=True)
        self._lock = self.directory.with_suffix(".lock").open("w")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            self._lock.close()
            raise DemoError(f"{self.directory} 里已有一个演示。 A demo already runs in {self.directory}.") from error
        self._parts.callback(self._lock.close)
        try:
            empty(self.directory)
        except DemoError:
            self._parts.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._parts.close()

    def watch(self) -> None:
        """Wait until a program ends by itself, which none should; DemoError names it."""
        while True:
            for program in self.programs.values():
                if program.name != DOCK and program.process.poll() is not None:
                    raise DemoError(f"{program.name} 停了，演示结束。 {program.name} ended, so the demo ends.")
            time.sleep(WATCH_EVERY_S)

    @property
    def mirror(self) -> Path:
        """Where the screen's targets are told."""
        return self.directory / "mirror.sock"

    @property
    def database(self) -> Path:
        """The gateway's database file."""
        return self.directory / "gateway.sqlite"

    def start(self, env: Mapping[str, str] | None = None, receipt_profile: str = "") -> None:
        """Start everything and wait until each part is ready; `env` is for terminal and screen."""
        here = self.directory
        emulators = self._start_emulators(receipt_profile or "generic-80")
        gateway = self._run(
            "gateway",
            *("gateway", "--listen", ANY_PORT, "--database", f"sqlite:///{self.database}", "--simulation"),
            *("--token-file", str(here / "token"), "--phone-outbox", str(here / PHONES)),
            *("--signer-dir", str(here / "signer")),
        )
        printer = emulators["receipt-printer"].line_with("listening").removeprefix("listening ")
        power, cabinet, document_camera = (
            emulators[each].line_with("listening").removeprefix("listening ")
            for each in ("ups", "switch", "document-camera")
        )
        for emulator in emulators.values():
            emulator.line_with("ready")
        address = gateway.line_with("ready").partition("ready ")[2]
        gateway.listens_at(address.removeprefix("http://"))
        (here / GATEWAY).write_text(address, "utf-8")
        self.network = self._parts.enter_context(contextlib.closing(Network(int(address.rpartition(":")[2]))))
        emulators["receipt-printer"].listens_at(printer.removeprefix("tcp://"))
        places = {
            "receipt_printer": printer,
            "receipt_profile": receipt_profile,
            "power": power,
            "cabinet": cabinet,
            "document_camera": document_camera,
        }
        self._write_settings(self.network.address, places)
        own = {"KIVY_HOME": str(here / "kivy"), **(env or {})}  # Kivy's usual one is shared by every screen of a user
        self._run("desk", "run", "--config", str(here / "terminal.toml"), env=own)

    def forget_cases(self) -> None:
        """The gateway and its departments once more, knowing of no case and no payment; terminal and devices go on."""
        gateway = self.programs["gateway"]
        gateway.stop()
        for file in self.directory.glob(f"{self.database.name}*"):
            file.unlink()
        gateway.start()
        gateway.line_with("ready")

    def open_dock(self) -> None:
        """A second window beside the terminal's: the world, to be moved by touch. Closing it ends nothing."""
        home = {"KIVY_HOME": str(self.directory / "kivy-dock")}
        self._run(DOCK, "dock-window", "--dir", str(self.directory), "--out", str(self.out), env=home)

    def _start_emulators(self, receipt_profile: str) -> dict[str, Program]:
        here = self.directory
        (self.out / "receipts").mkdir(parents=True, exist_ok=True)
        return {
            "id-card": self._emulate("id-card", "--link", str(here / "id-card"), "--no-card"),
            "camera": self._emulate("camera", "--link", str(here / "camera")),
            "receipt-printer": self._emulate(
                "receipt-printer",
                "--listen",
                ANY_PORT,
                "--out",
                str(self.out / "receipts"),
                "--profile",
                receipt_profile,
            ),
            "document-printer": self._emulate(
                "document-printer", "--spool", str(here / "spool"), "--out", str(self.out / "certificates")
            ),
            "ups": self._emulate("ups", "--dir", str(here)),
            "switch": self._emulate("switch", "--dir", str(here)),
            "document-camera": self._emulate("document-camera", "--dir", str(here)),
        }

    def _emulate(self, kind: str, *arguments: str) -> Program:
        control = ("--control", str(self.directory / f"{kind}.sock"))
        return self._run(kind, "emulate", kind, *arguments, *control)

    def _run(self, name: str, *arguments: str, env: Mapping[str, str] | None = None) -> Program:
        argv = (sys.executable, "-P", "-m", "kiosk", *arguments)
        program = Program(name, argv, self.directory / f"{name}.log", env)
        self._parts.callback(program.stop)
        self.programs[name] = program
        return program

    def _write_settings(self, gateway: str, places: Mapping[str, str]) -> None:
        here = self.directory
        (here / "terminal.toml").write_text(
            f'gateway = "{gateway}"\n'
            f'token_file = "{here}/token"\n'
            f'seal_authority = "{here}/signer/ca-certificate.der"\n'
            f'data = "{here}/data"\n'
            f'screen_socket = "{here}/screen.sock"\n'
            f'mirror_socket = "{self.mirror}"\n'
            "[timing]\n"
            f"condition_every_s = {LOOK_EVERY_S}\n"
            f"health_every_s = {LOOK_EVERY_S}\n"
            "[devices]\n"
            f'id_card_reader = "{here}/id-card"\n'
            + "".join(f'{name} = "{place}"\n' for name, place in places.items())
            + f'document_printer = "{here}/spool"\n'
            f'camera = "{here}/camera"\n',
            "utf-8",
        )
