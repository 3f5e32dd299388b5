"""One question: in process against its embedding alone, over HTTP against in process, and which questions need no model at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from statistics import median

from bench.records import Bar, Row
from bench.timing import Work, in_turns, milliseconds, timed
from bench.workplace import Workplace
from eval.statistics import percentile
from index.embedding import Vectors
from rag.answers import Status
from rag.assistant import Assistant
from rag.conversation import Conversations

_NEED_NO_MODEL = ("metadata", "tasks", "indicator")  # kinds answered from records


def in_process(place: Workplace) -> Row:
    """`Assistant.ask` of each question beside the embedding of the same question, by the product's embedder and by sentence-transformers."""
    names = ("ask", "embed", "reference")
    rounds: dict[str, list[float]] = {}
    by_round: list[dict[str, list[float]]] = []
    for question in place.questions:  # what is read on first use is not the question's
        place.assistant.ask(question)
    for number in range(place.scale.rounds):
        seen: dict[str, list[float]] = {name: [] for name in names}
        for question in place.questions:
            works: dict[str, Work] = {
                "ask": partial(place.assistant.ask, question),
                "embed": partial(place.embedder.embed_question, question),
                "reference": partial(place.reference.encode_query, question, show_progress_bar=False),
            }
            for name, times in in_turns(works, 1).items():
                seen[name] += times
        by_round.append(seen)
        place.tell(f"in_process: {number + 1}/{place.scale.rounds}")
    figures = {f"{name}_{label}_ms": milliseconds(median(percentile(r[name], share) for r in by_round))
               for name in names for label, share in (("p50", 0.5), ("p95", 0.95))}  # fmt: skip
    for name in ("embed", "reference"):
        for label, share in (("p50", 0.5), ("p95", 0.95)):
            ratios = [percentile(r["ask"], share) / percentile(r[name], share) for r in by_round]
            figures[f"{label}_to_{name}"] = round(median(ratios), 3)
            rounds[f"{label}_to_{name}"] = ratios
    bars = (Bar("p50_to_reference", 1.5), Bar("p95_to_reference", 2.5), Bar("embed_p50_ms", 10.0))
    return Row("in_process", figures, bars, rounds)


def over_http(place: Workplace) -> Row:
    """The same questions to a server and to an assistant in this process, in turns."""
    added: list[float] = []
    figures: dict[str, float] = {}
    by_way: dict[str, list[float]] = {"in_process": [], "http": []}
    with place.server(place.copy("served")) as server:
        client = server.client()
        for question in place.questions:
            client.ask(question)
            place.assistant.ask(question)
        for number in range(place.scale.rounds):
            seen: dict[str, list[float]] = {"in_process": [], "http": []}
            for question in place.questions:
                seen["in_process"].append(timed(partial(place.assistant.ask, question)))
                seen["http"].append(timed(partial(client.ask, question)))
            added.append(1_000 * (percentile(seen["http"], 0.5) - percentile(seen["in_process"], 0.5)))
            for way, times in seen.items():
                by_way[way] += times
            place.tell(f"over_http: {number + 1}/{place.scale.rounds}")
        client.close()
    for way, times in by_way.items():
        figures |= {f"{way}_{label}_ms": milliseconds(percentile(times, share))
                    for label, share in (("p50", 0.5), ("p95", 0.95))}  # fmt: skip
    figures["added_p50_ms"] = round(median(added), 2)
    return Row("over_http", figures, (Bar("added_p50_ms", 3.0),), {"added_p50_ms": added})


class _Counting:
    """The product's embedder, counting the questions it embeds."""

    def __init__(self, place: Workplace) -> None:
        self._embedder = place.embedder
        self.name = self._embedder.name
        self.asked = 0

    def embed_passages(self, texts: Sequence[str], advance: Callable[[int], None] | None = None) -> Vectors:
        """As the embedder inside."""
        return self._embedder.embed_passages(texts, advance)

    def embed_question(self, text: str) -> Vectors:
        """As the embedder inside."""
        self.asked += 1
        return self._embedder.embed_question(text)


def without_model(place: Workplace) -> Row:
    """How many questions of each kind were answered without an embedding; all questions of the shipped set that stand alone."""
    embedder = _Counting(place)
    assistant = Assistant(place.open_index("counted", embedder), Conversations())
    gold = [question for question in place.gold if not question.history]
    step = max(1, len(gold) // (10 * place.scale.questions))
    asked: Counter[str] = Counter()
    embedded: Counter[str] = Counter()
    for question in gold[::step]:
        before = embedder.asked
        answer = assistant.ask(question.question)
        # A refusal names the nearest section, which is searched for: it is counted by itself.
        kind = answer.kind.value if answer.status is Status.ANSWERED else answer.status.value
        asked[kind] += 1
        embedded[kind] += embedder.asked > before
    figures: dict[str, float] = {"questions": float(asked.total()), "embedded_share": embedded.total() / asked.total()}
    figures |= {f"{kind}_asked": float(count) for kind, count in asked.items()}
    figures |= {f"{kind}_embedded": float(embedded[kind]) for kind in asked}
    figures["embedded_of_record_kinds"] = float(sum(embedded[kind] for kind in _NEED_NO_MODEL))
    return Row("without_model", figures, (Bar("embedded_of_record_kinds", 0.0),))
