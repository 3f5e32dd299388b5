"""What a server does beside answering: works off uploads, and takes over what other processes changed."""

from __future__ import annotations

import logging
from collections.abc import Callable
from threading import Event, Thread

from api.access.audit import Action
from api.deps import Services
from index.ingest import FileResult, Outcome
from index.job_runner import JobRunner
from index.jobs import Job
from index.outages import outage_of
from rag.answers import Answer

log = logging.getLogger(__name__)
_PAUSE_S = 0.5  # between two looks at the queue, and at the catalog
_STOP_S = 120.0  # a stopped ingest ends after the batch it is embedding, or the plan it is writing
_ACTIONS = {
    Outcome.ADDED: Action.PLAN_ADDED,
    Outcome.REPLACED: Action.PLAN_REPLACED,
    Outcome.FAILED: Action.PLAN_FAILED,
}


class Background:
    """The threads of a running server."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._stop = Event()
        self._runner = JobRunner(services.index, services.jobs, services.settings.max_file_seconds, self._note)
        self._threads = [
            Thread(target=self._repeat, args=(work,), name=name, daemon=True)
            for name, work in (("ingest", self._work_off), ("follow", services.index.refresh_if_changed))
        ]
        services.assistant.told = self._note_answer

    def start(self) -> None:
        """Begins; the model is made warm first, for `/readyz`."""
        Thread(target=self._warm_up, name="warm-up", daemon=True).start()
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Ends, the ingest at a safe point: what is not done goes on at the next start."""
        self._stop.set()
        self._runner.stop()
        for thread in self._threads:
            thread.join(_STOP_S)

    def _warm_up(self) -> None:
        try:
            self._services.index.warm_up()
        except Exception:  # `/readyz` says so; a question would say why
            log.exception("the embedding model can't be loaded")

    def _note_answer(self, answer: Answer) -> None:
        self._services.metrics.note_answer(answer)
        added = {
            "kind": answer.kind.value,
            "status": answer.status.value,
            "reason": answer.refusal.reason.value if answer.refusal else "",
            "timings_ms": answer.timings_ms,
        }
        if self._services.settings.log_questions:
            added["question"] = answer.standalone_question
        log.info("%s %s", answer.kind.value, answer.status.value, extra=added)

    def _work_off(self) -> None:
        index = self._services.index
        try:
            self._runner.run_waiting()
        except Exception as error:
            index.outage = outage_of(error)
            raise
        index.outage = None

    def _repeat(self, work: Callable[[], object]) -> None:
        while not self._stop.is_set():
            try:
                work()
            except Exception:  # the database or the vector store is away: it may come back
                log.exception("background work failed; it is tried again")
                self._stop.wait(10 * _PAUSE_S)
            self._stop.wait(_PAUSE_S)

    def _note(self, job: Job, result: FileResult, seconds: float) -> None:
        self._services.metrics.note_file(result.outcome, seconds)
        action = _ACTIONS.get(result.outcome)
        if action:
            detail = result.message or result.source
            self._services.audit.record(job.submitted_by, action, result.plan_id or result.source, detail)
