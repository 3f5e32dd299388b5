"""Names of units in running text: where a name stands, and a form under which two spellings of it are the same."""

from __future__ import annotations

import re
from functools import cache

from index.lexicon import task_opener_pattern, task_verb_pattern, unit_head_pattern
from index.vietnamese import expand, key

MAX_UNIT = 170  # characters; a longer "name" is a sentence, unless it lists units
_MAX_LIST = 450  # characters of a list of units ("Văn phòng Tỉnh ủy, các Ban xây dựng Đảng, Sở …, Ủy ban …")
_ASKS = re.compile(r"(?:Đề nghị|Giao(?: cho)?|Yêu cầu|Phân công|Trân trọng đề nghị|Do)\s+(?=[^\W\d_])")
_HOLDER = re.compile(r"(?:\d+(?:\.\d+)*\.?\s*)?(?:Trách nhiệm|Nhiệm vụ)(?: cụ thể)? của\s")
# "2. Cấp huyện và đoàn trực thuộc", "Các địa phương cấp xã": a level of bodies, in a heading alone
_LEVEL = re.compile(
    r"(?:cấp|tuyến) (?:trung ương|tỉnh|thành phố|huyện|quận|xã|phường|cơ sở|thôn|ấp)(?:(?:,| và) [^.;:]{2,60})?",
    re.IGNORECASE,
)
_DUTIES_OF = re.compile(
    r"(?:Trách nhiệm|Nhiệm vụ)(?: cụ thể)?(?: của)?\s+(?=[^\W\d_])"
)  # "3.2. Trách nhiệm của Sở Tài chính"
# "Chủ tịch UBND tỉnh | giao | Sở Y tế chủ trì": who is told does the work
_HANDS_OVER = re.compile(r"(?:giao(?: cho)?|yêu cầu|đề nghị|phân công)\s+")
# "Căn cứ nội dung Kế hoạch này, các đơn vị xây dựng …", "Trong quá trình thực hiện, nếu có vướng mắc, đề nghị các đơn vị báo cáo …"
_LEAD_IN = re.compile(
    r"(?:Căn cứ|Trên cơ sở|Trên đây|Theo(?! dõi)|Để|Nhằm|Đối với|Hằng|Hàng|Định kỳ|Trước ngày|Chậm nhất|Trong|Trường hợp|Nếu|Khi|Ngoài|Bên cạnh|Sau|Từ|Tùy|Đồng thời|Riêng|Quá trình)(?![^\W\d_])"
)
_MAX_LEAD_IN = 320  # characters
_AFTER_LEAD_IN = re.compile(r",\s+(?:(?:đề nghị|yêu cầu|giao(?: cho)?)\s+)?|\s(?:đề nghị|yêu cầu|giao)\s+")
# ", | ban, ngành …" goes on with a list of the lead-in's own
_LISTS_ON = re.compile(r"(?:ban,? ngành|ngành|đoàn thể|cơ quan|đơn vị|địa phương|tổ chức|các ngành)(?![^\W\d_])")
# "Trên cơ sở kết quả kiểm tra|, đánh giá, chấm điểm của Sở Y tế, Hội đồng …": verbs that name what was done
_DEEDS = re.compile(r"(?:kết quả|công tác|việc|hoạt động)\s+(?:[^\s,]+\s?){1,4}(?:,\s+(?:[^\s,]+\s?){1,3})*$")
# "Đối với trạm y tế xã: Đổi mới …"
_FOR = re.compile(r"Đối với\s+(?=[^\W\d_])")
# "Các đơn vị | được giao nhiệm vụ | có trách nhiệm …" tells which ones
_WHICH = re.compile(
    r"(?:được (?:giao|phân công)|chủ trì(?=\s[^\W\d_]))(?=[^.;:,]{0,120}?\s(?P<duty>(?:có|chịu) trách nhiệm|chủ động|phải|cần)(?![^\W\d_]))"
)
# Units that only such words tell apart; "UBND các xã | được phân công chủ trì …" is a name without them
_GENERAL = re.compile(
    r"(?:người đứng đầu |thủ trưởng )?(?:các |những )?(?:cơ quan|đơn vị|tổ chức|địa phương|cá nhân|sở|ban|ngành|bộ|doanh nghiệp|(?:,|và)|\s)+",
    re.IGNORECASE,
)
# "Trưởng các phòng: Quản lý dự án, Tài chính": the list of whom is meant
_OF_EACH = re.compile(
    r"(?:Trưởng|Giám đốc|Thủ trưởng|Cục trưởng|Vụ trưởng|Chánh Văn phòng)\s.*các \S+$|(?:Trưởng|Giám đốc) các \S+$"
)
_MANY = re.compile(
    r"(?:các|những|mỗi|một số|mọi|toàn|nhiều|doanh nghiệp|tổ chức|người|cá nhân|cán bộ|cơ sở|đơn vị|cơ quan)(?![^\W\d_])|(?:tỉnh|thành phố|nhà nước|trung ương|địa phương)$",
    re.IGNORECASE,
)
# "Sở Tài chính (cơ quan chủ trì)", "Sở Nội vụ - Cơ quan thường trực Ban Chỉ đạo", "Sở Y tế có trách nhiệm", "Sở Y tế chủ trì, phối hợp"
_REMARK = re.compile(
    r"(?:\s*\([^)]*\)|\s+[-–]\s+(?:[Cc]ơ quan|[Đđ]ơn vị) (?:thường trực|chủ trì|đầu mối)\b.*|,?\s+(?:có|chịu) trách nhiệm|\s+có nhiệm vụ|\s+chủ trì(?:, phối hợp)?)\s*$"
)

