"""What a matter's steps must have, and what must come before what, whoever writes the file: see `kiosk.core.lint`."""

from __future__ import annotations

from collections.abc import Iterator

from kiosk.core.lint_fields import when_faults
from kiosk.core.matters import Matter, Step
from kiosk.core.payloads import Payload

NEEDS = {
    "form": "pages",
    "scan": "payloads",
    "verify": "verification",
    "identify": "ways",
    "fetch": "look_up",
    "deliver": "ways",
}
PERSON_CHECKS = {"phone_code", "keeper"}
DELIVERIES = {"pick_up", "post", "electronic"}
PAYLOADS = frozenset(each.__name__ for each in Payload.__args__)
# What may only come when another step came before it.
AFTER = {
    "submit": ("review", "something is submitted without a review before it"),
    "print": ("review", "something is issued without a review"),
    "pay": ("submit", "something is paid before it was submitted"),
    "issue": ("submit", "something is issued before it was submitted"),
    "identify": ("consent", "a card is read before consent was given"),
    "sign": ("review", "something is signed before it is looked over"),
}
# Steps that open somebody's own data, or act for somebody.
OWN = ("fetch", "select", "materials", "review", "sign", "submit", "print")
FILLING = ("eligibility", "choose_place", "fetch", "form", "select", "materials", "deliver")


def step_faults(matter: Matter) -> Iterator[str]:
    """Mistakes in steps and their order."""
    for number, step in enumerate(matter.steps, 1):
        yield from (f"step {number} ({step.kind}): {fault}" for fault in _one_step_faults(matter, step))
    yield from _before_faults(matter)
    yield from _way_faults(matter)
    yield from _own_faults(matter)
    yield from _review_faults(matter)
    yield from _material_step_faults(matter)
    yield from _sensitive_faults(matter)


def _one_step_faults(matter: Matter, step: Step) -> Iterator[str]:
    names = {each.id for each in matter.fields}
    needed = NEEDS.get(step.kind)
    if needed and not getattr(step, needed):
        yield f"needs {needed}"
    if step.kind == "select" and bool(step.query) == bool(step.look_up):
        yield "needs query or look_up, and not both"
    yield from (f"page asks for {each}, which is no field" for page in step.pages for each in page if each not in names)
    yield from (f"sends {each}, which is no field" for each in step.params if each not in names)
    yield from (f"{each} is no kind of code" for each in step.payloads if each not in PAYLOADS)
    ways = PERSON_CHECKS if step.kind == "identify" else DELIVERIES if step.kind == "deliver" else set(step.ways)
    yield from (f"{each} is no way of a {step.kind} step" for each in step.ways if each not in ways)
    if step.when is not None:
        yield from when_faults(matter, step.when)


def _before_faults(matter: Matter) -> Iterator[str]:
    kinds: list[str] = [step.kind for step in matter.steps]
    for kind, (before, sentence) in AFTER.items():
        if kind in kinds and before not in kinds[: kinds.index(kind)]:
            yield sentence
    if {"pay", "issue"} <= set(kinds) and kinds.index("issue") < kinds.index("pay"):
        yield "something is issued before it is paid"
    for kind in ("consent", "identify", "eligibility", "choose_place", "review", "submit", "issue"):
        if kinds.count(kind) > 1:
            yield f"the step {kind} comes twice"


def _way_faults(matter: Matter) -> Iterator[str]:
    """What leads the way is asked on every way: an answer of a way that was left would still lead."""
    asked = {each for step in matter.steps if step.when is None for page in step.pages for each in page}
    some = {each for step in matter.steps if step.when is not None for page in step.pages for each in page} - asked
    leading = dict.fromkeys(step.when.field for step in matter.steps if step.when is not None)
    yield from (f"{each} leads the way, and is asked on some ways only" for each in leading if each in some)


def _own_faults(matter: Matter) -> Iterator[str]:
    kinds = [step.kind for step in matter.steps]
    own = [kind for kind in OWN if kind in kinds]
    known = kinds.index("identify") if "identify" in kinds else len(kinds)
    if "ID0" not in matter.identity:
        yield from (f"{kind} comes before the person is known" for kind in own if kinds.index(kind) < known)


def _review_faults(matter: Matter) -> Iterator[str]:
    """Whatever is filled in stands before the review, or it would be sent unseen."""
    kinds = [step.kind for step in matter.steps]
    if "review" in kinds:
        late = dict.fromkeys(kind for kind in kinds[kinds.index("review") :] if kind in FILLING)
        yield from (f"{kind} comes after the review" for kind in late)


def _material_step_faults(matter: Matter) -> Iterator[str]:
    kinds = [step.kind for step in matter.steps]
    given = [each for each in matter.materials if each.form != "self_made"]
    if given and "materials" not in kinds:
        yield "materials are asked for, and no step takes them"
    if "materials" in kinds and not given:
        yield "a step takes materials, and none is asked for"


def _sensitive_faults(matter: Matter) -> Iterator[str]:
    """A category is consented to when something uses it; more would be asking too much."""
    used = {each.sensitive for each in matter.fields if each.sensitive}
    if any("guardian" in step.who for step in matter.steps):
        used.add("minor")
    for each in matter.sensitive:
        if each in ("account", "minor") and each not in used:
            yield f"consent is asked for {each}, and nothing uses it"
    if "minor" in used - set(matter.sensitive):
        yield "a guardian may come, and no consent is asked for the sensitive category minor"
    if matter.sensitive and all(step.kind != "consent" for step in matter.steps):
        yield "sensitive categories without a consent step"
