"""One module for each kind of body: `items(body, context)` gives the blocks of its page from the top down.

Pages are plain functions of a face, without rules in Kivy's language: a page never changes in place but for drafts and
checks, so there is nothing to bind, and all sizes follow from measured text.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kiosk.core import case_bodies, face_bodies
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
    face_bodies.Welcome: welcome.items,
    face_bodies.Home: home.items,
    face_bodies.Consent: consent.items,
    face_bodies.Show: show.items,
    face_bodies.Scan: scan.items,
    face_bodies.Person: person.items,
    face_bodies.Choose: choose.items,
    face_bodies.Form: form.items,
    face_bodies.Pad: pad.items,
    face_bodies.Review: review.items,
    face_bodies.Progress: progress.items,
    face_bodies.Verdict: verdict.items,
    face_bodies.Result: result.items,
    face_bodies.Trouble: trouble.items,
    face_bodies.Finish: finish.items,
    face_bodies.Rating: rating.items,
    face_bodies.Countdown: countdown.items,
    face_bodies.Question: question.items,
    face_bodies.Help: help_page.items,
    face_bodies.Info: info.items,
    case_bodies.PlaceGrid: place_grid.items,
    case_bodies.Writing: writing.items,
    case_bodies.Table: table.items,
    case_bodies.Shared: shared.items,
    case_bodies.Materials: materials.items,
    case_bodies.Photograph: photograph.items,
    case_bodies.Sign: sign.items,
    case_bodies.Code: code.items,
    case_bodies.Case: case.items,
    case_bodies.Guide: guide.items,
    case_bodies.Shelves: shelves.items,
}


def items_of(context: Context) -> list[Item]:
    """The blocks of a face's page."""
    body = context.face.body
    return _PAGES[type(body)](body, context)
