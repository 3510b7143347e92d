"""The visitor: looks at a page's name and targets, as a citizen looks at the glass, and says what to do next. Pure.

Knows the vocabulary of steps and no matter: the same visitor plays all of them from their stories.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kiosk.core.matters import Catalogue, Matter
from kiosk.matter_stories.acts import (
    Act,
    Fill,
    LayCard,
    LayPage,
    PayByPhone,
    PullCard,
    Seen,
    ShowCode,
    SignName,
    Touch,
    TypeTexted,
    Wait,
)
from kiosk.matter_stories.story import MatterStory


class Stuck(Exception):
    """Nothing on this page leads on with this story."""


class Visitor:
    """One visit to a story's matter; remembers what was done on the page that is shown."""

    def __init__(self, catalogue: Catalogue, story: MatterStory) -> None:
        self.story = story
        self._catalogue = catalogue
        self._matter: Matter = catalogue.matters[story.matter]
        self._wants = list(story.wants)
        self._done: list[str] = []
        self._page = ""
        self._cards: list[str] = []
        self._given: list[str] = []
        self._rows = dict.fromkeys(story.tables, 0)
        self._over = False

    def next(self, seen: Seen) -> Act | None:
        """What to do now; None when the visit is over. Stuck when no way leads on."""
        if seen.page != self._page:
            self._page, self._done = seen.page, []
        if seen.page == "welcome" and self._over:
            return None
        if matter := self._catalogue.matters.get(seen.page.partition("/")[0]):
            self._matter = matter  # a draft from a phone leads into its own
        act = self._act(seen)
        self._done.append(act.target if isinstance(act, Touch) else type(act).__name__)
        return act

    def _act(self, seen: Seen) -> Act:
        stem = seen.name.partition("-")[0]
        way = _WAYS.get(seen.name) or _WAYS.get(stem)
        if way is None:
            raise Stuck(seen.page)
        return way(self, seen)

    def first(self, seen: Seen, *targets: str) -> Act:
        """Press the first of the targets that is there and was not yet pressed on this page; else wait for one."""
        for each in targets:
            if each in seen.targets and each not in self._done:
                return Touch(each)
        return Wait()

    def again(self, seen: Seen, target: str) -> Act:
        """Press a target as often as its page comes back."""
        if target in seen.targets:
            return Touch(target)
        return Wait()

    # --- pages ---

    def home(self, seen: Seen) -> Act:
        """To the matter: a card of its own, or its shelf."""
        if self._over:
            return self.again(seen, "back")
        return self.first(seen, f"matter:{self._matter.id}", f"shelf:{self._matter.group}")

    def shelf(self, seen: Seen) -> Act:
        """The matter on its shelf, perhaps on a later page."""
        for each in (f"matter:{self._matter.id}", f"guide:{self._matter.id}"):
            if each in seen.targets:
                return Touch(each)
        return self.again(seen, "page:following")

    def consent(self, seen: Seen) -> Act:
        """Every tick, then on."""
        ticks = sorted(each for each in seen.targets if each == "tick" or each.startswith("tick:"))
        return self.first(seen, *ticks, "primary")

    def card(self, seen: Seen) -> Act:
        """Lay the card that is asked for: one's own, then the other's; a child without one is typed."""
        mine, other = self.story.person, self.story.principal
        if mine in self._cards and not other:
            return self.first(seen, "other")
        laid = mine if mine not in self._cards else other
        if self._done.count("LayCard") > 0:
            return Wait()
        self._cards.append(laid)
        return LayCard(laid)

    def check(self, seen: Seen) -> Act:
        """The code from the phone, or the keeper's PIN."""
        if "TypeTexted" in self._done:
            return self.first(seen, "primary")
        return TypeTexted(seen.field or "check_answer")

    def claim(self, seen: Seen) -> Act:
        """Who one is without a card, or the organisation's code, from its licence where that was brought."""
        if self.story.claim.licence and "uscc" in seen.field:
            shown = "ShowCode" in self._done
            return self.first(seen, "primary") if shown else ShowCode(self.story.claim.licence)
        known = {"number": self.story.claim.number, "name": self.story.claim.name, "uscc": self.story.claim.uscc}
        wanted = next((text for key, text in known.items() if text and key in seen.field), "")
        if not wanted:
            raise Stuck(f"{seen.page}: nothing to say for {seen.field}")
        return Fill(seen.field, wanted) if "Fill" not in self._done else self.first(seen, "primary")

    def question(self, seen: Seen) -> Act:
        """An eligibility question: the story's answer, else the one that leads on."""
        asked = self._matter.eligibility[int(seen.name.partition("-")[2]) - 1]
        answer = self.story.eligibility.get(asked.id, "no" if asked.stops == "yes" else "yes")
        return self.first(seen, f"answer:{answer}")

    def place(self, seen: Seen) -> Act:
        """The city, by its province first."""
        return self.first(seen, f"place:{self.story.place}", f"place:{self.story.place[:2]}0000")

    def form(self, seen: Seen) -> Act:
        """What the story answers, field by field; then on."""
        if seen.body in ("pad", "writing"):
            if "Fill" in self._done or seen.field not in self.story.answers:
                return self.first(seen, "primary", "skip")
            return Fill(seen.field, self.story.answers[seen.field])
        turned = next((each for each in seen.dates if each in self.story.answers and each not in self._done), "")
        if turned:
            self._done.append(turned)
            return Fill(turned, self.story.answers[turned])
        wanted = [f"pick:{field}:{value}" for field, value in self.story.answers.items()]
        usual = [f"pick:{each.id}:{each.default}" for each in self._matter.fields if seen.body == "choose"]
        return self.first(seen, *wanted, *usual, "primary")

    def table(self, seen: Seen) -> Act:
        """The story's rows that are not there yet, cell by cell; then on."""
        _, field, *column = seen.name.split("-")
        rows = self.story.tables.get(field, ())
        if not column:
            if self._rows.get(field, 0) < len(rows):
                return self.first(seen, "add")
            return self.first(seen, "primary")
        number = self._rows[field]
        if "Fill" in self._done:
            return self.first(seen, "primary")
        columns = [each.id for each in self._matter.field(field).columns if not each.read_only]
        name = next(each for each in columns if seen.field.endswith(each))
        if name == columns[-1]:
            self._rows[field] = number + 1
        return Fill(seen.field, rows[number][name])

    def records(self, seen: Seen) -> Act:
        """The story's rows, or whatever is offered; then on."""
        told = [f"row:{each}" for each in self.story.rows]
        if "primary" in seen.targets:
            return self.first(seen, *told, "primary")
        offered = sorted(each for each in seen.targets if each.startswith("row:"))
        return self.first(seen, *(told or offered[:1]))

    def materials(self, seen: Seen) -> Act:
        """Give what is still to be given, each once; on when the page lets us."""
        if "primary" in seen.targets:
            return self.again(seen, "primary")
        todo = [f"material:{each}" for each in self.story.materials]
        rest = sorted(each for each in seen.targets if each.startswith("material:"))
        for each in (*todo, *rest):
            if each in seen.targets and each not in self._given:
                self._given.append(each)
                return Touch(each)
        return self.again(seen, "page:following")

    def photograph(self, seen: Seen) -> Act:
        """One page, or another way where the story says so."""
        if "other" in seen.targets and self._way() in ("commit", "window") and "LayPage" not in self._done:
            return Touch("other")
        if "LayPage" not in self._done:
            return LayPage()
        return self.first(seen, "take", "done")

    def _way(self) -> str:
        """How the story gives the material that was pressed last."""
        return self.story.materials.get(self._given[-1].partition(":")[2], "") if self._given else ""

    def sign(self, seen: Seen) -> Act:
        """Write one's name."""
        return SignName() if "SignName" not in self._done else self.first(seen, "primary")

    def pay(self, seen: Seen) -> Act:
        """Pay with the phone and say so, or later; a payment of which nobody knows goes home as a paper."""
        if self.story.pay == "later":
            return self.first(seen, "secondary")
        if "PayByPhone" not in self._done and self.story.pay != "not_paid":
            return PayByPhone(self._payee(), self.story.pay)
        return self.first(seen, "paid", "secondary", "primary")

    def _payee(self) -> str:
        """The department of the matter, or of the earlier story's case that is paid now."""
        before = self._catalogue.matters.get(self.story.before.rpartition("-")[0])
        return self._matter.department or (before.department if before is not None else None) or ""

    def finish(self, seen: Seen) -> Act:
        """Take the card, then everything else."""
        self._over = True
        if self._cards and "PullCard" not in self._done:
            return PullCard()
        return self.first(seen, "primary")

    def rating(self, seen: Seen) -> Act:
        """A grade."""
        self._over = True
        return self.first(seen, f"grade:{self.story.grade}", "secondary", "primary")

    def trouble(self, seen: Seen) -> Act:
        """Where it went wrong for good: away."""
        self._over = True
        return self.first(seen, "leave", "secondary", "home", "primary")

    def verdict(self, seen: Seen) -> Act:
        """The slip, and home."""
        self._over = True
        return self.first(seen, "secondary", "home")

    def review(self, seen: Seen) -> Act:
        """Everything is right, page by page, unless the draft is to go on elsewhere."""
        return self.wanted(seen) or self.again(seen, "primary")

    def case(self, seen: Seen) -> Act:
        """What the story wants of a case, then the paper that says how it stands; a question is meant as asked."""
        if seen.body == "question":
            return self.first(seen, "secondary")
        return self.wanted(seen) or self.first(seen, "primary")

    def cases(self, seen: Seen) -> Act:
        """The newest of them."""
        return self.first(seen, *sorted((each for each in seen.targets if each.startswith("case:")), reverse=True))

    def wanted(self, seen: Seen) -> Act | None:
        """The first of the story's wishes that can be pressed here."""
        for each in self._wants:
            if each in seen.targets:
                self._wants.remove(each)
                return Touch(each)
        return None

    def on(self, seen: Seen) -> Act:
        """The large button."""
        return self.first(seen, "primary", "secondary")

    def shared(self, seen: Seen) -> Act:
        """What departments shared was read; the next may stand on a page of the same name."""
        return self.again(seen, "primary")

    def waiting(self, _seen: Seen) -> Act:
        """The machine works."""
        return Wait()

    def start(self, seen: Seen) -> Act:
        """The whole glass."""
        return self.first(seen, "start")

    def role(self, seen: Seen) -> Act:
        """For whom one comes."""
        return self.first(seen, f"role:{self.story.role}")

    def relation(self, seen: Seen) -> Act:
        """How one is related."""
        return self.first(seen, f"relation:{self.story.relation}")

    def way(self, seen: Seen) -> Act:
        """How to show who one is."""
        return self.first(seen, "way:phone_code", "way:keeper")

    def scan(self, _seen: Seen) -> Act:
        """Hold the code to the window, for as long as it asks for one."""
        return ShowCode(self.story.code)

    def delivery(self, seen: Seen) -> Act:
        """How the result comes."""
        return self.first(seen, f"delivery:{self.story.delivery}")

    def commit(self, seen: Seen) -> Act:
        """Agree to the commitment, unless the paper is to be brought."""
        return self.first(seen, "secondary" if self._way() == "window" else "primary")

    def hand_over(self, seen: Seen) -> Act:
        """The code was photographed; away."""
        self._over = True
        return self.first(seen, "primary")


