"""One module for each kind of body: `items(body, context)` gives the blocks of its page from the top down.

Pages are plain functions of a face, without rules in Kivy's language: a page never changes in place but for drafts and
checks, so there is nothing to bind, and all sizes follow from measured text.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kiosk.core import faces
from screens.pages import (
    case,
    choose,
    code,
    consent,
    countdown,
    finish,
    form,
    guide,
    help_page,
    home,
    info,
    materials,
    pad,
    person,
    photograph,
    place_grid,
    progress,
    question,
    rating,
    result,
    review,
    scan,
    shared,
    shelves,
    show,
    sign,
    table,
    trouble,
    verdict,
    welcome,
    writing,
)
from screens.pages.context import Context
from screens.widgets.block import Item

_PAGES: dict[type, Callable[[Any, Context], list[Item]]] = {
    faces.Welcome: welcome.items,
    faces.Home: home.items,
    faces.Consent: consent.items,
    faces.Show: show.items,
    faces.Scan: scan.items,
    faces.Person: person.items,
    faces.Choose: choose.items,
    faces.Form: form.items,
    faces.Pad: pad.items,
    faces.Review: review.items,
    faces.Progress: progress.items,
    faces.Verdict: verdict.items,
    faces.Result: result.items,
    faces.Trouble: trouble.items,
    faces.Finish: finish.items,
    faces.Rating: rating.items,
    faces.Countdown: countdown.items,
    faces.Question: question.items,
    faces.Help: help_page.items,
    faces.Info: info.items,
    faces.PlaceGrid: place_grid.items,
    faces.Writing: writing.items,
    faces.Table: table.items,
    faces.Shared: shared.items,
    faces.Materials: materials.items,
    faces.Photograph: photograph.items,
    faces.Sign: sign.items,
    faces.Code: code.items,
    faces.Case: case.items,
    faces.Guide: guide.items,
    faces.Shelves: shelves.items,
}


def items_of(context: Context) -> list[Item]:
    """The blocks of a face's page."""
    body = context.face.body
    return _PAGES[type(body)](body, context)
