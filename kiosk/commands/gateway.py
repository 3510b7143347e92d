"""`kiosk gateway`: serve terminals, with simulated departments behind.

`kiosk gateway openapi` prints the interface, `kiosk gateway departments` checks the simulated departments' files.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import signal
import socket
import sys
from pathlib import Path

import uvicorn
from fastapi import FastAPI
from sqlalchemy import Engine

from kiosk.catalogue import CatalogueError, read_all_words, read_matters
from kiosk.documents.errors import DocumentError
from kiosk.documents.fonts import Fonts
from kiosk.documents.office import IssuingOffice
from kiosk.documents.press import Press
from kiosk.documents.signing import Signer
from kiosk.gateway.app import Files, create_app, openapi
from kiosk.gateway.db import open_database
from kiosk.gateway.departments.department_file import read_departments, read_registers
from kiosk.gateway.departments.department_lint import agreement_faults, department_faults
from kiosk.gateway.departments.registers import load_registers
from kiosk.gateway.departments.simulated import Simulation, known_registers, simulate_departments
from kiosk.gateway.errors import GatewayError
from kiosk.gateway.identity import DEMO_REGION, Identity, token_of
from kiosk.gateway.logs import JsonLines
from kiosk.gateway.person_checks import pin_hash
from kiosk.gateway.sources import Sources
from kiosk.gateway.times import beijing_now
from kiosk.gateway.window.staff import Staff, read_staff
from kiosk.region_files import RegionFileError, read_regions

FINISH_WITHIN_S = 5
LARGEST_HEAD = 16 * 1024
MOST_AT_ONCE = 200
DEMO_TERMINAL = "demo-terminal"
# Only with --simulation: everybody who plays the keeper at a demonstration must know it.
DEMO_KEEPER_PIN = "246810"
DEMO_STAFF_PIN = "135790"
ASSETS = Path(__file__).resolve().parents[2] / "assets"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of both uses."""
    parser.add_argument("what", nargs="?", choices=("serve", "openapi", "departments"), default="serve")
    parser.add_argument("--listen", default="127.0.0.1:8080", metavar="HOST:PORT", help="port 0: any free one")
    parser.add_argument("--database", default="sqlite:///gateway.sqlite", metavar="URL")
    parser.add_argument("--token-file", type=Path, metavar="FILE", help="a terminal's token; made when missing")
    parser.add_argument("--keeper-pin-file", type=Path, metavar="FILE", help="a PIN hash made by pin_hash")
    parser.add_argument("--phone-outbox", type=Path, metavar="FILE", help="where simulated texts to phones go")
    parser.add_argument("--assets", type=Path, default=ASSETS, metavar="DIR", help="matters, regions, words")
    parser.add_argument("--region", default=DEMO_REGION, metavar="CODE", help="where the terminal stands (GB/T 2260)")
    parser.add_argument("--window-staff-file", type=Path, metavar="FILE", help="who may come in at /window (TOML)")
    parser.add_argument("--signer-dir", type=Path, default=Path("gateway-signer"), metavar="DIR")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="other synthetic persons and payments")
    parser.add_argument("--simulation", action="store_true", help="let a terminal work the simulated departments")


def run(arguments: argparse.Namespace) -> int:
    """Serve until SIGTERM or SIGINT; exit status."""
    if arguments.what == "openapi":
        print(json.dumps(openapi(), ensure_ascii=False, indent=2))
        return 0
    try:
        return _departments(arguments) if arguments.what == "departments" else _serve(arguments)
    except (GatewayError, DocumentError, CatalogueError, RegionFileError) as error:
        print(error, file=sys.stderr)
        return 1


def _departments(arguments: argparse.Namespace) -> int:
    """Check the simulated departments' files and that the matters find there what they ask for; exit status."""
    departments = read_departments(arguments.assets / "departments")
    registers = read_registers(arguments.assets / "synthetic" / "registers")
    faults = [*department_faults(departments, known_registers(registers, load_registers(beijing_now().date(), 0)))]
    faults += agreement_faults(read_matters(arguments.assets), departments)
    print("\n".join(faults) or f"没有发现问题。 No fault in {len(departments)} departments.")
    return 1 if faults else 0


def _serve(arguments: argparse.Namespace) -> int:
    os.umask(0o077)  # the database holds papers about persons
    _log_to_stderr()
    listener = _listen(arguments.listen)
    with listener:
        engine = open_database(arguments.database)
        simulation = _simulation(arguments, engine)
        if arguments.token_file is not None:
            token = token_of(arguments.token_file)
            Identity(engine).register(DEMO_TERMINAL, token, beijing_now(), arguments.region)
        app = _app(arguments, engine, simulation)
        config = uvicorn.Config(
            app,
            log_config=None,
            access_log=False,
            server_header=False,
            limit_concurrency=MOST_AT_ONCE,
            timeout_graceful_shutdown=FINISH_WITHIN_S,
            h11_max_incomplete_event_size=LARGEST_HEAD,
        )
        # uvicorn raises a caught signal again after its graceful end; here that is a good end.
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: None)
        _Server(config).run(sockets=[listener])
        engine.dispose()
    return 0


def _app(arguments: argparse.Namespace, engine: Engine, simulation: Simulation) -> FastAPI:
    return create_app(
        engine,
        simulation.departments,
        Sources(),
        keeper_pin=_keeper_pin(arguments),
        lines=simulation.lines if arguments.simulation else None,
        files=Files(
            matters=tuple(read_matters(arguments.assets)),
            regions=read_regions(arguments.assets / "regions"),
            words=read_all_words(arguments.assets)["zh"],
            staff=_staff(arguments),
        ),
    )


class _Server(uvicorn.Server):
    """Says on stdout when and where it is ready."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then say so."""
        await super().startup(sockets)
        for each in sockets or []:
            host, port = each.getsockname()[:2]
            print(f"ready http://{f'[{host}]' if ':' in host else host}:{port}", flush=True)


def _listen(address: str) -> socket.socket:
    host, _, port = address.rpartition(":")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host.strip("[]"), int(port)))
        listener.listen()
    except (OSError, OverflowError, ValueError) as error:
        listener.close()
        raise GatewayError(f"不能在 {address} 上监听。 Cannot listen on {address}.") from error
    return listener


def _simulation(arguments: argparse.Namespace, engine: Engine) -> Simulation:
    fonts = os.environ.get("KIOSK_FONTS") or Path.home() / ".cache" / "kiosk" / "fonts"
    return simulate_departments(
        engine,
        IssuingOffice(Press(Fonts(Path(fonts))), Signer(arguments.signer_dir, beijing_now())),
        beijing_now,
        arguments.seed,
        arguments.phone_outbox,
        read_regions(arguments.assets / "regions"),
        arguments.assets,
    )


def _keeper_pin(arguments: argparse.Namespace) -> str | None:
    if arguments.keeper_pin_file is None:
        return pin_hash(DEMO_KEEPER_PIN) if arguments.simulation else None
    try:
        return str(arguments.keeper_pin_file.read_text("ascii").strip())
    except (OSError, UnicodeDecodeError) as error:
        raise GatewayError("值守员口令文件读不了。 The keeper's PIN file cannot be read.") from error


def _staff(arguments: argparse.Namespace) -> tuple[Staff, ...]:
    if arguments.window_staff_file is not None:
        return read_staff(arguments.window_staff_file)
    if not arguments.simulation:
        return ()
    return (Staff("W001", "示例 窗口", "收件地窗口（演示）", arguments.region, pin_hash(DEMO_STAFF_PIN)),)


def _log_to_stderr() -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
    logging.getLogger("kiosk.gateway").setLevel(logging.INFO)
