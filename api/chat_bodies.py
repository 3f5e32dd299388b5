"""Bodies of the OpenAI-compatible routes (https://platform.openai.com/docs/api-reference/chat), as far as they mean something here."""

from __future__ import annotations

from typing import Literal

from pydantic import ConfigDict, Field

from api.answer_bodies import MAX_PLANS, AnswerBody
from api.schemas import Body, Text

MAX_MESSAGES = 500


class TextPart(Body):
    """A part of a message; parts other than text are left out."""

    type: str = Field(description="Loại phần; chỉ đọc “text”.", examples=["text"])
    text: Text = Field("", description="Nội dung chữ.", examples=["Ai ký kế hoạch 1750/KH-SYT?"])


class ChatMessage(Body):
    """A message of the conversation; questions are those of the user."""

    role: Literal["system", "developer", "user", "assistant", "tool", "function"] = Field(
        description="Ai viết; chỉ tin nhắn của “user” là câu hỏi.", examples=["user"]
    )
    content: Text | list[TextPart] | None = Field(
        None, description="Nội dung: chữ, hoặc các phần.", examples=["Ai ký kế hoạch 1750/KH-SYT?"]
    )

    @property
    def text(self) -> str:
        """The words of the message."""
        if isinstance(self.content, list):
            return "\n".join(part.text for part in self.content if part.type == "text")
        return self.content or ""


class StreamOptions(Body):
    """What a stream holds."""

    include_usage: bool | None = Field(None, description="Gửi thêm phần usage ở cuối.")


class ChatBody(Body):
    """A conversation whose last user message is to be answered. Other OpenAI parameters are accepted and mean nothing here."""

    model_config = ConfigDict(extra="ignore")

    model: Text = Field(max_length=100, description="Mô hình, xem GET /v1/models.", examples=["kehoach"])
    messages: list[ChatMessage] = Field(
        min_length=1, max_length=MAX_MESSAGES, description="Cuộc trò chuyện, tin nhắn cuối của “user” là câu hỏi."
    )
    stream: bool | None = Field(None, description="Nhận trả lời dần dần (SSE).")
    stream_options: StreamOptions | None = Field(None, description="Tùy chọn khi stream.")
    n: int | None = Field(None, description="Chỉ nhận 1.", examples=[1])
    plan_ids: list[Text] | None = Field(
        None, max_length=MAX_PLANS, description="Riêng của máy chủ này: chỉ hỏi các văn bản này.", examples=[None]
    )


class Usage(Body):
    """Tokens; always 0: the server counts none."""

    prompt_tokens: int = Field(0, description="Luôn là 0: máy chủ không tính token.")
    completion_tokens: int = Field(0, description="Luôn là 0.")
    total_tokens: int = Field(0, description="Luôn là 0.")


class AssistantMessage(Body):
    """The answer as a message."""

    role: Literal["assistant"] = Field("assistant", description="Luôn là assistant.")
    content: str = Field(description="Câu trả lời với [n], cuối là danh sách nguồn.")
    refusal: None = Field(None, description="Luôn là null; lời từ chối nằm trong content và kehoach.refusal.")


class Choice(Body):
    """The one choice."""

    index: int = Field(0, description="Luôn là 0.")
    message: AssistantMessage = Field(description="Câu trả lời.")
    logprobs: None = Field(None, description="Luôn là null.")
    finish_reason: Literal["stop"] = Field("stop", description="Luôn là stop.")


class ChatCompletion(Body):
    """The answer in OpenAI's shape, and in ours under `kehoach`."""

    id: str = Field(description="Mã, gồm mã câu trả lời.", examples=["chatcmpl-5f0c1d0e9a3b4c7d8e9f0a1b2c3d4e5f"])
    object: Literal["chat.completion"] = Field("chat.completion", description="Loại.")
    created: int = Field(description="Thời điểm, giây Unix.", examples=[1_767_225_600])
    model: str = Field(description="Mô hình đã trả lời.", examples=["kehoach"])
    choices: list[Choice] = Field(description="Một câu trả lời.")
    usage: Usage = Field(default_factory=Usage, description="Token.")
    kehoach: AnswerBody = Field(description="Câu trả lời có cấu trúc, với trích dẫn, như POST /v1/ask.")


class Delta(Body):
    """The next piece of the message."""

    role: Literal["assistant"] = Field("assistant", description="Luôn là assistant.")
    content: str = Field("", description="Phần tiếp theo.")


class ChunkChoice(Body):
    """The one choice of a piece."""

    index: int = Field(0, description="Luôn là 0.")
    delta: Delta = Field(description="Phần tiếp theo.")
    logprobs: None = Field(None, description="Luôn là null.")
    finish_reason: Literal["stop"] | None = Field(None, description="stop ở phần cuối.")


class ChatChunk(Body):
    """A piece of a streamed answer; the last one holds the whole under `kehoach`."""

    id: str = Field(description="Mã, như nhau ở mọi phần.")
    object: Literal["chat.completion.chunk"] = Field("chat.completion.chunk", description="Loại.")
    created: int = Field(description="Thời điểm, giây Unix.")
    model: str = Field(description="Mô hình.")
    choices: list[ChunkChoice] = Field(description="Phần của câu trả lời; trống ở phần usage.")
    usage: Usage | None = Field(None, description="Token, khi được yêu cầu.")
    kehoach: AnswerBody | None = Field(None, description="Toàn bộ câu trả lời, ở phần cuối.")


class Model(Body):
    """A model: a way of composing answers."""

    id: str = Field(description="Tên mô hình.", examples=["kehoach"])
    object: Literal["model"] = Field("model", description="Loại.")
    created: int = Field(0, description="Luôn là 0.")
    owned_by: str = Field("kehoach", description="Chủ.")


class ModelList(Body):
    """The models."""

    object: Literal["list"] = Field("list", description="Loại.")
    data: list[Model] = Field(description="Các mô hình.")
