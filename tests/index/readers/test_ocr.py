import shutil
from difflib import SequenceMatcher
from io import BytesIO

import pypdfium2
import pytest
from PIL import Image

from index.errors import UnreadableFile
from index.readers import ocr
from index.readers.ocr import ocr_page, read_image
from index.readers.pdf import read_pdf
from tests.index.readers.office import LONG, body, centred, document, needs_office, needs_tesseract, saved_as, table
from tests.index.readers.test_pdf import LETTERHEAD, SIGNATURE, task_rows

programs = [needs_office, needs_tesseract]


@pytest.fixture(scope="module")
def plan() -> bytes:
    blocks = [LETTERHEAD, centred("KẾ HOẠCH"), body(f"1. {LONG}"), body(f"2. {LONG}"), table(task_rows(3)), SIGNATURE]
    return saved_as(document(*blocks), "pdf")


@pytest.fixture(scope="module")
def scan(plan: bytes) -> Image.Image:
    page: Image.Image = pypdfium2.PdfDocument(plan)[0].render(scale=300 / 72, grayscale=True).to_pil()
    page.info["dpi"] = (300, 300)
    return page


def stored(image: Image.Image, form: str, *more: Image.Image) -> bytes:
    buffer = BytesIO()
    image.save(buffer, form, dpi=(300, 300), **({"save_all": True, "append_images": more} if more else {}))
    return buffer.getvalue()


def likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, " ".join(one.split()), " ".join(other.split()), autojunk=False).ratio()


@pytest.mark.usefixtures("plan")
class TestScans:
    """With the real programs, a page of a plan printed and scanned."""

    pytestmark = programs

    @pytest.mark.parametrize("form", ["PNG", "JPEG", "TIFF"])
    def test_a_scan_reads_as_the_page_it_was(self, plan: bytes, scan: Image.Image, form: str) -> None:
        read = read_image(stored(scan, form), "a").text
        assert likeness(read, read_pdf(plan, "a.pdf").text) > 0.97
        assert "Số: 1750/KH-SYT" in read.split("\n")  # the left column's own line

    def test_a_table_has_its_rows_and_columns(self, scan: Image.Image) -> None:
        rows = [line.split("\t") for line in ocr_page(scan).split("\n") if "\t" in line]
        assert [len(row) for row in rows] == [5] * 5
        assert [row[2].casefold() for row in rows[2:]] == ["sở y tế"] * 3  # recognition mixes up "ở" and "Ở"
        assert [row[4] for row in rows[2:]] == ["Quý 1"] * 3

    @pytest.mark.parametrize("angle", [1.0, -0.7, 90])
    def test_a_page_put_in_askew_is_read(self, plan: bytes, scan: Image.Image, angle: float) -> None:
        turned = scan.rotate(angle, resample=Image.Resampling.BICUBIC, fillcolor=255, expand=angle == 90)
        turned.info["dpi"] = (300, 300)
        assert likeness(ocr_page(turned), read_pdf(plan, "a.pdf").text) > 0.95

    def test_a_tiff_has_pages(self, scan: Image.Image) -> None:
        half = scan.crop((0, 0, scan.width, scan.height // 2))
        assert len(read_image(stored(half, "TIFF", half), "a.tif").pages) == 2

    def test_a_pdf_of_scans_is_recognised(self, plan: bytes, scan: Image.Image) -> None:
        buffer = BytesIO()
        scan.save(buffer, "PDF", resolution=300)
        assert likeness(read_pdf(buffer.getvalue(), "a.pdf").text, read_pdf(plan, "a.pdf").text) > 0.97

    def test_an_empty_sheet_has_no_text(self) -> None:
        assert read_image(stored(Image.new("L", (1240, 1754), 255), "PNG"), "a.png").text == ""


def test_without_tesseract_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    ocr._program.cache_clear()
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(UnreadableFile, match="tesseract-ocr-vie"):
        read_image(stored(Image.new("L", (100, 100), 255), "PNG"), "a.png")


@needs_tesseract
def test_a_page_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "PAGE_TIMEOUT_S", 0.01)
    ocr._program.cache_clear()
    monkeypatch.setattr(ocr, "_program", lambda: shutil.which("tesseract"))
    with pytest.raises(UnreadableFile, match="giây"):
        ocr_page(Image.new("L", (2480, 3508), 255), "a.png")


@pytest.mark.parametrize("size", [(20_000, 20_000), (9_000, 9_000)])
def test_a_picture_that_unpacks_to_too_much_is_refused(size: tuple[int, int]) -> None:
    buffer = BytesIO()
    Image.new("1", size).save(buffer, "PNG")
    assert len(buffer.getvalue()) < 100_000
    with pytest.raises(UnreadableFile, match="quá lớn"):
        read_image(buffer.getvalue(), "a.png")


@pytest.mark.parametrize(
    "data", [b"", b"no picture", b"\x89PNG\r\n\x1a\n", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n"]
)
def test_what_is_no_picture_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableFile, match="không phải tệp ảnh"):
        read_image(data, "a.png")


def test_a_truncated_picture_is_refused() -> None:
    data = stored(Image.effect_noise((600, 600), 50), "PNG")
    with pytest.raises(UnreadableFile, match="hỏng"):
        read_image(data[: len(data) // 2], "a.png")
