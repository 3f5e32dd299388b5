"""Scans: pictures of pages are recognised by the Tesseract program with its Vietnamese data."""

from __future__ import annotations

import re
import shutil
import subprocess
import warnings
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from html import unescape
from io import BytesIO
from itertools import groupby
from statistics import median
from typing import NamedTuple

from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from index.errors import UnreadableFile
from index.readers.filetext import FileText
from index.readers.furniture import without_page_number
from index.readers.limits import number
from index.readers.page_layout import Line, Page, are_parted, rows_of
from index.readers.paragraphs import file_text
from index.readers.reading_order import in_blocks
from index.readers.ruled_tables import Box, cells_between, is_inside, is_table, outline, table_of

LANGUAGE = "vie"
FORMATS = ("PNG", "JPEG", "TIFF", "BMP", "GIF", "WEBP")  # not all that Pillow knows: EPS runs a program
PAGE_TIMEOUT_S = 120  # a dense A4 page takes five on a slow machine
MAX_IMAGE_PAGES = 300
MAX_PIXELS = 60_000_000  # of one page; A3 at 400 dpi is 31 million
_MIN_CONFIDENCE = 20  # of 100; below it stamps, signatures and specks are read as letters
_DPIS = (70, 1200)  # that can be true
_A4_WIDTH = 8.27  # inches
_POINTS = 72
_MIN_SKEW = 0.001  # of a line's slope; below it nothing moves by a letter's height
_SIZE_NOISE = 0.25  # of the size of letters, by which Tesseract's measure of one type varies
_RULE_LENGTH = 5  # times its width: shorter separators are specks

_LINE = re.compile(
    r"""<span class='ocr_(?:line|caption|header|textfloat)'[^>]*title="([^"]*)"[^>]*>(.*?)(?=<span class='ocr_(?:line|caption|header|textfloat)'|</p>)""",
    re.DOTALL,
)
_WORD = re.compile(
    r"<span class='ocrx_word'[^>]*title='bbox (\d+) (\d+) (\d+) (\d+); x_wconf (\d+)'[^>]*>(.*?)</span>", re.DOTALL
)
_SEPARATOR = re.compile(r"class='ocr_separator'[^>]*title=[\"']bbox (\d+) (\d+) (\d+) (\d+)")
_SLOPE = re.compile(r"baseline (-?[\d.]+)")
_ANGLE = re.compile(r"textangle (\d+)")
_LETTER_SIZE = re.compile(r"x_size ([\d.]+)")
_TAG = re.compile(r"<[^>]+>")


class _Word(NamedTuple):
    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    row: int  # Tesseract's line


def read_image(data: bytes, name: str) -> FileText:
    """The text of a scan (PNG, JPEG, TIFF of one or more pages).

    Raises `UnreadableFile` for a broken or huge picture, and without Tesseract or its Vietnamese data.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # we have a limit of our own
            with Image.open(BytesIO(data), formats=FORMATS) as picture:
                pages = [page_of_image(frame, name) for frame in _frames(picture, name)]
    except Image.DecompressionBombError as error:
        raise _too_large(name) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as error:
        raise UnreadableFile(
            f"Tệp {name} không phải tệp ảnh, hoặc ảnh bị hỏng. Hãy quét hoặc lưu lại ảnh rồi nạp lại."
        ) from error
    return file_text(pages)


def ocr_page(image: Image.Image, name: str = "") -> str:
    """The text of one page's picture. Raises `UnreadableFile` without Tesseract or its Vietnamese data."""
    return file_text([page_of_image(image, name)]).text


