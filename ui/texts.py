"""Every word that the page shows."""

from __future__ import annotations

from rag.answers import Reason

TITLE = "Trợ lý kế hoạch"
SUBTITLE = "Hỏi đáp trên các văn bản kế hoạch. Mỗi ý trả lời đều kèm trích dẫn nguyên văn."

FILTER_LABEL = "Hỏi trong văn bản nào?"
FILTER_INFO = "Để trống là hỏi trong tất cả văn bản."
FILTER_PLACEHOLDER = "Tất cả văn bản"
NO_PLANS = "Chưa có văn bản nào để hỏi. Vui lòng đề nghị người quản trị nạp văn bản vào hệ thống."

QUESTION_LABEL = "Câu hỏi của Anh/Chị"
QUESTION_PLACEHOLDER = "Ví dụ: Sở Tài chính được giao nhiệm vụ gì?"
SEND = "Gửi"
SENDING = "Đang tìm…"
NEW_CONVERSATION = "Cuộc trò chuyện mới"
EMPTY_QUESTION = "Vui lòng nhập câu hỏi vào ô bên trên, rồi bấm Gửi hoặc phím Enter."

EXAMPLES_LABEL = "Bấm vào một câu hỏi mẫu:"
EXAMPLES = (
    "Ở Lâm Đồng, Sở Tài chính được giao nhiệm vụ gì?",
    "Lâm Đồng đặt mục tiêu bảo hiểm y tế bao nhiêu phần trăm?",
    "Ai theo dõi, đôn đốc kế hoạch y tế cơ sở ở Hà Tĩnh?",
    "So sánh mục tiêu suy dinh dưỡng thấp còi của Hà Tĩnh và Bắc Giang",
)

WELCOME_HEADING = "Kính chào Anh/Chị"
WELCOME = (
    "Nhập câu hỏi bằng lời thường, có dấu hay không dấu đều được.",
    "Bấm vào số [1], [2] … trong câu trả lời để xem đoạn văn bản làm căn cứ.",
    "Điều gì văn bản không nêu, trợ lý nói rõ là không có, không phỏng đoán.",
)

USER = "Câu hỏi"
ASSISTANT = "Trả lời"
PENDING = "Đang tìm trong các văn bản…"
UNDERSTOOD_AS = "Hiểu câu hỏi là:"

REASONS = {
    Reason.NO_SUCH_PLAN: "Không có văn bản được hỏi",
    Reason.NOT_STATED: "Các văn bản không nêu nội dung này",
    Reason.OUT_OF_SCOPE: "Câu hỏi nằm ngoài phạm vi các văn bản",
}
RELATED = "Có thể liên quan"
FAILED_HEADING = "Chưa trả lời được"
FAILED = "Hệ thống gặp lỗi khi tìm câu trả lời. Vui lòng gửi lại câu hỏi sau ít phút; nếu vẫn lỗi, đề nghị báo người quản trị."

SOURCES_HEADING = "Căn cứ trong văn bản"
SOURCES_EMPTY = (
    "Khi có câu trả lời, các đoạn trích dẫn sẽ hiện ở đây. Bấm vào một trích dẫn để mở văn bản tại đúng mục đó."
)
SOURCES_OF_FAILURE = "Chưa có trích dẫn, vì câu hỏi này chưa trả lời được."
PLANS_HEADING = "Các văn bản hiện có"
SOURCES_OF_REFUSAL = "Không có trích dẫn, vì các văn bản không trả lời câu hỏi này."
OPEN_CITATION = "Mở trích dẫn {marker}: {address}"
OPEN_IN_PLAN = "Mở trong văn bản"
NUMBER = "Số {number}"
NO_NUMBER = "Số: để trống trong văn bản"
ISSUED_ON = "ngày {date}"
NO_ADDRESS = "Phần đầu hoặc phần cuối văn bản"

CLOSE_READER = "Đóng văn bản"
BACK_TO_ANSWER = "Về câu trả lời"
OUTLINE = "Mục lục"
OUTLINE_HEAD = "Phần mở đầu"
OUTLINE_ALL = "Toàn văn"
PLAN_TEXT = "Nội dung văn bản"
QUOTED = "Đoạn tô vàng là nguyên văn được trích dẫn."
RELATED_NOTE = "Đoạn tô xám chỉ có thể liên quan, không phải câu trả lời."
LONG_SECTION = "Phần này dài nên chỉ hiện đoạn đầu. Chọn mục nhỏ hơn trong mục lục để đọc tiếp."
PLAN_GONE = "Văn bản này không còn trong hệ thống. Vui lòng gửi lại câu hỏi."
PLAN_CHANGED = (
    "Văn bản đã được thay bằng bản khác sau câu trả lời này nên không tô được đoạn trích. Vui lòng gửi lại câu hỏi."
)
STALE = "Trang đã mở quá lâu nên không còn câu trả lời này. Vui lòng gửi lại câu hỏi."

GENERATED = "Do mô hình ngôn ngữ diễn đạt; từng câu đã được đối chiếu với văn bản."
