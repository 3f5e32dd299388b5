"""Which kinds of answer a question may want, the likeliest first, by the words that show it and by what it names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.answers import Kind
from rag.understanding.asked_documents import asked_documents, asks_for_basis, asks_for_document
from rag.understanding.asked_figures import asks_when, counted_thing
from rag.understanding.asked_who import asks_who, who_pattern
from rag.understanding.cues import has_cue

_OTHER_DOCUMENT = re.compile(
    r"(?:nghị quyết|quyết định|chỉ thị|thông báo|nghị định|thông tư|đề án|chương trình|công văn) (?!số|này|\d)"
)
_REPLACES = re.compile(r"(?<!\S)(?:thay thế|thay cho|bãi bỏ|hủy bỏ|hết hiệu lực)(?!\S)")
_MUST = re.compile(r"(?<!\S)(?:phải|chậm nhất|hạn chót|muộn nhất|thời hạn)(?!\S)")
# "sẽ nhập vào đâu", "thuộc đâu", "nâng lên hạng mấy", "vì sao": asks for one thing about a unit, not for its tasks
_WHERE_OR_HOW = re.compile(r"(?<!\S)(?:đâu|chỗ nào|hạng mấy|cấp mấy|vì sao|tại sao|lí do|là ai|tên gì)(?!\S)")
_FEW_WORDS = 4  # content words in "kế hoạch nào …"; more ask for something inside the plans
# "cơ quan nào được giao đề xuất Bộ …", "ai phải lập đoàn kiểm tra": who does it, whatever units the work is about
_WHO_IS_GIVEN = re.compile(
    rf"{who_pattern().pattern} (?:đã |sẽ )?(?:được |phải |bị )*(?:giao|phân công|chỉ định|phân cho|trao)(?!\S)"
)
_SIDE = re.compile(r"(?<!\S)(?:bên|chỗ) nào(?!\S)")  # "bên nào cao hơn": one of two plans
_OF_PEOPLE = re.compile(r"(?<!\S)(?:nhóm|những|các|lớp|diện) người nào(?!\S)")  # those that something is done for
# "giao ai chịu trách nhiệm chỉ tiêu …" asks who, not how much
_HOW_MUCH = re.compile(r"(?<!\S)(?:bao nhiêu|mấy|mức nào|con số|đạt)(?!\S)")
# "bên nào cao hơn", "loại nào thấp nhất" set figures side by side; "cái nào phải xong trước", "nơi nào sớm hơn" times
_WHICH = r"(?<!\S)(?:bên|nơi|cái|tỉnh|thành phố|huyện|bản|phía|mức|loại|nhóm|cấp|năm|kế hoạch|đơn vị|sở|ngành|ai) (?:nào )?(?:\S+ ){0,6}?"
_WHICH_FIGURE = re.compile(rf"{_WHICH}(?:cao|thấp|nhiều|ít|lớn|nhỏ) (?:hơn|nhất)(?!\S)")
_WHICH_TIME = re.compile(
    rf"{_WHICH}(?:(?:sớm|muộn|nhanh|chậm) (?:hơn|nhất)|(?:đến|xong|hoàn thành|tới|nộp|kết thúc|báo cáo|trình|gửi) (?:trước|sau|sớm|muộn))(?!\S)"
)


@dataclass(frozen=True)
class Signs:
    """What of a question shows its kind: its compared form and what was found in it."""

    compared: str
    plan_named: bool
    unit_named: bool  # one whose work may be asked about
    facts: Sequence[str]  # pieces of metadata
    about_document: bool  # a document that is no plan here
    content: int  # words of content beside plans and units


def likely_kinds(signs: Signs) -> tuple[Kind, ...]:
    """The kinds that a question put to each of its plans may be of, the likeliest first; the last is always content."""
    first = _likeliest(signs)
    compared = signs.compared
    asked_for_who = asks_who(compared) or _asks_who(compared)
    others = (
        (Kind.RESPONSIBILITY, asked_for_who),
        (Kind.TASKS, signs.unit_named and not asked_for_who),
        (Kind.DEADLINE, _asks_time(compared)),
        (Kind.INDICATOR, _asks_figure(compared)),
        (Kind.CONTENT, True),
    )
    return (first, *(kind for kind, shown in others if shown and kind is not first))


def replaces(compared: str) -> bool:
    """Whether a question asks which document replaces which."""
    return _REPLACES.search(compared) is not None


def _likeliest(signs: Signs) -> Kind:
    """The first rule that fits."""
    compared, facts, subject = signs.compared, tuple(signs.facts), signs.unit_named
    if replaces(compared):
        return Kind.LEGAL_BASIS if asked_documents(compared) else Kind.CONTENT
    if has_cue(compared, "summary") and signs.plan_named and not subject:
        return Kind.CONTENT
    if asks_for_basis(compared):
        return Kind.LEGAL_BASIS
    if (has_cue(compared, "legal") or asks_for_document(compared)) and not _asks_who(compared):
        return Kind.LEGAL_BASIS
    if _OTHER_DOCUMENT.match(compared) and facts and signs.content >= _FEW_WORDS - 1:
        return Kind.LEGAL_BASIS
    if signs.about_document:
        return Kind.LEGAL_BASIS
    if facts == ("period",) and (subject or signs.content > _FEW_WORDS):
        facts = ()
    if facts and facts != ("plans",) and not (has_cue(compared, "deadline") and _MUST.search(compared)):
        return Kind.METADATA
    if facts == ("plans",) and not subject and not asks_who(compared) and signs.content <= _FEW_WORDS:
        return Kind.METADATA
    if _WHICH_TIME.search(compared):
        return Kind.DEADLINE
    if _WHICH_FIGURE.search(compared):
        return Kind.INDICATOR
    if has_cue(compared, "indicator") and has_cue(compared, "deadline") and "tỉ lệ" in compared:
        return Kind.INDICATOR
    if _WHO_IS_GIVEN.search(compared):
        return Kind.RESPONSIBILITY
    if subject and _asks_for_work(compared) and not has_cue(compared, "deadline"):
        return Kind.TASKS
    if _asks_time(compared):
        return Kind.DEADLINE
    if asks_who(_SIDE.sub(" ", compared)) and not _HOW_MUCH.search(compared):
        return Kind.RESPONSIBILITY
    if _asks_figure(compared):
        return Kind.INDICATOR
    if _asks_who(compared):
        return Kind.RESPONSIBILITY
    is_short = subject and signs.content <= _FEW_WORDS and not _WHERE_OR_HOW.search(compared)
    return Kind.TASKS if is_short else Kind.CONTENT


def _asks_who(compared: str) -> bool:
    compared = _OF_PEOPLE.sub(" ", compared)
    return has_cue(compared, "responsibility") or has_cue(compared, "responsibility", "verbs")


def _asks_for_work(compared: str) -> bool:
    """Whether a question that names a unit asks what it does: by a phrase for it, or by a word for being in charge and none that asks who is."""
    in_charge = has_cue(compared, "responsibility", "verbs") and not has_cue(compared, "responsibility")
    return has_cue(compared, "tasks") or (in_charge and not _asks_figure(compared))


def _asks_time(compared: str) -> bool:
    return has_cue(compared, "deadline") or asks_when(compared)


def _asks_figure(compared: str) -> bool:
    return has_cue(compared, "indicator") or counted_thing(compared) != ""
