"""The shelf with the made-up matter on it, and a person who came to its list of materials."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from kiosk.core.matters import Catalogue
from kiosk.core.pages import AtReview
from kiosk.rehearsal import Story
from tests.core.kinds.filed_matter import SHARED, visiting, with_matter
from tests.core.kinds.handing_in import at_step


@pytest.fixture(scope="module")
def catalogue(shelf: Catalogue) -> Catalogue:
    """What ships, and the made-up matter."""
    return with_matter(shelf)


@pytest.fixture
def listed(catalogue: Catalogue) -> Story:
    """At the list of materials, with what a department shared."""
    story = Story(catalogue).touch("start")
    story.session = visiting(catalogue, "materials").session
    story.session = replace(story.session, page=AtReview())
    return at_step(story, "materials").reply(SHARED)
