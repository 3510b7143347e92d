"""A place with options: ``/dev/kiosk/scanner?baud=9600&suffix=idle`` is the path and what is said about it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qsl

from devices.contract import PortMissing


def split_place(where: str, **known: frozenset[str] | None) -> tuple[str, Mapping[str, str]]:
    """The place without its options, and the options; PortMissing when one is unknown, doubled or has a wrong value.

    `known` says which options there are, each with its possible values (None: any).
    """
    place, _, written = where.partition("?")
    try:
        pairs = parse_qsl(written, keep_blank_values=True, strict_parsing=bool(written))
    except ValueError as error:
        raise PortMissing(f"{where}: options are written ?name=value&name=value") from error
    options = dict(pairs)
    if wrong := options.keys() - known.keys() or (["twice the same"] if len(options) < len(pairs) else ()):
        raise PortMissing(f"{where}: no option {', '.join(sorted(wrong))}; known: {', '.join(known)}")
    for name, value in options.items():
        if (values := known[name]) is not None and value not in values:
            raise PortMissing(f"{where}: {name} is one of {', '.join(sorted(values))}")
    return place, options
