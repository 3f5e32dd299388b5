"""What a follow-up points back to: "sở đó", "nghị quyết ấy", "chỉ tiêu này", "việc thứ hai", "kế hoạch lúc nãy", by the question and the answer before it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.document.references import find_references
from index.records import Plan
from index.vietnamese import expand, key
from rag.answers import Kind
from rag.conversation import Turn
from rag.question import Question
from rag.understanding.units import find_units

_BACK = r"(?:này|đó|ấy|trên|kia|nói trên|vừa nêu)(?![^\W_])"
_SAME_UNIT = re.compile(
    rf"(?<!\S)(?P<head>sở|ban|phòng|bộ|hội|cục|chi cục|trung tâm|đơn vị|cơ quan|ngành|tổ chức|bên) {_BACK}",
    re.IGNORECASE,
)
_SAME_FIGURE = re.compile(rf"(?<!\S)(?:chỉ tiêu|mục tiêu|tỷ lệ|tỉ lệ|con số) {_BACK}", re.IGNORECASE)
_SAME_DOCUMENT = re.compile(
    rf"(?<!\S)(?P<kind>kế hoạch|quyết định|nghị quyết|chỉ thị|văn bản|kết luận|thông báo|nghị định|luật|đề án|công điện|thông tư) {_BACK}",
    re.IGNORECASE,
)
_ANY_UNIT = ("đơn vị", "cơ quan", "ngành", "tổ chức", "bên")
_BOLD = re.compile(r"\*\*(.+?)\*\*")

_IN_PLAN = re.compile(r"\s+(?:trong|theo|của) (?:kế hoạch|quyết định|nghị quyết)\b.*$", re.IGNORECASE)
_HOW_MUCH = re.compile(
    r"\s*(?<!\S)(?:là |đạt )?(?:bao nhiêu|mấy)(?![^\W_])(?: phần trăm(?![^\W_])| ?%)?", re.IGNORECASE
)
YEARS = re.compile(r"\s*(?:đến |vào |trong )?(?:năm )?(?<!\d)(?:19|20)\d\d(?!\d)", re.IGNORECASE)


def with_referents(text: str, last: Question, turn: Turn, plans: Sequence[Plan]) -> str:
    """A follow-up with what its "sở này" or "chỉ tiêu ấy" means written in its place."""
    text = _SAME_UNIT.sub(lambda match: _unit(match["head"].lower(), last, turn, plans) or match.group(), text, count=1)
    figure = figure_of(last) if last.kind is Kind.INDICATOR and _SAME_FIGURE.search(text) else ""
    if figure:
        text = _SAME_FIGURE.sub(lambda match: f"{match.group().rsplit(' ', 1)[0]} {figure}", text, count=1)
    return text


def with_document(text: str, last: Question, turn: Turn) -> str:
    """A follow-up with the document written out that its "nghị quyết đó" means: the one of that kind that the answer named as a base."""
    if last.kind is not Kind.LEGAL_BASIS:
        return text
    return _SAME_DOCUMENT.sub(lambda m: _document(key(m["kind"]), turn) or m.group(), text, count=1)


def _unit(head: str, last: Question, turn: Turn, plans: Sequence[Plan]) -> str:
    """The unit meant by "sở đó": the one that the answer names first where the question asked who, else the one that the question is about."""
    asked = [last.unit.name] if last.unit else []
    said = [unit.name for span in _BOLD.findall(turn.answer) for unit in find_units(key(expand(span)), plans)]
    names = [*said, *asked] if last.kind is Kind.RESPONSIBILITY else [*asked, *said]
    name = next((name for name in names if head in _ANY_UNIT or name.split()[0] == head.split()[0]), "")
    return name[:1].upper() + name[1:]


def _document(kind: str, turn: Turn) -> str:
    """The one document of that kind that the answer names."""
    found = {r.number: r for span in _BOLD.findall(turn.answer) for r in find_references(span)}
    fits = [r for r in found.values() if kind == "văn bản" or f" {kind} " in f" {key(r.kind)} "]
    return f"{fits[0].kind} số {fits[0].number}" if len(fits) == 1 else ""


def figure_of(last: Question) -> str:
    """The figure that a question asked for, without where and for when."""
    figure = YEARS.sub("", _IN_PLAN.sub("", _HOW_MUCH.sub("", last.text)))
    for place in last.plans.places:
        figure = re.sub(
            rf"\s*(?:ở |của |tại )?(?:tỉnh |thành phố )?{re.escape(place)}(?![^\W_])", "", figure, flags=re.IGNORECASE
        )
    return re.sub(r"^(?:thế|vậy|còn|đặt|chỉ tiêu|mục tiêu|\s)+", "", figure, flags=re.IGNORECASE).strip(" ,.:?")


_ORDINALS = {
    "nhất": 1, "một": 1, "hai": 2, "nhì": 2, "ba": 3, "tư": 4, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8,
    "chín": 9, "mười": 10,
}  # fmt: skip
_ITEM = re.compile(
    r"(?<!\S)(?:việc|nhiệm vụ|đầu việc|công việc|ý|nội dung|phần việc) "
    rf"(?:(?:thứ|số) (?P<which>\d{{1,2}}|{'|'.join(_ORDINALS)})|(?P<first>đầu tiên|đầu)|(?P<last>cuối cùng|cuối|sau cùng))(?![^\W_])",
    re.IGNORECASE,
)
_LISTED = re.compile(r"^(\d+)\. (?:\([^)]*\) )?“(.+?)”", re.MULTILINE)
_SEVERAL = 2  # plans; one alone has no order
_ITEM_WORDS = 22  # syllables of an item that say which it is


def listed_item(text: str, turn: Turn) -> tuple[str, str] | None:
    """The item of the answer's numbered list that "việc thứ hai" means, and the follow-up without those words; None for no such item."""
    match = _ITEM.search(text)
    listed = {int(number): item for number, item in _LISTED.findall(turn.answer)}
    if match is None or not listed:
        return None
    which = (match["which"] or "").lower()
    number = max(listed) if match["last"] else 1 if match["first"] else _ORDINALS.get(which) or int(which)
    if number not in listed:
        return None
    words = listed[number].split()
    return " ".join(words[:_ITEM_WORDS]).strip(" ,.;:-"), f"{text[: match.start()]} {text[match.end() :]}"


