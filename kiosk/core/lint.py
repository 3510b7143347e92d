"""What a matter's definition must have before a citizen meets it: looked at as data, without running anything.

Elements here; fields, steps and words in `lint_fields`, `lint_steps` and `lint_words`. Codes are checked for form when
the file is read (`kiosk.core.matters.Codes`); here they must agree with each other.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from msgspec import Struct

from kiosk.core.calendar import is_date
from kiosk.core.lint_fields import field_faults
from kiosk.core.lint_steps import step_faults
from kiosk.core.lint_texts import broken_texts, text_faults
from kiosk.core.lint_words import missing_texts, own_texts, word_faults
from kiosk.core.matters import Catalogue, Matter
from kiosk.core.regions import Regions

# What a role at the identify step is in the codes of the annex.
ROLES = {"ID1": "self", "ID2": "agent", "ID2G": "guardian", "ID3": "organisation", "IDX": "no_card"}
LEGAL_PERSONS = frozenset({"企业法人", "事业法人", "社会组织法人"})
# 行政许可 01, 处罚 02, 强制 03, 征收 04, 给付 05, 检查 06, 确认 07, 奖励 08, 裁决 09, 其他行政权力 10, 公共服务 20.
TYPE_CODES = frozenset({"01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "20"})
LAST_DAY = "9999-12-31"
LAST = 99  # the `home` of a matter that has no place of its own on the home page


class Listed(Struct, frozen=True):
    """One matter of the annex of 国办发〔2022〕34号: what every definition of it must say alike."""

    number: int
    name: str
    lead: str
    deadline: str
    cooperating: tuple[str, ...] = ()


Annex = Mapping[int, Listed]


def faults(catalogue: Catalogue, annex: Annex) -> Iterator[str]:
    """A sentence for each mistake in any matter, and in what all of them share; `annex` by number."""
    numbers = Counter(each.annex for each in catalogue.matters.values() if each.annex is not None)
    yield from (f"annex: number {number} is defined twice" for number, times in numbers.items() if times > 1)
    yield from _shared_faults(catalogue)
    own = own_texts(catalogue)
    for matter in catalogue.matters.values():
        said = own[matter.id]
        by_itself = matter_faults(matter, annex, catalogue.regions)
        found = (*by_itself, *word_faults(matter, said), *text_faults(catalogue, matter))
        yield from (f"{matter.id}: {fault}" for fault in found)
        yield from (f"{matter.id}: no text {key}" for key in missing_texts(catalogue, matter, said))


def _shared_faults(catalogue: Catalogue) -> Iterator[str]:
    homes = Counter(each.home for each in catalogue.matters.values() if each.home != LAST)
    yield from (f"home: {place} is the place of {times} matters" for place, times in homes.items() if times > 1)
    if not catalogue.regions.holidays:
        yield "holidays: no year is known, so that no day can be promised in working days"
    for language, words in catalogue.words.items():
        yield from broken_texts(words, language)


def matter_faults(matter: Matter, annex: Annex, regions: Regions | None = None) -> Iterator[str]:
    """Mistakes that the definition shows by itself; with `regions` also tables it names and nobody has."""
    yield from _element_faults(matter, annex)
    yield from _reach_faults(matter)
    yield from _identity_faults(matter)
    yield from _place_faults(matter)
    yield from field_faults(matter, regions)
    yield from step_faults(matter)


def unspaced(name: str) -> str:
    """A name without the spaces that the web copy of the annex puts around digits."""
    return re.sub(r"(?<=\d) +| +(?=\d)", "", name)


def _element_faults(matter: Matter, annex: Annex) -> Iterator[str]:
    if matter.annex is not None:
        yield from _annex_faults(matter, annex.get(matter.annex))
    if matter.type_code not in TYPE_CODES:
        yield f"the unknown type code {matter.type_code!r}"
    yield from _figure_faults(matter)
    yield from _day_faults(matter)
    if not matter.basis:
        yield "no legal basis"
    yield from (f"basis {each.title!r} is verified without a number" for each in matter.basis if _unproved(each))
    yield from _code_faults(matter)
    yield from _limit_faults(matter)
    if matter.fee.amount is not None and not matter.fee.charged:
        yield "the fee has an amount and is not charged"
    if matter.period is not None:
        dates = {each.id for each in matter.fields if each.type in ("month", "date")}
        ends = (matter.period.first, matter.period.last)
        yield from (f"the period names {each}, which is no date" for each in ends if each not in dates)


def _annex_faults(matter: Matter, listed: Listed | None) -> Iterator[str]:
    if listed is None:
        yield f"the annex has no number {matter.annex}"
        return
    if unspaced(listed.name) != matter.name:
        yield f"the name is not that of number {matter.annex} in the annex"
    for element in ("lead", "cooperating", "deadline"):
        if getattr(matter, element) != getattr(listed, element):
            yield f"{element} is not that of number {matter.annex} in the annex"


def _figure_faults(matter: Matter) -> Iterator[str]:
    if matter.version < 1:
        yield "the version is below 1"
    if matter.least_age < 0:
        yield "the least age is below 0"
    if matter.period is not None and matter.period.most_months < 1:
        yield "the period may cover no month"


def _day_faults(matter: Matter) -> Iterator[str]:
    days = {"valid_from": matter.valid_from, "valid_until": matter.valid_until}
    wrong = [name for name, day in days.items() if day is not None and not is_date(day)]
    yield from (f"{name} is no day YYYY-MM-DD: {days[name]!r}" for name in wrong)
    if not wrong and (matter.valid_from or "") > (matter.valid_until or LAST_DAY):
        yield "valid_until is before valid_from"


def _unproved(basis: object) -> bool:
    return getattr(basis, "status", "") == "verified" and not getattr(basis, "number", None)


def _code_faults(matter: Matter) -> Iterator[str]:
    """The implementing code ends with the basic one, the business code begins with it (GB/T 39554.1)."""
    basic, implement, business = matter.codes.basic, matter.codes.implement, matter.codes.business
    if basic and implement and not implement.endswith(basic):
        yield "the implementing code does not end with the basic code"
    if implement and business and not business.startswith(implement):
        yield "the business code does not begin with the implementing code"


def _limit_faults(matter: Matter) -> Iterator[str]:
    statutory, promised = matter.limits.statutory, matter.limits.promised
    if any(each.value is not None and each.value < 0 for each in (statutory, promised)):
        yield "a time limit is below zero"
    if statutory.unit == promised.unit and (promised.value or 0) > (statutory.value or promised.value or 0):
        yield "more time is promised than the law allows"


def _reach_faults(matter: Matter) -> Iterator[str]:
    kinds = [step.kind for step in matter.steps]
    if not matter.steps:
        yield "no steps"
    if matter.reach == "R1" and (matter.result is None or matter.result.kind != "sealed_document"):
        yield "reach R1 names no sealed result"
    if matter.reach == "R1" and not {"print", "issue"} & set(kinds):
        yield "reach R1 without a step that issues"
    if matter.reach == "R2" and "submit" not in kinds:
        yield "reach R2 without a submit step"
    if matter.reach == "R3" and "submit" in kinds:
        yield "reach R3 only asks, and yet submits"
    if "submit" in kinds and not (matter.department and matter.service):
        yield "something is submitted and no department and service decide it"
    if "print" in kinds and not matter.department:
        yield "a certificate is printed and no department issues it"
    if matter.reach == "R2" and matter.result is None:
        yield "reach R2 names no result"


def _identity_faults(matter: Matter) -> Iterator[str]:
    asked = [step for step in matter.steps if step.kind == "identify"]
    roles = {role for step in asked for role in step.who}
    if "ID0" in matter.identity:
        if asked:
            yield "identity ID0 must not ask who one is"
        return
    for code in matter.identity:
        if not asked:
            yield f"identity {code} without an identify step"
        elif ROLES[code] not in roles:
            yield f"identity {code}, but nobody may come as {ROLES[code]}"
    yield from (f"one may come as {role}, which no identity allows" for role in sorted(roles - _allowed(matter)))
    if "ID3" in matter.identity and not LEGAL_PERSONS & set(matter.objects):
        yield "identity ID3, but it is for no legal person"


def _allowed(matter: Matter) -> set[str]:
    return {ROLES[each] for each in matter.identity if each in ROLES}


def _place_faults(matter: Matter) -> Iterator[str]:
    kinds = [step.kind for step in matter.steps]
    if "choose_place" in kinds and not matter.deciding:
        yield "a place is chosen, and nothing says which place decides"
    if "submit" in kinds and not matter.deciding:
        yield "something is submitted, and nothing says which place decides"
    if (matter.mode == "多地联办") != (len(matter.legs) > 1):
        yield "多地联办 has two legs or more, every other mode none"
    legs = Counter(leg.id for leg in matter.legs)
    yield from (f"leg {leg} is defined twice" for leg, times in legs.items() if times > 1)
