"""The body of the review: who, where, every value with 改 or its source, tables with totals, materials, the sum."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from kiosk.core.computed import column_totals
from kiosk.core.face_bodies import Review
from kiosk.core.face_parts import Button, Language, Row, TextSize
from kiosk.core.kinds.lists import is_last, paged
from kiosk.core.matters import Field
from kiosk.core.money_text import yuan
from kiosk.core.pages import AtReview
from kiosk.core.parties import Party
from kiosk.core.parties_of import masked, parties_of
from kiosk.core.prefill import OWN_SOURCES
from kiosk.core.regions import place_name
from kiosk.core.session import Provenance, Session
from kiosk.core.shown import shown_value
from kiosk.core.submission import DELIVERY, active_materials, given_fields, given_tables
from kiosk.core.validators import amount_in_words, money_text
from kiosk.core.view import Parts, View

# The contract's name for the form of a tax certificate: who chose one reads that, and not the usual form.
CERT_FORM = "cert_form"
# English rows more often take two lines.
ROWS_PER_PAGE: dict[Language, dict[TextSize, int]] = {
    "zh": {"standard": 7, "large": 5, "xlarge": 3},
    "en": {"standard": 5, "large": 4, "xlarge": 3},
}
WORDS_UP_TO = Decimal(10) ** 12  # beyond that there is no agreed way to write a sum in words


def review(view: View, page: AtReview) -> Parts:
    """One page of everything that will be sent; the sum stands on each."""
    amount, rows = review_rows(view)
    pages = paged(view, rows, page.page, rows_per_page(view.session))
    body = Review(
        rows=tuple(pages.rows),
        amount_label=view.say("review.amount") if amount is not None else "",
        amount=yuan(money_text(amount)) if amount is not None else "",
        amount_words=_in_words(view, amount),
        keep=view.say("review.keep"),
        page_text=pages.text,
        previous=pages.previous,
        following=pages.following,
    )
    submits = any(step.kind == "submit" for step in view.steps)
    return Parts(
        view.say("review.title"),
        view.say("review.strip"),
        body,
        primary=_primary(view, page),
        secondary=Button("hand_over", view.say("review.hand_over"), icon="mobile") if submits else None,
    )


def _primary(view: View, page: AtReview) -> Button:
    """On to what was not seen yet; only then to hand in."""
    if seen_whole(view, page):
        return Button("primary", view.say("review.primary"), icon="tick")
    return Button("primary", view.words("word.page_following"), icon="next")


def seen_whole(view: View, page: AtReview) -> bool:
    """Whether the last page is shown, or was since something was changed."""
    return view.visit.reviewed or is_last(page.page, len(review_rows(view)[1]), rows_per_page(view.session))


def rows_per_page(session: Session) -> int:
    """How many rows a page of the review has."""
    return ROWS_PER_PAGE[session.language][session.text_size]


def _in_words(view: View, amount: Decimal | None) -> str:
    if amount is None or abs(amount) >= WORDS_UP_TO:
        return ""
    return view.say("review.words", words=amount_in_words(amount))


def review_rows(view: View) -> tuple[Decimal | None, tuple[Row, ...]]:
    """The sum of the payments that were picked, if there are any, and every row."""
    visit = view.visit
    if visit.reprint_of is not None:
        total = next((each.total for each in visit.uncollected if each.case_number == visit.reprint_of), "0.00")
        row = Row(view.say("review.reprint"), view.say("review.reprint_value"))
        return Decimal(total), (*_who(view), row)
    picked = [Decimal(row.amount) for row in visit.rows if row.id in visit.picked]
    rows = (*_who(view), *_place(view), *_values(view), *_picked(view), *_tables(view), *_given(view), *_delivery(view))
    return (sum(picked, Decimal()) if picked else None), rows


def _step(view: View, kind: str) -> str:
    """The target that leads to the step of a kind; empty when the way has none before here."""
    for number, step in enumerate(view.steps[: view.visit.step]):
        if step.kind == kind:
            return f"change:{number}"
    return ""


# --- who and where -----------------------------------------------------------------------------------------------


def _who(view: View) -> Iterator[Row]:
    """The applicant, whose own eyes these are; an agent and an organisation masked."""
    parties = parties_of(view.visit, view.matter, view.today)
    if parties.applicant is not None:
        yield from _party(view, "", parties.applicant, hidden=parties.agent is not None)
    if parties.agent is not None:
        guardian = view.visit.role == "guardian"
        yield from _party(view, "guardian_" if guardian else "agent_", parties.agent.party, hidden=True)
    if parties.organisation is not None:
        yield Row(view.say("review.organisation"), parties.organisation.name or parties.organisation.uscc)


def _party(view: View, prefix: str, party: Party, *, hidden: bool) -> Iterator[Row]:
    name, number = masked(party)
    yield Row(view.say(f"review.{prefix}name"), name if hidden else party.name)
    yield Row(view.say(f"review.{prefix}number"), number)


def _place(view: View) -> Iterator[Row]:
    name = place_name(view.catalogue.regions, view.visit.place, view.session.language)
    if name:
        yield Row(view.say("review.place"), name, change=_step(view, "choose_place"))


# --- values ------------------------------------------------------------------------------------------------------


def _values(view: View) -> Iterator[Row]:
    period = view.matter.period
    for field in given_fields(view.matter, view.visit):
        if period is not None and field.id == period.last:
            continue
        if period is not None and field.id == period.first:
            yield _period(view, field, period.last)
        else:
            yield _value(view, field)


def _value(view: View, field: Field) -> Row:
    shown = shown_value(view, field, view.visit.answers[field.id])
    origin = view.visit.origins.get(field.id)
    if origin is not None and origin.source not in OWN_SOURCES:
        shown = view.say("review.shared", words=shown, service=_source(view, origin))
    return Row(_label(view, field), shown, change="" if field.read_only else change_to(view, field.id))


def _source(view: View, origin: Provenance) -> str:
    """Who said so; what the citizen called wrong says that too."""
    return view.say("review.disputed", service=origin.source) if origin.disputed else origin.source


def _label(view: View, field: Field) -> str:
    key = f"field.{field.id}.review"
    return view.say(key if view.words.has_of(view.visit.matter, key) else f"field.{field.id}.label")


def _period(view: View, first: Field, last: str) -> Row:
    answers = view.visit.answers
    value = view.say("review.period_value", first=view.day(answers[first.id]), last=view.day(answers[last]))
    return Row(view.say("review.period"), value, change=change_to(view, first.id))


def change_to(view: View, field: str) -> str:
    """The target that leads to the page on which `field` is filled in; empty when it is on none."""
    for number, step in enumerate(view.steps):
        for page, fields in enumerate(step.pages):
            if field in fields:
                return f"change:{number}:{page}"
    return ""


# --- what was picked, tables, materials --------------------------------------------------------------------------


def _picked(view: View) -> Iterator[Row]:
    visit, change = view.visit, _step(view, "select")
    if visit.rows:
        picked = [row for row in visit.rows if row.id in visit.picked]
        kinds = list(dict.fromkeys(row.kind for row in picked))
        more = view.words("word.and_more") if len(kinds) > 2 else ""
        shown = view.words("word.and").join(kinds[:2]) + more
        if not any(field.id == CERT_FORM for field in given_fields(view.matter, visit)):
            yield Row(view.say("review.kind"), view.say("review.kind_value"))
        yield Row(view.say("review.rows"), view.say("review.rows_value", kinds=shown, count=len(picked)), change=change)
    for record in visit.records:
        if record.id in visit.picked:
            amount = "" if record.amount is None else f" {yuan(record.amount)}"
            yield Row(view.say("review.record"), f"{record.title}{amount}", change=change)


def _tables(view: View) -> Iterator[Row]:
    tables = given_tables(view.matter, view.visit)
    for field in view.matter.fields:
        rows = tables.get(field.id, ())
        if rows:
            yield Row(_label(view, field), _totals(view, field, rows), change=change_to(view, field.id))


def _totals(view: View, field: Field, rows: tuple[dict[str, str], ...]) -> str:
    """How many rows, and the total of each money column that is added up."""
    parts = [view.say("review.table_rows", count=len(rows))]
    for column, total in column_totals(field, rows):
        if column.type == "money":
            label = view.say(f"field.{field.id}.column.{column.id}")
            parts.append(f"{label} {yuan(money_text(total))}")
    return view.words("word.and").join(parts)


def _given(view: View) -> Iterator[Row]:
    """How many materials came by which way; the list itself is one touch away."""
    wanted = active_materials(view.matter, view.visit.answers)
    if not wanted or not any(step.kind == "materials" for step in view.steps):
        return
    given = [view.visit.materials[each.id].trust or "bring" for each in wanted if each.id in view.visit.materials]
    counts = [(each, given.count(each)) for each in (*"ABCD", "bring")] + [("missing", len(wanted) - len(given))]
    parts = [view.say(f"review.trust_{each.lower()}", count=count) for each, count in counts if count]
    yield Row(view.say("review.materials"), view.words("word.and").join(parts), change=_step(view, "materials"))


def _delivery(view: View) -> Iterator[Row]:
    way = view.visit.answers.get(DELIVERY)
    if way:
        yield Row(view.say("review.delivery"), view.say(f"delivery.{way}"), change=_step(view, "deliver"))