_LISTED_PLAN = re.compile(
    rf"(?<!\S)(?:kế hoạch|văn bản|quyết định|bản) (?:(?:thứ|số) (?P<which>\d|{'|'.join(_ORDINALS)})|(?P<first>đầu tiên|đầu)|(?P<last>cuối cùng|cuối))(?![^\W_]|[/\d])"
)


def listed_plan(compared: str, turn: Turn) -> tuple[str, ...]:
    """The plan that "kế hoạch thứ hai" means out of several that the answer cites; () for none."""
    match = _LISTED_PLAN.search(compared)
    if match is None or len(turn.plan_ids) < _SEVERAL:
        return ()
    which = match["which"] or ""
    number = len(turn.plan_ids) if match["last"] else 1 if match["first"] else _ORDINALS.get(which) or int(which)
    return turn.plan_ids[number - 1 : number]


_EARLIER = re.compile(
    r"(?<!\S)(?:kế hoạch|văn bản|quyết định|bản)(?: \S+){0,4}? (?:(?P<first>đầu tiên|ban đầu|lúc đầu)|lúc nãy|ban nãy|hồi nãy|vừa nãy|khi nãy|trước đó|trước)(?! (?:ngày|tháng|năm|khi|mùng|ngày mấy|\d))(?!\S)"
)


def earlier_plan(compared: str, turns: Sequence[Turn], named: Sequence[str]) -> tuple[str, ...]:
    """The plan that "kế hoạch lúc nãy", "kế hoạch trước của Bắc Ninh" means, out of those talked about before the last turn's; () for none."""
    match = _EARLIER.search(compared)
    if match is None or not turns:
        return ()
    talked = [turn.plan_ids[0] for turn in turns if len(turn.plan_ids) == 1]
    now = turns[-1].plan_ids
    fits = [p for p in talked if (p,) != now and (not named or p in named)]
    return (fits[0 if match["first"] else -1],) if fits else ()


def with_plan(text: str, name: str) -> str:
    """A follow-up with its plan's name where it says "kế hoạch này"; the name in the end where it says nothing of the kind."""
    pattern = re.compile(rf"(?<!\S)(?:kế hoạch|văn bản|quyết định) {_BACK}", re.IGNORECASE)
    return pattern.sub(lambda _: name, text, count=1) if pattern.search(text) else f"{text} trong {name}"


def is_said(name: str, text: str) -> bool:
    """Whether a text holds a name in compared form, however it writes it."""
    return f" {name} " in f" {key(expand(text))} "
