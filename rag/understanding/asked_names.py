"""Questions for names: of a list's members, of things that bear names, of persons; and whether a text gives them."""

from __future__ import annotations

import re

from index.vietnamese import key
from rag.understanding.asked_table import asked_pattern

# "danh mục chi tiết tại Phụ lục II Nghị quyết 214/NQ-CP"
_LISTED_ELSEWHERE = re.compile(
    r"(?:danh mục|danh sách|chi tiết)(?: \S+){0,8}? phụ lục(?: \S+){0,4}? (?:nghị quyết|quyết định|thông tư|nghị định|chỉ thị|kế hoạch|công văn) (?:số )?\d"
)
# "Bộ nhận diện và các thông điệp (kèm Phụ lục)" and nothing else
_ANNEXED = re.compile(
    r"\((?:kèm|theo|tại|xem|chi tiết)[^()]{0,20}(?:phụ lục|biểu|danh mục)[^()]{0,20}\)\W*$", re.IGNORECASE
)
# a name between quotation marks that the question has, too, and what tells what is behind it: "“03 xây, 03 chống” gồm …", "“5 không”: …"
_QUOTED = re.compile(r"[“\"](?P<name>[^“”\"]{3,60})[”\"]")
_TOLD = re.compile(r"^\W{0,3}(?::|\(|\b(?:gồm|bao gồm|là|tức|nghĩa là|cụ thể)\b)")
_JOINING = frozenset(
    ("và", "của", "các", "những", "tại", "trên", "trong", "theo", "đã", "được", "là", "có", "để", "cho", "với", "từ")
)
_NAME = r"(?:[A-ZĐÀ-Ỹ][a-zđà-ỹ]+\s+){1,3}[A-ZĐÀ-Ỹ][a-zđà-ỹ]+"
_PERSON = re.compile(rf"(?:ông|bà|đồng chí|đ/c|Ông|Bà|Đồng chí)[:\s]+{_NAME}")


def holds_members(compared: str, text: str, evidence: str) -> bool:
    """What a list is made of: an annex that holds the list is not the list, nor is its name between quotation marks."""
    if asked_pattern("members", "cues").search(compared) is None:
        return True
    if _LISTED_ELSEWHERE.search(text) or _ANNEXED.search(evidence.strip()):
        return False
    told = [
        _TOLD.search(evidence[m.end() :])
        for m in _QUOTED.finditer(evidence)
        if f" {key(m['name'])} " in f" {compared} "
    ]
    return not told or any(told)


def holds_names(compared: str, text: str, evidence: str) -> bool:
    """Which of a kind of things that bear names ("ở xã nào", "doanh nghiệp nào"): the text must say of them what the question doesn't."""
    match = asked_pattern("instances", "things").search(compared)
    if match is None or not re.match(r"(?: \S+){0,3}? nào(?!\S)", compared[match.end() :]):
        return True
    said = set(compared.split())
    around = re.findall(rf"(?<!\S){re.escape(match.group())}((?: \S+){{1,4}})", text)
    return any(len(set(words.split()) - said - _JOINING) > 1 for words in around)


def holds_person(compared: str, text: str, evidence: str) -> bool:
    """Who holds a post: the post must be named, together with a person or with another post that fills it; a name is a person's."""
    post = asked_pattern("person", "posts").search(compared)
    if not post:
        return True
    if asked_pattern("person", "names").search(compared) and not (_PERSON.search(evidence) or _signed(evidence)):
        return False
    named = re.search(rf"(?<!\S)ai (?:\S+ ){{0,6}}?(?:là|làm|giữ|giữ chức) {post.group()}(?!\S)", compared)
    if not named and asked_pattern("person", "cues").search(compared.replace("đơn vị nào", " ")) is None:
        return True
    held = re.search(rf"(?<!\S){re.escape(post.group())}(?!\S)", text)
    others = {match.group() for match in asked_pattern("person", "posts").finditer(text)} - {post.group()}
    return held is not None and (_PERSON.search(evidence) is not None or bool(others) or bool(_signed(evidence)))


def _signed(evidence: str) -> re.Match[str] | None:
    """A name alone on a line: a signature."""
    return re.search(rf"^\W*{_NAME}\W*$", evidence, re.MULTILINE)
