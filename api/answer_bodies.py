"""Bodies of questions, answers and their citations."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from api.schemas import Body, Text
from rag.answers import Answer, Citation, Composer, Kind, Mode, Reason, Refusal, Status
from rag.feedback import Verdict

MAX_PLANS = 1_000  # plans that a question may be limited to


class AskBody(Body):
    """A question, in a conversation where an id is given."""

    question: Text = Field(
        description="Câu hỏi bằng tiếng Việt; có dấu, không dấu đều được.", examples=["Sở Công Thương Hà Tĩnh làm gì?"]
    )
    conversation_id: Text | None = Field(
        None,
        max_length=100,
        description="Mã cuộc trò chuyện; câu hỏi nối tiếp được hiểu theo các câu trước. Để trống là mở cuộc mới.",
        examples=[None],
    )
    plan_ids: list[Text] | None = Field(
        None,
        max_length=MAX_PLANS,
        description="Chỉ hỏi các văn bản này; để trống là hỏi tất cả.",
        examples=[["ubnd-ha-tinh-2024-y-te-co-so"]],
    )
    mode: Mode = Field(
        Mode.AUTO,
        description="Cách soạn câu trả lời: extractive (trích từ văn bản), generative (mô hình ngôn ngữ, có kiểm chứng), "
        "auto (mô hình ngôn ngữ nếu máy chủ có cấu hình).",
    )


class CitationBody(Body):
    """Where a statement stands: `text[start:end]` of GET /v1/plans/{id}/text is `quote`, letter by letter."""

    marker: int = Field(description="Số trong ngoặc vuông của trích dẫn này.", examples=[1])
    plan_id: str = Field(description="Mã văn bản.", examples=["ubnd-ha-tinh-2024-y-te-co-so"])
    plan_title: str = Field(description="Tên văn bản.")
    plan_number: str | None = Field(description="Số, ký hiệu; null khi để trống.", examples=["572/KH-UBND"])
    issuer: str | None = Field(description="Cơ quan ban hành.", examples=["Ủy ban nhân dân tỉnh Hà Tĩnh"])
    issued_on: date | None = Field(description="Ngày ban hành; null khi văn bản để trống.", examples=["2024-01-18"])
    source: str = Field(description="Tên tệp gốc.", examples=["ubnd-ha-tinh-2024-y-te-co-so.txt"])
    address: str = Field(description="Địa chỉ trong văn bản.", examples=["Mục V, 2.8"])
    path: list[str] = Field(description="Đường dẫn của mục trong đề cương.", examples=[["V", "2.8"]])
    heading: str = Field(description="Tên mục.", examples=["Sở Công Thương"])
    quote: str = Field(description="Nguyên văn, từng chữ.")
    start: int = Field(description="Vị trí đầu trong toàn văn.", examples=[9120])
    end: int = Field(description="Vị trí ngay sau chữ cuối trong toàn văn.", examples=[9391])
    page: int | None = Field(None, description="Trang của tệp, tính từ 1; null khi tệp không chia trang.")
    link: str = Field(
        description="Địa chỉ mở đoạn trích trên trang hỏi đáp, tính từ gốc máy chủ.",
        examples=["/ui/?plan=ubnd-ha-tinh-2024-y-te-co-so&muc=V/2.8&tu=9120&den=9391"],
    )

    @classmethod
    def of(cls, citation: Citation) -> CitationBody:
        """The citation as JSON gives it."""
        return cls.model_validate(citation)


class RefusalBody(Body):
    """Why there is no answer; `nearest` proves nothing."""

    reason: Reason = Field(
        description="no_such_plan: không có văn bản được hỏi; not_stated: văn bản không nêu; out_of_scope: ngoài phạm vi."
    )
    message: str = Field(description="Lý do, bằng lời.")
    nearest: list[CitationBody] = Field(description="Các mục gần nhất, không phải căn cứ của câu trả lời.")

    @classmethod
    def of(cls, refusal: Refusal) -> RefusalBody:
        """The refusal as JSON gives it."""
        return cls.model_validate(refusal)


class AnswerBody(Body):
    """The answer; `[n]` in `answer` are the citations' markers."""

    id: str = Field(description="Mã câu trả lời, để gửi đánh giá.", examples=["5f0c1d0e9a3b4c7d8e9f0a1b2c3d4e5f"])
    conversation_id: str = Field(
        description="Mã cuộc trò chuyện; gửi lại với câu hỏi tiếp theo.", examples=["9a3b4c7d8e9f0a1b2c3d4e5f5f0c1d0e"]
    )
    status: Status = Field(description="answered: có trả lời; not_found: từ chối, xem refusal.")
    kind: Kind = Field(description="Loại câu hỏi đã hiểu.")
    standalone_question: str = Field(description="Câu hỏi đầy đủ đã hiểu, khi câu hỏi nối tiếp câu trước.")
    answer: str = Field(
        description="Câu trả lời, dạng Markdown, với [n] chỉ đến trích dẫn.",
        examples=["Theo Kế hoạch của Ủy ban nhân dân tỉnh Hà Tĩnh:\n\n- **Sở Công Thương** (chủ trì): “…” [1]"],
    )
    citations: list[CitationBody] = Field(description="Các trích dẫn; trống khi từ chối.")
    refusal: RefusalBody | None = Field(description="Lý do từ chối; null khi có trả lời.")
    timings_ms: dict[str, float] = Field(
        description="Thời gian từng bước, mili giây.", examples=[{"understand": 1.2, "retrieve": 21.5, "answer": 3.4}]
    )
    composed_by: Composer = Field(
        description="Ai soạn câu trả lời: trích từ văn bản, hay mô hình ngôn ngữ (đã kiểm chứng từng câu)."
    )
    note: str = Field(
        description="Điều người đọc cần biết: một phần chỉ mục đang thiếu, hoặc vì sao không dùng lời của mô hình ngôn ngữ; trống nếu không có gì."
    )

    @classmethod
    def of(cls, answer: Answer) -> AnswerBody:
        """The answer as JSON gives it."""
        return cls.model_validate(answer)


