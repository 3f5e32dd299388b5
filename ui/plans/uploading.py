"""How far an upload is and what becomes of its files, one by one. Pure functions; all text escaped."""

from __future__ import annotations

from index.ingest import FileResult, Outcome
from index.jobs import FINISHED, Job, JobState
from ui import texts
from ui.escaping import escape


def render_upload(job: Job) -> str:
    """Where it stands, and each result; an archive has a result for every document in it."""
    items = "".join(map(_result, job.results))
    return (
        f'<div class="upload"><p role="status"><strong>{escape(_headline(job))}</strong></p>{_bar(job)}'
        f"<ul>{items}</ul></div>"
    )


def _headline(job: Job) -> str:
    if job.state in FINISHED:
        failed = sum(result.outcome is Outcome.FAILED for result in job.results)
        return texts.UPLOAD_DONE.format(good=len(job.results) - failed, failed=failed)
    if job.state is JobState.QUEUED:
        return texts.UPLOAD_QUEUED.format(count=len(job.files))
    return texts.UPLOADING.format(done=len(job.results), count=len(job.files))


def _bar(job: Job) -> str:
    """Whole files, and of the file in work the part that is done."""
    if job.state in FINISHED:
        return ""
    part = job.passages_done / job.passages if job.passages else 0.0
    count = max(len(job.files), len(job.results), 1)
    return f'<progress max="{count}" value="{len(job.results) + part:.2f}" aria-label="{escape(_headline(job))}"></progress>'


def _result(result: FileResult) -> str:
    name, outcome = escape(result.source), escape(texts.OUTCOMES[result.outcome])
    message = f" {escape(result.message)}" if result.message else ""
    if result.outcome is Outcome.FAILED:
        return f'<li class="bad"><strong>{name}</strong>: {outcome}.{message}</li>'
    opener = (
        f'<button type="button" class="link" data-open="section:head:{escape(result.plan_id)}">'
        f"{escape(texts.READ_PLAN)}</button>"
    )
    return f'<li class="good"><strong>{name}</strong>: {outcome}.{message} {opener}</li>'
