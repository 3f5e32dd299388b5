"""Bodies of responses about uploads and changes."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from index.ingest import Outcome
from index.jobs import Job, JobState

_TIME = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)
# Stored without a zone, sent with one: RFC 3339, which OpenAPI's "date-time" is, wants it.
UtcTime = Annotated[datetime, AfterValidator(lambda time: time.replace(tzinfo=UTC))]


class FileResultBody(BaseModel):
    """What became of a file."""

    model_config = ConfigDict(from_attributes=True)

    source: str = Field(description="Tên tệp.", examples=["ke-hoach-2026.docx"])
    outcome: Outcome = Field(
        description="added: đã nạp; replaced: đã thay bản cũ; unchanged: không đổi; duplicate: trùng nội dung với văn bản `plan_id`; failed: lỗi."
    )
    plan_id: str = Field(description="Mã văn bản; trống khi lỗi.", examples=["ke-hoach-2026"])
    passages: int = Field(description="Số đoạn đã lập chỉ mục.", examples=[84])
    message: str = Field(description="Lý do lỗi, hoặc trùng với văn bản nào; trống nếu không có gì để nói.")


class JobBody(BaseModel):
    """An upload: how far it is, and what became of its files. Times are UTC."""

    id: str = Field(description="Mã lượt nạp.", examples=["0b9c1f0e6f4e4f6f9d6c1f1f7a0c2b11"])
    state: JobState = Field(
        description="queued: đang chờ; reading: đang đọc tệp; embedding: đang lập chỉ mục; done: xong; failed: không tệp nào nạp được, xem `reason`."
    )
    files: list[str] = Field(description="Tên các tệp đã gửi.", examples=[["ke-hoach-2026.docx"]])
    results: list[FileResultBody] = Field(
        description="Kết quả từng tệp đã xử lý; mỗi văn bản trong tệp .zip có một kết quả."
    )
    passages_done: int = Field(description="Số đoạn đã lập chỉ mục của tệp đang xử lý.", examples=[40])
    passages: int = Field(description="Số đoạn của tệp đang xử lý.", examples=[84])
    reason: str = Field(description="Vì sao lượt nạp không thành; trống nếu không lỗi.")
    created_at: UtcTime = Field(description="Lúc nhận (UTC).", examples=[_TIME])
    started_at: UtcTime | None = Field(description="Lúc bắt đầu xử lý (UTC).", examples=[_TIME])
    finished_at: UtcTime | None = Field(description="Lúc xong (UTC).", examples=[_TIME])

    @classmethod
    def of(cls, job: Job) -> JobBody:
        """The job as JSON gives it."""
        return cls(
            id=job.job_id,
            state=job.state,
            files=list(job.files),
            results=[FileResultBody.model_validate(result) for result in job.results],
            passages_done=job.passages_done,
            passages=job.passages,
            reason=job.reason,
            created_at=job.created_at,
            started_at=job.started_at,
            finished_at=job.finished_at,
        )


class AuditEntryBody(BaseModel):
    """One change: who did what, when."""

    model_config = ConfigDict(from_attributes=True)

    id: int = Field(validation_alias="entry_id", description="Số thứ tự.")
    at: UtcTime = Field(description="Lúc nào (UTC).", examples=[_TIME])
    actor: str = Field(description="Ai: tên và mã khóa; “local” khi không cần khóa.", examples=["Văn phòng (1a2b3c4d)"])
    action: str = Field(description="Việc gì.", examples=["plan.added"])
    target: str = Field(description="Với văn bản, lượt nạp hay khóa nào.", examples=["ke-hoach-2026"])
    detail: str = Field(description="Chi tiết.", examples=["ke-hoach-2026.docx"])
    request_id: str = Field(description="Mã yêu cầu (tiêu đề X-Request-ID).", examples=["5f2c9a1b7d3e"])
