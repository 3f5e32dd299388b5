"""Every word that the page shows."""

from __future__ import annotations

from index.ingest import Outcome
from rag.answers import Reason

TITLE = "Trợ lý kế hoạch"
SUBTITLE = "Hỏi đáp trên các văn bản kế hoạch. Mỗi ý trả lời đều kèm trích dẫn nguyên văn."
CONNECTION_LOST = "Chưa kết nối được với máy chủ"
CONNECTION_INFO = "Vui lòng chờ ít giây rồi làm lại; trang tự kết nối lại khi được. Nếu vẫn lỗi, hãy tải lại trang (phím F5) hoặc báo người quản trị."
SIGN_OUT = "Đăng xuất"
UNCHOOSE = "Bỏ chọn"
NAVIGATION = "Các phần của trang"

# --- Hỏi đáp ------------------------------------------------------------------------------------------------------------

CHAT_TAB = "Hỏi đáp"
QUESTION_LABEL = "Câu hỏi của Anh/Chị"
QUESTION_PLACEHOLDER = "Ví dụ: Sở Tài chính được giao nhiệm vụ gì?"
SEND = "Gửi"
STOP = "Dừng"
STOPPED = "Anh/Chị đã dừng câu hỏi này. Bấm “Hỏi lại” để gửi lại."
NEW_CONVERSATION = "Cuộc trò chuyện mới"
EXPORT = "Tải về Word"
PRINT = "In"
EMPTY_QUESTION = "Vui lòng nhập câu hỏi vào ô bên trên, rồi bấm Gửi hoặc phím Enter."
NOTHING_TO_EXPORT = "Chưa có câu trả lời nào để tải về. Vui lòng hỏi một câu trước."
NO_PLANS = "Chưa có văn bản nào để hỏi. Vui lòng nạp văn bản ở phần “Văn bản”, hoặc đề nghị người quản trị nạp."

SCOPE_ALL = "Đang hỏi trong tất cả {count} văn bản. Bấm vào đây để chọn văn bản"
SCOPE_SOME = "Đang hỏi trong {count} văn bản: {names}. Bấm vào đây để thay đổi"
SCOPE_MANY = "Đang hỏi trong {count} trên {all} văn bản. Bấm vào đây để thay đổi"
SCOPE_NONE = "Không có văn bản nào khớp các lựa chọn. Bấm vào đây để thay đổi"
SCOPE_HINT = "Không có văn bản nào khớp các lựa chọn ở phần chọn văn bản. Vui lòng bỏ bớt lựa chọn rồi gửi lại."
SCOPE_PLACE = "Địa phương"
SCOPE_ISSUER = "Cơ quan ban hành"
SCOPE_YEAR = "Năm"
SCOPE_PLAN = "Văn bản"
SCOPE_INFO = "Để trống mọi ô là hỏi trong tất cả văn bản."

ASK_TASKS = "{unit} có nhiệm vụ gì {plan}?"
ASK_INDICATOR = "Chỉ tiêu {name} {plan} là bao nhiêu?"
ASK_BASES = "{kind} số {number} căn cứ những văn bản nào?"
ASK_SIGNER = "Ai ký {kind} số {number}?"
IN_PLAN = "trong {kind} số {number}"
AT_PLACE = "ở {place}"
EXAMPLES_LABEL = "Bấm vào một câu hỏi mẫu:"
NEXT_LABEL = "Có thể hỏi tiếp:"

WELCOME_HEADING = "Kính chào Anh/Chị"
WELCOME = (
    "Nhập câu hỏi bằng lời thường, có dấu hay không dấu đều được.",
    "Bấm vào số [1], [2] … trong câu trả lời để xem đoạn văn bản làm căn cứ.",
    "Điều gì văn bản không nêu, trợ lý nói rõ là không có, không phỏng đoán.",
)
HISTORY_HEADING = "Các cuộc trò chuyện trước, lưu trên máy này"
HISTORY_FORGET = "Xóa khỏi danh sách"
HISTORY_FORGET_ALL = "Xóa tất cả"
HISTORY_BROKEN = "Không mở lại được cuộc trò chuyện này vì dữ liệu lưu trên máy không còn đọc được. Vui lòng hỏi lại."

