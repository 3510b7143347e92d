"""One turn of the session: collects the changes and effects of one event; lives inside one call of `step`."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from msgspec.structs import replace

from kiosk.core.effects import Effect
from kiosk.core.events import Happened
from kiosk.core.matters import Catalogue, Matter, Step
from kiosk.core.pages import Page
from kiosk.core.session import Session, Visit
from kiosk.core.stops import active_steps


class Turn:
    """The session as it changes during one event; `session` and `effects` are its outcome.

    `arrivals` is what to do on arriving at a step of each kind: given from outside, for steps lead to each other.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        session: Session,
        happened: Happened,
        arrivals: Mapping[str, Callable[[Turn], None]],
    ) -> None:
        self.catalogue = catalogue
        self.arrivals = arrivals
        self.session = session
        self.happened = happened
        self.effects: list[Effect] = []

    def fresh(self, name: str) -> str:
        """An id nobody used before, made from the event's own randomness."""
        return f"{self.happened.token}-{name}"

    def do(self, effect: Effect) -> None:
        """Order an effect."""
        self.effects.append(effect)

    def show(self, page: Page) -> None:
        """Go to a page; a touch on what was shown before no longer counts."""
        rev = self.session.rev + 1
        self.session = replace(self.session, page=page, rev=rev, since=rev)

    def change(self, **values: object) -> None:
        """Change something of the surroundings that can be seen; a touch on its way to this page still counts."""
        self.session = replace(self.session, rev=self.session.rev + 1, **values)

    def note(self, **values: object) -> None:
        """Change something of the surroundings that can't be seen on this page."""
        self.session = replace(self.session, **values)

    def keep(self, **values: object) -> None:
        """Remember something of the visit."""
        self.session = replace(self.session, visit=replace(self.visit, **values))

    @property
    def visit(self) -> Visit:
        """The visit; only asked for on pages that have one."""
        visit = self.session.visit
        assert visit is not None, "this page belongs to a visit"
        return visit

    @property
    def matter(self) -> Matter:
        """The visit's matter."""
        return self.catalogue.matters[self.visit.matter]

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps of the matter that the answers so far make part of the way."""
        return active_steps(self.matter, self.visit.answers)

    @property
    def step(self) -> Step:
        """The step the citizen is at."""
        return self.steps[self.visit.step]

    @property
    def today(self) -> str:
        """The civil date of this event, YYYY-MM-DD."""
        return self.happened.now[:10]
