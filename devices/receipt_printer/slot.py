"""The emulated printer's mouth: a paper held out to the citizen, a sensor, and a bin for what nobody takes."""

from __future__ import annotations

BIN_PAPERS = 20


class Slot:
    """`occupied` is what the sensor sees; `dropped` counts papers pushed out by the next, `binned` those taken back.

    `jammed` and a full bin keep a paper where it is.
    """

    def __init__(self, bin_papers: int = BIN_PAPERS) -> None:
        self.occupied = False
        self.jammed = False
        self.dropped = 0
        self.binned = 0
        self._bin_papers = bin_papers
        self._by_itself_s = 0
        self._since: float | None = None

    def put(self, *, held: bool) -> None:
        """A cut paper comes out; one that still lies there falls to the floor."""
        self.dropped += self.occupied
        self.occupied, self._since = held, None

    def take(self) -> bool:
        """A hand pulls at the paper; whether it came."""
        taken = self.occupied and not self.jammed
        self.occupied = self.occupied and not taken
        return taken

    def retract(self) -> None:
        """Back into the bin, if there is room."""
        if self.occupied and not self.jammed and self.binned < self._bin_papers:
            self.occupied, self.binned = False, self.binned + 1

    def retract_by_itself(self, after_s: int) -> None:
        """From now on so long after a paper came; 0 is never."""
        self._by_itself_s = after_s

    def advance(self, now: float) -> None:
        """Let the time pass."""
        if not self.occupied:
            return
        self._since = now if self._since is None else self._since
        if self._by_itself_s and now - self._since >= self._by_itself_s:
            self.retract()

    def fill_bin(self) -> None:
        """Nothing more goes into the bin."""
        self.binned = self._bin_papers

    def free(self) -> None:
        """A keeper takes out what lies in mouth and bin."""
        self.occupied = self.jammed = False
        self.binned = 0