USER = "Câu hỏi"
ASSISTANT = "Trả lời"
PENDING = "Đang tìm trong các văn bản…"
WRITING = "Đang soạn câu trả lời…"
UNDERSTOOD_AS = "Hiểu câu hỏi là:"
RETRY = "Hỏi lại"
COPY = "Sao chép"
COPIED = "Đã sao chép"
COPY_FAILED = "Trình duyệt không cho sao chép. Vui lòng bôi đen rồi bấm Ctrl+C."
SOURCES_IN_PRINT = "Căn cứ"

GOOD = "Câu trả lời đúng"
BAD = "Báo sai"
RATED = "Đã ghi nhận ý kiến. Xin cảm ơn Anh/Chị."
BAD_HEADING = "Câu trả lời sai ở đâu?"
WRONG_CITATION = "Trích dẫn sai:"
COMMENT_LABEL = "Ý kiến của Anh/Chị (không bắt buộc)"
SEND_FEEDBACK = "Gửi ý kiến"

REASONS = {
    Reason.NO_SUCH_PLAN: "Không có văn bản được hỏi",
    Reason.NOT_STATED: "Các văn bản không nêu nội dung này",
    Reason.OUT_OF_SCOPE: "Câu hỏi nằm ngoài phạm vi các văn bản",
}
RELATED = "Có thể liên quan"
FAILED_HEADING = "Chưa trả lời được"
FAILED = "Hệ thống gặp lỗi khi tìm câu trả lời. Vui lòng gửi lại câu hỏi sau ít phút; nếu vẫn lỗi, đề nghị báo người quản trị."
GENERATED = "Do mô hình ngôn ngữ diễn đạt; từng câu đã được đối chiếu với văn bản."

EXPORT_NAME = "hoi-dap-ke-hoach.docx"
EXPORT_HEADING = "Hỏi đáp về kế hoạch"
EXPORT_MADE = "Xuất ngày {date}. Nội dung trong ngoặc kép là nguyên văn của văn bản được trích dẫn."

# --- Căn cứ -------------------------------------------------------------------------------------------------------------

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
DOTTED = "tiểu mục {number}"
LOWER_LABELS = ("Khoản ", "Điểm ", "Ý ", "Gạch ", "Dấu ")

CLOSE_READER = "Đóng văn bản"
BACK = "Về chỗ vừa bấm"
OUTLINE = "Mục lục"
OUTLINE_HEAD = "Phần mở đầu"
OUTLINE_ALL = "Toàn văn"
PLAN_TEXT = "Nội dung văn bản"
CITED_AS = "Trích dẫn:"
COPY_CITATION = "Sao chép trích dẫn"
COPY_LINK = "Sao chép liên kết"
QUOTED = "Đoạn tô vàng là nguyên văn được trích dẫn."
RELATED_NOTE = "Đoạn tô xám chỉ có thể liên quan, không phải câu trả lời."
LONG_SECTION = "Phần này dài nên chỉ hiện đoạn đầu. Chọn mục nhỏ hơn trong mục lục để đọc tiếp."
PLAN_GONE = "Văn bản này không còn trong hệ thống."
NO_SECTION = "Liên kết này trỏ đến mục “{section}”, nhưng văn bản không có mục đó. Vui lòng chọn trong mục lục."
PLAN_CHANGED = (
    "Văn bản đã được thay bằng bản khác sau câu trả lời này nên không tô được đoạn trích. Vui lòng gửi lại câu hỏi."
)
STALE = "Trang đã mở quá lâu nên không còn câu trả lời này. Vui lòng gửi lại câu hỏi."

