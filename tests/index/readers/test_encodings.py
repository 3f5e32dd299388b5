import unicodedata
from collections.abc import Callable

import pytest

from index.errors import UnreadableFile
from index.readers.encodings import decode_text, put_right
from index.readers.legacy_fonts import _tcvn3, _vni
from index.readers.syllables import is_syllable

# Every letter of the alphabet with every tone, in real words.
SMALL = (
    "Đẩy mạnh công tác tuyên truyền, phổ biến, giáo dục pháp luật; nâng cao nhận thức của cán bộ, đảng viên và người dân.\n"
    "Rà soát, sửa đổi, bổ sung các quy định; khắc phục dứt điểm những hạn chế, yếu kém đã kéo dài, chậm xử lý, gây lãng phí.\n"
    "Bảo đảm kịp thời, nghĩa vụ rõ ràng, đẹp đẽ, kẽ hở, nghỉ ngơi, chăm chỉ, sẵn sàng, lẵng hoa, ngoằn ngoèo, mặn mà, bẵng đi.\n"
    "Bình ổn đời sống, hỗ trợ kỹ thuật, vận dụng ý kiến, thủy lợi, tỷ lệ, mỹ thuật, quỵ luỵ, huỷ bỏ, phẫu thuật, tẩy chay, ngữ nghĩa, sợ hãi.\n"
    "Lưu trữ hồ sơ, mở rộng mạng lưới, khuỷu tay, thuở nhỏ, ngỡ ngàng, cũ kỹ, củ sắn, kẻ hở, nhẹ nhàng, thể dục thể thao, xuể, hễ có, đòi hỏi, tõm.\n"
    "trẻ em, thú y, mùa vụ, cần thiết, cấp bách, è dè, nghề nghiệp, ẻo lả, ghẹ, ghẽ, kẽm, ủng hộ, ứng xử, ý chí, lý trí, ký kết, bãi bỏ, hoãn, cảng, nhỏ nhẹ, ọp ẹp, ổ khoá, ỡm ờ, ỷ lại, ỹ, yểu, quỷ, ỳ ạch.\n"
    "thẳng thắn, ì ạch, bóng bẩy, ngõ hẻm, đồng bằng, ngừng nghỉ, xừ, nhừ, sốt rét, ồ ạt, bỗng dưng, nỗ lực, giỗ tổ, ướt át, ợ hơi, ẩm ướt, yếu tố."
)
CAPITAL = SMALL.upper()


def encoded(table: dict[str, str], text: str) -> str:
    return "".join(table.get(c, c) for c in unicodedata.normalize("NFC", text))


def in_tcvn3(text: str) -> str:
    """Typed in .VnTime: there capitals have codes without tones only, and small letters stand for the others."""
    codes = {chr(letter): chr(code) for code, letter in _tcvn3().items()}
    return encoded({c: codes.get(c, codes.get(c.lower(), c)) for c in set(text)}, text)


def in_vni(text: str) -> str:
    codes: dict[str, str] = {}
    for code, letter in _vni()[1].items():
        if code in (code.lower(), code.upper()):
            codes[letter] = code
    return encoded(codes, text)


def in_double_utf8(text: str) -> str:
    return "".join(bytes([b]).decode("cp1252", errors="ignore") or chr(b) for b in text.encode())


def in_windows_1258(text: str) -> bytes:
    out = b""
    for char in unicodedata.normalize("NFC", text):
        try:
            out += char.encode("cp1258")
        except UnicodeEncodeError:
            parts = unicodedata.normalize("NFD", char)  # letter, marks
            tone = next(mark for mark in parts if mark in "\u0300\u0301\u0303\u0309\u0323")
            out += unicodedata.normalize("NFC", parts.replace(tone, "")).encode("cp1258") + tone.encode("cp1258")
    return out


def test_the_sample_has_every_letter() -> None:
    vowels = [
        unicodedata.normalize("NFC", v + t)
        for v in "aăâeêioôơuưy"
        for t in ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
    ]
    assert set(vowels) - set(SMALL) == set()


