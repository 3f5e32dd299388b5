"""All settings, from the environment (prefix KEHOACH_) or a `.env` file; nothing else reads the environment."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from dotenv import dotenv_values
from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from api import texts


class Auth(StrEnum):
    """Whether callers need an API key."""

    AUTO = "auto"
    REQUIRED = "required"
    OFF = "off"


class LogFormat(StrEnum):
    """How logs are written."""

    TEXT = "text"
    JSON = "json"


class LogLevel(StrEnum):
    """From which level on."""

    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class Settings(BaseSettings):
    """What an operator can set. Validated at start; shown by `kehoach settings`."""

    model_config = SettingsConfigDict(env_prefix="KEHOACH_", env_file=".env", extra="ignore")

    data: Path = Field(Path("data"), description="Thư mục dữ liệu: chỉ mục, mô hình, cơ sở dữ liệu.")
    host: str = Field("127.0.0.1", description="Địa chỉ máy chủ lắng nghe.")
    port: int = Field(8000, ge=1, le=65_535, description="Cổng máy chủ lắng nghe.")
    embedding_model: str = Field(
        "bundled",
        description="Mô hình nhúng: “bundled” (multilingual-e5-small đi kèm), hoặc tên/thư mục mô hình sentence-transformers.",
    )
    chroma_url: str | None = Field(
        None, description="Máy chủ Chroma dùng chung (http://máy:cổng); để trống thì dùng thư mục dữ liệu."
    )
    database_url: str | None = Field(
        None, description="Cơ sở dữ liệu danh mục (địa chỉ SQLAlchemy); để trống thì dùng SQLite trong thư mục dữ liệu."
    )
    llm_url: str | None = Field(
        None,
        pattern=r"^https?://",
        description="Mô hình ngôn ngữ soạn câu trả lời: địa chỉ theo chuẩn OpenAI (http://máy:cổng/v1); để trống thì không dùng.",
    )
    llm_model: str = Field("", description="Tên mô hình ngôn ngữ tại địa chỉ đó.")
    llm_key: SecretStr = Field(SecretStr(""), description="Khóa truy cập mô hình ngôn ngữ, nếu cần.")
    llm_timeout: float = Field(
        60.0, gt=0, description="Thời gian tối đa cho một câu trả lời của mô hình ngôn ngữ (giây)."
    )
    llm_max_tokens: int = Field(
        800, ge=50, description="Số token tối đa mô hình ngôn ngữ được viết cho một câu trả lời."
    )
    llm_context: int = Field(
        8_000, ge=1_000, description="Cửa sổ ngữ cảnh của mô hình ngôn ngữ (token), gồm cả phần được viết."
    )
    reranker: str | None = Field(
        None,
        description="Mô hình xếp hạng lại đoạn tìm được: tên hoặc thư mục CrossEncoder của sentence-transformers; để trống thì không dùng.",
    )
    shipped_plans: bool = Field(True, description="Tự lập chỉ mục năm kế hoạch đi kèm khi chạy lần đầu.")
    max_upload_bytes: int = Field(50_000_000, gt=0, description="Kích thước tối đa của một tệp tải lên (byte).")
    max_upload_files: int = Field(100, gt=0, description="Số tệp tối đa của một lượt tải lên.")
    max_request_bytes: int = Field(200_000_000, gt=0, description="Kích thước tối đa của cả lượt tải lên (byte).")
    max_body_bytes: int = Field(2_000_000, gt=0, description="Kích thước tối đa của một yêu cầu không kèm tệp (byte).")
    max_waiting_jobs: int = Field(20, gt=0, description="Số lượt tải lên tối đa được chờ xử lý.")
    max_file_seconds: float = Field(1_800, gt=0, description="Thời gian xử lý tối đa của một tệp (giây).")
    auth: Auth = Field(
        Auth.AUTO,
        description="Khóa API: “auto” (cần khóa, trừ khi chỉ lắng nghe trên chính máy này), “required” (luôn cần), “off” (không cần; chỉ dùng khi có lớp bảo vệ khác).",
    )
    rate_per_minute: int = Field(
        300, ge=0, description="Số yêu cầu tối đa của mỗi khóa trong một phút; 0 là không giới hạn."
    )
    cors_origins: list[str] = Field(
        [],
        description='Các trang web khác được gọi API từ trình duyệt, ví dụ ["https://tinh.gov.vn"]; để trống là không trang nào.',
    )
    questions_at_once: int = Field(
        8,
        ge=1,
        le=32,
        description="Số câu hỏi được trả lời cùng lúc; có thể tăng khi dùng mô hình ngôn ngữ, vì khi đó phần lớn thời gian là chờ.",
    )
    max_questions: int = Field(
        100,
        gt=0,
        description="Số câu hỏi tối đa đang trả lời và đang chờ cùng lúc; nhiều hơn thì được mời thử lại sau (503).",
    )
    max_question_chars: int = Field(2_000, ge=50, description="Số ký tự tối đa của một câu hỏi.")
    log_format: LogFormat = Field(
        LogFormat.TEXT, description="Dạng nhật ký: “text” để đọc trên màn hình, “json” cho hệ thống thu thập nhật ký."
    )
    log_level: LogLevel = Field(
        LogLevel.INFO, description="Mức nhật ký: debug, info (mỗi yêu cầu một dòng), warning, error."
    )
    log_questions: bool = Field(False, description="Ghi cả câu hỏi vào nhật ký.")
    shutdown_seconds: int = Field(
        60, ge=1, description="Khi dừng, chờ các câu trả lời đang soạn tối đa bao nhiêu giây."
    )

    @property
    def feedback_file(self) -> Path:
        """Where readers' feedback is kept."""
        return self.data / "feedback.jsonl"


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting as an operator sees it: what it is, where that comes from, what it means. Passwords are hidden."""

    name: str
    value: str
    source: str
    description: str


def effective_settings(settings: Settings) -> list[Setting]:
    """Every setting with the source of its value."""
    in_file = {name.upper() for name in dotenv_values(".env")}
    set_outside = {name.upper() for name in os.environ}
    found = []
    for field, info in Settings.model_fields.items():
        name = f"KEHOACH_{field.upper()}"
        source = (
            texts.FROM_ENVIRONMENT if name in set_outside else texts.FROM_FILE if name in in_file else texts.DEFAULT
        )
        found.append(Setting(name, _shown(getattr(settings, field)), source, info.description or ""))
    return found


# "postgresql://kehoach:bí-mật@máy/csdl"
_PASSWORD = re.compile(r"(?<=//)([^/@:]*):[^@]*@")


def _shown(value: object) -> str:
    return "—" if value is None else _PASSWORD.sub(r"\1:***@", str(value))
