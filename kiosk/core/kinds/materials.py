"""Not written yet: materials."""

from __future__ import annotations

from kiosk.core.kinds.kind import Kind

KIND = Kind()
