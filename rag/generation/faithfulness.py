"""Whether a sentence that a model wrote says what its citations say, and nothing else."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources

from index.records import Plan, Role
from index.vietnamese import expand, key
from rag.answers import Citation
from rag.claims import unproved_claims
from rag.grounding import MARKER, false_quotes, markers_of, proof_of
from rag.understanding.phrases import find_phrases
from rag.understanding.terms import bag_of, words_of
from rag.understanding.units import find_units, same_unit

_PROVED_SHARE = 0.8  # of a sentence's content words, each with a neighbour that stands beside it in the citations, too
_ROLES = re.compile(rf"(?<!\S)({Role.LEAD.value}|{Role.SUPPORT.value}|{Role.ADVISE.value})(?!\S)")


@cache
def generation_table() -> dict[str, dict[str, str | list[str]]]:
    """`rag/data/generation.toml`."""
    return tomllib.loads((resources.files("rag") / "data" / "generation.toml").read_text(encoding="utf-8"))


@cache
def _phrases(name: str) -> frozenset[str]:
    return frozenset(" ".join(words_of(phrase)) for phrase in generation_table()["words"][name])


def faults_of(sentence: str, evidence: Mapping[int, Citation], plans: Mapping[str, Plan]) -> list[str]:
    """What is wrong with a sentence, in words for the log; empty when its citations prove all of it."""
    used = markers_of(sentence, evidence.values())
    if not used:
        return ["no citation"]
    if any(marker not in evidence for marker in used):
        return ["a citation that is not there"]
    cited = [evidence[marker] for marker in dict.fromkeys(used)]
    text, proof = MARKER.sub("", sentence), proof_of(cited, plans)
    faults = [f"not verbatim: {quote}" for quote in false_quotes(sentence, cited)]
    faults += [f"not cited: {claim}" for claim in unproved_claims(text, proof, list(plans.values()))]
    faults += [f"not cited: {word}" for word in _strict_words(text, proof)]
    faults += [f"another role: {unit}" for unit in _false_roles(text, cited, plans)]
    return faults or ([] if is_covered(text, proof) else ["not what the citations say"])


def is_covered(text: str, proof: str) -> bool:
    """Whether the content of `text` stands in `proof`: most words in pairs as they stand there, no two neighbours without a pair.

    English, unaccented text, the prompt's own rules and anything invented fail, with or without names and figures in them.
    """
    words, bag = words_of(text), bag_of(proof)
    compared = " ".join(words)
    joining = {
        position
        for start, end, _ in find_phrases(compared, _phrases("joining"))
        for position in range(compared[:start].count(" "), compared[:end].count(" ") + 1)
    }
    content = [i for i in range(len(words)) if i not in joining]
    pairs = [i for i in range(len(words) - 1) if f"{words[i]}_{words[i + 1]}" in bag.pairs]
    paired = {*pairs, *(i + 1 for i in pairs)}
    alone = {i for i in content if i - 1 not in content and i + 1 not in content and words[i] in bag.words}
    unproved = [i for i in content if i not in paired and i not in alone]
    return (
        bool(content)
        and len(unproved) <= (1 - _PROVED_SHARE) * len(content)
        and not any(i + 1 in unproved for i in unproved)
    )


def _strict_words(text: str, proof: str) -> list[str]:
    """Words that change a meaning ("không", "ít nhất", "chủ trì") and that the citations don't hold."""
    held = f" {' '.join(words_of(proof))} "
    found = dict.fromkeys(phrase for _, _, phrase in find_phrases(" ".join(words_of(text)), _phrases("strict")))
    return [phrase for phrase in found if f" {phrase} " not in held]


def _false_roles(text: str, cited: Sequence[Citation], plans: Mapping[str, Plan]) -> list[str]:
    """Units to which the text gives another role than the cited assignments do: "Sở A chủ trì" where Sở A supports."""
    compared = key(expand(text))
    mentions = find_units(compared, list(plans.values()))
    assigned = [
        a
        for c in cited
        for a in plans[c.plan_id].assignments
        if (a.start < c.end and c.start < a.end) or c.start <= a.unit_start < c.end
    ]
    false: list[str] = []
    ends = [*(mention.start for mention in mentions), len(compared)][1:]  # where the next unit begins
    for mention, following in zip(mentions, ends, strict=True):
        said = _ROLES.search(compared, mention.end, following)
        roles = {a.role.value for a in assigned if same_unit(mention.name, a.unit)}
        # "A phối hợp với B, C tham mưu …": what follows the last helper is A's to do.
        helps = Role.SUPPORT.value in roles and Role.SUPPORT.value in compared[: mention.start]
        if said and roles and said.group() not in roles and not helps:
            false.append(mention.name)
    return false
