"""A matter as data: its elements, fields, materials and steps from a small fixed vocabulary, one TOML file each.

Names and elements follow the annex of 国办发〔2022〕34号 (六) and GB/T 39046; official codes stay None until they are
known. The words of a matter stand in its own file too, one table a language (`zh`, `en`); see `kiosk.core.words`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from kiosk.core.conditions import Device
from kiosk.core.regions import Regions
from kiosk.core.words import Words

Id = Annotated[str, Meta(pattern=r"^[A-Za-z][A-Za-z0-9_-]*$", max_length=40)]
Role = Literal["self", "agent", "guardian", "organisation", "no_card"]
Sensitive = Literal["account", "health", "minor", "face"]


class Codes(Struct, frozen=True, forbid_unknown_fields=True):
    """Official codes (GB/T 39554.1): 12, 31 and 33 characters, or None while unknown."""

    basic: Annotated[str, Meta(pattern=r"^[0-9A-HJ-NP-RT-UW-Y]{12}$")] | None = None
    implement: Annotated[str, Meta(pattern=r"^[0-9A-HJ-NP-RT-UW-Y]{31}$")] | None = None
    business: Annotated[str, Meta(pattern=r"^[0-9A-HJ-NP-RT-UW-Y]{33}$")] | None = None


class Basis(Struct, frozen=True, forbid_unknown_fields=True):
    """One legal basis and how sure we are of it."""

    title: str
    status: Literal["verified", "to_verify"]
    number: str | None = None


class Limit(Struct, frozen=True, forbid_unknown_fields=True):
    """A time limit; `value` None prints 以办理地公布为准. 日 are calendar days, 工作日 follow the holiday table."""

    value: int | None = None
    unit: Literal["日", "工作日"] = "工作日"


class Limits(Struct, frozen=True, forbid_unknown_fields=True):
    """What the law allows, and what the office promises (法定、承诺办结时限)."""

    statutory: Limit = Limit()
    promised: Limit = Limit()


class Fee(Struct, frozen=True, forbid_unknown_fields=True):
    """Whether and what it costs; None is not known. `amount` in 元 with two places, `basis` who set it."""

    charged: bool | None = None
    amount: Annotated[str, Meta(pattern=r"^[0-9]+\.[0-9]{2}$")] | None = None
    basis: str | None = None


class ResultPaper(Struct, frozen=True, forbid_unknown_fields=True):
    """What the matter ends in.

    A `sealed_document` is printed here (R1), an `electronic_record` is only told, a `window_document` is fetched at a
    window, a `query_slip` is no certificate.
    """

    name: str
    kind: Literal["sealed_document", "electronic_record", "window_document", "query_slip"]


class Column(Struct, frozen=True, forbid_unknown_fields=True):
    """One column of a table field. `total` columns are added up; `computed` ones come from the named rule."""

    id: Id
    type: Literal["text", "digits", "number", "money", "ratio", "count"]
    rule: str = "filled"
    total: bool = False
    computed: str = ""
    read_only: bool = False
    shortest: int = 1
    longest: int = 40


class Field(Struct, frozen=True, forbid_unknown_fields=True):
    """One thing the citizen gives or is shown. Its words: ``field.<id>.{title,strip,label,help,say}`` of the matter.

    `prefill` says where the value comes from: ``none`` (typed or chosen), ``card.<name>``, ``agent.<name>``,
    ``organisation.<name>``, ``share.<look-up>.<key>``, ``record.<key>`` (of the one record picked in a select step),
    ``scan``, ``today``, ``computed.<rule>``. A `read_only` field is shown and sent, never typed.
    `default`, `least` and `most` of dates are offsets from today: ``months:-11``, ``years:-20``, ``days:0``.
    `choices_from` names a regional table whose rows for the deciding place are the choices.
    `where` names the drawing that shows where the value stands on the paper; `phrases` are texts to pick first.
    `twice`: typed a second time. `unit` stands behind a figure (元, %, 人). A field with `slip` is printed on the
    receipt: what the case is about, or what is needed elsewhere.
    """

    id: Id
    type: Literal[
        "choice", "place", "month", "date", "digits", "number", "money", "text", "account", "ratio", "count", "table"
    ]
    purpose: str
    prefill: str = "none"
    rule: str = "filled"
    choices: tuple[Id, ...] = ()
    choices_from: Id | None = None
    default: str = ""
    least: str = ""
    most: str = "days:0"
    shortest: int = 1
    longest: int = 40
    group: int = 4
    where: str = ""
    phrases: tuple[str, ...] = ()
    twice: bool = False
    optional: bool = False
    read_only: bool = False
    sensitive: Sensitive | None = None
    slip: bool = False
    unit: str = ""
    columns: tuple[Column, ...] = ()
    rows_least: int = 1
    rows_most: int = 50


class When(Struct, frozen=True, forbid_unknown_fields=True):
    """A condition on one answer: it `is` a value, or is one `of` several. ``role`` is the answer of *identify*."""

    field: Id
    is_: str = msgspec.field(name="is", default="")
    of: tuple[str, ...] = ()


class Check(Struct, frozen=True, forbid_unknown_fields=True):
    """A named rule over several answers (`kiosk.core.form_rules`): asked when the page of `field` is left.

    `field` may be a column of a table (``persons.base``).

    What it says is ``problem.<reason>`` of the matter, or of everybody; `reason` is the rule's name if not given.
    """

    rule: str
    field: Annotated[str, Meta(pattern=r"^[A-Za-z][A-Za-z0-9_-]*([.][A-Za-z][A-Za-z0-9_-]*)?$", max_length=80)]
    with_: tuple[str, ...] = msgspec.field(name="with", default=())
    reason: str = ""


class Question(Struct, frozen=True, forbid_unknown_fields=True):
    """An eligibility question, asked before the citizen starts; words ``eligibility.<id>.{question,yes,no,stop_...}``.

    The answer in `stops` leads to an explanation (``info.<id>``) instead of further; ``unsure`` is always offered.
    """

    id: Id
    stops: Literal["yes", "no"]


class Material(Struct, frozen=True, forbid_unknown_fields=True):
    """One material (GB/T 39046 table 4). `share` names the look-up that makes it needless; words ``material.<id>``.

    Trust (国办函〔2016〕108号): shared A, confirmed by a window B, photographed here C, one's own commitment D.
    `form` ``self_made`` is filled in by the form itself (D). `standard` of the words says what each must meet.
    `can_bring`: the case may be received without it, and waits until a window has it (docs/decisions/022).
    """

    id: Id
    name: str
    origin: Literal["申请人自备", "政府部门核发", "其他"]
    form: Literal["original", "copy", "electronic", "self_made"] = "original"
    originals: int = 1
    copies: int = 0
    required: bool = True
    share: Id | None = None
    can_photograph: bool = True
    can_commit: bool = False
    can_bring: bool = True
    pages_most: int = 10
    when: When | None = None


class Step(Struct, frozen=True, forbid_unknown_fields=True):
    """One step. What a kind needs beside its name is checked by `lint`.

    consent (general, and one tick for each of the matter's `sensitive`) · identify (`who` may come, `ways` of the
    person check) · eligibility · choose_place · fetch (`look_up`: shared data, shown with its source) · form (`pages`
    of field ids) · scan (`payloads` accepted) · select (`query` of payments, or `look_up` of records, at most `most`)
    · materials · review · sign · submit · pay · issue (the sealed result of the case) · deliver (`ways`) · print
    (issues, shows the result, prints: a certificate without a case of its own) · verify (`verification`)
    · progress (a case by its scanned number, or the cases of who was identified).
    """

    kind: Literal[
        "consent", "identify", "eligibility", "choose_place", "fetch", "form", "scan", "select", "materials", "review",
        "sign", "submit", "pay", "issue", "deliver", "print", "verify", "progress",
    ]  # fmt: skip
    when: When | None = None
    pages: tuple[tuple[Id, ...], ...] = ()
    who: tuple[Role, ...] = ("self",)
    ways: tuple[Literal["phone_code", "keeper", "pick_up", "post", "electronic"], ...] = ()
    payloads: tuple[str, ...] = ()
    formats: tuple[str, ...] = ("qr",)
    query: str = ""
    look_up: str = ""
    params: tuple[Id, ...] = ()
    most: int = 1
    if_missing: Literal["stop", "go_on"] = "stop"
    verification: str = ""


class Route(Struct, frozen=True, forbid_unknown_fields=True):
    """An answer that leads to an explanation instead of the next page."""

    when: When
    info: Id


class Period(Struct, frozen=True, forbid_unknown_fields=True):
    """Two date fields that belong together, and how many months they may cover (data of the place and year)."""

    first: Id
    last: Id
    most_months: int


class Leg(Struct, frozen=True, forbid_unknown_fields=True):
    """One office of a 多地联办 case; words ``leg.<id>``."""

    id: Id
    office: str


class Matter(Struct, frozen=True, forbid_unknown_fields=True):
    """One matter. `reach`: R1 done on the spot, R2 a receipt, R3 query; `identity` as in the table of the annex.

    ID0 nobody is asked · ID1 own card · ID2 agent · ID2G guardian · ID3 mandate of a legal person · IDX no card.
    `department` and `service` name who decides it (`assets/departments/`); the gateway reads the same file. A
    `department` alone issues a certificate over payments, without a case of its own.
    `deciding` says which place decides; `group` is the shelf of the home page on which it stands.
    It is offered from `valid_from` up to and with `valid_until` (YYYY-MM-DD); a case handed in before that goes on.
    """

    id: Id
    name: str
    lead: str
    mode: Literal["全程网办", "异地代收代办", "多地联办"]
    reach: Literal["R1", "R2", "R3"]
    identity: tuple[Literal["ID0", "ID1", "ID2", "ID2G", "ID3", "IDX"], ...]
    objects: tuple[Literal["自然人", "企业法人", "事业法人", "社会组织法人"], ...]
    type_code: str
    picture: str
    fields: tuple[Field, ...]
    steps: tuple[Step, ...]
    version: int = 1
    valid_from: str | None = None
    valid_until: str | None = None
    annex: int | None = None
    deadline: str | None = None
    group: Literal["household", "pension", "housing", "tax", "insurance", "medical", "business", "check"] = "check"
    department: Id | None = None
    service: Id | None = None
    cooperating: tuple[str, ...] = ()
    codes: Codes = Codes()
    basis: tuple[Basis, ...] = ()
    limits: Limits = Limits()
    fee: Fee = Fee()
    case_type: Literal["1", "2", "9"] = "9"
    result: ResultPaper | None = None
    deciding: str | None = None
    legs: tuple[Leg, ...] = ()
    least_age: int = 0
    card_types: tuple[str, ...] = ("resident",)
    sensitive: tuple[Sensitive, ...] = ()
    eligibility: tuple[Question, ...] = ()
    materials: tuple[Material, ...] = ()
    checks: tuple[Check, ...] = ()
    routes: tuple[Route, ...] = ()
    period: Period | None = None
    unit_period: Id | None = None
    home: int = 99

    def is_offered(self, day: str) -> bool:
        """Whether it can be begun and handed in on `day` (YYYY-MM-DD)."""
        return (self.valid_from or day) <= day <= (self.valid_until or day)

    def field(self, id_: str) -> Field:
        """The field `id_`; KeyError when the matter has none."""
        for each in self.fields:
            if each.id == id_:
                return each
        raise KeyError(id_)

    def material(self, id_: str) -> Material:
        """The material `id_`; KeyError when the matter has none."""
        for each in self.materials:
            if each.id == id_:
                return each
        raise KeyError(id_)


class Place(Struct, frozen=True, forbid_unknown_fields=True):
    """A deciding authority the citizen may choose from a short list (a ``place`` field)."""

    id: Id
    zh: str
    en: str


class Centre(Struct, frozen=True):
    """Where this terminal stands and who keeps it; `region` is its place of receiving (收件地, GB/T 2260)."""

    terminal: str
    name_zh: str
    name_en: str
    keeper_name: str
    keeper_phone: str
    keeper_minutes: int
    allowed_hosts: frozenset[str] = frozenset()
    demo: bool = True
    region: str = "110101"


class Catalogue(Struct, frozen=True):
    """Everything the core reads: matters in the order of the home page, places, regional data, words, the centre.

    `fault_codes` are the numbers of each device's faults, by the fault's word.
    """

    matters: dict[str, Matter]
    places: tuple[Place, ...]
    words: dict[str, Words]
    centre: Centre
    fault_codes: Mapping[Device, Mapping[str, str]]
    regions: Regions = Regions()


class MatterError(Exception):
    """A matter's file is not one; the sentence names the place in it."""


LANGUAGES = ("zh", "en")


def parse_matter(text: str) -> tuple[Matter, dict[str, Mapping[str, Any]]]:
    """A matter and its words by language from the text of its TOML file; MatterError says what is wrong and where."""
    try:
        tables = tomllib.loads(text)
        words = {language: tables.pop(language, {}) for language in LANGUAGES}
        return msgspec.convert(tables, Matter), words
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise MatterError(str(error)) from error