@pytest.mark.parametrize("text", [SMALL, CAPITAL], ids=["small", "capital"])
@pytest.mark.parametrize(
    "encode",
    [
        lambda t: t.encode(),
        lambda t: t.encode("utf-8-sig"),
        lambda t: t.encode("utf-16"),
        lambda t: t.encode("utf-16-le"),
        lambda t: t.encode("utf-16-be"),
        in_windows_1258,
        lambda t: in_tcvn3(t).encode("cp1252"),
        lambda t: in_vni(t).encode("cp1252"),
        lambda t: in_tcvn3(t).encode(),
        lambda t: in_vni(t).encode(),
        lambda t: in_double_utf8(t).encode(),
    ],
    ids=[
        "utf-8",
        "bom",
        "utf-16",
        "utf-16-le",
        "utf-16-be",
        "1258",
        "tcvn3",
        "vni",
        "tcvn3-as-utf-8",
        "vni-as-utf-8",
        "utf-8-twice",
    ],
)
def test_every_letter_survives_every_encoding(text: str, encode: Callable[[str], bytes]) -> None:
    assert decode_text(encode(text), "a.txt") == text


@pytest.mark.parametrize(
    ("seen", "meant"),
    [
        ("KÕ ho¹ch", "Kế hoạch"),
        ("Keá hoaïch", "Kế hoạch"),
        ("Káº¿ hoáº¡ch", "Kế hoạch"),
        ("UBND TØNH Hµ TÜNH", "UBND TỈNH HÀ TĨNH"),
        (
            "n-íc, -u tiªn vµ nh÷ng ng-êi; sè 12-KH/TU",
            "nước, ưu tiên và những người; số 12-KH/TU",
        ),  # soft hyphens in a PDF
        ("Sè: 174/KH-UBND, tØnh ñy, quyÕt ®Þnh", "Số: 174/KH-UBND, tỉnh ủy, quyết định"),
        (
            "Kế hoạch số 5\nC¸c së, ban, ngµnh vµ ®oµn thÓ cÊp tØnh\nThời gian",
            "Kế hoạch số 5\nCác sở, ban, ngành và đoàn thể cấp tỉnh\nThời gian",
        ),
    ],
)
def test_text_in_old_fonts_is_put_right(seen: str, meant: str) -> None:
    assert put_right(seen) == meant


@pytest.mark.parametrize(
    "text",
    [
        SMALL,
        CAPITAL,
        unicodedata.normalize("NFD", SMALL),
        "Le café très élégant où l’été est à Nîmes. Ça va, garçon ? Dépêche-toi, études françaises.",
        "The naïve façade of a résumé – “quoted” – © 2024 Microsoft®, 5 µm, 10 °C, 120 m²",
        "Español: niño, año, acción; Über Größe Straße müde",
        "Diện tích 120 m² · ±5 µm «ghi chú»",
        "số và chữ vô tư, ví dụ vê vôi",
        "",
    ],
)
def test_sound_text_stays(text: str) -> None:
    assert put_right(text) == text
    assert decode_text(text.encode(), "a.txt") == text


@pytest.mark.parametrize(
    "data",
    [b"\x00\x01\x02\x03binary\x00", b"MZ\x90\x00\x03\x00\x00\x00", bytes(range(256)), b"\x89PNG\r\n\x1a\n" + bytes(50)],
)
def test_binary_data_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableFile, match=r"a\.txt"):
        decode_text(data, "a.txt")


def test_an_unknown_encoding_is_refused_with_what_to_do() -> None:
    with pytest.raises(UnreadableFile, match="bảng mã UTF-8"):
        decode_text("Наша администрация утвердила план работ".encode("cp1251"), "a.txt")


def test_quotation_marks_of_windows_need_no_vietnamese() -> None:
    assert decode_text(b"\x93Plan\x94 \x96 2024", "a.txt") == "“Plan” – 2024"


@pytest.mark.parametrize("word", ["hoạch", "Nghiêng", "gì", "giếng", "quốc", "xuân", "khuỷu", "ước", "quyết"])
def test_syllables_are_known(word: str) -> None:
    assert is_syllable(word)
    assert is_syllable(unicodedata.normalize("NFD", word))


@pytest.mark.parametrize("word", ["ho¹ch", "keá", "hoac", "kòn", "ngế", "été", "thing", "ủỷ", ""])
def test_other_words_are_none(word: str) -> None:
    assert not is_syllable(word)
