"""script/bootstrap in a checkout of its own, with package tools that only note what they are asked for."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
NOTHING_MISSING = 'for name; do echo "installed $name"; done'  # more than dpkg-query would say, never less


class Checkout:
    """A copy of script/bootstrap beside a tiny `kiosk`, one library to install, and our own apt."""

    def __init__(self, directory: Path) -> None:
        self.path = directory / "checkout"
        self.tools = directory / "tools"
        self.wheel = directory / "wheels" / "leaf-1.0-py3-none-any.whl"
        for each in (self.path / "script", self.path / "kiosk", self.tools, self.wheel.parent, directory / "fonts"):
            each.mkdir(parents=True)
        shutil.copy(ROOT / "script" / "bootstrap", self.path / "script")
        (self.path / "kiosk" / "__main__.py").write_text("import leaf\nprint(leaf.__name__)\n")
        with zipfile.ZipFile(self.wheel, "w") as file:
            file.writestr("leaf.py", "")
            file.writestr("leaf-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: leaf\nVersion: 1.0\n")
            file.writestr("leaf-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
            file.writestr("leaf-1.0.dist-info/RECORD", "leaf.py,,\n")
        for weight in ("Regular", "Bold"):
            (directory / "fonts" / f"NotoSansSC-{weight}.otf").write_text("a face")
        self.environment = {
            **os.environ,
            "KIOSK_FONTS": str(directory / "fonts"),
            "PATH": f"{self.tools}:{os.environ['PATH']}",
            "PIP_CONFIG_FILE": os.devnull,
            "PIP_FIND_LINKS": str(self.wheel.parent),
            "PIP_NO_INDEX": "1",
            "PYTHON": sys.executable,
        }
        self.require(hashlib.sha256(self.wheel.read_bytes()).hexdigest())
        self.tool("dpkg-query", NOTHING_MISSING)
        self.tool("apt-get", 'echo "$*" >>"$(dirname "$0")/apt-was-asked"')
        self.tool("sudo", 'while [ "${1#-}" != "$1" ]; do shift; done; exec "$@"')

    def require(self, sha256: str) -> None:
        (self.path / "script" / "requirements.txt").write_text(f"leaf==1.0 --hash=sha256:{sha256}\n")

    def tool(self, name: str, lines: str) -> None:
        (self.tools / name).write_text(f"#!/bin/sh\n{lines}\n")
        (self.tools / name).chmod(0o755)

    def bootstrap(self) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [self.path / "script" / "bootstrap"], env=self.environment, capture_output=True, text=True, check=False
        )

    def sentence(self) -> str:
        """The one line that a run ends in when it cannot go on."""
        ended = self.bootstrap()
        assert ended.returncode == 1
        assert len(ended.stderr.splitlines()) == 1
        return ended.stderr


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path)


def test_what_failed_halfway_is_made_whole_and_then_nothing_is_left_to_do(checkout: Checkout, tmp_path: Path) -> None:
    checkout.require("0" * 64)  # another file than the one that was pinned
    assert "'Installing Python libraries" in checkout.sentence()
    assert not (checkout.path / ".venv" / "ready").exists()

    checkout.require(hashlib.sha256(checkout.wheel.read_bytes()).hexdigest())
    assert checkout.bootstrap().returncode == 0
    kiosk = [checkout.path / ".venv" / "bin" / "kiosk"]
    assert subprocess.run(kiosk, cwd=tmp_path, capture_output=True, text=True, check=True).stdout == "leaf\n"

    again = checkout.bootstrap()
    assert (again.returncode, again.stdout, again.stderr) == (0, "", "")
    assert not (checkout.tools / "apt-was-asked").exists()


def test_only_what_is_missing_is_installed(checkout: Checkout) -> None:
    checkout.tool("dpkg-query", 'for name; do [ "$name" = xvfb ] || echo "installed $name"; done')
    checkout.environment["PYTHON"] = "/bin/false"  # far enough for this test
    assert "No Python 3.11" in checkout.sentence()
    asked = (checkout.tools / "apt-was-asked").read_text().splitlines()
    assert asked[-1].endswith(" install --no-install-recommends xvfb")


def test_without_a_network_there_is_a_sentence(checkout: Checkout) -> None:
    checkout.tool("dpkg-query", "exit 1")
    checkout.tool("apt-get", 'case "$*" in *install*) echo "Temporary failure resolving"; exit 100;; esac')
    assert "No network" in checkout.sentence()


def test_without_root_there_is_a_sentence(checkout: Checkout) -> None:
    checkout.tool("id", "echo 1000")
    checkout.tool("dpkg-query", "exit 1")
    checkout.tool("sudo", "exit 1")
    assert "needs root or sudo" in checkout.sentence()


def test_on_a_full_disk_there_is_a_sentence(checkout: Checkout) -> None:
    checkout.tool("df", "printf 'Filesystem 1M-blocks Used Available\\n/dev/x 100 90 10 90%% /\\n'")
    assert "10 MB are free" in checkout.sentence()


def test_with_an_old_python_there_is_a_sentence(checkout: Checkout) -> None:
    checkout.tool("python-old", "exit 1")
    checkout.environment["PYTHON"] = "python-old"
    assert "No Python 3.11 or newer" in checkout.sentence()


def test_on_another_system_there_is_a_sentence(checkout: Checkout) -> None:
    for name in ("dpkg-query", "apt-get"):
        (checkout.tools / name).unlink()
    for name in ("bash", "dirname", "readlink", "mkdir", "flock"):
        (checkout.tools / name).symlink_to(str(shutil.which(name)))
    checkout.environment["PATH"] = str(checkout.tools)
    assert "installs on Debian 12" in checkout.sentence()