# --- Văn bản ------------------------------------------------------------------------------------------------------------

PLANS_TAB = "Văn bản"
UPLOAD = "Chọn tệp để nạp"
UPLOAD_INFO = "Nạp thêm văn bản: Word, PDF, bản quét, ảnh, tệp văn bản, trang web đã lưu, hoặc .zip chứa các tệp đó. Chọn được nhiều tệp một lần."
UPLOAD_QUEUED = "Đã nhận {count} tệp, đang chờ đến lượt. Có thể làm việc khác trong lúc này."
UPLOADING = "Đang đọc và nạp: xong {done} trên {count} tệp. Vui lòng chờ, có thể làm việc khác trong lúc này."
UPLOAD_DONE = "Đã nạp xong: {good} văn bản được, {failed} văn bản lỗi."
OUTCOMES = {
    Outcome.ADDED: "đã nạp",
    Outcome.REPLACED: "đã thay bản cũ",
    Outcome.UNCHANGED: "đã có từ trước, không đổi",
    Outcome.DUPLICATE: "trùng nội dung với văn bản đã có",
    Outcome.FAILED: "không nạp được",
}
REMOVED = "Đã xóa văn bản."
FIND_PLAN = "Tìm văn bản"
FIND_PLAN_EXAMPLE = "Ví dụ: 572/KH-UBND, Lâm Đồng, y tế cơ sở"
NO_PLAN_FOUND = "Không có văn bản nào chứa các từ này. Vui lòng bớt từ hoặc thử từ khác."
PLANS_COUNT = "{count} trên {all} văn bản"
PLAN_COUNTS = "{sections} mục · {assignments} phân công · {indicators} chỉ tiêu"
PLAN_PAGES = "{count} trang"
PLAN_FILE = "tệp {name}"
READ_PLAN = "Đọc"
CHECK_PLAN = "Kiểm tra những gì đã hiểu"
REMOVE_PLAN = "Xóa"
CONFIRM_REMOVE = "Xóa “{plan}” khỏi hệ thống? Các câu trả lời sau này sẽ không còn dùng văn bản này."
BACK_TO_PLANS = "Danh sách văn bản"
CHECK_INFO = "Đây là những gì hệ thống đã hiểu. Bấm vào từng dòng để đối chiếu với nguyên văn ở bên cạnh."
METADATA = "Thông tin của văn bản"
KIND = "Loại"
PLAN_NUMBER = "Số, ký hiệu"
ISSUE_DATE = "Ngày ban hành"
PLAN_TITLE = "Trích yếu"
ISSUER = "Cơ quan ban hành"
SUPERIOR = "Cơ quan cấp trên"
PLACE = "Địa danh"
SIGNER = "Người ký"
SIGNER_TITLE = "Chức vụ"
BASIS = "Căn cứ"
REPLACES = "Thay thế"
AMENDS = "Sửa đổi"
RECIPIENT = "Nơi nhận"
BLANK = "không ghi trong văn bản"
REFERENCE_NUMBER = " số {number}"
REFERENCE_DATE = " ngày {date}"
REFERENCE_ISSUER = " của {issuer}"
INDICATORS_READ = "Chỉ tiêu ({count})"
ASSIGNMENTS_READ = "Phân công ({count})"
NOTHING_READ = "Không thấy trong văn bản này."
INDICATOR = "Chỉ tiêu"
MEASURE = "Đơn vị tính"
VALUES = "Giá trị"
UNIT = "Đơn vị"
ROLE = "Vai trò"
TASK = "Nhiệm vụ"
DUE = "Thời hạn"

# --- Ai làm gì, Chỉ tiêu, Thời hạn --------------------------------------------------------------------------------------

