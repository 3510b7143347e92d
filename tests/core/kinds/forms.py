"""An invented matter with a form: the fields a test needs, words for each, and the way to its page."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from kiosk.core.matters import Catalogue, Field, Step
from kiosk.core.words import Words
from kiosk.rehearsal import Story
from tests.core.kinds.stories import INVENTED, invented

WAYS = ("phone_code", "keeper")


def with_form(
    shelf: Catalogue, *fields: Field, pages: tuple[tuple[str, ...], ...] = (), **changed: object
) -> Catalogue:
    """A matter that is nothing but a form and a review; each field stands on a page of its own unless said."""
    asked = pages or tuple((each.id,) for each in fields)
    return with_steps(shelf, (Step("form", pages=asked), Step("review")), fields, **changed)


def with_steps(shelf: Catalogue, steps: tuple[Step, ...], fields: Iterable[Field] = (), **changed: object) -> Catalogue:
    """A matter of these steps with words for these fields."""
    fields = tuple(fields)
    catalogue = invented(shelf, steps=steps, fields=fields, identity=("ID0",), **changed)
    words = {language: Words({**each.table, **dict(_words(fields))}) for language, each in catalogue.words.items()}
    return replace(catalogue, words=words)


def _words(fields: tuple[Field, ...]) -> Iterable[tuple[str, str]]:
    for field in fields:
        own = f"matter.{INVENTED}.field.{field.id}"
        yield from ((f"{own}.{part}", f"{part} {field.id}") for part in ("title", "strip", "label"))
        yield from ((f"{own}.{each}", f"choice {each}") for each in field.choices)
        yield from ((f"{own}.column.{each.id}", f"column {each.id}") for each in field.columns)


def begun(catalogue: Catalogue) -> Story:
    """At the first page of the matter."""
    return Story(catalogue).touch("start", f"matter:{INVENTED}")


def answers(story: Story) -> dict[str, str]:
    """What was filled in so far."""
    assert story.session.visit is not None
    return story.session.visit.answers


def note(story: Story, field: str) -> str:
    """What the page says beside a field."""
    return story.face.checks.notes[field].text
