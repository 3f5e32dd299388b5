"""Every Vietnamese sentence that the assistant writes of its own; all else in an answer is the plans' words."""

from __future__ import annotations

ACCORDING_TO = "Theo {plan}:"
RESPONSIBLE = "{units}: “{task}” {cite}"
PART_NOT_STATED = "Văn bản không nêu phần: “{part}”."
LEADS = "**{units}** ({role})"
HELPERS = "{units} ({role})"
DEADLINE_SUFFIX = " — thời hạn: **{deadline}**"
TASKS_INTRO = "{plan} giao **{unit}** {count} nhiệm vụ:"
TASK = "({role}) “{task}” {cite}"
HELPS_INTRO = "Ngoài ra, **{unit}** được nêu là đơn vị phối hợp trong {count} nhiệm vụ:"
TASKS_ABOUT_INTRO = "{plan} giao **{unit}** {count} nhiệm vụ về nội dung này:"
DEADLINE = "**{deadline}** — {unit}“{task}” {cite}"
INDICATOR = "{name}: {values} {cite}"
INDICATOR_VALUE = "**{value}{unit}** ({column})"
INDICATOR_VALUE_PLAIN = "**{value}{unit}**"
PROSE_INDICATOR = "“{name}”{year} {cite}"
BY_YEAR = " ({year})"
SIGNER = "{plan} do **{signer}**{title} ký. {cite}"
PERIOD = "Thời kỳ kế hoạch: **{period}** ({plan}). {cite}"
CONTRADICTION = "Tuy nhiên, {address} của văn bản ghi **{value}**. {cite}"
SIGNER_TITLE = ", {title}"
NUMBER = "Số, ký hiệu: **{number}** ({plan}). {cite}"
DATE = "Ngày ban hành: **{date}** ({plan}). {cite}"
ISSUER = "Cơ quan ban hành: **{issuer}**{place} ({plan}). {cite}"
TITLE = "{plan}: “{title}” {cite}"
PLACE = "Địa danh: **{place}** ({plan}). {cite}"
RECIPIENTS = "Nơi nhận của {plan}: {cite}"
RECIPIENT = "- {recipient}"
PLANS_INTRO = "Có {count} văn bản:"
PLAN_LINE = "- {plan}: “{title}” {cite}"
LEGAL_INTRO = "{plan} được ban hành để thực hiện, căn cứ:"
LEGAL_LINE = "- **{reference}** {cite}"
REVERSE_INTRO = "Văn bản căn cứ, thực hiện **{reference}**:"
MENTIONED_INTRO = "Văn bản có nhắc đến **{reference}**:"
REPLACES = "{plan} thay thế **{reference}**. {cite}"
AMENDS = "{plan} điều chỉnh, sửa đổi **{reference}**. {cite}"
UNDATED = "Không xét được vì không ghi đủ ngày ban hành: {plans}."
REVERSE_LINE = "- {plan} {cite}"
REVERSE_TITLED = "- {plan}: “{title}” {titled}, nêu văn bản trên tại {cite}"
DOCUMENT_MISSING = "Văn bản không nêu {kind} được hỏi."
OF_UNIT = "**{unit}**: "
QUOTE = "“{quote}” {cite}"
SUMMARY_TITLE = "{plan}: “{title}” {cite}. Văn bản gồm các phần:"
COMPARISON_HEAD = "| Văn bản | {name} |\n|---|---|"
COMPARISON_ROW = "| {plan} | {value} {cite} |"
COMPARISON_RESULT = "Số liệu của {high} cao hơn của {low}."
QUOTED = "“{quote}”"
FIGURE = "Số liệu"
ISSUED_FIRST = "{first} được ban hành trước {second}."
ISSUED_SAME_DAY = "Hai văn bản được ban hành cùng ngày."
DIFFERENCE = "Chênh lệch: {value}{unit}."
POINTS = "điểm phần trăm"
DUE_FIRST = "Thời hạn đến trước: {limit}."
COMPARISON_EQUAL = "Hai số liệu bằng nhau."

NO_SUCH_PLAN = "Không có văn bản nào của {place} trong các kế hoạch đã nạp, nên không trả lời được câu hỏi này."
NO_SUCH_TITLE = "Không có {title} trong các văn bản đã nạp."
NO_DESCRIBED_PLAN = "Không có văn bản nào như câu hỏi mô tả trong các kế hoạch đã nạp."
NO_SUCH_NUMBER = "Không có văn bản số {number} trong các kế hoạch đã nạp."
NOT_STATED = "{plans} không nêu nội dung được hỏi{missing}."
NOT_NAMED = "{plans} không nhắc tới {units}."
NOT_STATED_UNIT = "{plans} không giao nhiệm vụ cho {unit}."
NOT_STATED_FACT = "{plan} không ghi {fact}."
BLANK_FACT = "{plan} để trống {fact}."
NOT_STATED_DEADLINE = "{plans} không nêu thời hạn của nội dung được hỏi."
OUT_OF_SCOPE = "Câu hỏi nằm ngoài phạm vi: trợ lý chỉ trả lời theo nội dung các kế hoạch đã nạp."
INSTRUCTION = "Trợ lý chỉ trả lời câu hỏi về các kế hoạch đã nạp và không thực hiện yêu cầu khác trong câu hỏi."
EMPTY = "Chưa có câu hỏi. Hãy nhập một câu hỏi về các kế hoạch, ví dụ: “Sở Tài chính Lâm Đồng có nhiệm vụ gì?”."
NO_PLANS = "Chưa có văn bản nào trong chỉ mục. Hãy nạp văn bản bằng lệnh: kehoach ingest."
MISSING_WORDS = " (không thấy: {words})"
THE_PLANS = "Các kế hoạch đã nạp"
FACT_NAMES = {
    "signer": "người ký",
    "signer_title": "chức vụ người ký",
    "number": "số, ký hiệu",
    "date": "ngày ban hành",
    "issuer": "cơ quan ban hành",
    "recipients": "nơi nhận",
    "title": "tên văn bản",
    "place": "địa danh",
    "period": "thời kỳ kế hoạch",
    "legal": "văn bản căn cứ",
}
REFERENCE_FOUND = "**{reference}**: “{quote}” {cite}"
FOOTNOTE = "Chú thích cuối văn bản"
FOOTNOTE_OF = "{address}, chú thích"

PARTIAL = "Một phần chỉ mục tìm kiếm đang hỏng hoặc đang được lập lại, nên câu trả lời có thể thiếu."
NOT_GENERATED = {
    "failed": "Mô hình ngôn ngữ không trả lời được; đây là câu trả lời trích trực tiếp từ văn bản.",
    "unproved": "Câu trả lời của mô hình ngôn ngữ không đủ căn cứ trong văn bản nên không được dùng; đây là câu trả lời trích trực tiếp từ văn bản.",
    "too_long": "Phần văn bản liên quan quá dài đối với mô hình ngôn ngữ; đây là câu trả lời trích trực tiếp từ văn bản.",
    "off": "Chưa cấu hình mô hình ngôn ngữ; đây là câu trả lời trích trực tiếp từ văn bản.",
}
