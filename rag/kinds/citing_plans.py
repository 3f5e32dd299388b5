"""From a document to the plans: which of them rest on it, which only mention it, what they say of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from index.document.references import find_references
from index.records import Plan, Reference
from index.vietnamese import fold, key
from rag import texts
from rag.drafting import Draft, name_plan
from rag.kinds.task_lines import quoted
from rag.question import Question
from rag.understanding.asked_documents import asked_documents, short_numbers
from rag.understanding.cues import has_cue
from rag.understanding.phrases import find_phrases

_MAX_TITLED = 8  # plans; of more, the title is left out
# "Văn bản nào lấy Quyết định số 281/QĐ-TTg làm căn cứ", "kế hoạch nào viện dẫn Nghị định …": the document named is the basis, not the one asked for
_TAKEN = re.compile(
    r"(?<!\S)(?:lấy|dùng|chọn|đưa)(?: \S+){1,20} làm (?:căn cứ|cơ sở)(?!\S)"
    r"|(?<!\S)(?:kế hoạch|văn bản|quyết định) nào(?: (?:có|đã|cũng))? (?:viện dẫn|dẫn chiếu|dẫn|căn cứ)(?!\S)"
)

Fits = Callable[[Reference], bool]


@dataclass(frozen=True)
class NamedDocument:
    """A document as the question names it: its number, folded, which may lack its letters ("Quyết định 3531"); or the name of a law."""

    kind: str
    number: str = ""

    def is_same(self, reference: Reference) -> bool:
        """Whether a plan's reference is to this document."""
        if not self.number:
            return key(reference.kind) == self.kind
        own = fold(reference.number)
        if not self.number.isdigit():
            return own == self.number
        return re.match(rf"0*{self.number}(?!\d)", own) is not None and key(reference.kind).startswith(self.kind)


def named_documents(question: Question, plans: Sequence[Plan]) -> list[NamedDocument]:
    """The documents other than its own plan that the question names."""
    found = [NamedDocument(key(r.kind), fold(r.number)) for r in question.references if r.number]
    own = {plan.metadata.number.value for plan in plans if plan.metadata.number} if question.plans.named else set()
    for kind, number in short_numbers(question.text):
        if not any(re.match(rf"0*{number}(?!\d)", value) for value in own):
            found.append(NamedDocument(kind, number))
    return found


def named_laws(question: Question, plans: Iterable[Plan]) -> list[NamedDocument]:
    """The laws that the question names and some plan rests on: "Luật Đấu thầu"."""
    laws = {key(b.kind) for plan in plans for b in plan.metadata.legal_bases if len(b.kind.split()) > 1}
    laws = {law for law in laws if law.split()[0] == "luật" or law.startswith("pháp lệnh ")}
    return [NamedDocument(name) for _, _, name in find_phrases(question.compared, laws)]


def asks_which_plan(question: Question) -> bool:
    """Whether the question names a document and asks for the plans: "kế hoạch nào thực hiện Chỉ thị 25", not "theo văn bản nào"."""
    asked = asked_documents(question.compared)
    if any(one.linked or (one.cited and not _TAKEN.search(question.compared)) for one in asked):
        return False
    return any(one.may_be_plan for one in asked) or has_cue(question.compared, "legal", "which_plan")


def answer_citing_plans(named: Sequence[NamedDocument], plans: Sequence[Plan]) -> Draft | None:
    """The plans that rest on the document; where none does, those that mention it; None when no plan does."""

    def fits(reference: Reference) -> bool:
        return any(document.is_same(reference) for document in named)

    bases = [(plan, base) for plan in plans for base in [_basis(plan, fits)] if base is not None]
    if bases:
        return _write(bases, texts.REVERSE_INTRO)
    mentions = [(plan, found) for plan in plans for found in [_fullest(plan, fits)] if found is not None]
    return _write(mentions, texts.MENTIONED_INTRO) if mentions else None


def answer_document(named: Sequence[NamedDocument], plans: Sequence[Plan]) -> Draft | None:
    """What the plans say of a document: its date and issuing body, with each plan that names it."""

    def fits(reference: Reference) -> bool:
        return any(document.is_same(reference) for document in named)

    found = [(plan, r) for plan in plans for r in [_basis(plan, fits) or _fullest(plan, fits)] if r is not None]
    return _write(found, texts.REVERSE_INTRO if any(_basis(p, fits) for p, _ in found) else texts.MENTIONED_INTRO)


def _basis(plan: Plan, fits: Fits) -> Reference | None:
    return next((base for base in plan.metadata.legal_bases if fits(base)), None)


def _fullest(plan: Plan, fits: Fits) -> Reference | None:
    """The mention of a document that says most of it: with date and issuing body."""
    found = [r for r in find_references(plan.text) if r.number and fits(r)]
    return max(found, key=lambda r: (r.issued_on is not None, bool(r.issuer), -r.start), default=None)


def _write(found: Sequence[tuple[Plan, Reference]], intro: str) -> Draft | None:
    if not found:
        return None
    draft = Draft()
    fullest = max((r for _, r in found), key=lambda r: (r.issued_on is not None, bool(r.issuer)))
    draft.say(intro.format(reference=name_reference(fullest)))
    draft.say("")
    for plan, reference in found:
        title = plan.metadata.title if len(found) <= _MAX_TITLED else None
        titled = draft.cite(plan, title.start, title.end) if title else ""
        cite = draft.cite(plan, reference.start, reference.end)
        line = texts.REVERSE_LINE.format(plan=name_plan(plan), cite=cite)
        if title:
            line = texts.REVERSE_TITLED.format(
                plan=name_plan(plan), title=quoted(title.value), titled=titled, cite=cite
            )
        draft.say(line)
    return draft


def name_reference(reference: Reference) -> str:
    """A document as a sentence names it: "Quyết định số 281/QĐ-TTg ngày 05/4/2024 của Thủ tướng Chính phủ"."""
    parts = [reference.kind] if reference.kind else []
    parts += [f"số {reference.number}"] if reference.number else []
    parts += [f"ngày {reference.issued_on:%d/%m/%Y}"] if reference.issued_on else []
    parts += [f"của {reference.issuer}"] if reference.issuer else []
    return " ".join(parts)
