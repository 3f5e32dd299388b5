"""Which documents a question asks for: "chỉ thị nào của Ban Bí thư", "theo quyết định số mấy", and which of a plan's references fit."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from index.lexicon import document_kinds
from index.records import Reference
from index.vietnamese import expand, fold, key

ANY = "văn bản"  # a document of whatever kind
# Contents of a plan as often as documents of their own: "chương trình nào", "báo cáo gì" ask for no basis.
_CONTENTS = frozenset(
    ["kế hoạch", "chương trình", "đề án", "dự án", "phương án", "báo cáo", "quy định", "quy chế", "hướng dẫn", ANY]
)
# What another document approves or carries: "Quyết định … ban hành Chiến lược …"
_CARRIED = _CONTENTS - {ANY, "báo cáo"} | {"chiến lược", "quy hoạch"}
_PLAN_KINDS = frozenset(["kế hoạch", "quyết định", ANY])
# "số mấy", "mang số hiệu gì"; "bao nhiêu" alone only in "số quyết định bao nhiêu"
_NUMBER_ASKED = r"(?:mang |có )?(?:số hiệu|số kí hiệu|kí hiệu|số)(?: là)? (?:mấy|nào|bao nhiêu|gì)"
_LINK = r"(?:căn cứ|dựa|theo|thực hiện|triển khai|thi hành|cụ thể hóa|trên cơ sở|xuất phát từ|viện dẫn|dẫn chiếu|bằng|tại)(?: (?:vào|trên|theo|những|các|từ|đến|tới))*"
# "căn cứ vào", "để thực hiện"; "kèm theo quyết định số mấy" asks for the plan's own decision
_LINK_BEFORE = re.compile(rf"(?<!kèm )(?<!\S)(?P<link>{_LINK}) $")
_LINK_AFTER = re.compile(r"(?<!\S)(?:(?:làm|là) (?:căn cứ|cơ sở)|căn cứ(?: vào)?$|viện dẫn|dẫn chiếu|được dẫn)(?!\S)")
_BODY_ENDS = r"(?:về|được|mà|làm|để|là|thì|ban hành|ngày|số|có|đã|nêu|quy định|phê duyệt|điều chỉnh|sửa đổi|cho|đối với|trong|tại|ở|nào|vậy|khi|năm|không|hướng dẫn|thông qua|công bố|giao|triển khai|thực hiện|mỗi|từng|các|những|ạ|hả|nhỉ|thế)"
# No word of these stands between a document and the "nào" that asks for it.
_NOT_BETWEEN = r"(?:\d+|theo|khi|trước|sau|do|ai|ngày|tháng|năm|quý|tỉnh|huyện|xã|sở|bộ|phòng|địa phương|đơn vị|cơ quan|là|bao|được|có|những|các|vào|thì|cho|không|ở|đến|trong|như|thế|lúc|bao giờ|mục|phần|giai đoạn|chu kì|thời kì|nguồn|nhóm|nội dung|nhiệm vụ|việc|giải pháp|chỉ tiêu|điều|chương)"
_MAX_BODY = 9  # words of a body's name


# "của ai", "của cấp trên": whoever issued it
_ANY_BODY = re.compile(r"(?:ai|(?:cơ quan |đảng )?cấp trên|cấp có thẩm quyền|cơ quan có thẩm quyền)(?!\S)")


@dataclass(frozen=True)
class AskedDocument:
    """One document asked for: kinds it may be of, its issuing body ("" for any), in compared form."""

    kinds: tuple[str, ...]
    body: str
    start: int
    linked: bool = False  # "theo quyết định nào", "để thực hiện chỉ thị nào"
    loosely: bool = False  # linked by "thực hiện", which goes with contents, too
    cited: bool = False  # "chỉ thị nào … làm căn cứ"

    @property
    def may_be_plan(self) -> bool:
        """Whether a plan may be meant: "kế hoạch nào", "văn bản nào"."""
        return not self.linked and bool(set(self.kinds) & _PLAN_KINDS)


@cache
def _kind_words() -> str:
    names = {key(kind) for kind in document_kinds()} | _CARRIED | {ANY}
    words = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return rf"(?<!pháp )(?<!kỉ )(?<!quy )(?:{words})"  # "pháp luật", "kỷ luật" are no laws


def _kind() -> str:
    return rf"(?:{_kind_words()})(?!\S)"


def _body() -> str:
    word = rf"(?!(?:{_BODY_ENDS})(?!\S))(?!(?:và )?{_kind()})\S+"
    return rf"{word}(?: {word}){{0,{_MAX_BODY}}}"


@cache
def _slot() -> re.Pattern[str]:
    """ "nghị quyết nào của HĐND tỉnh", "chiến lược chuyển đổi số nào", "nghị quyết của Chính phủ số mấy", "số quyết định bao nhiêu"."""
    between = rf"(?: (?!(?:{_NOT_BETWEEN})(?!\S)){_not_kind()})"
    return re.compile(
        rf"(?<!\S)(?P<kinds>{_kind()}(?: {_kind()})*)"
        rf"(?:(?P<words>{between}{{0,4}}?)(?: (?P<asked>nào|gì)|(?P<of> của {_body()})? {_NUMBER_ASKED})|(?<=số quyết định) bao nhiêu| mấy)(?!\S)"
        rf"(?: ngày (?:nào|mấy))?(?: (?:của|do|từ|bởi) (?P<body>{_body()}))?"
    )


def _not_kind() -> str:
    return rf"(?!{_kind()})\S+"


@cache
def _issued() -> re.Pattern[str]:
    """A kind and its body anywhere in the question: "Nghị quyết của Chính phủ … là nghị quyết nào"."""
    return re.compile(rf"(?<!\S)(?P<kind>{_kind()}) của (?P<body>{_body()})")


@cache
def _source() -> re.Pattern[str]:
    """Who issued the document asked for behind it: "Căn cứ trực tiếp từ UBND tỉnh … là | văn bản nào", "được Bộ Y tế điều chỉnh bằng | quyết định nào"."""
    acts = "điều chỉnh|phê duyệt|ban hành|sửa đổi|bổ sung|công bố|thông qua|quy định|giao"
    return re.compile(
        rf"(?<!\S)(?:căn cứ|chỉ đạo|cơ sở)(?: \S+){{0,2}} từ (?P<body>{_body()})"
        rf"|(?<!\S)(?:được|do) (?P<by>{_body()}) (?:{acts})(?: \S+){{0,4}} (?:bằng|tại|theo|trong|qua)(?!\S)"
    )


# "Bộ Nội vụ có hướng dẫn nào", "Thủ tướng phê duyệt Đề án … bằng văn bản nào": the body opens the question
_BODY_FIRST = re.compile(
    r"(?P<body>\S+(?: \S+){1,6}?) (?:đã |vừa )?(?:(?:có|ban hành|ra)(?: các| những)?|(?:phê duyệt|thông qua|ban hành|quy định) .+ (?:bằng|tại)) $"
)


def asked_documents(compared: str) -> list[AskedDocument]:
    """The documents that a question in compared form asks for, in order."""
    found: list[AskedDocument] = []
    for match in _slot().finditer(compared):
        link = _LINK_BEFORE.search(compared[: match.start()])
        asked = AskedDocument(
            kinds=tuple(re.findall(rf"(?<!\S){_kind()}", match["kinds"])),
            body=_body_of(match, compared),
            start=match.start(),
            linked=link is not None,
            loosely=link is not None and link["link"].startswith(("thực hiện", "triển khai", "thi hành")),
            cited=_LINK_AFTER.search(compared, match.end()) is not None,
        )
        if found and not asked.body and not link and match["asked"] != "nào" and found[-1].body:
            # "dựa vào chiến lược nào của Bộ Xây dựng, số quyết định bao nhiêu": one document
            found[-1] = replace(found[-1], kinds=asked.kinds)
        else:
            found.append(asked)
    return found or _named_first(compared)


def _body_of(match: re.Match[str], compared: str) -> str:
    """The issuing body that goes with a document asked for; "" when the question names none."""
    if match["body"] and (re.match(r" (?:nào|gì)(?!\S)", compared[match.end() :]) or _ANY_BODY.match(match["body"])):
        return ""  # "của bộ nào", "của ai" ask for the body
    if match["body"] or match["of"]:
        return str(match["body"] or match["of"].removeprefix(" của "))
    before = _BODY_FIRST.fullmatch(compared[: match.start()])
    if before:
        return before["body"]
    source = _source().search(compared[: match.start()])
    if source:
        return str(source["body"] or source["by"])
    return next((m["body"] for m in _issued().finditer(compared) if m["kind"] in match["kinds"]), "")


def _named_first(compared: str) -> list[AskedDocument]:
    """The document that the question begins with and then asks the number of: "Quyết định phê duyệt … được dẫn … là số mấy"."""
    first = re.match(rf"(?P<kind>{_kind()})(?: của (?P<body>{_body()}))?", compared)
    if first is None or not re.search(rf"(?<!\S){_NUMBER_ASKED}(?!\S)", compared):
        return []
    return [AskedDocument((first["kind"],), first["body"] or "", 0)]


def asks_for_basis(compared: str) -> bool:
    """Whether the question says that something rests on the document it asks for."""
    return any(asked.cited or (asked.linked and not _is_content(asked)) for asked in asked_documents(compared))


def _is_content(asked: AskedDocument) -> bool:
    return asked.loosely and not set(asked.kinds) - (_CONTENTS | _CARRIED) and not set(asked.kinds) & _PLAN_KINDS


def asks_for_document(compared: str) -> bool:
    """Whether the question asks for a document of a kind that no plan is: "chỉ thị nào", "nghị định số mấy"."""
    return any(
        not set(asked.kinds) & (_CONTENTS | _CARRIED | _PLAN_KINDS)
        and re.match(r"(?:\S+ ){2,5}?(?:nào|số mấy|số nào|số bao nhiêu)(?!\S)", compared[asked.start :])
        for asked in asked_documents(compared)
    )


@cache
def _short_number() -> re.Pattern[str]:
    """ "Quyết định 3531", "Chỉ thị số 25", without the letters of the number."""
    kinds = "|".join(re.escape(kind) for kind in document_kinds())
    return re.compile(
        rf"(?<![^\W\d_])(?P<kind>{kinds})\s+(?:số\s+)?0*(?P<number>\d{{1,5}})(?![\d/%-]|[.,]\d|\s*(?:năm|tháng|nhiệm|đơn|sở))",
        re.IGNORECASE,
    )


def short_numbers(text: str) -> list[tuple[str, str]]:
    """Kind, in compared form, and number of the documents that a question names without the number's letters."""
    return [(key(match["kind"]), match["number"]) for match in _short_number().finditer(text)]