_PART_OF_NAME = re.compile(
    r"(?:các|cơ quan,|đơn vị,|(?<!liên )quan|sở,|ban|khối|ngành|viện|trường|địa phương,)\s+$", re.IGNORECASE
)
# "Đoàn kiểm tra liên ngành", "Tổ giám sát"; not "Tỉnh đoàn kiểm tra …"
_TEAM = re.compile(r"(?<![^\W\d_])(?<!tỉnh )(?<!thành )(?<!huyện )(?<!liên )(?:đoàn|tổ)\s+$", re.IGNORECASE)
_INSPECTS = re.compile(r"(?:kiểm tra|giám sát|thanh tra)(?![^\W\d_])")
_NAMED = re.compile(r"(?:tổ chức|thông tin|kiểm tra|giám sát|quản lý|đầu tư|phát triển|thanh tra)", re.IGNORECASE)
# "Viện Nghiên cứu phát triển", "Quỹ đầu tư phát triển", "Trung tâm Xúc tiến đầu tư", "Cục quản lý thị trường"
_NOUN_AFTER = re.compile(
    r"(?:nghiên cứu|quỹ|nhà|chủ|xúc tiến|đầu tư|ngân hàng|cục|trung tâm|hợp tác|công nghệ)\s+$", re.IGNORECASE
)
_FIELD = re.compile(r"(?:lĩnh vực|(?:trong|thuộc) ngành)\s+$")  # "doanh nghiệp trong lĩnh vực xây dựng"
_NOUN_IN_NAME = re.compile(r"(?:thông tin|quản lý|đầu tư|phát triển)(?![^\W\d_])", re.IGNORECASE)
_BODY = re.compile(
    r"tổ chức(?:,| đảng| cơ sở đảng| chính trị| đoàn thể| xã hội| hội| thành viên| liên quan| có liên quan| cá nhân| đoàn| quần chúng| tôn giáo| quốc tế| kinh tế)|thông tin(?: đại chúng| cơ sở)"
)
# What tells one body from others, not what it is to do: "các tổ chức cung cấp dịch vụ chi trả", "doanh nghiệp hoạt động trong lĩnh vực …"
# Verbs that are the second half of a name: "Bộ Ngoại giao", "Bộ Tổng tham mưu", "Viện nghiên cứu …", "Trung tâm hỗ trợ …"
_SECOND_HALF = re.compile(
    r"(?:Ngoại giao|[Tt]ổng tham mưu|(?:Kế hoạch|Hành chính|Kinh tế|Nội|Ngoại|[Kk]hoa|[Pp]hòng|Tổ)(?: -)? tổng hợp|[Hh]ồi sức tích cực|[Bb]ầu cử|(?:công|dân|tư|độc) lập|(?:[Vv]iện|[Tt]rung tâm) (?:nghiên cứu|hỗ trợ|ứng dụng|tiếp nhận|đánh giá|vận hành|xử lý|phát triển|kiểm soát)|(?:[Kk]hoa|[Pp]hòng|[Cc]ục) kiểm soát)(?![^\W\d_])"
)
_RELATIVE = re.compile(
    r"hoạt động (?:trong|tại|trên)|(?:cung cấp|cung ứng|sử dụng) dịch vụ|sử dụng (?:lao động|ngân sách|đất)|quản lý nhà nước về|tham mưu,? giúp việc|đầu tư (?:hạ tầng|trực tiếp|nước ngoài)"
)
# "Trung tâm Hỗ trợ, | phát triển thanh niên": a name of two verbs
_TWO_VERBS = re.compile(
    r"(?:[Tt]rung tâm|[Vv]iện|[Qq]uỹ|[Cc]ục|[Pp]hòng|[Bb]an) (?P<first>[A-ZĐÀ-Ỹ][^\W\d_]+ [^\W\d_]+)(?:,| và) $"
)
# A verb that is half of a noun: "công trình", "dự án đầu tư"
_NOUN_OF_TWO = re.compile(
    r"(?<![^\W\d_])(?:(?:công|chương|quy|quá|giáo|lộ|tiến) trình|(?:dự án|vốn) đầu tư(?: xây dựng)?|[Cc]ổng thông tin)(?![^\W\d_])"
)
# "Phó Hiệu trưởng | phụ trách chuyên môn" is an office; "Hội Phụ nữ xã | phụ trách bếp ăn" has a task
_IN_CHARGE = re.compile(r"phụ trách(?![^\W\d_])")
_OFFICER = re.compile(
    r"(?:phó|lãnh đạo|thành viên|cán bộ|công chức|viên chức|ủy viên|đồng chí|người|chuyên viên|bộ phận|đơn vị|cơ quan)(?:\s+[^\s,;.]+){0,6}\s+$",
    re.IGNORECASE,
)
_BOARD = re.compile(r"(?:tổ công tác|ban chỉ đạo|tổ giúp việc|hội đồng)\s+$", re.IGNORECASE)
_BOARD_FOR = re.compile(
    r"(?:triển khai|thực hiện|thi hành|xây dựng|phát triển)\s+(?:Đề án|Chương trình|Nghị quyết|Chỉ thị|Kế hoạch|Dự án|Luật)(?![^\W\d_])|xét (?:tuyển|tặng|nâng|thi đua|duyệt|công nhận)"
)
# Words that make a "name" a clause ("Doanh nghiệp số là lực lượng tiên phong"), anywhere in it or as its last word
_CLAUSE = re.compile(
    r"\s(?:là|được(?! giao| phân công)|sẽ|đã|nhằm|bằng|khi|nếu|trước ngày|nào|(?<!việc )làm|(?<!ội đồng )(?<!cụm )(?<!khối )thi đua(?! khen thưởng))\s|\d/\d"
)
_OPEN_END = re.compile(
    r"\s(?:và|hoặc|của|các|những|để|về|trong|đến|với|do|theo|từ|bằng|cho|tại|vào|công tác|việc|(?<!giao )(?<!công )nhiệm vụ|đã|đang|sẽ|tốt|quả|không|chưa|cũng|vẫn|đều|tự|cùng|một số|nhằm|được|là|lên|nơi)$|(?:,|\svà)\s+(?:Hội Liên hiệp|Liên đoàn|Hội|Sở|Ban|Bộ|Ủy ban|Phòng)$"
)
_SIGN = re.compile(r"(?<!TP)(?<!Tp)(?<!TX)(?<!TT)\.|[;:%]")  # "Viện Pasteur TP. Hồ Chí Minh"
# What follows a list of units that help: ". …", "; …", "để …", "trong việc …"; not "trên địa bàn", which belongs to a name
_LIST_ENDS = re.compile(r"[.;:(\n]|,?\s(?:để|nhằm|trong|về|khi|theo|tại|bằng|sau khi|trước khi|khác(?! ))(?![^\W\d_])")


