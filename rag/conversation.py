"""Conversations: a follow-up becomes a question that stands alone, from the question before it; kept per id, bounded, expiring."""

from __future__ import annotations

import re
import time
import uuid
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Protocol

from index.store import Snapshot
from index.vietnamese import expand, key
from rag.answers import Kind
from rag.question import Question, understand
from rag.understanding.cues import all_phrases
from rag.understanding.diacritics import Restorer

MAX_CONVERSATIONS = 10_000
EXPIRES_AFTER_S = 12 * 3_600.0

_REFERS_BACK = re.compile(
    r"(?<!\S)(?:còn|thế còn|vậy còn|thế thì|vậy thì|thế|vậy|trong đó|trong số đó|trong các việc|những việc đó|việc đó|các việc đó|nó|này|đó|kia|ấy|trên|vừa rồi|thì sao|tiếp theo|nói rõ|rõ hơn|cụ thể hơn|bên đó|ở đó|đơn vị đó|kế hoạch này|sở này|tỉnh kia|tỉnh còn lại|nữa)(?!\S)"
)
_MAX_ELLIPSIS = 9  # syllables; a longer question says what it is about


@dataclass
class Conversation:
    """One conversation: its id and the question last understood in it, or `said`, the one that another process understood."""

    id: str
    last: Question | None = None
    at: float = 0.0
    said: str = ""


class Shared(Protocol):
    """Where processes keep the last question of each conversation for each other, as text that stands alone."""

    def load(self, conversation_id: str) -> str | None:
        """The conversation's last question; None for one that is unknown or expired."""
        ...

    def save(self, conversation_id: str, question: str) -> None:
        """Keeps the conversation's last question."""
        ...

    def forget(self, conversation_id: str) -> None:
        """Drops a conversation."""
        ...


class Conversations:
    """The running conversations. The least recently used go first when there are too many; all go after half a day."""

    def __init__(
        self,
        capacity: int = MAX_CONVERSATIONS,
        expires_after_s: float = EXPIRES_AFTER_S,
        clock: Callable[[], float] = time.monotonic,
        shared: Shared | None = None,
    ) -> None:
        self._shared = shared
        self._capacity = capacity
        self._expires_after_s = expires_after_s
        self._clock = clock
        self._kept: OrderedDict[str, Conversation] = OrderedDict()
        self._lock = Lock()

    def get(self, conversation_id: str | None) -> Conversation:
        """The conversation with this id; a new one for None or an id that expired."""
        if conversation_id is None:
            return Conversation(uuid.uuid4().hex)
        kept = self._kept_here(conversation_id)
        if self._shared is None:
            return kept or Conversation(conversation_id)
        said = self._shared.load(conversation_id) or ""  # the newest: another process may have answered since
        if kept is not None and kept.last is not None and kept.last.text == said:
            return kept
        return Conversation(conversation_id, said=said)

    def _kept_here(self, conversation_id: str) -> Conversation | None:
        with self._lock:
            kept = self._kept.get(conversation_id)
            return kept if kept is not None and self._clock() - kept.at < self._expires_after_s else None

    def remember(self, conversation_id: str, question: Question) -> None:
        """Keeps the question as the conversation's last."""
        with self._lock:
            self._kept[conversation_id] = Conversation(conversation_id, question, self._clock())
            self._kept.move_to_end(conversation_id)
            while len(self._kept) > self._capacity:
                self._kept.popitem(last=False)
        if self._shared is not None:
            self._shared.save(conversation_id, question.text)

    def forget(self, conversation_id: str) -> None:
        """Drops a conversation, where it is kept."""
        with self._lock:
            self._kept.pop(conversation_id, None)
        if self._shared is not None:
            self._shared.forget(conversation_id)

    def __len__(self) -> int:
        return len(self._kept)


