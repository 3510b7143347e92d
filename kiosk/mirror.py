"""A mirror of the glass for stories, audits and help from afar: which page, which targets where, never a text of it.

Only where the settings name a socket. Each line is JSON: ``{"page": name, "rev": n, "body": kind, "field": id,
"filled": bool, "targets": {id: [x, y, w, h]}}``; `field` is the one that is being typed, or empty, and `filled` whether
anything stands in it.
"""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

from kiosk.core.faces import Face
from kiosk.screen_link import Drawn


class Mirror:
    """Tells everybody who listens at `path` what was drawn, beginning with what is on the glass now."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._listeners: set[asyncio.StreamWriter] = set()
        self._newest = b""
        self._server: asyncio.Server | None = None

    async def open(self) -> None:
        """Begin to listen; only the owner may connect."""
        self._path.unlink(missing_ok=True)
        self._server = await asyncio.start_unix_server(self._serve, str(self._path))
        self._path.chmod(0o600)

    async def close(self) -> None:
        """Let every listener go."""
        if self._server is not None:
            self._server.close()
        for each in self._listeners:
            each.close()
        self._path.unlink(missing_ok=True)

    def drawn(self, drawn: Drawn, face: Face | None) -> None:
        """Tell what is on the glass, when it is still the newest face."""
        if face is None or face.rev != drawn.rev:
            return
        line = {
            "page": face.name,
            "rev": drawn.rev,
            "body": str(type(face.body).__struct_config__.tag),
            "field": getattr(face.body, "field", ""),
            "filled": bool(getattr(face.body, "value", "")),
            "targets": drawn.targets,
        }
        self._newest = json.dumps(line).encode() + b"\n"
        for each in self._listeners:
            each.write(self._newest)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._listeners.add(writer)
        writer.write(self._newest)
        try:
            while await reader.read(1024):
                pass  # whatever a listener says is not for us
        except ConnectionError:
            return
        finally:
            self._listeners.discard(writer)
            writer.close()
