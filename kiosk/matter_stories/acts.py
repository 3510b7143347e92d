"""What a visitor sees of the glass, and what they can do there and around it."""

from __future__ import annotations

from msgspec import Struct


class Seen(Struct, frozen=True):
    """What is on the glass: `targets` that can be pressed, `field` that is being typed, `dates` that can be turned."""

    page: str
    body: str
    field: str
    targets: frozenset[str]
    dates: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The page's name without its matter."""
        return self.page.rpartition("/")[2]


class Touch(Struct, frozen=True):
    """Press a target."""

    target: str


class Fill(Struct, frozen=True):
    """Type a value."""

    field: str
    text: str


class LayCard(Struct, frozen=True):
    """Lay a person's card on the pad, in place of what lies there."""

    person: str


class PullCard(Struct, frozen=True):
    """Take the card away."""


class ShowCode(Struct, frozen=True):
    """Hold a code to the window."""

    payload: str


class TypeTexted(Struct, frozen=True):
    """Type the code that was texted to the phone."""

    field: str


class LayPage(Struct, frozen=True):
    """Lay a page under the document camera."""


class SignName(Struct, frozen=True):
    """Write on the glass."""


class PayByPhone(Struct, frozen=True):
    """Pay by the code on the glass, elsewhere than here; how that ends is the department's to say."""

    department: str
    state: str


class Wait(Struct, frozen=True):
    """The machine works, or something must be taken."""


Act = Touch | Fill | LayCard | PullCard | ShowCode | TypeTexted | LayPage | SignName | PayByPhone | Wait
