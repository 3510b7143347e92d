"""Which keys of the words the core asks for, read from its source: literals as they are, f-strings as patterns."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

# The place of the key in words(key), words.lines(key), view.primary(key), view.secondary(key) ...
ASKING = {"words": 0, "lines": 0, "primary": 0, "secondary": 0}
# ... in view.say(key) and words.of(matter, key), which take the matter's own string or everybody's usual one ...
OF_A_MATTER = {"say": 0, "of": 1, "has_of": 1}
# ... and in what a function looks for before it asks: such a key may be missing.
LOOKING = {"has": 0, "maybe": 0, "has_of": 1}
OWN_OR_USUAL = r"(?:usual|matter\.[^.]+)\."
Locals = dict[str, ast.expr]


def key_patterns(sources: Iterable[Path]) -> list[str]:
    """A regular expression for every key asked for; some key must match each of them."""
    trees = [ast.parse(path.read_text("utf-8")) for path in sources]
    functions = [each for tree in trees for each in ast.walk(tree) if isinstance(each, ast.FunctionDef)]
    return sorted({pattern for function in functions for pattern in _asked(function)})


def calls_with_patterns(sources: Iterable[Path]) -> Iterator[tuple[str, ast.Call]]:
    """Each call that asks for a text, once for each pattern of its key."""
    for path in sources:
        for function in (
            each for each in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(each, ast.FunctionDef)
        ):
            known = dict(_assigned(function))
            for call in (each for each in ast.walk(function) if isinstance(each, ast.Call)):
                yield from ((pattern, call) for pattern in _keys_in(call, ASKING | OF_A_MATTER, known))


def _asked(function: ast.FunctionDef) -> Iterator[str]:
    """What the function asks for and does not look for first."""
    known = dict(_assigned(function))
    calls = [each for each in ast.walk(function) if isinstance(each, ast.Call)]
    looked_for = {each for call in calls for each in _keys_in(call, LOOKING, known)}
    for call in calls:
        yield from (each for each in _keys_in(call, ASKING | OF_A_MATTER, known) if each not in looked_for)


def _keys_in(call: ast.Call, names: Mapping[str, int], known: Locals) -> Iterator[str]:
    name = _name(call.func)
    if name not in names or len(call.args) <= names[name]:
        return
    prefix = OWN_OR_USUAL if name in OF_A_MATTER else ""
    for each in _patterns(call.args[names[name]], known):
        if re.search("[a-z]", each):  # a key that is nothing but a variable says nothing here
            yield prefix + each


def _name(func: ast.expr) -> str:
    return func.id if isinstance(func, ast.Name) else func.attr if isinstance(func, ast.Attribute) else ""


def _assigned(function: ast.FunctionDef) -> Iterator[tuple[str, ast.expr]]:
    """Local names with what they stand for, also ``a, b = x, y``."""
    for each in ast.walk(function):
        if not isinstance(each, ast.Assign):
            continue
        target = each.targets[0]
        if isinstance(target, ast.Name):
            yield target.id, each.value
        elif isinstance(target, ast.Tuple) and isinstance(each.value, ast.Tuple):
            pairs = zip(target.elts, each.value.elts, strict=True)
            yield from ((name.id, value) for name, value in pairs if isinstance(name, ast.Name))


def _patterns(node: ast.expr, known: Locals) -> list[str]:
    """Every form a key may take; what is not known here matches one or more parts."""
    match node:
        case ast.Constant(value=str(text)):
            return [re.escape(text)]
        case ast.IfExp(body=first, orelse=second):
            return _patterns(first, known) + _patterns(second, known)
        case ast.Name(id=name) if name in known:
            return _patterns(known[name], {each: value for each, value in known.items() if each != name})
        case ast.Attribute(attr="own"):
            return [r"matter\.[^.]+"]
        case ast.JoinedStr(values=parts):
            forms = [""]
            for part in parts:
                more = _patterns(part.value if isinstance(part, ast.FormattedValue) else part, known)
                forms = [form + each for form in forms for each in more]
            return forms
        case _:
            return [".+"]