_WAYS: Mapping[str, Callable[[Visitor, Seen], Act]] = {
    "welcome": Visitor.start,
    "home": Visitor.home,
    "shelf": Visitor.shelf,
    "guide": Visitor.on,
    "consent": Visitor.consent,
    "role": Visitor.role,
    "relation": Visitor.relation,
    "claim": Visitor.claim,
    "card": Visitor.card,
    "person": Visitor.on,
    "checkway": Visitor.way,
    "check": Visitor.check,
    "question": Visitor.question,
    "place": Visitor.place,
    "shared": Visitor.shared,
    "form": Visitor.form,
    "table": Visitor.table,
    "rows": Visitor.records,
    "records": Visitor.records,
    "scan": Visitor.scan,
    "materials": Visitor.materials,
    "photograph": Visitor.photograph,
    "commit": Visitor.commit,
    "bring": Visitor.on,
    "review": Visitor.review,
    "handover": Visitor.hand_over,
    "sign": Visitor.sign,
    "filed": Visitor.case,
    "pay": Visitor.pay,
    "delivery": Visitor.delivery,
    "result": Visitor.on,
    "verdict": Visitor.verdict,
    "case": Visitor.case,
    "cases": Visitor.cases,
    "info": Visitor.trouble,
    "trouble": Visitor.trouble,
    "printing": Visitor.waiting,
    "waiting": Visitor.waiting,
    "paperquestion": Visitor.on,
    "finish": Visitor.finish,
    "rating": Visitor.rating,
}
