"""Not written yet: delivery."""

from __future__ import annotations

from kiosk.core.kinds.kind import Kind

KIND = Kind()
