"""Measures of a document's frame: outline nodes and metadata fields. Pure functions."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from eval.structure.gold import GoldNode
from eval.structure.scores import NOTHING, Score
from index.document.markers import read_marker
from index.document.tree import SectionTree
from index.records import Metadata, Plan, Reference, Section, SectionKind
from index.vietnamese import key

_LISTED = (SectionKind.DASH, SectionKind.PLUS, SectionKind.BULLET)
_TREES = (SectionKind.ATTACHED, SectionKind.ANNEX)  # the roots of trees
_REPEATED = re.compile(r" \(\d+\)$")  # "III (2)": a number that the plan gives twice
_CUT = "…"  # ends the opening words of an item without a heading


def measure_outline(plan: Plan, gold: Sequence[GoldNode]) -> Score:
    """Nodes with the right path in the right tree and the right heading."""
    tree = SectionTree(plan.sections)
    nodes = [s for s in plan.sections if s.kind not in _LISTED and s.kind not in _TREES]
    found = Counter((*_place(s, tree), _opening(plan, s)) for s in nodes)
    wanted: list[tuple[str, tuple[str, ...], str]] = [
        (key(node.tree), tuple(_number(part) for part in node.path), node.heading) for node in gold
    ]
    misses, right = [], 0
    for root, path, heading in wanted:
        hit = next((f for f in found if f[:2] == (root, path) and found[f] and _same_heading(heading, f[2])), None)
        if hit:
            found[hit] -= 1
            right += 1
        else:
            misses.append(f"- {root} {'/'.join(path)} {heading}")
    misses += [f"+ {f[0]} {'/'.join(f[1])} {f[2][1] or f[2][0][:60]}" for f in found.elements()]
    return Score(len(nodes), right, len(gold), right, tuple(misses))


def _place(section: Section, tree: SectionTree) -> tuple[str, tuple[str, ...]]:
    """The root's name and the numbers on the way from it, in compared form."""
    way = [*reversed(list(tree.above(section))), section]
    root = next((_REPEATED.sub("", s.path[-1]) for s in way if s.kind in _TREES), "")
    return key(root), tuple(_number(s.path[-1]) for s in way if s.kind not in (*_TREES, *_LISTED))


def _number(part: str) -> str:
    return _REPEATED.sub("", part).strip("().- ").casefold()


def _opening(plan: Plan, section: Section) -> tuple[str, str]:
    """The section's first line without its number, and its heading."""
    line = plan.text[section.start : section.end].split("\n", 1)[0]
    marker = read_marker(line)
    return line[marker.length if marker else 0 :], section.heading


def _same_heading(gold: str, found: tuple[str, str]) -> bool:
    line, heading = found
    if gold.endswith(_CUT):
        return key(line).startswith(key(gold.rstrip("… ")))
    return key(gold) == key(heading) or (not heading and key(gold) == key(line))


def measure_metadata(found: Metadata, gold: Mapping[str, Any]) -> Score:
    """Fields that agree exactly but for letter case and spelling variants; a list counts one for each item."""
    stated = _stated(found)
    score = NOTHING
    for name, value in gold.items():
        if name in stated:
            score += _same_values(name, stated[name], _wanted(name, value))
    return score


def _stated(found: Metadata) -> dict[str, list[str]]:
    """The parser's metadata in compared form: a list of words for each field."""

    def one(value: object) -> list[str]:
        return [key(str(value))] if value else []

    return {
        "kind": one(found.kind),
        "number": one(found.number and found.number.value),
        "title": one(found.title and found.title.value),
        "issuer": one(found.issuer and found.issuer.value),
        "superior": one(found.superior and found.superior.value),
        "place": one(found.place),
        "issued_on": one(found.issued_on and found.issued_on.isoformat()),
        "signer": one(found.signer and found.signer.value),
        "signer_title": one(found.signer_title and found.signer_title.value),
        "on_behalf": [key(who) for who in found.on_behalf],
        "recipients": [key(fact.value) for fact in found.recipients],
        "legal_bases": [_reference(r) for r in found.legal_bases],
        "replaces": [key(r.number) for r in found.replaces],
        "amends": [key(r.number) for r in found.amends],
        "period": [" ".join(map(str, found.period))] if found.period else [],
    }


def _reference(reference: Reference) -> str:
    when = reference.issued_on.isoformat() if reference.issued_on else ""
    return f"{key(reference.number or reference.kind.split()[0])} | {when} | {key(reference.issuer)}"


def _wanted(name: str, value: Any) -> list[str]:
    if not value:
        return []
    if name == "period":
        return [" ".join(map(str, value))]
    if name == "legal_bases":
        return [
            f"{key(base.get('number') or base['kind'].split()[0])} | {base.get('date') or ''} | {key(base.get('body') or '')}"
            for base in value
        ]
    if name in ("replaces", "amends"):
        return [key(str(v.get("number") if isinstance(v, dict) else v)) for v in value]
    return [key(str(v)) for v in (value if isinstance(value, list) else [value])]


def _same_values(name: str, found: list[str], gold: list[str]) -> Score:
    """A field's values against gold's; one that both leave blank counts as one right."""
    if not found and not gold:
        return Score(1, 1, 1, 1)
    common = sum((Counter(found) & Counter(gold)).values())
    misses = [f"- {name}: {v}" for v in (Counter(gold) - Counter(found)).elements()]
    misses += [f"+ {name}: {v}" for v in (Counter(found) - Counter(gold)).elements()]
    # A blank field that was filled, or a filled one left blank, is one mistake on both sides.
    return Score(max(len(found), 1), common, max(len(gold), 1), common, tuple(misses))
