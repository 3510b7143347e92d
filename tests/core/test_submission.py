"""What is handed in: the values, tables and doubts of the way that was taken, and of no other."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from kiosk.core.matters import Catalogue, Column, Field, Step, When
from kiosk.core.prefill import disputed_of
from kiosk.core.session import Provenance, Visit
from kiosk.core.submission import given_fields, given_tables, values_of
from tests.core.kinds.forms import with_steps
from tests.core.kinds.stories import INVENTED

KIND = Field("kind", "choice", purpose="示例", choices=("one", "many"))
ADDRESS = Field("address", "text", purpose="示例", prefill="card.address")
PEOPLE = Field("people", "table", purpose="示例", columns=(Column("name", "text"),))
SHOWN = Field("shown", "text", purpose="示例", prefill="share.register.address", read_only=True)
STEPS = (
    Step("form", pages=(("kind",),)),
    Step("form", pages=(("address",), ("people",)), when=When("kind", "many")),
    Step("review"),
)
FILLED = Visit(
    id="v",
    matter=INVENTED,
    answers={"kind": "many", "address": "样本村一组", "shown": "样本村二组"},
    tables={"people": ({"name": "样本人"},)},
    origins={"address": Provenance("card", disputed=True), "shown": Provenance("示例部门（演示）")},
)


@pytest.fixture(scope="module")
def catalogue(shelf: Catalogue) -> Catalogue:
    return with_steps(shelf, STEPS, (KIND, ADDRESS, PEOPLE, SHOWN))


def test_a_way_that_was_taken_hands_in_all_that_stands_on_it(catalogue: Catalogue):
    matter = catalogue.matters[INVENTED]
    assert values_of(matter, FILLED) == FILLED.answers
    assert given_tables(matter, FILLED) == FILLED.tables


def test_a_way_that_was_left_hands_in_nothing_whoever_filled_it_in(catalogue: Catalogue):
    matter, left = catalogue.matters[INVENTED], replace(FILLED, answers={**FILLED.answers, "kind": "one"})
    assert values_of(matter, left) == {"kind": "one", "shown": "样本村二组"}
    assert given_tables(matter, left) == {}
    assert not set(disputed_of(left)) & {each.id for each in given_fields(matter, left)}