class StatusEvent(Body):
    """`event: status` of a streamed answer: what is being done."""

    step: Literal["searching", "composing"] = Field(description="searching: đang tìm; composing: đang gửi câu trả lời.")


class TextEvent(Body):
    """`event: text`: the next piece of the answer."""

    delta: str = Field(description="Phần tiếp theo của câu trả lời.")
    restart: bool = Field(
        False, description="Bỏ phần đã nhận, bắt đầu lại từ phần này: lời của mô hình ngôn ngữ đã bị thay."
    )


class FeedbackBody(Body):
    """What a reader thinks of an answer."""

    answer_id: Text = Field(
        min_length=1, max_length=100, description="Mã câu trả lời (trường id).", examples=["5f0c1d0e9a3b4c7d"]
    )
    verdict: Verdict = Field(description="good: đúng, hữu ích; bad: sai hoặc thiếu; wrong_citation: trích dẫn sai.")
    wrong_citation: Annotated[int, Field(ge=1, le=10_000)] | None = Field(
        None, description="Số [n] của trích dẫn sai.", examples=[2]
    )
    comment: Annotated[Text, Field(max_length=4_000)] = Field(
        "", description="Ý kiến bằng lời.", examples=["Thiếu đơn vị phối hợp."]
    )


class FeedbackReceipt(Body):
    """The feedback is kept."""

    id: str = Field(description="Mã của đánh giá.", examples=["0d6b1c3e5f7a4b2c9d8e7f6a5b4c3d2e"])
    known_answer: bool = Field(
        description="Máy chủ còn giữ câu trả lời này, nên đánh giá được lưu kèm câu hỏi và câu trả lời."
    )
