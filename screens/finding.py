"""What an audit finds on a page, as a value: told between processes, so without anything that draws."""

from __future__ import annotations

from msgspec import Struct


class Finding(Struct, frozen=True):
    """One violation: on which page and thing, of which rule, measured and allowed in mm where there is a measure."""

    page: str
    widget: str
    what: str
    measured: float | None = None
    limit: float | None = None

    def __str__(self) -> str:
        """One line of a report."""
        measure = "" if self.measured is None else f" {self.measured:.1f} mm"
        limit = "" if self.limit is None else f" ({self.limit:.1f} mm)"
        return f"{self.page}: {self.widget}: {self.what}{measure}{limit}"