@cache
def unit_key(name: str) -> str:
    """The comparable form of a unit's name: abbreviations written out, case, spelling and punctuation dropped."""
    return key(_ASKS.sub("", expand(name)))


def heading_unit(heading: str) -> tuple[int, int] | None:
    """Where a unit's name stands in a heading that is nothing but one ("3. Sở Tài chính"); None for any other heading."""
    opening = _ASKS.match(heading) or _DUTIES_OF.match(heading)
    start = opening.end() if opening else 0
    end = len(heading.rstrip(" .:;"))
    remark = _REMARK.search(heading, start, end)
    if remark:
        end = remark.start()
    name = heading[start:end]
    if _LEVEL.fullmatch(name):
        return start, end
    if not unit_head_pattern().match(name) or not _are_names(name) or len(name) > MAX_UNIT or _is_sentence(name):
        return None
    return start, end


def names_holder(heading: str) -> bool:
    """Whether a heading says whose duties follow, be it a unit's that can be recognised or not: "Trách nhiệm của đối tượng kiểm kê"."""
    return _HOLDER.match(heading) is not None


def names_unit(words: str) -> int | None:
    """Length of the unit's name that `words` open with, all of them unless a task follows it; None when they open with none."""
    words = words.rstrip(" .;,")
    if not unit_head_pattern().match(words):
        return None
    span = subject_unit(words)
    length = span[1] if span and span[0] == 0 else len(words)
    return length if _is_name(words[:length]) and (span is not None or not _is_sentence(words)) else None


