"""Not written yet: identify."""

from __future__ import annotations

from kiosk.core.kinds.kind import Kind

KIND = Kind()
