"""The tab Văn bản: the list of plans, what was understood of one, adding and removing."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from index.errors import KehoachError
from index.jobs import FINISHED
from index.reading import SUPPORTED_SUFFIXES
from ui import texts
from ui.backend import Backend
from ui.desk import Desk
from ui.framework import gr
from ui.pane import SourcePane
from ui.parts import QUIET, Update, hint, html_part, plain_html, stamped
from ui.plans.listing import render_list
from ui.plans.understood import render_understood
from ui.plans.uploading import render_upload
from ui.reading.reader import render_reader
from ui.reading.view import HEAD, view_of_section

_PAUSE_S = 0.4  # between two looks at how far an upload is


class PlansTab:
    """Everybody may read; those whom the backend lets may add and remove."""

    name = "van-ban"
    title = texts.PLANS_TAB

    def __init__(self, backend: Backend, pane: SourcePane) -> None:
        self._backend = backend
        self._pane = pane

    def draw(self) -> None:
        """Lays the components out."""
        plain_html(f"<h2>{texts.PLANS_HEADING}</h2>")
        with gr.Column(elem_id="kh-upload", min_width=0) as self._editing:
            plain_html(f"<p>{texts.UPLOAD_INFO}</p>")
            self._upload = gr.UploadButton(
                texts.UPLOAD,
                file_count="multiple",
                file_types=[*sorted(SUPPORTED_SUFFIXES)],
                variant="primary",
                elem_id="kh-upload-button",
            )
            self._progress = html_part("", "kh-progress")
        self._wanted = gr.Textbox(label=texts.FIND_PLAN, placeholder=texts.FIND_PLAN_EXAMPLE, elem_id="kh-find-plan")
        self._hint = html_part("", "kh-plans-hint")
        self._plans = html_part("", "kh-plans")

    @property
    def links(self) -> list[gr.HTML]:
        """Whose clicks open places in plans."""
        return [self._plans, self._progress]

    @property
    def inputs(self) -> list[Any]:
        """Whose values `refresh` gets: the words looked for."""
        return [self._wanted]

    @property
    def refreshed(self) -> list[Any]:
        """What `refresh` fills."""
        return [self._plans, self._hint, self._editing]

    def wire(self, desk: gr.State, download: gr.HTML) -> None:
        """Connects events to what they do."""
        self._wanted.change(self._listed, [self._wanted, desk], [self._plans], trigger_mode="always_last", **QUIET)
        shown = [self._plans, self._pane.reader]
        self._plans.select(self._checked, [desk], shown, **QUIET)
        self._plans.undo(self._listed, [self._wanted, desk], [self._plans], **QUIET)
        self._plans.delete(self._removed, [self._wanted, desk], [*shown, self._hint], **QUIET)
        self._upload.upload(
            self._uploaded,
            [self._upload, self._wanted, desk],
            [self._progress, self._plans],
            trigger_mode="multiple",
            **QUIET,
        )

    def refresh(self, desk: Desk, request: gr.Request, *chosen: Any) -> list[Update]:
        """The list as it is now; who may not edit gets no upload."""
        may_edit = self._may_edit(request)
        return [
            self._drawn(desk, str(chosen[0] or ""), may_edit),
            stamped(desk.moment(), ""),
            gr.update(visible=may_edit),
        ]

    def _may_edit(self, request: gr.Request) -> bool:
        return self._backend.access.may_edit(request.cookies)

    def _drawn(self, desk: Desk, wanted: str, may_edit: bool) -> str:
        return stamped(desk.moment(), render_list(self._backend.plans(), wanted, may_edit))

    def _listed(self, wanted: str, desk: Desk, request: gr.Request) -> Update:
        return self._drawn(desk, wanted, self._may_edit(request))

    def _checked(self, desk: Desk, event: gr.EventData) -> list[Update]:
        """What was understood of a plan, and beside it the plan itself, to compare."""
        plan = self._backend.plans().get(str(event.plan))
        if plan is None:
            return [stamped(desk.moment(), hint(texts.PLAN_GONE)), gr.skip()]
        view = view_of_section(plan, HEAD)
        opened = render_reader(view) if view else ""
        return [stamped(desk.moment(), render_understood(plan)), stamped(desk.moment(), opened)]

    def _removed(self, wanted: str, desk: Desk, event: gr.EventData, request: gr.Request) -> list[Update]:
        notice = texts.REMOVED
        try:
            self._backend.access.remove(request.cookies, str(event.plan))
        except KehoachError as error:
            notice = str(error)
        return [
            self._drawn(desk, wanted, self._may_edit(request)),
            stamped(desk.moment(), ""),
            stamped(desk.moment(), hint(notice)),
        ]

    def _uploaded(
        self, paths: Sequence[str] | None, wanted: str, desk: Desk, request: gr.Request
    ) -> Iterator[list[Update]]:
        """Each file's result as soon as it is known, then the list with the new plans. The work goes on if the person leaves."""
        files = [(Path(path).name, Path(path).read_bytes()) for path in paths or []]
        try:
            job_id = self._backend.access.upload(request.cookies, files)
            while (job := self._backend.access.job(job_id)).state not in FINISHED:
                yield [stamped(desk.moment(), render_upload(job)), gr.skip()]
                time.sleep(_PAUSE_S)
        except KehoachError as error:
            yield [stamped(desk.moment(), hint(str(error))), gr.skip()]
            return
        yield [stamped(desk.moment(), render_upload(job)), self._drawn(desk, wanted, may_edit=True)]