ALL_PLANS = "Để trống là tất cả văn bản."
UNIT_INFO = "Chọn trong danh sách, hoặc gõ tên."
UNIT_OPTION = "{unit}: {count} việc"
WORDS = "Từ trong nhiệm vụ"
WORDS_EXAMPLE = "Ví dụ: ngân sách"
DAY_EXAMPLE = "ngày/tháng/năm"
NO_DAY = "“{day}” không phải là ngày. Vui lòng nhập theo mẫu ngày/tháng/năm, ví dụ 31/12/2025."
EXCEL = "Tải về Excel"
WHERE = "Ở mục"
PRODUCT = "Sản phẩm"
ROWS = "{count} dòng, trong {plans} văn bản."
ROWS_SHOWN = "Hiện {shown} dòng đầu; chọn thêm ở trên để thu hẹp, hoặc tải về Excel để có đủ."
NO_ROWS = "Không có dòng nào khớp các lựa chọn ở trên. Vui lòng bỏ bớt lựa chọn."

DUTIES_TAB = "Ai làm gì"
DUTIES_HEADING = "Ai làm gì theo các kế hoạch"
DUTIES_INFO = (
    "Bấm vào một nhiệm vụ để mở văn bản tại đúng chỗ giao nhiệm vụ đó; bấm vào tên đơn vị để xem mọi việc của đơn vị."
)
ANY_ROLE = "Mọi vai trò"
DUE_BY = "Hạn đến hết ngày"
DRAWING = "Cách hiện"
BY_UNIT = "Theo đơn vị"
MATRIX = "Ma trận nhiệm vụ và đơn vị"
OTHER_UNITS = "Đơn vị khác"
UNIT_SUMMARY = "{tasks} việc chủ trì hoặc thực hiện, {supports} việc phối hợp, trong {plans} văn bản."
ALL_UNITS = "Tất cả đơn vị"
DUTIES_FILE = "ai-lam-gi.xlsx"

FIGURES_TAB = "Chỉ tiêu"
FIGURES_HEADING = "Chỉ tiêu trong các kế hoạch"
FIGURES_INFO = "Bấm vào một số liệu để mở văn bản tại dòng ghi số liệu đó; bấm “So sánh” để đưa chỉ tiêu vào biểu đồ."
FIGURE_WORDS = "Tên chỉ tiêu"
FIGURE_EXAMPLE = "Ví dụ: suy dinh dưỡng"
ANY_YEAR = "Mọi năm"
TARGETS_ONLY = "Chỉ hiện mục tiêu"
COMPARE = "So sánh"
COMPARED = "Chỉ tiêu trên biểu đồ"
COMPARED_INFO = "Chọn tối đa 6 chỉ tiêu. Cột nhạt là hiện trạng, cột đậm là mục tiêu; số ghi đúng như trong văn bản."
CHART = "Biểu đồ so sánh các chỉ tiêu đã chọn; số liệu và trích dẫn có trong bảng bên dưới."
STATE = "Loại"
BASELINE = "Hiện trạng"
TARGET = "Mục tiêu"
FIGURES_FILE = "chi-tieu.xlsx"

DEADLINES_TAB = "Thời hạn"
DEADLINES_HEADING = "Thời hạn thực hiện nhiệm vụ"
DEADLINES_INFO = "Việc quá hạn và việc đến hạn trong 30 ngày đứng trước, tính từ ngày Anh/Chị chọn."
AS_OF = "Tính đến ngày"
OVERDUE = "Quá hạn"
SOON = "Đến hạn trong 30 ngày tới"
LATER = "Sau đó"
UNDATED = "Định kỳ hoặc không ghi ngày cụ thể"
OVERDUE_BY = "quá hạn {days} ngày"
DUE_IN = "còn {days} ngày"
DUE_TODAY = "hạn là hôm nay"
DUE_WRITTEN = "Văn bản ghi: {due}"
UNIT_ROLE = "{unit} ({role})"
ICS = "Tải về lịch (.ics)"
ICS_FILE = "thoi-han.ics"
DEADLINES_FILE = "thoi-han.xlsx"
