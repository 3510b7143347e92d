"""What is wrong with the departments' files: names that lead nowhere, rules and formulas that do not exist."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter

from kiosk.core.matters import Matter
from kiosk.gateway.departments.department_file import (
    Condition,
    DepartmentFile,
    DepartmentFileError,
    LookUpPlan,
    RecordPlan,
    References,
    RegisterFile,
    Service,
    listed,
)
from kiosk.gateway.departments.facts import BRACES, FORMS
from kiosk.gateway.departments.formulas import FORMULAS
from kiosk.gateway.departments.references import HEADS
from kiosk.gateway.departments.rules import RULES
from kiosk.gateway.departments.world import OWN_CASES

_PERSON_KEYS = {"applicant", "agent", "organisation", "standing"}


def check_files(departments: Mapping[str, DepartmentFile], registers: Mapping[str, RegisterFile]) -> None:
    """DepartmentFileError that names every fault, a line each."""
    faults = list(department_faults(departments, registers))
    if faults:
        raise DepartmentFileError("\n".join(faults))


def department_faults(
    departments: Mapping[str, DepartmentFile], registers: Mapping[str, RegisterFile]
) -> Iterator[str]:
    """Every fault, as `department.service: what`."""
    for name, register in registers.items():
        keys = [row.key for row in register.row]
        yield from (f"{name}: key {key} stands twice" for key in sorted({key for key in keys if keys.count(key) > 1}))
    for department, file in departments.items():
        for name, service in file.service.items():
            found = (*_service_faults(service, registers), *_sentence_faults(file.office, service))
            yield from (f"{department}.{name}: {fault}" for fault in found)


def agreement_faults(matters: Iterable[Matter], departments: Mapping[str, DepartmentFile]) -> Iterator[str]:
    """Where a matter asks its department for something that is not there."""
    for matter in matters:
        if matter.department is None or matter.service is None:
            continue
        file = departments.get(matter.department)
        service = file.service.get(matter.service) if file is not None else None
        if service is None:
            yield f"{matter.id}: no service {matter.department}.{matter.service}"
        else:
            yield from (f"{matter.id}: {fault}" for fault in _agreement(matter, service))


def _agreement(matter: Matter, service: Service) -> Iterator[str]:
    asked = {step.look_up for step in matter.steps if step.look_up} | {
        each.share for each in matter.materials if each.share
    }
    yield from (f"no look-up {look_up}" for look_up in sorted(asked - service.look_up.keys()))
    for field in matter.fields:
        source, _, rest = field.prefill.partition(".")
        if field.type == "table":
            continue  # filled by whole records
        if source == "share":
            look_up, _, key = rest.partition(".")
            if key not in _handed(service, {look_up}):
                yield f"field {field.id}: look-up {look_up} hands over no {key}"
        elif source == "record" and rest not in _handed(service, asked):
            yield f"field {field.id}: no look-up hands over {rest}"
    fields = {field.id for field in matter.fields} | {material.id for material in matter.materials}
    yield from (f"asks for {each.id}, which the matter has not" for each in service.supplement if each.id not in fields)
    legs = {leg.id for leg in service.leg}
    yield from (f"no leg {leg.id}" for leg in matter.legs if leg.id not in legs)


def _handed(service: Service, look_ups: set[str]) -> set[str]:
    plans = [service.look_up[name] for name in look_ups & service.look_up.keys()]
    return {key for plan in plans for key in (*plan.values, *plan.texts)}


def _service_faults(service: Service, registers: Mapping[str, RegisterFile]) -> Iterator[str]:
    known = {*registers, OWN_CASES}
    used = {plan.register for plan in service.record.values()} | {each.add for each in service.effect if each.add}
    yield from (f"no register {name}" for name in sorted(used - known))
    yield from (f"record {name} hides a reference" for name in service.record.keys() & HEADS.keys())
    for references in _references(service):
        for reference in listed(references):
            yield from _reference_faults(reference, service)
    yield from _call_faults(service)
    yield from _shape_faults(service)
    yield from _cycle_faults(service)
    for template in _templates(service):
        yield from _sentence_faults(template, service)


def _reference_faults(reference: str, service: Service) -> Iterator[str]:
    if reference.startswith("="):
        return
    head, _, tail = reference.partition(".")
    if head not in HEADS and head not in service.record:
        yield f"nothing is called {reference}"
    elif head == "figure" and tail not in service.figure:
        yield f"no figure {tail}"
    elif head in _PERSON_KEYS and tail not in {"name", "number", "uscc", "role", "relation", "scope", "until"}:
        yield f"a party has no {tail}"


def _sentence_faults(template: str, service: Service) -> Iterator[str]:
    for reference, form in BRACES.findall(template):
        yield from _reference_faults(reference, service)
        if form not in FORMS:
            yield f"no form {form}"


def _call_faults(service: Service) -> Iterator[str]:
    for rule, on in _calls(service):
        yield from _arity_faults("rule", rule, RULES, len(on))
    for figure in service.figure.values():
        yield from _arity_faults("formula", figure.formula, FORMULAS, len(figure.on))


def _arity_faults(kind: str, name: str, table: Mapping[str, Callable[..., object]], given: int) -> Iterator[str]:
    if name not in table:
        yield f"no {kind} {name}"
    elif (wanted := len(inspect.signature(table[name]).parameters) - 1) != given:
        yield f"{kind} {name} takes {wanted} references, not {given}"


def _shape_faults(service: Service) -> Iterator[str]:
    for name, plan in service.look_up.items():
        if plan.record not in service.record:
            yield f"look-up {name}: no record {plan.record}"
        yield from (
            f"look-up {name}: a condition without a reason" for each in (*plan.why, *plan.refuse) if not each.reason
        )
    for effect in service.effect:
        if bool(effect.set) == bool(effect.add):
            yield "an effect either sets or adds"
        if effect.set and (effect.set not in service.record or service.record[effect.set].register == OWN_CASES):
            yield f"an effect cannot set {effect.set}"
        if effect.add == OWN_CASES:
            yield "an effect cannot add a case"
    tables = [effect.each for effect in service.effect] + [paper.rows for paper in service.paper.values()]
    for each in tables:
        if each and not each.startswith("table.") and each not in service.record:
            yield f"no record {each}"
    yield from _code_faults(service)
    legs = {leg.id for leg in service.leg}
    yield from (f"leg {leg.id} waits for nobody" for leg in service.leg if leg.waits_for and leg.waits_for not in legs)
    if not service.course:
        yield "a course has at least one state"
    if service.payment and service.payment.before not in {step.state for step in service.course}:
        yield "a payment comes before a state of the course"


def _code_faults(service: Service) -> Iterator[str]:
    for kind, paper in service.paper.items():
        if paper.verifiable and not (kind == "result" and paper.amount):
            yield f"paper {kind} has no sum to be checked by"


def _cycle_faults(service: Service) -> Iterator[str]:
    """Records and figures that are made from each other."""
    made_from: dict[str, set[str]] = {}
    for name, plan in service.record.items():
        made_from[name] = {_root(each) for part in _of_record(plan) for each in listed(part)}
    for name, figure in service.figure.items():
        made_from[f"figure.{name}"] = {_root(each) for part in figure.on for each in listed(part)}
    legs = {leg.id: {leg.waits_for} for leg in service.leg if leg.waits_for}
    for graph in (made_from, legs):
        try:
            TopologicalSorter(graph).prepare()
        except CycleError as cycle:
            yield f"each needs the other: {' '.join(cycle.args[1])}"


def _root(reference: str) -> str:
    head = reference.partition(".")[0]
    return reference if head == "figure" else head


def _of_record(plan: RecordPlan) -> Iterator[References]:
    yield from (each for each in (plan.owner, plan.key) if each is not None)
    for values in (plan.where, plan.if_given, plan.within, plan.contains):
        yield from values.values()
    yield from (end for ends in (*plan.between.values(), *plan.not_between.values()) for end in ends)


def _references(service: Service) -> Iterator[References]:
    for record in service.record.values():
        yield from _of_record(record)
    for figure in service.figure.values():
        yield from figure.on
    for _, on in _calls(service):
        yield from on
    for effect in service.effect:
        yield from (effect.owner, *effect.values.values())
    amounts = [plan.amount for plan in service.look_up.values()] + [plan.amount for plan in service.paper.values()]
    amounts += [paper.summary.amount[1] for paper in service.paper.values() if paper.summary is not None]
    amounts += [service.payment.amount] if service.payment else []
    yield from (amount for amount in amounts if amount)


def _calls(service: Service) -> Iterator[tuple[str, tuple[References, ...]]]:
    checks = [*service.check, *(each for leg in service.leg for each in leg.declines)]
    conditions: list[Condition] = [each for plan in service.look_up.values() for each in (*plan.why, *plan.refuse)]
    conditions += [each for check in checks for each in check.when]
    conditions += [each for plan in service.supplement for each in plan.when]
    conditions += [each for paper in service.paper.values() if paper.summary for each in paper.summary.when]
    yield from ((check.rule, check.on) for check in checks)
    yield from ((condition.rule, condition.on) for condition in conditions)


def _templates(service: Service) -> Iterator[str]:
    for plan in service.look_up.values():
        yield from _of_look_up(plan)
    for item in service.supplement:
        yield from (item.what, item.standard)
    yield from (step.office for step in service.course)
    yield from (leg.office for leg in service.leg)
    for paper in service.paper.values():
        yield from (paper.title, paper.note, *(text for _, text in (*paper.lines, *paper.columns)))
        yield from (text for _, text in (paper.summary.by if paper.summary is not None else ()))


def _of_look_up(plan: LookUpPlan) -> Iterator[str]:
    yield from (plan.title, plan.line, *plan.texts.values())
    if plan.if_none is not None:
        yield from (plan.if_none.title, plan.if_none.line, *plan.if_none.values.values())
