"""A conversation as a Word document: each question, its answer, its sources as an official cites them."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import date

from docx import Document
from docx.document import Document as Word
from docx.shared import Pt
from docx.text.paragraph import Paragraph
from markdown_it.token import Token

from rag.answers import Answer
from ui import texts
from ui.chat.conversation import Conversation, Turn
from ui.chat.turn_actions import name_source
from ui.escaping import parse_markdown
from ui.plan_names import Plans

_FONT, _SIZE = "Times New Roman", Pt(13)  # as Nghị định 30/2020/NĐ-CP sets for administrative documents
_LIST_STYLES = {"bullet_list_open": "List Bullet", "ordered_list_open": "List Number"}
# XML can't hold these, and neither can a Word document.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def write_word(conversation: Conversation, plans: Plans, today: date) -> bytes:
    """The answered turns as a .docx file."""
    word = Document()
    style = word.styles["Normal"]
    style.font.name, style.font.size = _FONT, _SIZE
    word.add_heading(texts.EXPORT_HEADING, level=1)
    word.add_paragraph(texts.EXPORT_MADE.format(date=f"{today:%d/%m/%Y}"))
    for turn in conversation.turns:
        if turn.answer is not None:
            _add_turn(word, turn, turn.answer, plans)
    file = io.BytesIO()
    word.save(file)
    return file.getvalue()


def _add_turn(word: Word, turn: Turn, answer: Answer, plans: Plans) -> None:
    word.add_heading(_clean(turn.question), level=2)
    if answer.standalone_question.strip() not in ("", turn.question.strip()):
        _add_run(word.add_paragraph(), f"{texts.UNDERSTOOD_AS} {answer.standalone_question}", italic=True)
    if answer.refusal is not None:
        _add_run(word.add_paragraph(), texts.REASONS[answer.refusal.reason], bold=True)
        _add_markdown(word, answer.refusal.message)
        return
    _add_markdown(word, answer.answer)
    _add_run(word.add_paragraph(), texts.SOURCES_IN_PRINT, bold=True)
    for citation in answer.citations:
        line = word.add_paragraph()
        _add_run(line, f"[{citation.marker}] {name_source(citation, plans)}: ")
        _add_run(line, f"“{citation.quote}”", italic=True)


def _add_markdown(word: Word, markdown: str) -> None:
    """The answer's Markdown: paragraphs, lists, tables, bold."""
    tokens = parse_markdown(markdown)
    styles: list[str] = []
    position = 0
    while position < len(tokens):
        token = tokens[position]
        if token.type == "table_open":
            end = next(i for i in range(position, len(tokens)) if tokens[i].type == "table_close")
            _add_table(word, tokens[position:end])
            position = end
        elif token.type in _LIST_STYLES:
            styles.append(_LIST_STYLES[token.type])
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            styles.pop()
        elif token.type == "inline":
            _add_inline(word.add_paragraph(style=styles[-1] if styles else None), token)
        position += 1


def _add_table(word: Word, tokens: Sequence[Token]) -> None:
    rows: list[list[Token]] = []
    for token in tokens:
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append(token)
    table = word.add_table(rows=len(rows), cols=max(map(len, rows)), style="Table Grid")
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, token in zip(row.cells, cells, strict=False):
            _add_inline(cell.paragraphs[0], token)


def _add_inline(paragraph: Paragraph, token: Token) -> None:
    is_bold = is_italic = False
    for child in token.children or []:
        match child.type:
            case "strong_open" | "strong_close":
                is_bold = child.nesting == 1
            case "em_open" | "em_close":
                is_italic = child.nesting == 1
            case "softbreak" | "hardbreak":
                paragraph.add_run().add_break()
            case _:
                _add_run(paragraph, child.content, bold=is_bold, italic=is_italic)


def _add_run(paragraph: Paragraph, text: str, bold: bool = False, italic: bool = False) -> None:
    run = paragraph.add_run(_clean(text))
    run.bold, run.italic = bold, italic


def _clean(text: str) -> str:
    return _UNPRINTABLE.sub(" ", text)
