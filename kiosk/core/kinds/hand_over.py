"""Not written yet: hand_over."""

from __future__ import annotations

from kiosk.core.kinds.kind import Kind

KIND = Kind()
