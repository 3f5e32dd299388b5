"""What a figure measures: the words of the sentence in front of it, behind it, or both."""

from __future__ import annotations

import re

from index.indicators.periods import when_in, without_when
from index.indicators.quantities import Kind, Quantity

# Words that open a clause and name nothing: "Phấn đấu đến năm 2030 đạt …"
_OPENING = re.compile(
    r"^(?:[\s,:;–-]|(?:phấn đấu|bảo đảm|đảm bảo|và|đồng thời|trong đó|có|đạt|mục tiêu|chỉ tiêu(?: \d+)?|cụ thể|với|hằng năm|hàng năm|từng bước|"
    r"dự kiến|yêu cầu|đến nay|hiện nay|hiện tại|tính đến|đã|để|thì|phải|là|được|đưa|nâng|tăng|giảm|đạt được|hoàn thành|duy trì|ít nhất|tiếp tục|về)(?=[\s,:]|$)(?!\s+(?:cường|thiểu)))+",
    re.IGNORECASE,
)
# Words between what is measured and its figure
_LINK = re.compile(
    r"(?:(?<!\w)(?:đạt mức|đạt tỷ lệ|đạt|là|chiếm|còn|bằng|ở mức|xuống|lên|tăng|giảm|mức|hằng năm|hàng năm|bình quân|trung bình|tới|đến|đóng góp|vượt|duy trì|gấp)\s*|[≥≤<>=:]\s*)+$",
    re.IGNORECASE,
)
# The figure is of what stands in front, whatever follows: "… giảm 5%", "… chiếm 45% GRDP"
_OWNED_SIGNS = ("≥", "≤", "<", ">", "tăng", "giảm")
_OWNING = re.compile(r"(?<!\w)(?:chiếm|còn|xuống|lên|là|ở mức|bằng)\s*$", re.IGNORECASE)
_PREPOSITION = re.compile(r"(?:\s+(?:cho|tại|với|ở|được|của|từ|ra|thêm|về|trong))+\s*$")
_TIMES = re.compile(r"(?:mỗi \w+ )?(?:một )?lần\b", re.IGNORECASE)
# "tỷ đồng", "triệu lượt khách": scale and money are no part of a name
_SCALE = re.compile(
    r"^(?:(?:nghìn|ngàn|triệu|tỷ|tỉ)\s+)?(?:đồng|USD)(?!\w)|^(?:nghìn|ngàn|triệu|tỷ|tỉ)\s+", re.IGNORECASE
)
# A noun that is itself a measure: the figure belongs to it, whatever follows
_MEASURE = re.compile(
    r"(?:tỷ|tỉ) (?:lệ|suất|số|trọng)|số (?:lượng|lượt|giờ|người|ngày|hộ|vụ|cán bộ|bác|giường|doanh)|tổng|mức|diện tích|sản lượng|kim ngạch|quy mô|giá trị|tốc độ|thu nhập|năng suất|"
    r"chỉ số|doanh thu|độ che phủ|tuổi thọ|nồng độ|kinh phí|dân số|GRDP|mật độ|công suất|chất lượng|thời gian|chiều cao|cân nặng|hệ số|khối lượng",
    re.IGNORECASE,
)
# What follows from a figure, or compares it, belongs to no name
_SUBORDINATE = re.compile(
    r",\s+(?:góp phần|đáp ứng|nhằm|qua đó|từ đó|để|tạo|phù hợp|gắn với|hướng tới|làm|trong đó|đồng thời|phấn đấu)\b.*$|\s+so với\b.*$|\s*\($|\s+kể từ\b.*$",
    re.IGNORECASE | re.DOTALL,
)
_AIM_IN_FRONT = re.compile(r",\s(?:phấn đấu|dự kiến|bảo đảm|đảm bảo|yêu cầu|mục tiêu)\s")
_AIM_AT_END = re.compile(
    r"(?:[\s,]+(?:(?:phấn đấu|dự kiến|bảo đảm|đảm bảo)(?:\s+có)?|đạt|và|ít nhất|mục tiêu|yêu cầu))+\s*$"
)
_EACH = re.compile(r"(?<=\w)/(?:năm|tháng|quý)(?!\w)")  # "hội nghị/năm": the name is "hội nghị"
_EDGES = " ,;.:–-"
_SHORT = 6  # words behind a share that only say of what whole it is ("GRDP tỉnh", "tổng giá trị sản xuất công nghiệp")
_MAX_NAME = 45  # words


