"""`kiosk emulate KIND ...`: one emulator in this terminal, until interrupted."""

from __future__ import annotations

import argparse
import importlib

from kiosk.commands import emulate_in_folder

KINDS = ("id-card", "receipt-printer", "document-printer", "camera")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """One sub-parser a kind; each kind's module adds its own arguments."""
    kinds = parser.add_subparsers(dest="kind", required=True, metavar="|".join((*KINDS, *emulate_in_folder.KINDS)))
    for kind in KINDS:
        own = kinds.add_parser(kind)
        module = importlib.import_module(f"kiosk.commands.emulate_{kind.replace('-', '_')}")
        module.add_arguments(own)
        own.set_defaults(emulate=module.run)
    for kind in emulate_in_folder.KINDS:
        own = kinds.add_parser(kind)
        emulate_in_folder.add_arguments(own)
        own.set_defaults(emulate=emulate_in_folder.run)


def run(arguments: argparse.Namespace) -> int:
    """Run the chosen emulator; its exit status."""
    status: int = arguments.emulate(arguments)
    return status