def page_of_image(image: Image.Image, name: str) -> Page:
    """The lines and tables of one page's picture; a picture without text gives a page without blocks."""
    if image.width * image.height > MAX_PIXELS:
        raise _too_large(name)
    dpi = _dpi(image)
    hocr = _recognise(image, dpi, name)
    turn = _turn(hocr)
    if turn:
        image = image.rotate(turn, expand=True)
        hocr = _recognise(image, dpi, name)
    slope = _slope(hocr)
    words = _with_even_sizes([_level(word, slope, _POINTS / dpi) for word in _words(hocr)])
    rules = [_level_rule(tuple(map(float, m.groups())), slope, _POINTS / dpi) for m in _SEPARATOR.finditer(hocr)]
    tables = []
    for boxes in filter(is_table, cells_between([rule for rule in rules if _is_rule(rule)])):
        around = outline(boxes)
        inside = [word for word in words if is_inside(_middle(word), around)]
        words = [word for word in words if not is_inside(_middle(word), around)]
        tables.append((around[1], table_of(boxes, inside, _middle, _cell_lines)))
    width, height = image.width * _POINTS / dpi, image.height * _POINTS / dpi
    return Page(width, height, tuple(in_blocks(without_page_number(_lines(words), height), tables)))


def _frames(picture: Image.Image, name: str) -> Iterator[Image.Image]:
    frames = getattr(picture, "n_frames", 1)
    if frames > MAX_IMAGE_PAGES:
        raise UnreadableFile(
            f"Tệp {name} có {number(frames)} trang ảnh (tối đa {number(MAX_IMAGE_PAGES)}). Hãy tách tệp rồi nạp lại."
        )
    for frame in ImageSequence.Iterator(picture):
        if frame.width * frame.height > MAX_PIXELS:
            raise _too_large(name)
        upright = ImageOps.exif_transpose(frame)
        upright.info.setdefault("dpi", picture.info.get("dpi"))
        yield upright


def _too_large(name: str) -> UnreadableFile:
    return UnreadableFile(
        f"Tệp {name} có ảnh quá lớn (tối đa {number(MAX_PIXELS)} điểm ảnh mỗi trang). Hãy quét lại ở 300 dpi rồi nạp lại."
    )


def _dpi(image: Image.Image) -> float:
    """The picture's own resolution where it can be true; else the one at which it is as wide as A4."""
    stated = image.info.get("dpi") or (0, 0)
    return float(stated[0]) if _DPIS[0] <= stated[0] <= _DPIS[1] else min(image.width, image.height) / _A4_WIDTH


# --- Tesseract -------------------------------------------------------------------------------------------------------


@cache
def _program() -> str | None:
    """The path of a Tesseract that knows Vietnamese."""
    path = shutil.which("tesseract")
    if path is None:
        return None
    languages = subprocess.run(
        [path, "--list-langs"], capture_output=True, text=True, timeout=PAGE_TIMEOUT_S, check=False
    ).stdout
    return path if LANGUAGE in languages.split() else None