# "kế hoạch nào căn cứ Nghị quyết 57-NQ/TW": the number names the basis, not the plan
_CITING = re.compile(
    r"(?<!\S)(?:kế hoạch|quyết định|văn bản|tỉnh|thành phố|địa phương|nơi) nào(?: \S+){0,8}? (?:căn cứ|dựa|thực hiện|triển khai|thi hành|cụ thể hóa|lấy|viện dẫn|dẫn chiếu|dẫn|nhắc|nêu)(?: (?:vào|trên|theo|tới|đến|những|các)){0,2} (?:(?!nào)\S+ ){0,3}?\S*\d"
)


def asks_for_citing(compared: str) -> bool:
    """Whether the question asks which plans rest on the document whose number it gives."""
    return _CITING.search(compared) is not None


def fit(asked: AskedDocument, reference: Reference, clause: str) -> tuple[int, int]:
    """How well a document is of the asked kind and body: 2 clearly, 1 perhaps; (0, 0) when it is not the one. `clause` is what the text says of it."""
    kinds = max((_kind_fit(kind, key(reference.kind), key(clause)) for kind in asked.kinds), default=2)
    bodies = body_fit(asked.body, reference)
    return (kinds, bodies) if kinds and bodies else (0, 0)


def _kind_fit(kind: str, own: str, clause: str) -> int:
    if kind == ANY or f"{own} ".startswith(f"{kind} ") or f" {own}".endswith(f" {kind}"):
        return 2
    return 1 if kind in _CARRIED and f" {kind} " in f" {clause} " else 0


