"""BM25 beside the vectors: a tantivy index over accented syllables, syllable pairs, and folded syllables as the safety net.

Texts are indexed as written (folding merges words: thể, thế); only a question without diacritics is matched on the folded field.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import tantivy

from index.records import Passage
from index.soundness import empty_folder, lexical_seal, sweep
from index.vietnamese import bigrams, expand, fold, is_accented, syllables

log = logging.getLogger(__name__)
_BOOSTS = {"syllables": 1.0, "pairs": 1.2, "folded": 0.3}  # a pair is a word more often than not
_FOLDED_ONLY = 1.0  # weight of the folded field when the question has no diacritics at all
_HEAP_BYTES = 50_000_000
_MAX_TERMS = 200


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("passage_id", stored=True, tokenizer_name="raw")
    builder.add_text_field("plan_id", stored=False, tokenizer_name="raw")
    for name in _BOOSTS:
        builder.add_text_field(name, stored=False, tokenizer_name="whitespace")
    return builder.build()


def _fields(text: str) -> dict[str, list[str]]:
    words = syllables(expand(text))
    return {"syllables": words, "pairs": bigrams(words), "folded": [fold(word) for word in words]}


def _document(passage: Passage) -> Any:
    fields = _fields(f"{passage.context}\n{passage.text}")
    words = {name: [" ".join(words)] for name, words in fields.items()}
    return tantivy.Document(passage_id=[passage.passage_id], plan_id=[passage.plan_id], **words)


class LexicalIndex:
    """BM25 over passages. Build with `build_lexical`."""

    def __init__(self, index: tantivy.Index, schema: tantivy.Schema, folder: Path | None) -> None:
        self._index = index
        self._schema = schema
        self._folder = folder
        self.in_memory = folder is None

    def replace(self, passages: Mapping[str, Sequence[Passage]]) -> None:
        """Plan id → its passages, in the place of those it had; none removes the plan."""
        with self._writing() as writer:
            for plan_id, of_plan in passages.items():
                writer.delete_documents_by_term("plan_id", plan_id)
                for passage in of_plan:
                    writer.add_document(_document(passage))

    def clear(self) -> None:
        """Forgets all passages."""
        with self._writing() as writer:
            writer.delete_all_documents()

    @contextmanager
    def _writing(self) -> Iterator[Any]:
        if self._folder is not None:
            sweep(self._folder)
        writer = self._index.writer(heap_size=_HEAP_BYTES, num_threads=1)
        try:
            yield writer
            writer.commit()
            writer.wait_merging_threads()
        finally:
            del writer  # it holds tantivy's lock, also where the traceback of an error keeps this frame
        self._index.reload()

    def flush(self) -> None:
        """Forces what was written to the disk, and seals it."""
        if self._folder is not None:
            lexical_seal(self._folder).write()

    def reload(self) -> None:
        """Takes over what another process wrote to the folder."""
        self._index.reload()

    def search(self, query: str, top_k: int, plan_ids: Sequence[str] | None = None) -> list[tuple[str, float]]:
        """Passage ids with BM25 scores, best first, within `plan_ids` where given."""
        fields = _fields(query)
        boosts = _BOOSTS if is_accented(query) else {"folded": _FOLDED_ONLY, "syllables": 0.5, "pairs": 0.5}
        clauses = [
            (
                tantivy.Occur.Should,
                tantivy.Query.boost_query(tantivy.Query.term_query(self._schema, name, word), boosts[name]),
            )
            for name, words in fields.items()
            for word in dict.fromkeys(words[:_MAX_TERMS])
        ]
        if not clauses:
            return []
        wanted = tantivy.Query.boolean_query(clauses)
        if plan_ids is not None:
            within = [
                (tantivy.Occur.Should, tantivy.Query.term_query(self._schema, "plan_id", plan_id))
                for plan_id in plan_ids
            ]
            if not within:
                return []
            scope = tantivy.Query.const_score_query(tantivy.Query.boolean_query(within), 0.0)
            wanted = tantivy.Query.boolean_query([(tantivy.Occur.Must, wanted), (tantivy.Occur.Must, scope)])
        searcher = self._index.searcher()
        return [
            (searcher.doc(address)["passage_id"][0], score)
            for score, address in searcher.search(wanted, limit=top_k).hits
        ]

    def count(self) -> int:
        """How many passages are searchable."""
        return int(self._index.searcher().num_docs)


def build_lexical(folder: Path | None) -> LexicalIndex:
    """The lexical index in `folder`, made if missing, and anew where it can't be opened; an empty one in memory without."""
    schema = _schema()
    if folder is None:
        return LexicalIndex(tantivy.Index(schema), schema, None)
    folder.mkdir(parents=True, exist_ok=True)
    try:
        index = tantivy.Index(schema, path=str(folder))
    except ValueError:  # whatever tantivy finds wrong with its files
        log.exception("the lexical index in %s can't be opened; it is made anew from the catalog", folder)
        empty_folder(folder, lexical_seal(folder))
        index = tantivy.Index(schema, path=str(folder))
    return LexicalIndex(index, schema, folder)