def _recognise(image: Image.Image, dpi: float, name: str) -> str:
    """Tesseract's hOCR: lines of words with their boxes, and the ruling lines it saw."""
    program = _program()
    if program is None:
        _program.cache_clear()  # it may be installed while the server runs
        raise UnreadableFile(
            f"Tệp {name} có trang là ảnh quét; máy này chưa có chương trình nhận dạng chữ tiếng Việt. "
            "Hãy cài gói tesseract-ocr và tesseract-ocr-vie (make readers), hoặc nạp bản .docx của văn bản."
        )
    picture = BytesIO()
    image.convert("L").save(picture, "PNG", compress_level=1)
    command = [program, "-", "-", "-l", LANGUAGE, "--psm", "1", "--dpi", str(round(dpi)), "hocr"]
    try:
        done = subprocess.run(
            ["env", "OMP_THREAD_LIMIT=1", *command],
            input=picture.getvalue(),
            capture_output=True,
            timeout=PAGE_TIMEOUT_S,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise UnreadableFile(
            f"Tệp {name}: nhận dạng một trang quá {PAGE_TIMEOUT_S} giây. Hãy quét lại ở 300 dpi rồi nạp lại."
        ) from error
    if done.returncode != 0:
        raise UnreadableFile(
            f"Tệp {name}: chương trình nhận dạng chữ không đọc được ảnh. Hãy quét lại ở 300 dpi, đen trắng, rồi nạp lại."
        )
    return done.stdout.decode("utf-8", errors="replace")


def _turn(hocr: str) -> int:
    """By how many degrees the page must be turned for most of its lines to stand upright."""
    angles = Counter(int(m[1]) if (m := _ANGLE.search(line[1])) else 0 for line in _LINE.finditer(hocr))
    return -angles.most_common(1)[0][0] if angles else 0


def _words(hocr: str) -> Iterator[_Word]:
    for row, line in enumerate(_LINE.finditer(hocr)):
        size = _LETTER_SIZE.search(line[1])
        for word in _WORD.finditer(line[2]):
            text = unescape(_TAG.sub("", word[6])).strip().strip("|")  # a table's rule
            if text and int(word[5]) >= _MIN_CONFIDENCE:
                x0, top, x1, bottom = map(float, word.groups()[:4])
                yield _Word(text, x0, top, x1, bottom, float(size[1]) if size else bottom - top, row)


def _slope(hocr: str) -> float:
    """How far the page's lines fall, a pixel to the right; nothing in a straight scan."""
    slopes = [float(m[1]) for m in map(_SLOPE.search, (line[1] for line in _LINE.finditer(hocr))) if m]
    slope = median(slopes) if slopes else 0.0
    return slope if abs(slope) >= _MIN_SKEW else 0.0


def _level(word: _Word, slope: float, scale: float) -> _Word:
    """`word` in points, where it would be in a straight scan."""
    x, y = slope * (word.top + word.bottom) / 2, -slope * (word.x0 + word.x1) / 2
    return word._replace(
        x0=(word.x0 + x) * scale,
        x1=(word.x1 + x) * scale,
        top=(word.top + y) * scale,
        bottom=(word.bottom + y) * scale,
        size=word.size * scale,
    )


def _with_even_sizes(words: list[_Word]) -> list[_Word]:
    """`words` with the page's usual size of letters where theirs is about that: a line's measured size depends on which letters it has."""
    usual = median(word.size for word in words) if words else 0.0
    return [word._replace(size=usual) if abs(word.size - usual) <= _SIZE_NOISE * usual else word for word in words]


def _level_rule(rule: tuple[float, ...], slope: float, scale: float) -> Box:
    """A ruling line as it would be in a straight scan: its box grew with the slope."""
    x0, top, x1, bottom = rule
    x, y = slope * (top + bottom) / 2, -slope * (x0 + x1) / 2
    thinner_x, thinner_y = (
        (0.0, abs(slope) * (x1 - x0) / 2) if x1 - x0 > bottom - top else (abs(slope) * (bottom - top) / 2, 0.0)
    )
    left, right = x0 + x + thinner_x, x1 + x - thinner_x
    upper, lower = top + y + thinner_y, bottom + y - thinner_y
    return left * scale, min(upper, lower) * scale, right * scale, max(upper, lower) * scale


def _is_rule(rule: Box) -> bool:
    width, height = rule[2] - rule[0], rule[3] - rule[1]
    return max(width, height) >= _RULE_LENGTH * max(min(width, height), 0.1)


def _middle(word: _Word) -> tuple[float, float]:
    return (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2


def _cell_lines(words: Sequence[_Word]) -> tuple[Line, ...]:
    return tuple(rows_of(_lines(words)))


def _lines(words: Sequence[_Word]) -> list[Line]:
    """Tesseract's lines, parted where the space is too wide for running text."""
    lines: list[Line] = []
    for _, row in groupby(sorted(words, key=lambda w: (w.row, w.x0)), key=lambda w: w.row):
        part: list[_Word] = []
        for word in row:
            if part and are_parted(" ".join(w.text for w in part), word.x0 - part[-1].x1, word.size):
                lines.append(_line(part))
                part = []
            part.append(word)
        lines.append(_line(part))
    return lines


def _line(words: Sequence[_Word]) -> Line:
    """A line of words, as high as its letters are on the median: a signature across a word makes that one's box high."""
    middle, size = median((w.top + w.bottom) / 2 for w in words), median(w.size for w in words)
    text = " ".join(w.text for w in words)
    return Line(
        text,
        words[0].x0,
        max(w.x1 for w in words),
        middle - size / 2,
        middle + size / 2,
        size,
        words[0].x1 - words[0].x0,
    )