def names_one(name: str) -> bool:
    """Whether `name` is one body's own, as "Sở Xây dựng" is and "các đơn vị" is not."""
    return name[:1].isupper() and not _GENERAL.fullmatch(name) and not _MANY.match(name)


def is_short_for(short: str, name: str) -> bool:
    """Whether `short` is the head of the unit's `name` alone: "Trung tâm" for "Trung tâm Khuyến nông"."""
    return (
        len(short) < len(name)
        and name.casefold().startswith(f"{short.strip().casefold()} ")
        and len(short.split()) <= 2
    )


def names_before_task(words: str) -> int | None:
    """Length of the list of units that `words` open with, up to the task, the purpose or the sentence's end behind it; None without one."""
    stops = (m.start() for m in _LIST_ENDS.finditer(words) if not _goes_on(words, m.start()))
    end = min(next(stops, len(words)), _MAX_LIST)
    verbs = (m.start() for m in task_verb_pattern().finditer(words, 2, end) if _is_verb_here(words, m.start()))
    name = words[: next(verbs, end)].rstrip(" ,")
    return len(name) if _are_names(name) else None


def _goes_on(words: str, position: int) -> bool:
    """Whether the list goes on behind the semicolon at `position`."""
    return words[position] == ";" and unit_head_pattern().match(words[position + 1 :].lstrip()) is not None


def subject_unit(sentence: str) -> tuple[int, int] | None:
    """Where the unit stands that is the subject of a sentence ("Ban Tuyên giáo Huyện ủy tiếp tục …"); None without one."""
    opening = _ASKS.match(sentence)
    if opening:
        return _subject_at(sentence, opening.end())
    meant = _FOR.match(sentence)
    if meant and unit_head_pattern().match(sentence, meant.end()):
        colon = sentence.find(":", meant.end(), meant.end() + MAX_UNIT)
        return _before_colon(sentence, meant.end(), colon) if colon >= 0 else None
    return _subject_at(sentence, 0) or _after_lead_in(sentence)


def _after_lead_in(sentence: str) -> tuple[int, int] | None:
    """The subject behind the clause that a sentence opens with."""
    if not _LEAD_IN.match(sentence):
        return None
    for joint in _AFTER_LEAD_IN.finditer(sentence, 0, _MAX_LEAD_IN):
        if joint.group().strip() == "," and _LISTS_ON.match(sentence, joint.end()):
            continue
        if joint.group().strip() == "," and task_verb_pattern().match(sentence, joint.end()):
            if _DEEDS.search(sentence, 0, joint.start()):
                continue
            return None  # "Theo chức năng, nhiệm vụ được giao, xây dựng …": the subject is left out
        found = _subject_at(sentence, joint.end())
        if found:
            return found
    return None