def make_standalone(
    text: str, last: Question | None, snapshot: Snapshot, restorer: Restorer
) -> tuple[str, Question | None]:
    """`text` as a question that stands alone, and the earlier question it rests on; unchanged and None when it stands alone already."""
    if last is None or not text.strip():
        return text, None
    text, said = _with_referents(text, last), text
    new = understand(text, snapshot, restorer)
    if said != text and new.plans.named and not new.plans.loose:
        return text, last
    compared = key(expand(text))
    short = len(compared.split()) <= _MAX_ELLIPSIS
    refers = _REFERS_BACK.search(compared) is not None or _LIST_BACK.search(compared) is not None
    own_content = len(new.terms.words) >= 2 or (new.unit is not None and new.kind is Kind.TASKS)
    named = new.plans.named and not new.plans.loose
    if named and own_content and not (refers and short):
        return text, None
    if not (refers or short or not named):
        return text, None
    if _only_names(new) and (refers or short):
        return _replaced(text, new, last), last
    if named:
        return text, None
    if last.kind is Kind.METADATA and new.kind is Kind.DEADLINE and not new.terms.words:
        return f"{text.rstrip(' ?.')} ban hành{_about(last, snapshot)}?", last
    if (
        not new.terms.words
        and new.kind in (Kind.DEADLINE, Kind.RESPONSIBILITY, Kind.INDICATOR)
        and new.unit is None
        and not _LIST_BACK.search(compared)
    ):
        return f"{text.rstrip(' ?.')}: {_topic(last)}?", last
    about = _about(last, snapshot)
    unit = (
        f" của {_unit_words(last)}"
        if refers
        and new.unit is None
        and last.unit is not None
        and new.kind in (Kind.DEADLINE, Kind.CONTENT, Kind.TASKS)
        else ""
    )
    return (f"{text.rstrip(' ?.')}{unit}{about}?", last) if about or unit else (text, None)


# "sở này", "đơn vị đó": the unit asked about before; "chỉ tiêu này", "con số đó": the figure asked about before
_SAME_UNIT = re.compile(
    r"(?<!\S)(?:sở|ban|phòng|bộ|đơn vị|cơ quan|ngành|tổ chức) (?:này|đó|ấy|trên)(?![^\W_])", re.IGNORECASE
)
_SAME_FIGURE = re.compile(
    r"(?<!\S)(?:chỉ tiêu|mục tiêu|tỷ lệ|tỉ lệ|con số) (?:này|đó|ấy|trên)(?![^\W_])", re.IGNORECASE
)
_IN_PLAN = re.compile(r"\s+(?:trong|theo|của) (?:kế hoạch|quyết định|nghị quyết)\b.*$", re.IGNORECASE)
_HOW_MUCH = re.compile(
    r"\s*(?<!\S)(?:là |đạt )?(?:bao nhiêu|mấy)(?![^\W_])(?: phần trăm(?![^\W_])| ?%)?", re.IGNORECASE
)
_YEARS = re.compile(r"\s*(?:đến |vào |trong )?(?:năm )?(?<!\d)(?:19|20)\d\d(?!\d)", re.IGNORECASE)


def _with_referents(text: str, last: Question) -> str:
    """A follow-up with what its "sở này" or "chỉ tiêu này" means written in its place."""
    if last.unit is not None:
        name = last.unit.name
        text = _SAME_UNIT.sub(lambda _: name[0].upper() + name[1:], text, count=1)
    if last.kind is Kind.INDICATOR and _SAME_FIGURE.search(text):
        figure = _figure(last)
        text = (
            _SAME_FIGURE.sub(lambda match: f"{match.group().rsplit(' ', 1)[0]} {figure}", text, count=1)
            if figure
            else text
        )
    return text


