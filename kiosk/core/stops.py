"""Where a citizen can stand in a matter: the active steps, and the pages of a form step."""

from __future__ import annotations

from collections.abc import Mapping

from kiosk.core.matters import Field, Matter, Step, When


def holds(when: When | None, answers: Mapping[str, str]) -> bool:
    """Whether a condition on the answers holds; no condition always does."""
    return when is None or answers.get(when.field) in (when.of or (when.is_,))


def ways_of(matter: Matter) -> frozenset[str]:
    """The choices that only lead the way through the matter."""
    return frozenset(step.when.field for step in matter.steps if step.when is not None)


def active_steps(matter: Matter, answers: Mapping[str, str]) -> tuple[Step, ...]:
    """The steps of the way that the answers so far choose."""
    return tuple(step for step in matter.steps if holds(step.when, answers))


def page_fields(matter: Matter, step: Step, page: int) -> tuple[Field, ...]:
    """The fields on one page of a form step."""
    return tuple(matter.field(each) for each in step.pages[page])


def active_fields(matter: Matter, answers: Mapping[str, str]) -> tuple[Field, ...]:
    """Every field the citizen is asked for on the way."""
    steps = active_steps(matter, answers)
    return tuple(matter.field(each) for step in steps for page in step.pages for each in page)
