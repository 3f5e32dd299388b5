"""Text becomes a plan: cleaning, zones, metadata, outline, tables, assignments, in this order."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from pathlib import Path

from index.assignments.assignments import read_assignments
from index.assignments.unit_names import place_of_units
from index.document.bases import planned_years
from index.document.cleaning import clean
from index.document.header import find_zones, read_metadata
from index.document.layout import is_recipients_line, is_signature_line, lines_of
from index.document.outline import read_outline
from index.document.pages import page_starts
from index.document.parts import find_footnotes, find_parts
from index.document.tree import SectionTree
from index.errors import UnreadableFile
from index.indicators.targets import prose_targets
from index.readers.filetext import FileText
from index.reading import read_file
from index.records import Metadata, Plan, Section
from index.tables.tables import read_tables, table_indicators
from index.vietnamese import fold

_MAX_ID = 150  # characters; the database takes 200, and numbers may be appended


def plan_id_of(source: str) -> str:
    """A plan's id from its file's name: "UBND Lâm Đồng 2024.txt" → "ubnd-lam-dong-2024"."""
    return (
        re.sub(r"[^a-z0-9]+", "-", fold(Path(source).stem))[:_MAX_ID].strip("-")
        or hashlib.sha256(source.encode()).hexdigest()[:12]
    )


def read_plan(path: Path) -> Plan:
    """The plan in the file at `path`. Raises `UnreadableFile`."""
    read, data = read_file(path)
    return parse_file(read, path.name, hashlib.sha256(data).hexdigest())


def parse_file(read: FileText, source: str, sha256: str, plan_id: str = "") -> Plan:
    """The plan in what a reader made of the file named `source`. Raises `UnreadableFile`."""
    plan = parse_plan(read.text, source, sha256)
    return replace(plan, plan_id=plan_id or plan.plan_id, pages=page_starts(read.pages, plan.text))


def parse_plan(raw: str, source: str, sha256: str = "") -> Plan:
    """The plan in `raw`, the text of a file named `source`. Raises `UnreadableFile` when nothing is left of it."""
    text = clean(raw)
    if not text.strip():
        raise UnreadableFile(f"Tệp {source} không có nội dung văn bản. Hãy kiểm tra lại tệp.")
    lines = lines_of(text)
    zones = find_zones(lines)
    sections = read_outline(lines, zones.body)
    tree = SectionTree(sections)
    body = [line for line in lines[zones.body :] if tree.innermost(line.start) is not None]
    tables = read_tables(lines[zones.body :], sections)
    metadata = read_metadata(text, lines, zones)
    metadata = replace(metadata, period=_period(text, metadata, sections))
    indicators = (*table_indicators(tables), *prose_targets(body, tree))
    return Plan(
        plan_id=plan_id_of(source),
        source=source,
        sha256=sha256 or hashlib.sha256(raw.encode()).hexdigest(),
        text=text,
        metadata=metadata,
        sections=sections,
        indicators=tuple(sorted(indicators, key=lambda i: i.start)),
        assignments=read_assignments(text, body, tree, tables, place_of_units(metadata)),
        body_start=lines[zones.body].start if zones.body < len(lines) else len(text),
        body_end=next(
            (
                line.start
                for line in lines[zones.body :]
                if is_recipients_line(line.text) or is_signature_line(line.text)
            ),
            len(text),
        ),
        parts=find_parts(text, lines, tree),
        footnotes=find_footnotes(text, lines),
    )


def _period(text: str, metadata: Metadata, sections: tuple[Section, ...]) -> tuple[int | None, ...]:
    dated = re.search(r"(?:19|20)\d\d", metadata.date_line.value) if metadata.date_line else None
    year = int(dated.group()) if dated else None
    return planned_years(text, metadata.title.value if metadata.title else "", year, sections)
