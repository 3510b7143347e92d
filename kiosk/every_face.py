"""Every page a citizen can meet, found by rehearsing visits: for the gallery, for audits, for translators.

Scenes show what devices and the line may do to a visit; walks show every matter's own pages.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from msgspec.structs import replace

from kiosk.core.conditions import Condition, Device, Media, Outcome, Paper, Presence, PrintVerdict, Status
from kiosk.core.events import CardTroubled, ConditionSeen, GatewaySeen, MediaSeen, PresenceSeen, SomeoneSeen
from kiosk.core.face import face_of
from kiosk.core.face_bodies import Consent
from kiosk.core.face_parts import Language, TextSize, Theme, Tick
from kiosk.core.faces import Face
from kiosk.core.matter_pages import AtFiled, AtMaterials, AtPlace, AtQuestion
from kiosk.core.matters import Catalogue
from kiosk.core.questions import GivenMaterial
from kiosk.core.replies import CheckOutcome, CheckSent, ComparedField, NothingFound, NotKnown, Refused
from kiosk.core.session import Session, Visit
from kiosk.matter_walk import sessions_of
from kiosk.rehearsal import FOUND, INSTANT, ISSUED, LEFT_BEHIND, NOW, SAME, ZHANG, Story
from kiosk.rehearsed_answers import awaited

LOST = PrintVerdict(Outcome.UNKNOWN, "silent", began=True)
NO_PAPER = PrintVerdict(Outcome.FAILED, "paper_out", began=True)
LICENCE = "1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.001.U"

Scene = Callable[[Story], Story]


def every_face(
    catalogue: Catalogue, language: Language = "zh", text_size: TextSize = "standard", theme: Theme = "light"
) -> Iterator[Face]:
    """One face for each scene, named after its page and the scene."""
    for name, scene in SCENES.items():
        yield dressed(catalogue, name, scene(Story(catalogue)).session, language, text_size, theme)


def every_session(catalogue: Catalogue, matters: Collection[str] = ()) -> Iterator[tuple[str, Session]]:
    """Every scene and every matter's walk; of some `matters` only their walks.

    The session, and what tells its page from others of the same name.
    """
    if not matters:
        for name, scene in SCENES.items():
            yield name, scene(Story(catalogue)).session
    for matter in matters or catalogue.matters:
        for number, session in enumerate(sessions_of(catalogue, matter), 1):
            yield str(number), session


def dressed(
    catalogue: Catalogue, name: str, session: Session, language: Language, text_size: TextSize, theme: Theme = "light"
) -> Face:
    """The face of a session in another language and dress."""
    face = face_of(catalogue, replace(session, language=language, text_size=text_size, theme=theme), NOW)
    return replace(face, name=f"{face.name}:{name}")


def _with_way(matter: str, way: str) -> Scene:
    return lambda story: story.touch("start", f"matter:{matter}", f"pick:way:{way}")


def _tax_typed(story: Story) -> Story:
    _with_way("VER-TAX", "by_number")(story).fill("number", "311011261100210045").touch("primary")
    return story.touch("primary").fill("amount", "18910").touch("primary")


def _verdict(state: str) -> Scene:
    shown = replace(SAME, state=state)
    if state == "differs":
        wrong = ComparedField("amount", "18901.00", None, same=False)
        shown = replace(shown, fields=(*SAME.fields, wrong), certificate=None)
    if state in ("not_found", "malformed"):
        shown = replace(shown, fields=(), certificate=None)
    return lambda story: _tax_typed(story).reply(shown)


def _troubles_at_home(story: Story) -> Story:
    story.happen(MediaSeen("job", Media.PRESENT)).touch("start")
    story.happen(ConditionSeen(Condition(Device.POWER, Status.ONLINE, fault="battery_low")))
    return story.happen(ConditionSeen(Condition(Device.CABINET, Status.ONLINE, fault="door_open")))


def _guide_of(matter: str) -> Scene:
    return lambda story: story.touch("start", f"shelf:{story.catalogue.matters[matter].group}", f"guide:{matter}")


def _consent_of(matter: str) -> Scene:
    """Past the questions that come first, with everything consented to."""

    def scene(story: Story) -> Story:
        _guide_of(matter)(story).touch("primary")
        while isinstance(story.session.page, AtQuestion):
            story.touch("answer:unsure")
        if isinstance(story.session.page, AtPlace):
            story.touch("place:110000")
        return story.touch("tick", *(each.target for each in _ticks(story)))

    return scene


def _guardian(story: Story) -> Story:
    return _role_of("KSTB-01")(story).touch("role:guardian")


def _ticks(story: Story) -> tuple[Tick, ...]:
    """The ticks for sensitive categories on the page."""
    body = story.face.body
    assert isinstance(body, Consent), "a consent page"
    return body.more


def _role_of(matter: str) -> Scene:
    return lambda story: _consent_of(matter)(story).touch("primary")


def _checked(story: Story) -> Story:
    story.lay().touch("primary", "way:phone_code").reply(CheckSent("C1", "139****0001"))
    return story.fill("check_answer", "246810").touch("primary").reply(CheckOutcome("passed", trace="P1"))


def _principal(story: Story) -> Story:
    return _checked(_role_of("KSTB-03")(story).touch("role:agent")).touch("relation:child")


def _no_paper_at_home(story: Story) -> Story:
    story.touch("start")
    story.happen(ConditionSeen(Condition(Device.DOCUMENT_PRINTER, Status.ONLINE, Paper.OUT, "paper_out")))
    return story.happen(ConditionSeen(Condition(Device.RECEIPT_PRINTER, Status.OFFLINE, fault="offline")))


def _bank_card(story: Story) -> Story:
    story.to_card()
    return story.happen(CardTroubled(story.request, "not_an_id_card"))


def _broken_reader(story: Story) -> Story:
    story.to_card()
    return story.happen(CardTroubled(story.request, "reader_out_of_service"))


def _phone(story: Story) -> Story:
    return story.to_card().lay().touch("primary", "way:phone_code").reply(CheckSent("C1", "139****0001"))


def _card_still_there(story: Story) -> Story:
    story.to_finish()
    return story.happen(PresenceSeen(story.request, Presence.PRESENT))


def _slip_only(story: Story) -> Story:
    return _tax_typed(story).reply(SAME).touch("secondary").settle()


def _without_camera(kind: str) -> Scene:
    """At a step of a matter with papers, on a terminal that photographs none: all of them go to a window."""

    def scene(story: Story) -> Story:
        matter = story.catalogue.matters["KSTB-12"]
        step = next(number for number, each in enumerate(matter.steps) if each.kind == kind)
        given = {each.id: GivenMaterial(each.id, None) for each in matter.materials if each.form != "self_made"}
        visit = Visit("v", matter.id, step, card=ZHANG, check_trace="P1", materials=given)
        if kind == "materials":
            story.session = replace(story.session, visit=visit, page=AtMaterials())
        else:
            story.session = replace(story.session, visit=replace(visit, standing=awaited(matter)), page=AtFiled())
        return story.happen(ConditionSeen(Condition(Device.DOCUMENT_CAMERA, Status.NO_DEVICE)))

    return scene


SCENES: dict[str, Scene] = {
    "welcome": lambda story: story,
    "welcome-awake": lambda story: story.happen(SomeoneSeen("front")),
    "home": lambda story: story.touch("start"),
    "home-troubles": _troubles_at_home,
    "home-no-paper": _no_paper_at_home,
    "home-offline": lambda story: story.touch("start").happen(GatewaySeen(reachable=False)),
    "help": lambda story: story.touch("start", "help"),
    "consent": lambda story: story.touch("start", "matter:KSTB-14"),
    "consent-ticked": lambda story: story.touch("start", "matter:KSTB-14", "tick"),
    "consent-refused": lambda story: story.touch("start", "matter:KSTB-14", "secondary"),
    "consent-sensitive": lambda story: _consent_of("KSTB-09")(story).touch("tick:health"),
    "eligibility": lambda story: _guide_of("KSTB-09")(story).touch("primary"),
    "shelf": lambda story: story.touch("start", "shelf:housing"),
    "shelf-search": lambda story: story.touch("start", "search"),
    "shelf-found": lambda story: story.touch("start", "search", "letter:y"),
    "guide": _guide_of("KSTB-14"),
    "guide-next": lambda story: _guide_of("KSTB-08")(story).touch("page:following"),
    "guide-printing": lambda story: _guide_of("KSTB-14")(story).touch("print"),
    "consent-child": _guardian,
    "role": _role_of("KSTB-03"),
    "role-relation": lambda story: _checked(_role_of("KSTB-03")(story).touch("role:agent")),
    "card-principal": _principal,
    "card-same": lambda story: _principal(story).lay(),
    "person-principal": lambda story: _principal(story).lay(
        replace(ZHANG, name="阿依古丽·买买提", number="110101196001010038", birth_date="1960-01-01")
    ),
    "card-child": lambda story: _checked(_guardian(story).touch("tick", "primary")).touch("relation:parent"),
    "claim-number": lambda story: (
        _role_of("KSTB-01")(story).touch("role:no_card").fill("claim_number", "110101199003077214").touch("primary")
    ),
    "claim-name": lambda story: (
        _role_of("KSTB-01")(story).touch("role:no_card").fill("claim_number", "110101199003077213").touch("primary")
    ),
    "claim-organisation": lambda story: _role_of("KSTB-05")(story).fill("claim_uscc", "91350100M0"),
    "card": lambda story: story.to_card(),
    "card-not-an-id": _bank_card,
    "card-reader-broken": _broken_reader,
    "card-expired": lambda story: story.to_card().lay(replace(ZHANG, valid_until="2020-01-01")),
    "card-minor": lambda story: story.to_card().lay(
        replace(ZHANG, birth_date="2010-01-01", number="110105201001010118")
    ),
    "person": lambda story: story.to_card().lay(),
    "check-way": lambda story: story.to_card().lay().touch("primary"),
    "check-way-no-phone": lambda story: (
        story.to_card().lay().touch("primary", "way:phone_code").reply(Refused("no_registered_phone"))
    ),
    "check-code": lambda story: _phone(story).fill("check_answer", "246"),
    "check-code-wrong": lambda story: (
        _phone(story).fill("check_answer", "111111").touch("primary").reply(CheckOutcome("wrong", attempts_left=2))
    ),
    "check-locked": lambda story: (
        _phone(story).fill("check_answer", "111111").touch("primary").reply(CheckOutcome("locked"))
    ),
    "check-keeper": lambda story: (
        story.to_card().lay().touch("primary", "way:keeper").reply(CheckSent("C2", None)).fill("check_answer", "1234")
    ),
    "place": lambda story: story.to_form(),
    "tax-form": lambda story: story.to_form().touch("pick:tax_authority:hean"),
    "tax-form-problem": lambda story: (
        story.to_form().touch("pick:tax_authority:hean").fill("period_to", "2025-11").touch("primary")
    ),
    "pit": lambda story: story.to_form().touch("pick:tax_authority:hean", "pick:tax_group:pit", "primary"),
    "waiting-query": lambda story: story.to_form().touch("pick:tax_authority:hean", "primary"),
    "nothing-found": lambda story: (
        story.to_form().touch("pick:tax_authority:hean", "primary").reply(NothingFound(INSTANT, "s", "t"))
    ),
    "query-unavailable": lambda story: (
        story.to_form().touch("pick:tax_authority:hean", "primary").reply(NotKnown("unavailable"))
    ),
    "rows": lambda story: story.to_rows(),
    "rows-many": lambda story: (
        story.to_form()
        .touch("pick:tax_authority:hean", "primary")
        .reply(replace(FOUND, uncollected=(LEFT_BEHIND, replace(LEFT_BEHIND, case_number="CASE-OLD-2"))))
    ),
    "review": lambda story: story.to_review(),
    "materials-no-camera": _without_camera("materials"),
    "filed-to-bring": _without_camera("submit"),
    "waiting-issue": lambda story: story.to_review().touch("primary"),
    "issue-unknown": lambda story: story.to_review().touch("primary").reply(NotKnown("no_answer")),
    "issue-refused": lambda story: story.to_review().touch("primary").reply(Refused("department_says_no")),
    "issue-mismatch": lambda story: story.to_review().touch("primary").reply(replace(ISSUED, total="1.00")),
    "result": lambda story: story.to_result(),
    "printing-document": lambda story: story.to_result().touch("primary"),
    "printing-receipt": lambda story: story.to_result().touch("primary").settle(),
    "paper-out": lambda story: story.to_result().touch("primary").settle(NO_PAPER),
    "paper-question": lambda story: story.to_result().touch("primary").settle(LOST),
    "receipt-out": lambda story: story.to_result().touch("primary").settle().settle(NO_PAPER),
    "receipt-question": lambda story: story.to_result().touch("primary").settle().settle(LOST),
    "finish": lambda story: story.to_finish(),
    "finish-card-still-there": _card_still_there,
    "finish-slip": _slip_only,
    "rating": lambda story: story.to_finish().touch("primary"),
    "idle": lambda story: story.to_rows().ring(),
    "leave": lambda story: story.to_rows().touch("home"),
    "tax-way": lambda story: story.touch("start", "matter:VER-TAX"),
    "tax-scan": _with_way("VER-TAX", "scan"),
    "tax-number": lambda story: _with_way("VER-TAX", "by_number")(story).fill("number", "31101126110021"),
    "tax-date": lambda story: (
        _with_way("VER-TAX", "by_number")(story).fill("number", "311011261100210045").touch("primary")
    ),
    "tax-amount": lambda story: (
        _with_way("VER-TAX", "by_number")(story)
        .fill("number", "311011261100210045")
        .touch("primary", "primary")
        .fill("amount", "18910.00")
    ),
    "waiting-verify": _tax_typed,
    "verdict-same": _verdict("same"),
    "verdict-differs": _verdict("differs"),
    "verdict-not-found": _verdict("not_found"),
    "verdict-void": _verdict("void"),
    "verdict-expired": _verdict("expired"),
    "verdict-interim": _verdict("interim"),
    "verdict-malformed": _verdict("malformed"),
    "verdict-unavailable": lambda story: _tax_typed(story).reply(NotKnown("unavailable")),
    "licence-way": lambda story: story.touch("start", "matter:VER-LIC"),
    "licence-identifier": lambda story: _with_way("VER-LIC", "by_number")(story).fill("identifier", LICENCE),
    "licence-wrong": lambda story: (
        _with_way("VER-LIC", "by_number")(story).fill("identifier", LICENCE[:-1] + "V").touch("primary")
    ),
    "shipping-way": lambda story: story.touch("start", "matter:KSTB-10"),
    "shipping-certificate": lambda story: _with_way("KSTB-10", "by_certificate")(story).fill("cert_no", "DOC-2026"),
    "shipping-company": lambda story: _with_way("KSTB-10", "by_company")(story).fill(
        "company_no", "91350100M000100Y44"
    ),
}
