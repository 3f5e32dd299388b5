"""Word documents (.docx, .docm, .dotx): paragraphs with their automatic numbers, tables, text boxes, notes. Macros are never looked at."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.errors import UnreadableFile
from index.readers.filetext import FileText
from index.readers.grid import MAX_NESTING, Cell, Rows, block_lines, side_by_side
from index.readers.limits import open_package
from index.readers.word_fonts import is_in_legacy_fonts
from index.readers.word_numbering import Numbering, read_numbering
from index.readers.word_styles import Styles
from index.readers.word_text import NoteMarks, chosen_alternative, read_paragraph
from index.readers.word_xml import Element, W, WordPackage, attribute, child, children, flag, local, value

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WRAPPERS = frozenset({"sdtContent", "customXml", "ins", "moveTo", "smartTag", "Choice", "Fallback"})
_MAX_COUNT = 1000  # of columns that one cell says it covers


def read_word(data: bytes, name: str) -> FileText:
    """The text of a Word document in the Open XML format. Raises `UnreadableFile` when it is broken, locked, hostile or no Word document."""
    if data.startswith(_OLE):
        raise UnreadableFile(
            f"Tệp {name} có mật khẩu hoặc không phải tệp .docx. Hãy mở bằng Word, bỏ mật khẩu, lưu lại thành .docx rồi nạp lại."
        )
    package = WordPackage(open_package(data, name), name)
    root = package.part(package.main)
    body = child(root, "body")
    if root is None or body is None:
        raise UnreadableFile(
            f"Tệp {name} không phải văn bản Word: không có phần nội dung ({package.main}). Hãy mở bằng Word, lưu lại thành .docx rồi nạp lại."
        )
    styles = Styles(package.related("styles"))
    typed = any((t.text or "").lstrip().startswith("đ)") for t in root.iter(f"{W}t"))
    numbering = read_numbering(package.related("numbering"), styles.lists(), typed)
    reader = _Reader(styles, numbering, NoteMarks(), is_in_legacy_fonts(root, styles))
    lines = block_lines(reader.blocks(body), name)
    lines += _note_lines(package, reader)
    return FileText("\n".join(lines).strip("\n"))


def _squeeze(line: str) -> str:
    return " ".join(line.split())


def _note_lines(package: WordPackage, reader: _Reader) -> list[str]:
    """The notes that the text refers to, "[1] …" a line each, after a blank line."""
    marked = list(reader.notes.numbers.items())  # a note's own marks don't count
    roots = {kind: package.related(f"{kind}s") for kind in {kind for (kind, _), _ in marked}}
    notes = {(kind, attribute(note, "id")): note for kind, root in roots.items() for note in children(root, kind)}
    lines: list[str] = []
    for key, number in marked:
        blocks = reader.blocks(notes[key]) if key in notes else ()
        text = _squeeze(" ".join(block for block in blocks if isinstance(block, str)))
        if text:
            lines.append(f"[{number}] {text}")
    return ["", *lines] if lines else []


@dataclass(slots=True)
class _OpenCell:
    """A cell of a table being read; cells below may still join it."""

    paragraphs: tuple[str | Rows, ...]
    colspan: int
    last_row: int
    rowspan: int = 1


class _Reader:
    """Reads blocks in the order of the text, since numbers count in this order."""

    def __init__(self, styles: Styles, numbering: Numbering, notes: NoteMarks, in_legacy_fonts: bool) -> None:
        self._styles = styles
        self._numbering = numbering
        self.notes = notes
        self._in_legacy_fonts = in_legacy_fonts
        self._tables = 0  # tables around the place that is read
        self._carried = ""  # text of a paragraph whose end a tracked change deleted

    def blocks(self, container: Element) -> list[str | Rows]:
        """The paragraphs ("" for an empty one) and tables of an element, without those of its deleted parts."""
        found: list[str | Rows] = []
        for element in _block_elements(container):
            found += self._paragraph(element) if local(element) == "p" else self._table(element)
        return found

    def _paragraph(self, paragraph: Element) -> list[str | Rows]:
        properties = child(paragraph, "pPr")
        style = self._styles.of_paragraph(paragraph)
        if self._styles.is_contents(style):
            return []
        content = read_paragraph(paragraph, self._styles, self.notes, self._in_legacy_fonts)
        mark = child(properties, "rPr")
        if child(mark, "del") is not None:
            self._carried += content.text + " " if content.text else ""
            return self._boxes(content.boxes)
        text, self._carried = self._carried + content.text, ""
        if not text and flag(child(mark, "vanish")):
            return self._boxes(content.boxes)
        numbered = self._numbered(properties, style, text)
        return [numbered if self._tables else side_by_side(numbered), *self._boxes(content.boxes)]

    def _boxes(self, boxes: list[Element]) -> list[str | Rows]:
        return [block for box in boxes for block in self.blocks(box)]

    def _numbered(self, properties: Element | None, style: str, text: str) -> str:
        """`text` after its automatic number. Without text, a number counts but shows only in a table (the column "STT")."""
        own = child(properties, "numPr")
        style_list, style_level = self._styles.list_of(style)
        list_id = value(child(own, "numId")) or style_list
        if list_id in ("", "0"):
            return text
        linked = self._numbering.level_of_style(list_id, style) if own is None else None
        level = value(child(own, "ilvl")) or (str(linked) if linked is not None else style_level)
        place = int(level) if level.isdecimal() else 0
        number = self._numbering.next(list_id, place)
        if text:
            return number + text
        return number.strip() if self._tables and not self._numbering.is_bullet(list_id, place) else ""

    def _table(self, table: Element) -> list[str | Rows]:
        self._tables += 1
        rows: list[list[_OpenCell]] = []
        open_cells: dict[int, _OpenCell] = {}
        for index, row in enumerate(_children_within(table, "tr")):
            properties = child(row, "trPr")
            rows.append([])
            if child(properties, "del") is None:
                column = _count(child(properties, "gridBefore"), 0)
                if column:
                    rows[-1].append(_OpenCell((), column, index))
                self._cells(row, index, column, rows[-1], open_cells)
        self._tables -= 1
        done: Rows = tuple(tuple(Cell(c.paragraphs, c.rowspan, c.colspan) for c in row) for row in rows)
        if self._tables < MAX_NESTING:
            return [done]
        return [paragraph for row in done for cell in row for paragraph in cell.paragraphs]

    def _cells(
        self, row: Element, index: int, column: int, cells: list[_OpenCell], open_cells: dict[int, _OpenCell]
    ) -> None:
        """Reads a row's cells into `cells`; one that continues the cell above (vMerge) or before (hMerge) only widens that."""
        for cell in _children_within(row, "tc"):
            properties = child(cell, "tcPr")
            width = _count(child(properties, "gridSpan"), 1)
            above = open_cells.get(column)
            if _continues(properties, "vMerge") and above is not None and above.last_row == index - 1:
                above.rowspan, above.last_row = above.rowspan + 1, index
            elif _continues(properties, "hMerge") and cells:
                cells[-1].colspan += width
            else:
                opened = _OpenCell(tuple(self.blocks(cell)), width, index)
                cells.append(opened)
                open_cells[column] = opened
            column += width


