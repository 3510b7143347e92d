"""`kiosk gateway` as an operator runs it: a process, its lines, its exit status."""

from __future__ import annotations

import json
import os
import signal
import socket
import stat
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from kiosk.__main__ import main

ENDS_WITHIN_S = 20


def command(tmp_path: Path, *more: str) -> list[str]:
    return [
        *(sys.executable, "-m", "kiosk"),
        *("gateway", "--listen", "127.0.0.1:0"),
        *("--database", f"sqlite:///{tmp_path}/gateway.sqlite", "--signer-dir", str(tmp_path / "signer")),
        *more,
    ]


@pytest.fixture
def running(tmp_path: Path):
    arguments = ("--token-file", str(tmp_path / "token"), "--phone-outbox", str(tmp_path / "phone"), "--simulation")
    process = subprocess.Popen(command(tmp_path, *arguments), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    yield process
    process.kill()
    process.communicate(timeout=ENDS_WITHIN_S)


def test_it_says_ready_serves_and_ends_well(running, tmp_path: Path):
    word, address = running.stdout.readline().split()
    assert word == "ready"
    token = (tmp_path / "token").read_text().strip()
    headers = {"Authorization": f"Bearer {token}"}
    assert httpx.get(f"{address}/v1/health").json()["status"] == "ok"
    assert httpx.get(f"{address}/v1/cases/YS1", headers=headers).json()["code"] == "not_found"
    assert httpx.post(f"{address}/simulation/tax", headers=headers, json={"verb": "down"}).status_code == 204
    for name in ("token", "gateway.sqlite", "signer/signer-key.der"):
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600, name
    running.send_signal(signal.SIGTERM)
    _, said = running.communicate(timeout=ENDS_WITHIN_S)
    assert running.returncode == 0
    assert {json.loads(line)["event"] for line in said.splitlines()} == {"request"}


@pytest.fixture
def ended(tmp_path: Path, capsys):
    """Run the command here, where it must end by itself; what it said."""
    before = os.umask(0o022)

    def run(*more: str) -> str:
        assert main(command(tmp_path, *more)[3:]) == 1
        said = capsys.readouterr()
        assert said.out == ""
        assert len(said.err.splitlines()) == 1
        return said.err

    yield run
    os.umask(before)


@pytest.mark.parametrize("url", ["nonsense", "oracle9://x", "sqlite:////nowhere/at/all.sqlite"])
def test_a_bad_database_is_one_sentence(ended, url: str):
    assert "数据库" in ended("--database", url)


def test_a_port_in_use_is_one_sentence(ended):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        assert address in ended("--listen", address)


@pytest.mark.parametrize("address", ["127.0.0.1", "127.0.0.1:http", "127.0.0.1:99999", "no such host:0"])
def test_an_address_that_is_none_is_one_sentence(ended, address: str):
    assert "监听" in ended("--listen", address)


def test_a_token_file_that_cannot_be_made_is_one_sentence(ended, tmp_path: Path):
    assert "token file" in ended("--token-file", str(tmp_path / "missing" / "token"))


def test_missing_fonts_are_one_sentence(tmp_path: Path):
    environment = os.environ | {"KIOSK_FONTS": str(tmp_path)}
    ran = subprocess.run(
        command(tmp_path), capture_output=True, text=True, timeout=ENDS_WITHIN_S, check=False, env=environment
    )
    assert (ran.returncode, ran.stdout, len(ran.stderr.splitlines())) == (1, "", 1)
    assert "script/bootstrap" in ran.stderr


def test_a_usage_error_is_64(tmp_path: Path):
    with pytest.raises(SystemExit) as ended:
        main(command(tmp_path, "--no-such")[3:])
    assert ended.value.code == 64


def test_openapi_needs_nothing(tmp_path: Path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert main(["gateway", "openapi"]) == 0
    assert json.loads(capsys.readouterr().out)["openapi"].startswith("3.1")
    assert list(tmp_path.iterdir()) == []