def name_of(sentence: str, quantity: Quantity, opens: int, closes: int) -> str:
    """What a figure measures, in the words around it: those in front ("Tỷ lệ hộ nghèo giảm 1%"), behind ("95% dân số tham gia …"), or both."""
    front = _last_aim(_plain(sentence[opens : quantity.start]))
    link = _LINK.search(front)
    led = front[: link.start()] if link else front
    owned = sentence[quantity.start :].lower().startswith(_OWNED_SIGNS) or _OWNING.search(front) is not None
    own = _tidy(led)
    behind = _behind(sentence[quantity.end : closes])
    if own and (_MEASURE.match(own) or owned or (link is not None and len(behind.split()) <= _SHORT)):
        return _limit(own)
    if quantity.kind is Kind.COUNT:
        if own and not behind and (_PREPOSITION.search(front) or _TIMES.match(quantity.unit)):
            return _limit(own)
        counted = quantity.end if _TIMES.match(quantity.unit) else quantity.number_end
        behind = _EACH.sub("", _SCALE.sub("", _behind(sentence[counted:closes])), count=1).strip()
    if not own or front.endswith(":"):
        return _limit(behind)
    return _limit(f"{_tidy_end(led)} {behind}".strip())


def goes_on(sentence: str, before: Quantity, quantity: Quantity, closes: int) -> bool:
    """Whether a figure is of the same thing at another time: "đạt 1,5% GDP vào năm 2015, trên 2% GDP vào năm 2020"."""
    between = _behind(sentence[before.end : quantity.start]).split()
    behind = _behind(sentence[quantity.end : closes]).split()
    return bool(between) and between == behind[: len(between)] and len(behind) <= _SHORT


def only_when(between: str) -> bool:
    """Whether the words between two figures only set another time: "…, năm 2019 phấn đấu đạt"."""
    return bool(when_in(between)) and not _OPENING.sub("", _LINK.sub("", without_when(between).strip(_EDGES))).strip(
        _EDGES
    )


def clause_start(text: str) -> int:
    """Where the words that name the next figure start in what stands between two figures."""
    opener = re.search(r"trong đó|đồng thời", text, re.IGNORECASE)
    if opener:
        return opener.end()
    clause = next((m.end() for m in re.finditer(r"(?:,|;|:| và) ", text) if _MEASURE.match(text, m.end())), None)
    return last_clause(text) if clause is None else clause


def last_clause(text: str) -> int:
    """Where the last clause of a text starts, its sign included; the text's end when it has one clause."""
    comma = max(text.rfind(sign) for sign in (", ", " và ", ": ", "; "))
    return comma if comma >= 0 else len(text)


def _last_aim(front: str) -> str:
    """Of "…, dự kiến thành lập mới" what follows the last word of aim, where anything does."""
    parts = _AIM_IN_FRONT.split(front)
    return parts[-1] if len(parts[-1].split()) > 1 else front


def _behind(text: str) -> str:
    """The words behind a figure that say of what it is, without years and what follows from it ("…, góp phần …")."""
    return _tidy(_SUBORDINATE.sub("", without_when(text)))


def _plain(text: str) -> str:
    """Without years and openings ("Phấn đấu đến năm 2030, có …")."""
    return _OPENING.sub("", without_when(text))


def _tidy(text: str) -> str:
    return _PREPOSITION.sub("", f" {_tidy_end(text)}").strip(_EDGES)


def _tidy_end(text: str) -> str:
    """Without words of aim at the end, and without a bracket that the figure cut in two."""
    text = _AIM_AT_END.sub("", text.strip(_EDGES))
    if text.count("(") > text.count(")"):
        return text[: text.rindex("(")].strip(_EDGES)
    return text.replace(")", "") if text.count(")") > text.count("(") else text


def _limit(name: str) -> str:
    words = name.split()
    return name if len(words) <= _MAX_NAME else " ".join(words[:_MAX_NAME]).rstrip(_EDGES)
