"""Milestones that have another code in another plan: certainly, or by their names likely.

Names are compared in their normal form: small letters, words one space apart. Two that are
nearly the same are one milestone only if the numbers in them are the same: "Release 2018" and
"Release 2019" are two. The likeness is that of J. W. Ratcliff and D. Metzener, *Pattern
matching: the gestalt approach*, 1988.
"""

from __future__ import annotations

import re
from collections import Counter
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from depgraph.records import Struct

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from depgraph.model import Milestone

LEAST_LIKENESS = 0.9
"""How alike two names are at least, of 1, where the codes are likely of one milestone."""

_MOST_COMMON = 40
"""How many names may have a word in common for it to say that they are alike."""

_APART = re.compile(r"[\W_]+")
_NUMBERS = re.compile(r"\d+")


class Recoded(Struct):
    """A milestone with one code in the first plan and another one in the second.

    Attributes
    ----------
    is_certain
        Whether a plan says so, by giving the one as another code for the other; else the
        names are nearly the same, and it is only likely.
    likeness
        How alike the names are, from 0 to 1.
    """

    before: Milestone
    after: Milestone
    is_certain: bool
    likeness: float


def normal_name(name: str) -> str:
    """Return a name in small letters, with one space in place of spaces and punctuation.

    Examples
    --------
    >>> normal_name("Test report: ComCam (#2)")
    'test report comcam 2'
    """
    return _APART.sub(" ", name.casefold()).strip()


def likeness(name: str, other: str) -> float:
    """Return how alike two names are, from 0 to 1, in either order the same."""
    first, second = sorted((normal_name(name), normal_name(other)))
    return _likeness(first, second)


def likely_recoded(removed: Iterable[Milestone], added: Iterable[Milestone]) -> list[Recoded]:
    """Pair milestones that only one of two plans has by their names.

    A pair is likely one milestone where its names are the same, or where they are nearly the
    same with the same numbers, and each is the only one that is most like the other.

    Returns
    -------
    list of Recoded
        Sorted by the code in the first plan.
    """
    before = [(normal_name(m.name), m) for m in removed if m.name and normal_name(m.name)]
    after = [(normal_name(m.name), m) for m in added if m.name and normal_name(m.name)]
    pairs = [
        Recoded(before=was, after=now, is_certain=False, likeness=round(ratio, 3))
        for was, now, ratio in _mutual(before, after)
    ]
    return sorted(pairs, key=lambda pair: pair.before.id)


def _mutual(
    before: Sequence[tuple[str, Milestone]], after: Sequence[tuple[str, Milestone]]
) -> Iterator[tuple[Milestone, Milestone, float]]:
    """Yield the pairs of which each is the only one that is most like the other."""
    best_before: dict[int, list[tuple[float, int]]] = {}
    best_after: dict[int, list[tuple[float, int]]] = {}
    for n, m in _candidates([name for name, _ in before], [name for name, _ in after]):
        ratio = _likeness(*sorted((before[n][0], after[m][0])))
        if ratio >= LEAST_LIKENESS:
            best_before.setdefault(n, []).append((ratio, m))
            best_after.setdefault(m, []).append((ratio, n))
    for n, matches in best_before.items():
        match = _only_best(matches)
        if match is not None and _only_best(best_after[match]) == n:
            yield before[n][1], after[match][1], max(matches)[0]


def _only_best(matches: Sequence[tuple[float, int]]) -> int | None:
    ranked = sorted(matches, reverse=True)
    if len(ranked) > 1 and ranked[0][0] == ranked[1][0]:
        return None
    return ranked[0][1]


def _candidates(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the places of names that may be alike: with a telling part in common.

    Comparing all with all would take too long in large plans. Names that are nearly the same
    have a word, the beginning or the end in common; what many have in common tells nothing.
    """
    places: dict[str, list[int]] = {}
    for m, name in enumerate(after):
        for part in _parts(name):
            places.setdefault(part, []).append(m)
    often = Counter(part for name in before for part in _parts(name))
    for n, name in enumerate(before):
        near: set[int] = set()
        for part in _parts(name):
            if part == name or max(often[part], len(places.get(part, ()))) <= _MOST_COMMON:
                near.update(places.get(part, ()))
        numbers = _NUMBERS.findall(name)
        for m in sorted(near):
            if _NUMBERS.findall(after[m]) == numbers:
                yield n, m


def _parts(name: str) -> set[str]:
    return {name, *name.split(), f"{name[:6]}^", f"${name[-6:]}"}


def _likeness(first: str, second: str) -> float:
    if first == second:
        return 1.0
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    for bound in (matcher.real_quick_ratio, matcher.quick_ratio):
        if bound() < LEAST_LIKENESS:
            return 0.0
    return matcher.ratio()
