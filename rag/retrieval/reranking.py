"""The order of what the search found, by a cross-encoder that reads question and passage together; off unless one is named."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from typing import Any, Protocol

from index.errors import KehoachError

_MAX_TOKENS = 512  # of question and passage together
_BATCH = 8


class RerankerMissing(KehoachError):
    """The cross-encoder named in the settings can't be loaded."""


class Reranker(Protocol):
    """Something that says how well each passage answers a question."""

    def score(self, question: str, passages: Sequence[str]) -> list[float]:
        """One number a passage, higher is better; comparable for one question only."""
        ...


class CrossEncoderReranker:
    """A `Reranker` around sentence-transformers' `CrossEncoder`. Build with `build_reranker`."""

    def __init__(self, model: Any) -> None:
        self._model = model
        self._lock = Lock()  # the model is shared by the server's threads; tokenizers are not re-entrant

    def score(self, question: str, passages: Sequence[str]) -> list[float]:
        """The cross-encoder's scores."""
        if not passages:
            return []
        pairs = [(question, passage) for passage in passages]
        with self._lock:
            scores = self._model.predict(pairs, batch_size=_BATCH, show_progress_bar=False)
        return [float(score) for score in scores]


def build_reranker(model: str) -> CrossEncoderReranker:
    """Loads `model`, a sentence-transformers CrossEncoder's folder or, where there is a network, its name. Raises `RerankerMissing`."""
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
    os.environ["TOKENIZERS_PARALLELISM"] = "false"
    from sentence_transformers import CrossEncoder

    try:
        loaded = CrossEncoder(
            model,
            device="cpu",
            max_length=_MAX_TOKENS,
            local_files_only=Path(model).is_dir(),
            trust_remote_code=False,
            model_kwargs={"use_safetensors": True},  # a pickle runs what it holds
        )
    except (OSError, ValueError) as error:
        raise RerankerMissing(
            f"Không nạp được mô hình xếp hạng “{model}”. Cần tên hoặc thư mục một CrossEncoder của sentence-transformers, trọng số dạng safetensors; "
            "hãy sửa KEHOACH_RERANKER hoặc để trống."
        ) from error
    if loaded.num_labels != 1:
        raise RerankerMissing(
            f"Mô hình “{model}” cho {loaded.num_labels} điểm mỗi đoạn, cần một. Hãy chọn mô hình xếp hạng khác."
        )
    return CrossEncoderReranker(loaded)