# The last part of a number says who issued it, where the text does not.
_SIGN_BODIES = {"ttg": "thủ tướng chính phủ", "tw": "trung ương", "tu": "tỉnh ủy", "qh": "quốc hội", "cp": "chính phủ"}
_OFFICE = re.compile(
    r"^(?:(?:bộ trưởng|chủ tịch|giám đốc|chánh văn phòng|ban thường vụ|thường trực|ban chấp hành) )+(?=\S)"
)
_OWN_PLACE = re.compile(r"(?<= )(tỉnh|thành phố|huyện|tp) .*|(?<=tỉnh ủy|hành ủy|uyện ủy|đảng ủy) .*")
_LEVELS = frozenset(["tỉnh", "thành phố", "huyện", "tp", "địa phương"])
_LOCAL_SIGNS = ("ubnd", "hdnd", "tu", "hu")


def body_fit(body: str, reference: Reference) -> int:
    """How well a body as asked for ("Thủ tướng", "HĐND tỉnh", "tỉnh") is the one that issued a document: 2, 1 or 0."""
    if not body:
        return 2
    sign = re.sub(r"\d+$", "", fold(re.split(r"[-/]", reference.number)[-1])) if reference.number else ""
    issuer = key(expand(reference.issuer)) or _SIGN_BODIES.get(sign, "")
    if body in _LEVELS:
        return 2 if sign in _LOCAL_SIGNS or any(level in issuer.split() for level in _LEVELS) else 0
    if body.startswith("trung ương"):
        return 2 if sign == "tw" else 0
    asked, own = _plain_body(body), _plain_body(issuer)
    if own and (f"{asked} ".startswith(f"{own} ") or f"{own} ".startswith(f"{asked} ")):
        return 2
    if sign in ("".join(word[0] for word in fold(asked).split() if word != "va"), fold(asked)):
        return 2
    return 1 if own and (f" {asked} " in f" {own} " or f" {own} " in f" {asked} ") else 0


def _plain_body(name: str) -> str:
    """A body's name without its head's office and without its place: "Bộ trưởng Bộ Y tế" → "bộ y tế"."""
    plain = _OWN_PLACE.sub(lambda m: m.group(1) or "", _OFFICE.sub("", name)).strip()
    return plain or name
