"""Writing Chinese as values: the text, the letters that wait for a choice, and what can be chosen. No Kivy."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from screens.pinyin import LONGEST, Candidate, Pinyin

DOT = "·"  # between the parts of a name: GB/T 2312's, as identity cards have it


class Writer:
    """One text on its way. `tell` gets the whole text after each change of it; `watch` is called after any change.

    Without a decoder (`pinyin` None) only phrases and signs can be added.
    """

    def __init__(
        self,
        value: str,
        longest: int,
        phrases: Sequence[str],
        pinyin: Pinyin | None,
        tell: Callable[[str], None],
    ) -> None:
        self.value = value
        self.letters = ""
        self.rare = False
        self.pinyin = pinyin
        self._longest = longest
        self._phrases = [Candidate(each, 0) for each in phrases]
        self._tell = tell
        self._found: list[Candidate] = []
        self.watchers: list[Callable[[], None]] = []

    @property
    def offers(self) -> list[Candidate]:
        """What can be chosen now: phrases first, what the letters may mean as soon as there are some."""
        return self._found if self.letters else self._phrases

    def press(self, letter: str) -> None:
        """One more letter, a-z."""
        if len(self.letters) < LONGEST:
            self._search(self.letters + letter)

    def go_on_from(self, other: Writer) -> None:
        """The letters that waited in another writer wait in this one."""
        self.rare = other.rare
        self._search(other.letters)

    def turn(self) -> None:
        """Rare characters instead of usual ones, or back."""
        self.rare = not self.rare
        self._search(self.letters)

    def choose(self, candidate: Candidate) -> None:
        """Take what was offered; the letters that it does not stand for wait on."""
        rest = self.letters[candidate.letters :].lstrip("'")
        self._set(self.value + candidate.text)
        self.rare = False
        self._search(rest)

    def add(self, text: str) -> None:
        """A sign or a figure, as it is."""
        self._set(self.value + text)
        self._changed()

    def delete(self) -> None:
        """The last letter, or the last character where no letter waits."""
        if self.letters:
            self._search(self.letters[:-1])
        else:
            self._set(self.value[:-1])
            self._changed()

    def clear(self) -> None:
        """Begin anew."""
        self._set("")
        self._search("")

    def _set(self, value: str) -> None:
        if value != self.value and len(value) <= self._longest:
            self.value = value
            self._tell(value)

    def _search(self, letters: str) -> None:
        self.letters = letters
        self.rare = self.rare and bool(letters)
        self._found = self._means(letters) if letters else []
        self._changed()

    def _means(self, letters: str) -> list[Candidate]:
        """The letters themselves come last: some names are written with them."""
        as_they_are = Candidate(letters.upper(), len(letters))
        if self.pinyin is None:
            return [as_they_are]
        found = self.pinyin.rare(letters) if self.rare else self.pinyin.candidates(letters)
        return [*found, as_they_are]

    def _changed(self) -> None:
        for each in self.watchers:
            each()
