"""A printer that nobody here wrote: CUPS's ippeveprinter, on a private bus and an mDNS of the loopback alone.

`HAND` is its print command: it works the printer from outside by files in its folder. Where ``out`` stands the paper is
out until it is gone, where ``jammed`` stands the job is aborted; each document is copied to ``paper`` as it arrived.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import time
from pathlib import Path

PROGRAMS = ("ippeveprinter", "ipptool", "avahi-daemon", "dbus-daemon")
READY_S = 15.0

BUS = """<busconfig><type>system</type><listen>unix:path={here}/bus</listen><auth>EXTERNAL</auth>
<policy context="default"><allow user="*"/><allow own="*"/>
<allow send_type="method_call"/><allow send_type="method_return"/><allow send_type="signal"/><allow send_type="error"/>
<allow receive_type="method_call"/><allow receive_type="method_return"/><allow receive_type="signal"/>
<allow receive_type="error"/></policy></busconfig>
"""
MDNS = "[server]\nhost-name=kiosk\nuse-ipv6=no\nallow-interfaces=lo\nenable-dbus=yes\n"
HAND = """#!/bin/sh
cd {here}
if [ -e jammed ]; then echo "STATE: +media-jam-error" >&2; exit 1; fi
echo "STATE: -media-jam-error" >&2
echo "$IPP_JOB_NAME" >>names
if [ -e out ]; then
  echo "STATE: +media-empty-error,media-needed" >&2
  while [ -e out ]; do sleep 0.05; done
  echo "STATE: -media-empty-error,media-needed" >&2
fi
cp "$1" paper
[ -e uncounted ] || echo "ATTR: job-impressions-completed=1" >&2
"""


def missing() -> list[str]:
    """The programs that this machine lacks."""
    path = f"{os.environ['PATH']}:/usr/sbin:/sbin"
    return [each for each in PROGRAMS if shutil.which(each, path=path) is None]


def free_port() -> int:
    """A port of the loopback that nobody has now."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


class Processes:
    """Programs with logs in `here`, ended in the opposite order."""

    def __init__(self, here: Path) -> None:
        self.here = here
        self.environment = {
            **os.environ,
            "PATH": f"{os.environ['PATH']}:/usr/sbin:/sbin",
            "DBUS_SYSTEM_BUS_ADDRESS": f"unix:path={here}/bus",
            "TMPDIR": str(here / "tmp"),
        }
        self._running: list[subprocess.Popen[bytes]] = []
        (here / "tmp").mkdir()

    def start(self, *argv: str) -> subprocess.Popen[bytes]:
        with (self.here / f"{Path(argv[0]).name}.log").open("ab") as log:
            process = subprocess.Popen(argv, env=self.environment, cwd=self.here, stdout=log, stderr=log)
        self._running.append(process)
        return process

    def stop(self) -> None:
        for process in reversed(self._running):
            process.terminate()
        for process in reversed(self._running):
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(5)
            process.kill()
            process.wait()


def wait_for(true, what: str, timeout_s: float = READY_S) -> None:
    deadline = time.monotonic() + timeout_s
    while not true():
        assert time.monotonic() < deadline, what
        time.sleep(0.02)


def listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


class RealPeer:
    """ippeveprinter with its helpers, in the folder `here`."""

    def __init__(self, here: Path) -> None:
        self.here = here
        self.spool = here / "spool"
        self.spool.mkdir()
        self.port = free_port()
        self.where = f"ipp://127.0.0.1:{self.port}/ipp/print"
        self.processes = Processes(here)
        (here / "dbus.conf").write_text(BUS.format(here=here))
        (here / "avahi.conf").write_text(MDNS)
        (here / "hand").write_text(HAND.format(here=here))
        (here / "hand").chmod(0o755)
        self.processes.start("dbus-daemon", f"--config-file={here}/dbus.conf", "--nofork", "--nopidfile")
        wait_for((here / "bus").is_socket, "the private bus does not come up")
        unbound = ("--no-drop-root", "--no-chroot", "--no-rlimits")
        self.processes.start("avahi-daemon", *unbound, "-f", str(here / "avahi.conf"))
        self._printer = self.switch_on()

    def switch_on(self) -> subprocess.Popen[bytes]:
        """The mains; it tries again until mDNS answers it."""
        deadline = time.monotonic() + READY_S
        while True:
            self._printer = self._started()
            wait_for(lambda: listens(self.port) or self._printer.poll() is not None, "ippeveprinter does not come up")
            if self._printer.poll() is None:
                return self._printer
            assert time.monotonic() < deadline, (self.here / "ippeveprinter.log").read_text()
            time.sleep(0.1)

    def _started(self) -> subprocess.Popen[bytes]:
        documents = ("-f", "application/pdf", "-c", str(self.here / "hand"))
        place = ("-d", str(self.spool), "-p", str(self.port), "-n", "localhost")
        return self.processes.start("ippeveprinter", *place, *documents, "Kiosk A4")

    def switch_off(self) -> None:
        """No more mains: its jobs are forgotten."""
        self._printer.kill()
        self._printer.wait()

    def put(self, name: str) -> None:
        (self.here / name).touch()

    def remove(self, name: str) -> None:
        (self.here / name).unlink()

    def close(self) -> None:
        self.processes.stop()


def ipptool(where: str, test: str, document: Path, *, environment: dict[str, str] | None = None) -> str:
    """What CUPS's own client says of a printer in one of its own tests."""
    told = ("-d", "filetype=application/pdf", "-f", str(document))
    argv = ("ipptool", "-tI", *told, where, f"{test}.test")
    done = subprocess.run(argv, capture_output=True, text=True, timeout=30, check=False, env=environment)
    return done.stdout


def holding(marker: bytes, *folders: Path) -> list[Path]:
    """The files under `folders` in which the bytes of `marker` are."""
    files = [each for folder in folders for each in folder.rglob("*") if each.is_file()]
    return [each for each in files if marker in each.read_bytes()]
