"""The same code on PostgreSQL: the gateway's own tests again, on a server that this test starts and ends."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

SERVERS = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
CASES = ("case_life", "heard_late", "window", "real_server")
EVERYTHING = (
    "filing",
    "case_life",
    "heard_late",
    "to_bring",
    "window",
    "issuing",
    "person_checks",
    "reports",
    "queries",
    "real_server",
    "platform_agrees",
)
ROOT = Path(__file__).parents[2]
UNPRIVILEGED = "nobody"  # PostgreSQL refuses to run as root
STARTS_WITHIN_S = 60
QUICK_S, LONG_S = 280, 3000

pytestmark = [
    pytest.mark.skipif(not SERVERS, reason="no PostgreSQL server is installed (Debian's package postgresql)"),
    pytest.mark.timeout(300),
]


class Server:
    """A private PostgreSQL without TCP, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(mode=0o700)
        if os.geteuid() == 0:
            shutil.chown(folder, UNPRIVILEGED, pwd.getpwnam(UNPRIVILEGED).pw_gid)

    @property
    def url(self) -> str:
        return f"postgresql+psycopg://kiosk@/{{database}}?host={self.folder}"

    def run(self, program: str, *arguments: str) -> None:
        as_user = ["setpriv", "--reuid", UNPRIVILEGED, "--regid", str(pwd.getpwnam(UNPRIVILEGED).pw_gid)]
        prefix = [*as_user, "--clear-groups"] if os.geteuid() == 0 else []
        command = [*prefix, str(SERVERS[-1] / program), "-D", str(self.folder / "data"), *arguments]
        done = subprocess.run(
            command, cwd=self.folder, check=False, capture_output=True, text=True, timeout=STARTS_WITHIN_S
        )
        assert done.returncode == 0, done.stderr


@pytest.fixture
def server() -> Iterator[Server]:
    # Not pytest's own folder: its parents are closed to an unprivileged user.
    folder = Path(f"/tmp/kiosk-postgresql-{os.getpid()}")
    server = Server(folder)
    server.run("initdb", "--username", "kiosk", "--auth", "trust", "--no-sync", "--encoding", "UTF8")
    options = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off -c max_connections=300"
    server.run("pg_ctl", "-w", "-l", str(folder / "log"), "-o", options, "start")
    yield server
    server.run("pg_ctl", "-w", "-m", "immediate", "stop")
    shutil.rmtree(folder)


@pytest.mark.parametrize(
    ("names", "within_s"),
    [
        pytest.param(CASES, QUICK_S, id="cases"),
        pytest.param(EVERYTHING, LONG_S, id="all", marks=[pytest.mark.nightly, pytest.mark.timeout(LONG_S + 60)]),
    ],
)
def test_the_gateways_own_tests_pass_on_postgresql(server, names, within_s):
    files = [f"tests/gateway/test_{name}.py" for name in names]
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *files]
    environment = os.environ | {"KIOSK_TEST_POSTGRESQL": server.url}
    for name in ("PYTEST_XDIST_WORKER", "PYTEST_CURRENT_TEST"):
        environment.pop(name, None)
    done = subprocess.run(
        command, cwd=ROOT, env=environment, check=False, capture_output=True, text=True, timeout=within_s
    )
    assert done.returncode == 0, done.stdout[-4000:]
    assert " passed" in done.stdout
