"""For users of llama-index: our index as a retriever, our assistant as a query engine. Nothing else of the project imports this file."""

from __future__ import annotations

from typing import Any

from llama_index.core.base.response.schema import Response
from llama_index.core.query_engine import CustomQueryEngine
from llama_index.core.retrievers import BaseRetriever
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode

from index.records import Passage
from rag.answers import Answer, Citation
from rag.assistant import Assistant

TOP_K = 10


class KehoachRetriever(BaseRetriever):  # type: ignore[misc]  # llama-index is not typed here
    """The hybrid search as a llama-index retriever: passages with their plan, legal address and offsets in the plan's text."""

    def __init__(self, assistant: Assistant, top_k: int = TOP_K, plan_ids: list[str] | None = None) -> None:
        super().__init__()
        self._assistant = assistant
        self._top_k = top_k
        self._plan_ids = plan_ids

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        found = self._assistant.search(query_bundle.query_str, self._plan_ids)[: self._top_k]
        return [NodeWithScore(node=_passage_node(scored.passage), score=scored.score) for scored in found]


class KehoachQueryEngine(CustomQueryEngine):  # type: ignore[misc]
    """The assistant as a llama-index query engine: the answer's text, its citations as source nodes, the rest as metadata."""

    assistant: Assistant
    plan_ids: list[str] | None = None

    def custom_query(self, query_str: str) -> Response:
        """The answer to one question; a refusal has no source nodes and a `refusal` in its metadata."""
        answer = self.assistant.ask(query_str, plan_ids=self.plan_ids)
        nodes = [NodeWithScore(node=_citation_node(citation), score=None) for citation in answer.citations]
        return Response(response=answer.answer, source_nodes=nodes, metadata=_about(answer))


def _passage_node(passage: Passage) -> TextNode:
    metadata = {
        "plan_id": passage.plan_id,
        "address": passage.address,
        "heading": passage.heading,
        "context": passage.context,
        "start": passage.start,
        "end": passage.end,
    }
    return TextNode(id_=passage.passage_id, text=passage.text, metadata=metadata)


def _citation_node(citation: Citation) -> TextNode:
    metadata = {
        "marker": citation.marker,
        "plan_id": citation.plan_id,
        "plan_title": citation.plan_title,
        "plan_number": citation.plan_number,
        "address": citation.address,
        "heading": citation.heading,
        "start": citation.start,
        "end": citation.end,
    }
    return TextNode(id_=f"{citation.plan_id}:{citation.start}-{citation.end}", text=citation.quote, metadata=metadata)


def _about(answer: Answer) -> dict[str, Any]:
    return {
        "status": answer.status.value,
        "kind": answer.kind.value,
        "composed_by": answer.composed_by.value,
        "refusal": answer.refusal.reason.value if answer.refusal else None,
    }
