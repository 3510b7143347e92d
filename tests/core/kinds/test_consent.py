"""Consent: one tick for the whole, one for each sensitive category, and a no that is no dead end."""

from __future__ import annotations

from kiosk.core.face_bodies import Consent, Info
from kiosk.core.matter_pages import AtConsent
from kiosk.core.matters import Catalogue
from kiosk.rehearsal import Story
from tests.core.kinds.stories import INVENTED, invented, with_roles


def at_consent(shelf: Catalogue) -> Story:
    return Story(invented(shelf, sensitive=("account", "health"))).touch("start", f"matter:{INVENTED}")


def test_nothing_is_ticked_beforehand(shelf: Catalogue):
    body = at_consent(shelf).face.body
    assert isinstance(body, Consent)
    assert not any(each.ticked for each in (body.tick, *body.more))
    assert [each.target for each in body.more] == ["tick:account", "tick:health"]


def test_every_category_is_ticked_by_itself(shelf: Catalogue):
    story = at_consent(shelf).touch("tick", "tick:account")
    assert story.face.primary is None
    assert story.face.waiting
    assert story.touch("primary").page == f"{INVENTED}/consent"
    story.touch("tick:health", "primary")
    assert story.page == f"{INVENTED}/card"
    assert story.session.visit.consents == {"general", "account", "health"}


def test_a_tick_can_be_taken_back(shelf: Catalogue):
    story = at_consent(shelf).touch("tick", "tick:account", "tick:health", "tick:health")
    assert story.face.primary is None


def test_a_category_that_the_matter_does_not_use_is_not_asked_for(shelf: Catalogue):
    story = at_consent(shelf).touch("tick:face")
    assert story.session.page.sensitive == frozenset()


def test_a_no_leads_to_the_other_way_and_back(shelf: Catalogue):
    story = at_consent(shelf).touch("tick", "secondary")
    body = story.face.body
    assert isinstance(body, Info)
    assert any("0000-0000" in block.value for block in body.blocks), "the keeper is named"
    assert story.session.visit.consents == frozenset()
    assert story.touch("primary").page == f"{INVENTED}/consent"
    assert story.touch("secondary", "back").page == f"{INVENTED}/consent"
    assert story.touch("secondary", "secondary").page == "home"


# --- a child's records -------------------------------------------------------------------------------------------


def at_own_consent(shelf: Catalogue) -> Story:
    return Story(with_roles(shelf, "guardian", "self", sensitive=("minor",))).touch("start", f"matter:{INVENTED}")


def at_childs_consent(shelf: Catalogue) -> Story:
    return at_own_consent(shelf).touch("tick", "primary", "role:guardian")


def test_who_comes_without_a_child_consents_for_none(shelf: Catalogue):
    story = at_own_consent(shelf)
    assert story.face.body.more == ()
    assert story.touch("tick", "primary", "role:self").page == f"{INVENTED}/card"
    assert story.session.visit.consents == {"general"}


def test_a_guardian_is_asked_about_the_child_before_any_card(shelf: Catalogue):
    story = at_childs_consent(shelf)
    assert story.page == f"{INVENTED}/consent"
    assert story.face.body.tick.label == story.catalogue.words["zh"]("usual.consent.tick_minor")
    assert story.touch("primary").page == f"{INVENTED}/consent", "nothing is ticked beforehand"
    assert story.touch("tick", "primary").page == f"{INVENTED}/card"
    assert story.session.visit.consents == {"general", "minor"}


def test_a_guardians_no_leads_to_the_other_way_and_back(shelf: Catalogue):
    story = at_childs_consent(shelf).touch("secondary")
    assert isinstance(story.face.body, Info)
    assert story.touch("primary").page == f"{INVENTED}/consent"
    assert story.session.page == AtConsent(for_child=True)
    assert story.touch("back").page == f"{INVENTED}/role"


def test_another_role_takes_the_consent_for_the_child_back(shelf: Catalogue):
    story = at_childs_consent(shelf).touch("tick", "primary", "back", "role:self")
    assert story.session.visit.consents == {"general"}
