"""Text becomes a plan: cleaning, zones, metadata, outline, tables, assignments, in this order."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from index.assignments import read_assignments
from index.cleaning import clean
from index.errors import UnreadableFile
from index.header import find_zones, read_metadata
from index.layout import is_recipients_line, is_signature_line, lines_of
from index.outline import read_outline
from index.reading import read_text
from index.records import Plan
from index.tables import read_tables, table_indicators
from index.targets import prose_targets
from index.tree import SectionTree
from index.vietnamese import fold


def plan_id_of(source: str) -> str:
    """A plan's id from its file's name: "UBND Lâm Đồng 2024.txt" → "ubnd-lam-dong-2024"."""
    return (
        re.sub(r"[^a-z0-9]+", "-", fold(Path(source).stem)).strip("-")
        or hashlib.sha256(source.encode()).hexdigest()[:12]
    )


def read_plan(path: Path) -> Plan:
    """The plan in the file at `path`. Raises `UnreadableFile`."""
    raw, data = read_text(path)
    return parse_plan(raw, path.name, hashlib.sha256(data).hexdigest())


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
    indicators = (*table_indicators(tables), *prose_targets(body, tree))
    return Plan(
        plan_id=plan_id_of(source),
        source=source,
        sha256=sha256 or hashlib.sha256(raw.encode()).hexdigest(),
        text=text,
        metadata=read_metadata(text, lines, zones),
        sections=sections,
        indicators=tuple(sorted(indicators, key=lambda i: i.start)),
        assignments=read_assignments(text, body, tree, tables),
        body_start=lines[zones.body].start if zones.body < len(lines) else len(text),
        body_end=next(
            (
                line.start
                for line in lines[zones.body :]
                if is_recipients_line(line.text) or is_signature_line(line.text)
            ),
            len(text),
        ),
    )
