"""`kiosk emulate KIND ...`: one emulator in this terminal, until interrupted."""

from __future__ import annotations

import argparse
import importlib

KINDS = ("id-card", "receipt-printer", "document-printer", "camera")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """One sub-parser a kind; each kind's module adds its own arguments."""
    kinds = parser.add_subparsers(dest="kind", required=True, metavar="|".join(KINDS))
    for kind in KINDS:
        own = kinds.add_parser(kind)
        module = importlib.import_module(f"kiosk.commands.emulate_{kind.replace('-', '_')}")
        module.add_arguments(own)
        own.set_defaults(emulate=module.run)


def run(arguments: argparse.Namespace) -> int:
    """Run the chosen emulator; its exit status."""
    status: int = arguments.emulate(arguments)
    return status
