"""An answer phrased by a language model, from numbered evidence and only as far as the evidence proves it, sentence by sentence."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from index.records import Plan
from index.vietnamese import collapse, expand, key
from rag.answers import Citation, Kind
from rag.drafting import Draft, make_citation, name_plan
from rag.generation.faithfulness import faults_of, generation_table
from rag.generation.language_model import LanguageModel, LanguageModelError, Prompt
from rag.generation.statements import StatementReader
from rag.grounding import MARKER, check, renumbered
from rag.question import Question
from rag.retrieval.search import Search

log = logging.getLogger(__name__)

_MORE_PASSAGES = 4  # found passages beside what the extractive answer cites
_CHARS_PER_TOKEN = 2  # of Vietnamese, for the tokenizers that cut it smallest
_BOLD = re.compile(r"\*\*(.+?)\*\*")

Heard = Callable[[str], None]  # told each sentence when it has passed


class Why(StrEnum):
    """Why a model's text was not taken."""

    FAILED = "failed"  # no whole answer came
    UNPROVED = "unproved"  # nothing, or less than the extractive answer says, was left of it
    TOO_LONG = "too_long"  # the evidence doesn't fit into the model's context


class Rejected(Exception):
    """The extractive answer stands; `why` says why."""

    def __init__(self, why: Why) -> None:
        super().__init__(why.value)
        self.why = why


@dataclass(frozen=True)
class Writer:
    """A language model and how much it can read: `context_tokens`, of which `answer_tokens` are kept free for what it writes."""

    model: LanguageModel
    context_tokens: int = 8_000
    answer_tokens: int = 800

    def write(self, question: Question, draft: Draft, search: Search, heard: Heard | None = None) -> Draft:
        """`draft`, which is grounded already, put in the model's words; sentences that fail are left out. Raises `Rejected`.

        `heard` gets each sentence as soon as it has passed, its markers as in the result; what was heard is void after `Rejected`.
        """
        plans = search.snapshot.plans
        prompt, evidence = self._prompt(question, draft, search)
        kept: list[str] = []
        try:
            for sentence in _sentences(self.model, prompt):
                faults = faults_of(sentence, evidence, plans)
                if faults:
                    log.info("a generated sentence was dropped (%s): %s", "; ".join(faults), sentence)
                    continue
                kept.append(sentence)
                if heard:
                    heard(renumbered(kept, evidence).lines[-1])
        except LanguageModelError as error:
            log.warning("the language model failed: %s", error)
            raise Rejected(Why.FAILED) from error
        written = renumbered(kept, evidence)
        if not kept or not _says_all(written, draft, question.kind):
            raise Rejected(Why.UNPROVED)
        check(written, plans)
        return written

    def _prompt(self, question: Question, draft: Draft, search: Search) -> tuple[Prompt, dict[int, Citation]]:
        """The prompt and its evidence by number: what the draft cites, then passages found, as far as the budget goes."""
        wording, plans = generation_table()["prompt"], search.snapshot.plans
        fixed = len(f"{wording['rules']}{wording['request']}{question.text}{draft.text}")
        left = (self.context_tokens - self.answer_tokens) * _CHARS_PER_TOKEN - fixed
        lines: list[str] = []
        evidence: dict[int, Citation] = {}
        for citation in (*draft.citations, *_found(draft.citations, search)):
            line = _evidence_line(citation, plans[citation.plan_id])
            left -= len(line)
            if left < 0 and len(evidence) < len(draft.citations):
                raise Rejected(Why.TOO_LONG)
            if left < 0:
                break
            lines.append(line)
            evidence[citation.marker] = citation
        request = str(wording["request"]).format(
            question=collapse(question.text), evidence="\n".join(lines), draft=draft.text
        )
        return Prompt(str(wording["rules"]).strip(), request.strip()), evidence


def _found(cited: Sequence[Citation], search: Search) -> Iterator[Citation]:
    """The best passages that overlap no citation, as further citations."""
    marker = len(cited)
    for scored in search.results[:_MORE_PASSAGES]:
        passage = scored.passage
        if not any(c.plan_id == passage.plan_id and c.start < passage.end and passage.start < c.end for c in cited):
            marker += 1
            yield make_citation(search.snapshot.plans[passage.plan_id], passage.start, passage.end, marker)


def _evidence_line(citation: Citation, plan: Plan) -> str:
    """One numbered piece of evidence; a plan's own footnote marks are kept from looking like numbers of evidence."""
    return str(generation_table()["prompt"]["evidence"]).format(
        marker=citation.marker,
        plan=name_plan(plan),
        address=citation.address,
        heading=f": {citation.heading}" if citation.heading else "",
        quote=MARKER.sub(r"(\1)", collapse(citation.quote)),
    )


def _sentences(model: LanguageModel, prompt: Prompt) -> Iterator[str]:
    reader = StatementReader()
    for piece in model.stream(prompt):
        yield from reader.feed(piece)
    yield from reader.rest()


def _says_all(written: Draft, draft: Draft, kind: Kind) -> bool:
    """Whether all that the extractive answer sets in bold (units, values, limits) is still said, and its citations are still cited.

    Of an answer by passages one citation is enough: the passages were found, not known to be the answer.
    """
    spans = {(c.plan_id, c.start, c.end) for c in written.citations}
    kept = [(c.plan_id, c.start, c.end) in spans for c in draft.citations]
    cited = any(kept) if kind is Kind.CONTENT else all(kept)
    return cited and all(_says(written.text, bold) for bold in _BOLD.findall(draft.text))


def _says(text: str, bold: str) -> bool:
    """Whether `text` says a value letter by letter ("≥ 95 %"), or a unit's name in any spelling, each part of it."""
    if any(letter.isdigit() for letter in bold):
        return _squeezed(bold) in _squeezed(text)
    compared = f" {key(expand(text))} "
    return all(f" {key(expand(part))} " in compared for part in re.split(r"[,;]", bold) if part.strip())


def _squeezed(text: str) -> str:
    return "".join(text.split()).replace("*", "").casefold()
