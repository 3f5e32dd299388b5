from collections.abc import Sequence
from pathlib import Path

import pytest

from index.store import PlanIndex
from rag.assistant import Assistant
from rag.conversation import Conversations
from rag.retrieval.reranking import RerankerMissing, build_reranker

WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "sở", "y", "tế", "hà", "tĩnh", "kế", "hoạch"]


class LongestFirst:
    """A `Reranker` by length."""

    def score(self, question: str, passages: Sequence[str]) -> list[float]:
        """The longer, the better."""
        return [float(len(passage)) for passage in passages]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cross-encoder of one small layer with random weights, saved as sentence-transformers reads it."""
    import torch
    from tokenizers import Tokenizer
    from tokenizers.models import WordLevel
    from tokenizers.pre_tokenizers import Whitespace
    from transformers import BertConfig, BertForSequenceClassification, PreTrainedTokenizerFast

    folder = tmp_path_factory.mktemp("reranker")
    torch.manual_seed(1)
    config = BertConfig(
        vocab_size=len(WORDS), hidden_size=8, num_hidden_layers=1, num_attention_heads=2, intermediate_size=16, num_labels=1,
    )  # fmt: skip
    BertForSequenceClassification(config).save_pretrained(folder)
    words = Tokenizer(WordLevel({word: i for i, word in enumerate(WORDS)}, unk_token="[UNK]"))
    words.pre_tokenizer = Whitespace()
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=words, unk_token="[UNK]", pad_token="[PAD]", cls_token="[CLS]", sep_token="[SEP]",
    )  # fmt: skip
    tokenizer.save_pretrained(folder)
    return folder


def test_a_cross_encoder_scores_each_passage(folder: Path) -> None:
    reranker = build_reranker(str(folder))
    scores = reranker.score("sở y tế hà tĩnh", ["kế hoạch", "sở y tế", "hà " * 1_000])
    assert len(scores) == 3
    assert scores == pytest.approx(reranker.score("sở y tế hà tĩnh", ["kế hoạch", "sở y tế", "hà " * 1_000]))
    assert reranker.score("sở", []) == []


def test_what_is_no_cross_encoder_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(RerankerMissing, match="KEHOACH_RERANKER"):
        build_reranker(str(tmp_path))


def test_found_passages_come_in_the_rerankers_order(shipped_index: PlanIndex) -> None:
    question = "Y học cổ truyền được phát triển ra sao ở Lâm Đồng?"
    plain = Assistant(shipped_index, Conversations()).search(question)
    ordered = Assistant(shipped_index, Conversations(), reranker=LongestFirst()).search(question)
    assert {s.passage.passage_id for s in ordered} == {s.passage.passage_id for s in plain}
    assert [s.score for s in ordered] == sorted((s.score for s in ordered), reverse=True)
    assert [s.passage for s in ordered] != [s.passage for s in plain]


def test_an_assistant_answers_with_a_real_cross_encoder(shipped_index: PlanIndex, folder: Path) -> None:
    assistant = Assistant(shipped_index, Conversations(), reranker=build_reranker(str(folder)))
    assert assistant.ask("Y học cổ truyền được phát triển ra sao ở Lâm Đồng?").citations
