"""The packed model as an ONNX graph for ONNX Runtime: token ids in, one unit vector out.

Its 4-bit blocks are computed with as they are (`MatMulNBits`, `GatherBlockQuantized`), so nothing is quantised a second time and the graph is as small
as the wheel's file. One text a run, hence no mask: on a CPU padding costs more than batches save.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from onnx import ModelProto, NodeProto, TensorProto, helper, numpy_helper

from index.packed_model import Array, PackedModel

INPUT = "token_ids"
OUTPUT = "vector"
_BLOCK = 32  # values that share a scale
_INT8_ACTIVATIONS = 4  # `accuracy_level` of MatMulNBits: activations as int8, block by block; cosine to float32 .9999
_MICROSOFT = "com.microsoft"  # ONNX Runtime's own operators
_OPSETS = (("", 20), (_MICROSOFT, 1))
_IR_VERSION = 9


def build_graph(packed: PackedModel) -> bytes:
    """The serialised model: embeddings, the encoder's layers, mean pooling, unit length."""
    graph = _Graph(packed)
    hidden = graph.embed()
    for layer in range(packed.network.layers):
        hidden = graph.encode(hidden, layer)
    graph.pool(hidden)
    serialised: bytes = graph.model().SerializeToString()
    return serialised


class _Graph:
    """A graph that grows; its methods add operators and return the name of what the last one puts out."""

    def __init__(self, packed: PackedModel) -> None:
        self._network = packed.network
        self._blocks = packed.blocks
        self._nodes: list[NodeProto] = []
        self._constants: list[TensorProto] = []

    def embed(self) -> str:
        """Token and position embeddings, summed and normalised; all tokens are of the first type."""
        hidden = self._network.hidden
        values, scales = _repacked(self._blocks["emb.word"])
        table = self._constant("word", values.reshape(-1, hidden // 2))
        table_scales = self._constant("word.scale", scales.reshape(-1, hidden // _BLOCK))
        word = self._own(
            "GatherBlockQuantized", [table, INPUT, table_scales], "words",
            bits=4, block_size=_BLOCK, gather_axis=0, quantize_axis=1,
        )  # fmt: skip
        places = self._blocks["emb.pos"].reshape(-1, hidden) + self._blocks["emb.type"][:hidden]
        zero = self._constant("zero", np.zeros(1, np.int64))
        length = self._add("Shape", [INPUT], "length", start=1, end=2)
        placed = self._add("Slice", [self._constant("places", places), zero, length, zero], "placed")
        norm = [self._constant(f"emb.ln.{part}", self._blocks[f"emb.ln.{part}"]) for part in "wb"]
        summed = self._add("Add", [word, placed], "summed")
        return self._add("LayerNormalization", [summed, *norm], "hidden", axis=-1, epsilon=self._epsilon)

    def encode(self, hidden: str, layer: int) -> str:
        """One layer: attention and feed-forward, each added to what went in and normalised."""
        at = f"l{layer}"
        joined = self._multiply(hidden, [f"{at}.{part}" for part in "qkv"], f"{at}.qkv")
        parts = [f"{at}.query", f"{at}.key", f"{at}.value"]
        self._nodes.append(helper.make_node("Split", [joined], parts, axis=2, num_outputs=3))
        heads = self._own("MultiHeadAttention", parts, f"{at}.attention", num_heads=self._network.heads)
        attended = self._normalise(self._multiply(heads, [f"{at}.ao"], f"{at}.ao"), hidden, f"{at}.aln")
        inner = self._own("Gelu", [self._multiply(attended, [f"{at}.fi"], f"{at}.fi")], f"{at}.gelu")
        return self._normalise(self._multiply(inner, [f"{at}.fo"], f"{at}.fo"), attended, f"{at}.oln")

    def pool(self, hidden: str) -> None:
        """The mean over tokens, at unit length."""
        axis = self._constant("tokens", np.ones(1, np.int64))
        mean = self._add("ReduceMean", [hidden, axis], "mean", keepdims=0)
        self._add("LpNormalization", [mean], OUTPUT, axis=-1, p=2)

    def model(self) -> ModelProto:
        """What has grown, as a model."""
        put_in = helper.make_tensor_value_info(INPUT, TensorProto.INT64, [1, "tokens"])
        put_out = helper.make_tensor_value_info(OUTPUT, TensorProto.FLOAT, [1, self._network.hidden])
        graph = helper.make_graph(self._nodes, "encoder", [put_in], [put_out], self._constants)
        opsets = [helper.make_opsetid(domain, version) for domain, version in _OPSETS]
        return helper.make_model(graph, opset_imports=opsets, ir_version=_IR_VERSION)

    @property
    def _epsilon(self) -> float:
        return self._network.layer_norm_eps

    def _multiply(self, hidden: str, matrices: Sequence[str], name: str) -> str:
        """`hidden` times the matrices, side by side, plus their biases."""
        blocks = np.concatenate([self._blocks[f"{matrix}.w"] for matrix in matrices])
        bias = np.concatenate([self._blocks[f"{matrix}.b"] for matrix in matrices])
        values, scales = _repacked(blocks)
        inputs = len(blocks) * _BLOCK // len(bias)
        constants = {"w": values.reshape(len(bias), inputs // _BLOCK, _BLOCK // 2), "scale": scales, "bias": bias}
        weights, weight_scales, biases = (self._constant(f"{name}.{part}", value) for part, value in constants.items())
        return self._own(
            "MatMulNBits", [hidden, weights, weight_scales, "", "", biases], f"{name}.out",
            K=inputs, N=len(bias), bits=4, block_size=_BLOCK, accuracy_level=_INT8_ACTIVATIONS,
        )  # fmt: skip

    def _normalise(self, found: str, before: str, name: str) -> str:
        norm = [self._constant(f"{name}.{part}", self._blocks[f"{name}.{part}"]) for part in "wb"]
        return self._own("SkipLayerNormalization", [found, before, *norm], f"{name}.out", epsilon=self._epsilon)

    def _constant(self, name: str, value: Array) -> str:
        self._constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def _own(self, operator: str, inputs: Sequence[str], name: str, **attributes: Any) -> str:
        return self._add(operator, inputs, name, domain=_MICROSOFT, **attributes)

    def _add(self, operator: str, inputs: Sequence[str], name: str, **attributes: Any) -> str:
        self._nodes.append(helper.make_node(operator, list(inputs), [name], **attributes))
        return name


def _repacked(blocks: Array) -> tuple[Array, Array]:
    """Q4_0 blocks as ONNX Runtime's: byte j holds values 2j and 2j + 1, not j and j + 16; scales apart, as float32."""
    nibbles = blocks["nibbles"]
    values = np.concatenate((nibbles & 0x0F, nibbles >> 4), axis=1)
    return values[:, 0::2] | (values[:, 1::2] << 4), blocks["scale"].astype(np.float32)
