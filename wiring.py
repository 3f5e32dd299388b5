"""The composition root: the one place where index, assistant, API and page are put together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from api.settings import Settings
from index.errors import KehoachError, UnreadableFile
from index.ingest import FileResult, Outcome, ingest_files, plan_files, shipped_plans

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from api.deps import Services
    from index.embedding import Embedder
    from index.store import PlanIndex
    from rag.answers import Answer
    from rag.assistant import Assistant
    from rag.conversation import Shared
    from rag.generation.writing import Writer
    from rag.retrieval.reranking import Reranker
    from ui.backend import Backend, Hear
    from ui.backend import Feedback as PageFeedback

err = Console(stderr=True)
_OTHERS_START_S = (
    600.0  # processes that share a database may start together; one fills the index, the others wait for it
)


def open_index(settings: Settings) -> PlanIndex:
    """The index of the data directory; on first use it gets the shipped plans, with a progress bar."""
    index = open_stored_index(settings)
    index.check_model()
    wait_s = _OTHERS_START_S if settings.database_url else 0.0
    if index.is_outdated():
        with index.ingesting(wait_s), progress_bar() as progress:
            task = progress.add_task("Đang đọc lại văn bản theo phiên bản mới", total=None)
            index.rebuild(lambda done, total: progress.update(task, completed=done, total=total))
    if settings.shipped_plans and not index.has_shipped_plans():
        results = ingest_with_progress(index, plan_files([shipped_plans()]), wait_s)
        if all(result.outcome is not Outcome.FAILED for result in results):
            index.remember_shipped_plans()
    return index


def open_stored_index(settings: Settings) -> PlanIndex:
    """The index of the data directory as it is stored."""
    from index.store import build_index

    return build_index(settings.data, embedder_of(settings), settings.chroma_url, settings.database_url)


def open_engine(settings: Settings) -> Engine:
    """The database alone, for the commands on keys and the audit log."""
    from index.migrations import open_database

    return open_database(settings.data, settings.database_url)[0]


def embedder_of(settings: Settings) -> Callable[[], Embedder]:
    """A loader of the configured embedding model."""

    def load() -> Embedder:
        from index.embedding import build_embedder

        with err.status("Đang nạp mô hình ngôn ngữ…"):
            return build_embedder(settings.embedding_model, settings.data)

    return load


def build_services(settings: Settings) -> Services:
    """Everything a server process needs."""
    from api import deps
    from rag.shared_questions import SharedQuestions  # before the database is opened, which makes its table

    index = open_index(settings)
    shared = SharedQuestions(index.engine) if settings.database_url else None
    return deps.build_services(settings, index, build_assistant(settings, index, shared))


def build_assistant(settings: Settings, index: PlanIndex, shared: Shared | None = None) -> Assistant:
    """The assistant over an index, with the language model and the reranker that the settings name; without them, nothing calls out.

    `shared`: where it keeps conversations for other processes, too.
    """
    from rag.assistant import Assistant
    from rag.conversation import Conversations

    return Assistant(index, Conversations(shared=shared), writer_of(settings), reranker_of(settings))


def writer_of(settings: Settings) -> Writer | None:
    """Who phrases answers: the configured language model, or nobody. Raises `KehoachError` when only half of it is configured."""
    if settings.llm_url is None:
        return None
    if not settings.llm_model:
        raise KehoachError("Có KEHOACH_LLM_URL nhưng thiếu KEHOACH_LLM_MODEL. Hãy đặt tên mô hình, hoặc bỏ cả hai.")
    from rag.generation.language_model import build_language_model
    from rag.generation.resting import RestingModel
    from rag.generation.writing import Writer

    key = settings.llm_key.get_secret_value()
    model = build_language_model(
        settings.llm_url, settings.llm_model, key, settings.llm_timeout, settings.llm_max_tokens
    )
    return Writer(RestingModel(model), settings.llm_context, settings.llm_max_tokens)


def reranker_of(settings: Settings) -> Reranker | None:
    """The configured cross-encoder, or none."""
    if settings.reranker is None:
        return None
    from rag.retrieval.reranking import build_reranker

    with err.status("Đang nạp mô hình xếp hạng…"):
        return build_reranker(settings.reranker)


def build_server(services: Services) -> Any:
    """The API with the page mounted on it: an ASGI application. While keys are in force, the page asks for one."""
    from api.access.roles import Role
    from api.app import build_app
    from ui.app import PATH, build_ui, mount_ui

    return mount_ui(build_app(services, {PATH: Role.READER}), build_ui(page_backend(services)))


def page_backend(services: Services) -> Backend:
    """What the page does, done by the same services as the API."""
    from api.changes import PageAccess
    from rag.answers import Mode
    from rag.feedback import Feedback, Verdict
    from ui.backend import Backend

    def ask(question: str, conversation_id: str | None, plan_ids: Sequence[str] | None, hear: Hear | None) -> Answer:
        with services.questions.count():
            answer = services.assistant.ask(question, conversation_id, plan_ids, Mode.AUTO, hear)
        services.feedback.remember(answer)
        return answer

    def give_feedback(given: PageFeedback) -> None:
        verdict = Verdict.GOOD if given.is_good else Verdict.WRONG_CITATION if given.wrong_citations else Verdict.BAD
        services.feedback.write(Feedback(given.answer_id, verdict, given.wrong_citations, given.comment))

    return Backend(ask, lambda: services.index.snapshot.plans, give_feedback, PageAccess(services))


_OUTCOMES = {
    Outcome.ADDED: "đã nạp",
    Outcome.REPLACED: "đã thay",
    Outcome.UNCHANGED: "không đổi",
    Outcome.DUPLICATE: "trùng nội dung",
    Outcome.FAILED: "lỗi",
}


def ingest_with_progress(index: PlanIndex, files: Sequence[Path], wait_s: float = 0.0) -> list[FileResult]:
    """Indexes files with a bar on the terminal, then says what became of each."""
    index.embedder  # noqa: B018  the model is loaded before the bar starts, so that the bar measures the plans
    with progress_bar() as progress:
        task = progress.add_task("Đang lập chỉ mục văn bản", total=len(files))
        results = ingest_files(index, files, lambda _result: progress.advance(task), wait_s)
    for result in results:
        note = f": {result.message}" if result.message else (f" ({result.passages} đoạn)" if result.passages else "")
        err.print(f"  {result.source} — {_OUTCOMES[result.outcome]}{note}", highlight=False, markup=False)
    return results


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """A progress bar on standard error."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=err) as progress:
        yield progress


def open_evaluated(data: Path, plans: Sequence[Path]) -> tuple[PlanIndex, Assistant]:
    """An index in `data` over exactly `plans`, and the assistant on it, for an evaluation; the model is loaded once a process."""
    from index.store import build_index

    index = build_index(data, _evaluated_embedder)
    index.check_model()
    files = plan_files(plans)
    if files:
        failed = [result for result in ingest_with_progress(index, files) if result.outcome is Outcome.FAILED]
        if failed:
            raise UnreadableFile("; ".join(result.message for result in failed))
    return index, build_assistant(Settings(), index)


@cache
def _evaluated_embedder() -> Embedder:
    from eval.caching import CachedEmbedder

    return CachedEmbedder(embedder_of(Settings())())
