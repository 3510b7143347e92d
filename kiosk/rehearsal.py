"""A visit rehearsed in memory: touches, cards, answers, time; the core is the only thing that runs.

Persons and papers are synthetic. The gallery draws what a rehearsal shows; the tests of the core are told with it.
"""

from __future__ import annotations

from kiosk.core.conditions import Outcome, Presence, PrintVerdict
from kiosk.core.effects import Ask, Effect
from kiosk.core.events import CardRead, Happened, PaperSettled, PresenceSeen, Replied, TimerRang, What
from kiosk.core.face import face_of
from kiosk.core.faces import Face
from kiosk.core.idcard import IdCard
from kiosk.core.matters import Catalogue
from kiosk.core.pages import AtCard
from kiosk.core.replies import (
    CertificateFacts,
    CheckOutcome,
    CheckSent,
    ComparedField,
    Issued,
    PaymentRow,
    Reply,
    RowsFound,
    Uncollected,
    Verified,
)
from kiosk.core.session import Session
from kiosk.core.step import step
from kiosk.core.touches import Drafted, Touched

NOW = "2026-11-23T09:26:00"
INSTANT = f"{NOW}+08:00"

# A synthetic person (see assets/synthetic/persons.toml).
ZHANG = IdCard(
    type="resident",
    number="110105195203189911",
    name="张建国",
    sex="男",
    ethnicity="汉",
    birth_date="1952-03-18",
    valid_from="2009-05-20",
    valid_until="长期",
    address="北京市朝阳区示例乡样本村一组1号",
    issuer="示例市公安局朝阳分局",
)

DEED = PaymentRow("r1", "契税", "存量房", "2026-07-01", "2026-07-31", "2026-07-15", "18600.00", selectable=True)
STAMP = PaymentRow("r2", "印花税", "产权转移", "2026-07-01", "2026-07-31", "2026-07-15", "310.00", selectable=True)
FRESH = PaymentRow(
    "r3", "车船税", "乘用车", "2026-11-01", "2026-11-30", None, "420.00", selectable=False, why="not_in_treasury"
)
PIT = PaymentRow(
    "r4",
    "个人所得税",
    "工资",
    "2026-01-01",
    "2026-01-31",
    "2026-02-10",
    "99.00",
    selectable=False,
    why="pit_since_2019",
)
FOUND = RowsFound((DEED, STAMP, FRESH, PIT), (), INSTANT, "和安市税务局（演示）", "T1")
LEFT_BEHIND = Uncollected("CASE-OLD", "DEMO-OLD-1", INSTANT, "18910.00")
ISSUED = Issued(
    case_number="CASE-1",
    certificate_number="DEMO-2026-000001",
    title="税收完税证明（表格式）",
    issuer="和安市税务局（演示）",
    issued_at=INSTANT,
    row_count=2,
    total="18910.00",
    total_words="壹万捌仟玖佰壹拾元整",
    pages=1,
    pdf=b"%PDF-1.7 synthetic",
    print_count=0,
    demo=True,
)
SAME = Verified(
    state="same",
    fields=(ComparedField("number", "DEMO-2026-000001", "DEMO-2026-000001", same=True),),
    certificate=CertificateFacts(
        "税收完税证明", "DEMO-2026-000001", "张**", "和安市税务局（演示）", "2026-07-20", None
    ),
    checked_at=INSTANT,
    service="税务局查验服务（演示）",
    trace="V1",
    demo=True,
)
PRINTED = PrintVerdict(Outcome.PRINTED, proof="gs_h", began=True)


class Story:
    """One terminal's session, moved by hand. Every event gets a time and a token that nobody used before."""

    def __init__(self, shelf: Catalogue, session: Session | None = None) -> None:
        self.catalogue = shelf
        self.session = session or Session()
        self.now_ms = 1_000
        self.effects: tuple[Effect, ...] = ()
        self.told: list[Effect] = []
        self._count = 0

    def happen(self, what: What) -> Story:
        """Let one event happen 10 ms later."""
        self._count += 1
        self.now_ms += 10
        happened = Happened(what, self.now_ms, NOW, f"token{self._count:010}")
        self.session, self.effects = step(self.catalogue, self.session, happened)
        self.told += self.effects
        return self

    def touch(self, *targets: str) -> Story:
        """Touch one target after the other, each on the face that is then shown."""
        for target in targets:
            self.happen(Touched(self.session.rev, target))
        return self

    def fill(self, field: str, text: str) -> Story:
        """Type a value key by key."""
        for end in range(1, len(text) + 1):
            self.happen(Drafted(self.session.rev, field, text[:end]))
        return self

    def lay(self, card: IdCard = ZHANG) -> Story:
        """Lay a card on the pad and have it read; what lay there before is taken away."""
        if isinstance(self.session.page, AtCard) and self.session.page.clearing:
            self.happen(PresenceSeen(self.request, Presence.ABSENT))
        return self.happen(CardRead(self.request, card))

    def reply(self, reply: Reply) -> Story:
        """The platform answers what it was asked."""
        return self.happen(Replied(self.request, reply))

    def settle(self, verdict: PrintVerdict = PRINTED) -> Story:
        """The printer's verdict on the paper that is being printed."""
        return self.happen(PaperSettled(self.job, verdict))

    def ring(self) -> Story:
        """Time passes until the session's timer rings."""
        assert self.session.timer is not None, "nothing is timed on this page"
        self.now_ms = max(self.now_ms, self.session.timer.at_ms)
        return self.happen(TimerRang(self.session.timer.id))

    @property
    def request(self) -> str:
        """What the page waits for an answer to."""
        page = self.session.page
        waiting: str = getattr(getattr(page, "under", page), "request", "")
        return waiting

    @property
    def job(self) -> str:
        """The paper that the page waits for."""
        printing: str = getattr(self.session.page, "job", "")
        return printing

    @property
    def face(self) -> Face:
        """What the screen shows now."""
        return face_of(self.catalogue, self.session, NOW)

    @property
    def page(self) -> str:
        """The name of the page."""
        return self.face.name

    def asked(self) -> Ask:
        """The question that the last event sent to the platform."""
        return next(effect for effect in self.effects if isinstance(effect, Ask))

    def ordered(self, kind: type[Effect]) -> list[Effect]:
        """Every order of one kind since the story began."""
        return [effect for effect in self.told if isinstance(effect, kind)]

    # --- chapters ------------------------------------------------------------------------------------------------

    def to_card(self) -> Story:
        """From the welcome page to the card."""
        return self.touch("start", "matter:KSTB-14", "tick", "primary")

    def to_form(self) -> Story:
        """A person who is checked stands before the form."""
        self.to_card().lay().touch("primary", "way:phone_code").reply(CheckSent("C1", "139****0001"))
        return self.fill("check_answer", "246810").touch("primary").reply(CheckOutcome("passed", trace="P1"))

    def to_rows(self) -> Story:
        """The tax payments are found."""
        return self.to_form().touch("pick:tax_authority:hean", "primary").reply(FOUND)

    def to_review(self) -> Story:
        """Everything is chosen."""
        return self.to_rows().touch("primary")

    def to_result(self) -> Story:
        """The certificate is issued."""
        return self.to_review().touch("primary").reply(ISSUED)

    def to_finish(self) -> Story:
        """Both papers are printed."""
        return self.to_result().touch("primary").settle().settle()
