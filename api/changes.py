"""Changes of the plans, each noted in the audit log: for the routes, and for the page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from api import texts
from api.access.audit import Action
from api.access.roles import LOCAL, Caller, NotAllowed, Role
from api.deps import Services
from index.jobs import Job, Upload


def upload_plans(services: Services, caller: Caller, uploads: Sequence[Upload], replaces: str = "") -> Job:
    """Queues files for indexing, as the plan `replaces` where given. Raises `NotAllowed`, `UploadTooLarge` and `QueueFull`."""
    caller.check(Role.EDITOR)
    services.index.check_room(sum(len(upload.data) for upload in uploads))
    job = services.jobs.submit(uploads, caller.label, replaces)
    services.audit.record(caller.label, Action.PLANS_UPLOADED, job.job_id, ", ".join(job.files))
    return job


def remove_plan(services: Services, caller: Caller, plan_id: str) -> None:
    """Forgets a plan. Raises `NotAllowed`, `PlanNotFound` and `IndexLocked`."""
    caller.check(Role.EDITOR)
    services.index.remove(plan_id)
    services.audit.record(caller.label, Action.PLAN_DELETED, plan_id)


class PageAccess:
    """What the page may do for whoever looks at it; the composition root hands one to the page.

    `Guard` has already turned away whoever is not signed in while keys are in force, so the page only asks what this person may do:
    in a Gradio event take `request: gr.Request` and pass `request.cookies`. Show the controls for uploading and removing where
    `may_edit(request.cookies)`; do the work with `upload` and `remove`, which check again and raise a `KehoachError` with a message
    to show; then ask `job(job_id)` now and then until its state is in `index.jobs.FINISHED`. Show a link to `SIGN_OUT` where `signs_in`.
    Gradio's own upload route is behind the guard, too. `ui` declares what it uses of this as a Protocol; it can't import `api`.
    """

    SIGN_OUT = "/sign-out"

    def __init__(self, services: Services) -> None:
        self._services = services

    @property
    def signs_in(self) -> bool:
        """Whether people sign in to the page."""
        return self._services.access.in_force

    def name(self, cookies: Mapping[str, str]) -> str:
        """Whose key opened the page; "" where there is none."""
        caller = self._caller(cookies)
        return caller.name if caller and caller.key_id else ""

    def may_edit(self, cookies: Mapping[str, str]) -> bool:
        """Whether this person may bring in, replace and remove plans."""
        caller = self._caller(cookies)
        return caller is not None and caller.role.includes(Role.EDITOR)

    def upload(self, cookies: Mapping[str, str], files: Sequence[tuple[str, bytes]], replaces: str = "") -> str:
        """Queues files (name, bytes); the job's id. Raises `KehoachError`."""
        uploads = [Upload(name, data) for name, data in files]
        return upload_plans(self._services, self._known(cookies), uploads, replaces).job_id

    def job(self, job_id: str) -> Job:
        """How far an upload is, and what became of its files. Raises `JobNotFound`."""
        return self._services.jobs.get(job_id)

    def remove(self, cookies: Mapping[str, str], plan_id: str) -> None:
        """Forgets a plan. Raises `KehoachError`."""
        remove_plan(self._services, self._known(cookies), plan_id)

    def _caller(self, cookies: Mapping[str, str]) -> Caller | None:
        access = self._services.access
        return access.signed_in(cookies) or (None if access.in_force else LOCAL)

    def _known(self, cookies: Mapping[str, str]) -> Caller:
        caller = self._caller(cookies)
        if caller is None:
            raise NotAllowed(texts.SIGN_IN_FIRST)
        return caller
