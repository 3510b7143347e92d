"""Orders to a demo's simulated departments, through the door that its gateway has for them."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path

from kiosk.demo.world import GATEWAY, DemoError

ANSWER_S = 10.0


def work_department(directory: Path, do: str, arguments: Mapping[str, object]) -> None:
    """``down``, ``up`` ... at the department `name`, the tax authority unless said; DemoError when it can't be done."""
    more = dict(arguments)
    name = more.pop("name", "tax")
    try:
        address, token = ((directory / each).read_text("utf-8").strip() for each in (GATEWAY, "token"))
        request = urllib.request.Request(  # noqa: S310 - our own gateway, http on loopback
            f"{address}/simulation/{name}",
            data=json.dumps({"verb": do, **more}).encode(),
            headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
        )
        urllib.request.urlopen(request, None, ANSWER_S).close()  # noqa: S310 - as above
    except (OSError, urllib.error.URLError) as error:
        raise DemoError("部门系统没有照办。 The department's system did not obey.") from error