def _figure(last: Question) -> str:
    """The figure that a question asked for, without where and for when."""
    figure = _YEARS.sub("", _IN_PLAN.sub("", _HOW_MUCH.sub("", last.text)))
    for place in last.plans.places:
        figure = re.sub(
            rf"\s*(?:ở |của |tại )?(?:tỉnh |thành phố )?{re.escape(place)}(?![^\W_])", "", figure, flags=re.IGNORECASE
        )
    return re.sub(r"^(?:thế|vậy|còn|đặt|chỉ tiêu|mục tiêu|\s)+", "", figure, flags=re.IGNORECASE).strip(" ,.:?")


_LIST_BACK = re.compile(r"(?<!\S)(?:trong đó|trong số đó|những việc|việc nào|các việc|nhiệm vụ nào)(?!\S)")


def _topic(last: Question) -> str:
    """The earlier question without the words that made it a question."""
    words = [w for w in re.split(r"\s+", last.text.rstrip(" ?.")) if w]
    text = " ".join(words)
    for phrase in sorted(all_phrases(), key=len, reverse=True):
        if len(phrase.split()) > 1 or phrase == "ai":
            text = re.sub(rf"(?<!\S){re.escape(phrase)}(?!\S)", " ", text, flags=re.IGNORECASE)
    return " ".join(text.split())


def _only_names(new: Question) -> bool:
    """Whether the follow-up only swaps a place or a unit: "Còn Lâm Đồng thì sao?", "Thế Sở Công Thương?"."""
    left = [word for word in new.terms.words if not word.isdigit() and not (new.unit and word in new.unit.name.split())]
    return not left and bool(new.plans.places or new.unit or new.years) and not new.facts


def _replaced(text: str, new: Question, last: Question) -> str:
    """The earlier question with the new place or unit in the place of the old one."""
    question = last.text
    if new.unit:
        question = (
            _swap(question, _unit_words(last), _words_at(new, new.unit.name))
            if last.unit
            else f"{_words_at(new, new.unit.name)} có nhiệm vụ gì{_place_words(last)}?"
        )
    if new.years and last.years:
        for old_year, year in zip(last.years, new.years, strict=False):
            question = question.replace(str(old_year), str(year))
    if new.plans.places:
        place = " và ".join(name.title() for name in new.plans.places)
        for old in last.plans.places:
            question = _swap(question, old, place)
            place = ""
        if place:
            question = f"{question.rstrip(' ?.')} ở {place}?"
    return " ".join(question.split())


def _swap(question: str, old: str, new: str) -> str:
    """`question` with the words `old` (compared form) replaced."""
    words = list(re.finditer(r"\d+(?:[.,]\d+)*|[^\W\d_]+", question))
    wanted = old.split()
    for start in range(len(words) - len(wanted) + 1):
        span = question[words[start].start() : words[start + len(wanted) - 1].end()]
        if key(span) == old or key(expand(span)) == old:
            return question[: words[start].start()] + new + question[words[start + len(wanted) - 1].end() :]
    for size in range(1, 6):
        for start in range(len(words) - size + 1):
            span = question[words[start].start() : words[start + size - 1].end()]
            if key(expand(span)) == old:
                return question[: words[start].start()] + new + question[words[start + size - 1].end() :]
    return f"{question} {new}"


def _unit_words(question: Question) -> str:
    return question.unit.name if question.unit else ""


def _words_at(question: Question, name: str) -> str:
    """A unit's compared name, capitalised."""
    return name[0].upper() + name[1:]


def _place_words(last: Question) -> str:
    return f" ở {' và '.join(name.title() for name in last.plans.places)}" if last.plans.places else ""


def _about(last: Question, snapshot: Snapshot) -> str:
    """The plan or place the earlier question was about, as words to add."""
    if not last.plans.named:
        return ""
    plans = [snapshot.plans[plan_id] for plan_id in last.plans.plan_ids if plan_id in snapshot.plans]
    if len(plans) == 1 and plans[0].metadata.number:
        return f" trong {plans[0].metadata.kind} số {plans[0].metadata.number.value}"
    return _place_words(last)