def _continues(properties: Element | None, name: str) -> bool:
    merge = child(properties, name)
    return merge is not None and value(merge) != "restart"


def _count(element: Element | None, default: int) -> int:
    text = value(element)
    return min(int(text), _MAX_COUNT) if re.fullmatch(r"\d{1,6}", text) else default


def _block_elements(container: Element) -> Iterator[Element]:
    """The w:p and w:tbl of a container in order, also within content controls and insertions."""
    stack: list[Iterator[Element]] = [iter(container)]
    while stack:
        element = next(stack[-1], None)
        if element is None:
            stack.pop()
            continue
        name = local(element)
        if name in ("p", "tbl"):
            yield element
        elif name in _WRAPPERS or (name == "sdt" and not _is_contents(element)):
            stack.append(iter(element))
        elif name == "AlternateContent":
            chosen = chosen_alternative(element)
            stack.append(iter(() if chosen is None else chosen))


def _is_contents(control: Element) -> bool:
    """Whether a content control is a table of contents, which repeats the headings."""
    gallery = child(child(child(control, "sdtPr"), "docPartObj"), "docPartGallery")
    return value(gallery) == "Table of Contents"


def _children_within(parent: Element, name: str) -> Iterator[Element]:
    """The rows of a table or cells of a row, also within content controls and insertions."""
    stack: list[Iterator[Element]] = [iter(parent)]
    while stack:
        element = next(stack[-1], None)
        if element is None:
            stack.pop()
        elif local(element) == name:
            yield element
        elif local(element) in _WRAPPERS or local(element) == "sdt":
            stack.append(iter(element))