def _subject_at(sentence: str, start: int) -> tuple[int, int] | None:
    if not unit_head_pattern().match(sentence, start):
        return None
    colon = sentence.find(":", start, start + MAX_UNIT)
    duty = 0  # where the words that tell which units are meant end
    for verb in task_verb_pattern().finditer(sentence, start + 2, start + _MAX_LIST):
        if 0 <= colon < verb.start():
            return _before_colon(sentence, start, colon)
        which = _WHICH.match(sentence, verb.start())
        if (
            which
            and which.group().startswith("được")
            and not _GENERAL.fullmatch(sentence[start : verb.start()].strip())
        ):
            return start, start + len(sentence[start : verb.start()].rstrip(" ,"))
        if which:
            duty = max(duty, which.start("duty") if _GENERAL.fullmatch(sentence[start : verb.start()].strip()) else 0)
        if verb.start() < duty or not _is_verb_here(sentence, verb.start()):
            continue
        handed = _HANDS_OVER.match(sentence, verb.start())
        if handed and unit_head_pattern().match(sentence, handed.end()):
            return _subject_at(sentence, handed.end())
        end = start + len(sentence[start : verb.start()].rstrip(" ,"))
        name = sentence[start:end]
        return (start, end) if _are_names(name) and (len(name) <= MAX_UNIT or _is_list(name)) else None
    return _before_colon(sentence, start, colon) if colon >= 0 else None


def _before_colon(sentence: str, start: int, colon: int) -> tuple[int, int] | None:
    """The unit in "Sở Xây dựng: hướng dẫn …"; None when no task follows the colon ("Cơ quan thường trực: Sở Y tế")."""
    name, after = sentence[start:colon], sentence[colon + 1 :].lstrip(" -+")
    if (
        not _are_names(name)
        or _is_sentence(name)
        or not opens_task(after)
        or (_OF_EACH.search(name) and after[:1].isupper())
    ):
        return None
    return start, start + len(name.rstrip())


def opens_task(words: str) -> bool:
    """Whether `words` open with a task word: "Chủ trì, phối hợp …"."""
    return task_opener_pattern().match(words[:1].lower() + words[1:]) is not None


def _is_name(name: str) -> bool:
    return (
        len(name) > 2
        and name.count("(") == name.count(")")
        and not _SIGN.search(name)
        and not _CLAUSE.search(name)
        and not _OPEN_END.search(name)
    )


def _are_names(names: str) -> bool:
    """Whether `names` is a name, or names between semicolons."""
    return all(
        _is_name(name) and (";" not in names or unit_head_pattern().match(name)) for name in re.split(r";\s*", names)
    )


def _is_list(name: str) -> bool:
    """Whether most parts between commas are units' names of their own."""
    parts = re.split(r",\s+|\s+và\s+", name)
    return len(parts) > 2 and sum(unit_head_pattern().match(part) is not None for part in parts) * 2 >= len(parts)


def _is_sentence(name: str) -> bool:
    """A verb after the name's head makes it a sentence: "Sở Y tế chủ trì …"."""
    return any(_is_verb_here(name, m.start()) for m in task_verb_pattern().finditer(name) if m.start() > 2)


def _is_verb_here(text: str, position: int) -> bool:
    """Whether the task word at `position` opens the task and is no part of the unit's name ("các tổ chức", "Ban quản lý")."""
    before = text[max(0, position - 40) : position]
    if _NAMED.match(text, position) and _PART_OF_NAME.search(before):
        return False
    if _INSPECTS.match(text, position) and _TEAM.search(before):
        return False
    if _NOUN_IN_NAME.match(text, position) and _NOUN_AFTER.search(before):
        return False
    if _FIELD.search(before) or _is_second_half(text, position):
        return False
    nouns = _NOUN_OF_TWO.finditer(text, max(0, position - 20), position + 20)
    if any(noun.start() <= position < noun.end() for noun in nouns):
        return False
    verbs = _TWO_VERBS.search(before)
    if verbs and opens_task(verbs["first"]):
        return False
    if _IN_CHARGE.match(text, position) and _OFFICER.search(before):
        return False
    if _BOARD_FOR.match(text, position) and _BOARD.search(before):
        return False
    return not _BODY.match(text, position) and not _RELATIVE.match(text, position)


def _is_second_half(text: str, position: int) -> bool:
    """Whether the word at `position` ends a name of two words: the "giao" of "Bộ Ngoại giao"."""
    word = text.rfind(" ", 0, max(0, position - 1)) + 1
    matches = (_SECOND_HALF.match(text, start) for start in (word, text.rfind(" ", 0, max(0, word - 1)) + 1))
    return any(match is not None and match.end() > position for match in matches)
