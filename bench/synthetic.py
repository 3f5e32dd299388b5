"""Plans that nobody issued, for large indexes: the same seed gives the same plans.

A few are written and parsed; the others are those with phrases of equal length exchanged (places, numbers, years, objects), so that every span of
their records still holds.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any

from index.lexicon import known_units, provinces
from index.parsing import parse_file
from index.reading import read_bytes
from index.records import Plan

_SEED = 20_26
_WRITTEN = 40  # plans that are parsed
_SHIPPED = (
    "Hà Tĩnh",
    "Bắc Giang",
    "Lâm Đồng",
    "Ninh Thuận",
)  # places of the shipped plans: not here, else questions would have two answers
_FIELDS = (
    "trồng rừng ven biển", "cấp nước nông thôn", "chuyển đổi số cơ quan", "bảo tồn di sản văn hóa", "phát triển du lịch sinh thái", "xây dựng đô thị thông minh",
    "nâng cấp đường giao thông", "phòng cháy chữa cháy rừng", "dạy nghề cho lao động trẻ", "giảm nghèo đa chiều", "chăn nuôi gia súc tập trung", "nuôi trồng thủy sản",
    "xúc tiến thương mại", "khuyến công địa phương", "phổ cập giáo dục mầm non", "cải cách hành chính công", "bảo vệ môi trường làng nghề", "phát triển hợp tác xã",
)  # fmt: skip
_OBJECTS = (
    "hồ chứa nước", "kênh dẫn nước", "cánh đồng mẫu", "vườn cây ăn quả", "chợ đầu mối", "bến xe khách", "cầu vượt sông", "tuyến đường tỉnh", "khu công nghiệp",
    "cụm công nghiệp", "nhà văn hóa xã", "thư viện huyện", "bảo tàng tỉnh", "trường mầm non", "trường tiểu học", "trung tâm dạy nghề", "hợp tác xã mới",
    "trang trại lớn", "vùng nguyên liệu", "rừng phòng hộ", "rừng ngập mặn", "bờ kè sông", "đê biển", "trạm bơm điện", "nhà máy nước", "bãi chôn lấp",
    "điểm du lịch", "làng nghề cũ", "lễ hội vùng", "cảng cá", "tàu cá xa bờ", "ao nuôi tôm", "giống lúa mới", "giống cây trồng", "máy gặt đập", "kho lạnh",
    "sàn giao dịch", "cổng dữ liệu mở", "phần mềm dùng chung", "trục liên thông",
)  # fmt: skip
_VERBS = (
    "khảo sát", "lập danh mục", "rà soát quy hoạch", "bố trí vốn cho", "nghiệm thu", "tổ chức đấu thầu", "giám sát thi công", "sửa chữa", "mở rộng", "vận hành thử", "bàn giao", "kiểm kê",
)  # fmt: skip
_MANNERS = (
    "theo đúng tiến độ được duyệt", "bảo đảm tiết kiệm, hiệu quả", "gắn với quy hoạch sử dụng đất", "có sự tham gia của cộng đồng", "ưu tiên xã đặc biệt khó khăn",
    "phù hợp khả năng cân đối ngân sách", "công khai kết quả trên cổng thông tin", "lồng ghép với các chương trình khác", "tránh chồng chéo giữa các ngành",
)  # fmt: skip
_PARTS = 9  # parts of a plan, each with so many tasks
_TASKS = 6


def synthetic_plans(first: int, count: int) -> Iterator[tuple[Plan, bytes]]:
    """Plans number `first` and on, with the bytes they stand for."""
    written = [_parse(number) for number in range(min(_WRITTEN, first + count))]
    for number in range(first, first + count):
        if number < _WRITTEN:
            yield written[number], written[number].text.encode()
            continue
        base = written[number % _WRITTEN]
        plan = _exchange(base, _Exchange(number))
        plan_id = f"synthetic-{number:06d}"
        yield replace(plan, plan_id=plan_id, source=f"{plan_id}.txt", sha256=f"{number:064d}"), plan.text.encode()


def _parse(number: int) -> Plan:
    data, name = _write(number).encode(), f"synthetic-{number:06d}.txt"
    return parse_file(read_bytes(data, name), name, f"{number:064d}", name.removesuffix(".txt"))


def _write(number: int) -> str:
    """The text of a plan: letterhead, aims, figures, parts with tasks, who does what, recipients."""
    draw = random.Random(f"{_SEED}-{number}")
    places = [place for place in provinces() if place not in _SHIPPED]
    place, subject = places[number % len(places)], _FIELDS[number % len(_FIELDS)]
    year = 2_011 + number % 15
    lines = [
        f"ỦY BAN NHÂN DÂN\nTỈNH {place.upper()}\n\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n",
        f"Số: {1_000 + number}/KH-UBND\n\n{place}, ngày {10 + number % 18} tháng {10 + number % 3} năm {year}\n\nKẾ HOẠCH",
        f"{subject.capitalize()} trên địa bàn tỉnh {place} giai đoạn {year + 1} - {year + 5}\n",
        f"Ủy ban nhân dân tỉnh {place} ban hành Kế hoạch {subject} như sau:\n\nI. MỤC TIÊU\n",
    ]
    for item in range(1, _TASKS + 1):
        lines.append(
            f"{item}. Đến năm {year + 5}, tỷ lệ {draw.choice(_OBJECTS)} được {draw.choice(_VERBS)} đạt {draw.randint(40, 99)}%."
        )
    for part in range(2, _PARTS + 1):
        lines.append(f"\n{_ROMAN[part]}. {draw.choice(_VERBS).upper()} {draw.choice(_OBJECTS).upper()}\n")
        lines += [f"{item}. {_task(draw)}" for item in range(1, _TASKS + 1)]
    lines.append(f"\n{_ROMAN[_PARTS + 1]}. TỔ CHỨC THỰC HIỆN\n")
    for item, unit in enumerate(draw.sample([u for u in known_units() if u.startswith("Sở")], _TASKS), start=1):
        lines.append(f"{item}. {unit}: Chủ trì {_task(draw, capital=False)}")
    lines.append("\nNơi nhận:\n- Như trên;\n- Lưu: VT.\n\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\nTrần Văn Mẫu")
    return "\n".join(lines)


_ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI")


def _task(draw: random.Random, capital: bool = True) -> str:
    verb = draw.choice(_VERBS)
    said = ", ".join(f"{draw.choice(_VERBS)} {draw.choice(_OBJECTS)} {draw.choice(_MANNERS)}" for _ in range(3))
    return f"{verb.capitalize() if capital else verb} {draw.choice(_OBJECTS)}, {said}; hoàn thành trước ngày {draw.randint(10, 28)}/{draw.randint(10, 12)}."


class _Exchange:
    """Phrases for others of the same length, each for exactly one; numbers of four digits for others."""

    def __init__(self, number: int) -> None:
        draw = random.Random(f"{_SEED}-exchange-{number}")
        alike: defaultdict[tuple[str, int], list[str]] = defaultdict(list)
        places = [place for place in provinces() if place not in _SHIPPED]
        for kind, phrases in {"place": places, "field": _FIELDS, "object": _OBJECTS, "verb": _VERBS}.items():
            for phrase in phrases:
                alike[kind, len(phrase)].append(phrase)
        self._by: dict[str, str] = {}
        for phrases in alike.values():
            for phrase, other in zip(phrases, draw.sample(phrases, len(phrases)), strict=True):
                self._by |= {phrase: other, phrase.upper(): other.upper(), phrase.capitalize(): other.capitalize()}
        self._pattern = re.compile(
            "|".join(sorted(map(re.escape, self._by), key=len, reverse=True)) + r"|(?<=Số: )\d{4}|^\d{4}(?=/KH)"
        )
        self._number = str(1_000 + number % 9_000)

    def text(self, text: str) -> str:
        """`text` with everything exchanged."""
        return self._pattern.sub(lambda match: self._by.get(match[0], self._number), text)


def _exchange(value: Any, by: _Exchange) -> Any:
    """A record with the texts in it exchanged."""
    if isinstance(value, str):
        return type(value)(value) if type(value) is not str else by.text(value)
    if isinstance(value, tuple):
        return tuple(_exchange(item, by) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: _exchange(getattr(value, f.name), by) for f in fields(value) if f.init})
    return value
