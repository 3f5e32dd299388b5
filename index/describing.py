"""A plan as it was understood, for a person to check: what it says of itself, its outline, its figures, who does what."""

from __future__ import annotations

from collections.abc import Iterator

from index.document.markers import read_marker
from index.records import Assignment, Indicator, Metadata, Plan, Reference, Section, SectionKind

_MAX_TASK = 160  # characters shown of a task
_LISTED = (SectionKind.DASH, SectionKind.PLUS, SectionKind.BULLET)
_BLANK = "không ghi"


def describe(plan: Plan) -> Iterator[str]:
    """Lines in Vietnamese; headings of the four parts stand alone in capitals."""
    yield "THÔNG TIN"
    yield from _metadata(plan.metadata)
    for part in plan.parts:
        title = f": {part.title.value}" if part.title else ""
        yield f"  Kèm theo: {part.name}{title}"
    if plan.pages:
        yield f"  Số trang: {len(plan.pages)}"
    yield from ("", "ĐỀ CƯƠNG")
    yield from _outline(plan)
    yield from ("", f"CHỈ TIÊU ({len(plan.indicators)})")
    for indicator in plan.indicators:
        yield f"  {_indicator(indicator)}"
    yield from ("", f"PHÂN CÔNG ({len(plan.assignments)})")
    for assignment in plan.assignments:
        yield f"  {_assignment(plan, assignment)}"


def _metadata(metadata: Metadata) -> Iterator[str]:
    facts = {
        "Loại": metadata.kind,
        "Số, ký hiệu": metadata.number and metadata.number.value,
        "Ngày": f"{metadata.issued_on:%d/%m/%Y}" if metadata.issued_on else None,
        "Trích yếu": metadata.title and metadata.title.value,
        "Cơ quan ban hành": metadata.issuer and metadata.issuer.value,
        "Cơ quan cấp trên": metadata.superior and metadata.superior.value,
        "Địa danh": metadata.place,
        "Người ký": metadata.signer and metadata.signer.value,
        "Chức vụ": metadata.signer_title and metadata.signer_title.value,
        "Thay mặt": "; ".join(metadata.on_behalf),
        "Thời kỳ": " - ".join("?" if year is None else str(year) for year in dict.fromkeys(metadata.period)),
        "Nơi nhận": "; ".join(fact.value for fact in metadata.recipients),
        "Căn cứ": "; ".join(map(_reference, metadata.legal_bases)),
        "Thay thế": "; ".join(map(_reference, metadata.replaces)),
        "Sửa đổi": "; ".join(map(_reference, metadata.amends)),
    }
    always = ("Loại", "Số, ký hiệu", "Ngày", "Cơ quan ban hành", "Người ký")
    for name, value in facts.items():
        if value or name in always:
            yield f"  {name}: {value or _BLANK}"


def _reference(reference: Reference) -> str:
    number = f" số {reference.number}" if reference.number else ""
    issued = f" ngày {reference.issued_on:%d/%m/%Y}" if reference.issued_on else ""
    body = f" của {reference.issuer}" if reference.issuer else ""
    return f"{reference.kind}{number}{issued}{body}"


def _outline(plan: Plan) -> Iterator[str]:
    """Numbered sections, each under its parent; one without a heading by its first words."""
    around: list[Section] = []
    for section in plan.sections:
        while around and around[-1].end <= section.start:
            around.pop()
        if section.kind not in _LISTED:
            first = plan.text[section.start : section.own_end].split("\n", 1)[0]
            marker = read_marker(first)
            words = section.heading or _cut(first[marker.length if marker else 0 :], 80)
            yield f"  {'  ' * len(around)}{section.address}: {words}"
        around.append(section)


def _indicator(indicator: Indicator) -> str:
    values = "; ".join(f"{v.column}: {v.text}" if v.column else v.text for v in indicator.values)
    unit = f" ({indicator.unit})" if indicator.unit else ""
    group = f"{indicator.group} › " if indicator.group else ""
    return f"{group}{indicator.name}{unit}: {values} [{indicator.address}]"


def _assignment(plan: Plan, assignment: Assignment) -> str:
    due = f" — thời hạn: {assignment.deadline.text}" if assignment.deadline else ""
    product = f" — sản phẩm: {assignment.product.value}" if assignment.product else ""
    task = _cut(plan.quote(assignment.start, assignment.end), _MAX_TASK)
    return f"{assignment.unit} ({assignment.role.value}): {task}{due}{product} [{assignment.address}]"


def _cut(words: str, size: int) -> str:
    words = " ".join(words.split())
    return words if len(words) <= size else f"{words[:size].rsplit(' ', 1)[0]} …"
