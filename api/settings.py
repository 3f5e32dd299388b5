"""All settings, from the environment (prefix KEHOACH_) or a `.env` file; nothing else reads the environment."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Auth(StrEnum):
    """Whether callers need an API key."""

    AUTO = "auto"
    REQUIRED = "required"
    OFF = "off"


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
    max_question_chars: int = Field(2_000, ge=50, description="Số ký tự tối đa của một câu hỏi.")

    @property
    def feedback_file(self) -> Path:
        """Where readers' feedback is kept."""
        return self.data / "feedback.jsonl"
