"""Which kind's answer stands: the likeliest kind's, unless its evidence says little of the question and another's says it.

One cue word decides the likeliest kind, and may be there by chance ("chữ ký số" asks for no signer). So where the answer found leaves much of the
question unsaid, or there is none, the other kinds the question shows signs of are tried; such an answer must rest on what the search puts first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from index.document.tree import tree_of
from index.vietnamese import expand, key
from rag.answers import Kind
from rag.drafting import Draft
from rag.kinds.figures import states_figure
from rag.kinds.timed import states_time
from rag.question import Question, as_kind, whole_terms
from rag.retrieval.search import Search
from rag.understanding.asked import holds_asked
from rag.understanding.cues import has_cue
from rag.understanding.terms import bag_of

# What these answer with is looked up, not found by the question's words.
_LOOKED_UP = (Kind.METADATA, Kind.LEGAL_BASIS, Kind.COMPARISON)
_FEW_WORDS = 2  # of content; a question with fewer is about all there is ("việc nào đến hạn trong quý II/2024")
_LEAST_COVERAGE = 0.25  # of the question's content, by the answer itself; less is an answer to another question
_AS_GOOD = 0.7  # of the best statement's coverage: what is asked must stand in a statement about the question
_MARGIN = (
    0.3  # another kind's evidence must say so much more of the question; figures here: calibrated on the dev questions
)
_OTHER_COVERAGE = 0.75  # of the question, by another kind's evidence
_FIRST_COVERAGE = 0.4  # enough where both searches put the passage first
_OWN_WORDS = 4  # of content; fewer show nothing to find but what the likeliest kind looks up
_NEARLY = 0.05  # likelier kinds go before others that say so little more
_FEW_RANKS = 3  # the evidence stands among the first so many in both searches
# Questions that any words of a plan may answer; the others' answers need records: a unit's tasks, a figure.
_OPEN = (Kind.CONTENT, Kind.RESPONSIBILITY, Kind.DEADLINE)
# Units of a kind, which plans call by many names ("các bộ, cơ quan ngang bộ")
_GROUPS = (
    "các ",
    "những ",
    "đơn vị ",
    "cơ quan ",
    "tổ chức ",
    "doanh nghiệp ",
    "ủy ban nhân dân ",
    "bộ ngành",
    "sở ngành",
    "đoàn thể",
)

Compose = Callable[[Question], Draft | None]


@dataclass(frozen=True)
class Choice:
    """An answer and the question as the kind that it answers; `said`: how much of the question answer, headings and titles hold."""

    question: Question
    draft: Draft
    said: float


def choose(question: Question, search: Search, compose: Compose) -> Choice | None:
    """The answer of the likeliest kind that holds what is asked, or of a kind whose evidence says far more of the question; None for neither."""
    if question.absent_units and question.kind not in _LOOKED_UP:
        return None
    draft = compose(question)
    first = None
    if (
        draft is not None
        and _holds(question, draft, search)
        and (question.kind is not Kind.DEADLINE or _names_units(question, draft, search))
    ):
        first = Choice(question, draft, _said(question, draft, search, titles=True))
        if question.parts or first.said + _MARGIN > 1.0 or _is_all_asked(question, search):
            return first
    others = [*_others(question, search, compose, first)]
    best = max((other.said for other in others), default=0.0)
    return next((other for other in others if other.said >= best - _NEARLY), first)


def _is_all_asked(question: Question, search: Search) -> bool:
    """Whether the question says next to nothing beside its plan and what of it is asked, or asks for all tasks of a unit, whatever it says of the plan."""
    few = len(whole_terms(question, search.snapshot.vocabulary).words) < _OWN_WORDS
    return few or (question.kind is Kind.TASKS and has_cue(question.compared, "tasks"))


def _others(question: Question, search: Search, compose: Compose, first: Choice | None) -> Iterator[Choice]:
    """The answers of the other kinds that may stand instead of `first`."""
    for kind in question.other_kinds:
        read = as_kind(question, kind, search.snapshot)
        draft = compose(read)
        if draft is None or not _holds(read, draft, search) or not _names_units(question, draft, search):
            continue
        if question.kind is Kind.INDICATOR and not states_figure(question, draft, search):
            continue
        if question.kind is Kind.DEADLINE and not states_time(question, draft, search):
            continue
        said = _said(question, draft, search, titles=first is not None)
        standing = _standing(draft, search)
        if first is None and read.kind is Kind.CONTENT and question.kind in _OPEN and standing == 1:
            least = _FIRST_COVERAGE
        else:
            least = max(_OTHER_COVERAGE, first.said + _MARGIN if first else 0.0)
        if said >= least and standing <= _FEW_RANKS:
            yield Choice(read, draft, said)


def _holds(question: Question, draft: Draft, search: Search) -> bool:
    """Whether the answer holds the kind of thing asked for, a sum of money, a person, a reason, and is about the question at all."""
    if question.kind in _LOOKED_UP or has_cue(question.compared, "summary"):
        return True
    words = [word for word in question.terms.words if word.isalpha()] if question.kind is not Kind.TASKS else []
    around = f"{_headings(draft, search)}\n{_evidence(draft)}"
    if (
        question.kind is Kind.RESPONSIBILITY
    ):  # "Ai chủ trì kế hoạch về …?": what the plan is about only says which is meant
        around += "\n".join(dict.fromkeys(citation.plan_title for citation in draft.citations))
    names_plan_alone = not whole_terms(question, search.snapshot.vocabulary).words  # "Ai chủ trì thực hiện kế hoạch …?"
    about = names_plan_alone or len(words) < _FEW_WORDS or question.terms.coverage(bag_of(around)) >= _LEAST_COVERAGE
    if not about or not holds_asked(question.compared, _evidence(draft)):
        return False
    covered = [(question.terms.coverage(bag_of(said)), said) for said in _statements(draft)]
    one_answers = question.kind in (Kind.CONTENT, Kind.DEADLINE)  # whose parts are chosen by what is asked already
    least = 0.0 if one_answers else _AS_GOOD * max((coverage for coverage, _ in covered), default=0.0)
    stated = any(coverage >= least and holds_asked(question.compared, said) for coverage, said in covered)
    return stated or not covered  # a draft that cites nothing is for grounding to withhold


def _statements(draft: Draft) -> Iterator[str]:
    """Each line that cites, together with what it cites: what is asked must stand in one of them."""
    for line in draft.lines:
        cited = [c for c in draft.citations if f"[{c.marker}]" in line]
        if cited:
            yield "\n".join([line, *(f"{c.heading}\n{c.quote}" for c in cited)])


def _evidence(draft: Draft) -> str:
    return "\n".join([draft.text, *(f"{citation.heading}\n{citation.quote}" for citation in draft.citations)])


def _headings(draft: Draft, search: Search) -> str:
    """The headings above what is cited, each once."""
    found: dict[str, None] = {}
    for citation in draft.citations:
        tree = tree_of(search.snapshot.plans[citation.plan_id])
        section = tree.innermost(citation.start)
        if section is not None:
            found.update(dict.fromkeys(s.heading for s in (*tree.above(section), section)))
    return "\n".join(found)


def _said(question: Question, draft: Draft, search: Search, titles: bool) -> float:
    """How much of all that the question says stands in the answer and its headings, with `titles` in those of its plans, too."""
    names = dict.fromkeys(citation.plan_title for citation in draft.citations) if titles else {}
    if titles and question.kind is Kind.METADATA:  # which may be described by what its plan rests on
        plans = [search.snapshot.plans[plan_id] for plan_id in {c.plan_id for c in draft.citations}]
        names |= dict.fromkeys(p.text[b.start : b.end] for p in plans for b in p.metadata.legal_bases)
    text = "\n".join([*names, _headings(draft, search), _evidence(draft)])
    return whole_terms(question, search.snapshot.vocabulary).coverage(bag_of(text))


def _names_units(question: Question, draft: Draft, search: Search) -> bool:
    """Whether the answer names every single unit that the question is about: what is said of others doesn't answer for it."""
    names = [unit.name for unit in question.units if not unit.is_scope and not unit.name.startswith(_GROUPS)]
    text = f" {key(expand(f'{_headings(draft, search)} . {_evidence(draft)}'))} "
    return all(f" {name} " in text for name in names)


def _standing(draft: Draft, search: Search) -> int:
    """How far down the searches the answer's best passage stands, from 1."""
    ranks = (search.standing_at(c.plan_id, c.start, c.end) for c in draft.citations)
    return min((rank for rank in ranks if rank is not None), default=_FEW_RANKS + 1)
