"""Vietnamese sentences of the API."""

EMPTY_QUESTION = "Câu hỏi trống. Hãy gửi trường “question” có nội dung, ví dụ: “Sở Tài chính Lâm Đồng có nhiệm vụ gì?”."
LONG_QUESTION = "Câu hỏi dài {length} ký tự, vượt mức {limit}. Hãy rút gọn câu hỏi."
UNKNOWN_PLANS = "Không có văn bản: {ids}. Xem danh sách tại GET /v1/plans."
BAD_REQUEST = "Yêu cầu không hợp lệ: {problems}. Xem mô tả tại /docs."
GENERATIVE_OFF = "Chế độ “generative” chưa được bật trên máy chủ này. Hãy dùng “auto” hoặc “extractive”."
NO_ROUTE = "Không có địa chỉ này. Xem danh sách tại /docs."
WRONG_METHOD = "Địa chỉ này không nhận phương thức {method}. Xem mô tả tại /docs."
INTERNAL = "Máy chủ gặp lỗi khi xử lý yêu cầu. Hãy thử lại; nếu còn lỗi, gửi mã {request_id} cho quản trị viên."
NOT_READY = "Máy chủ chưa sẵn sàng trả lời; “detail” nói phần nào còn thiếu. Hãy thử lại sau ít giây."

OVERLOADED = "Máy chủ đang trả lời {count} yêu cầu cùng lúc, mức tối đa. Hãy thử lại sau vài giây."
SLOW_BODY = "Nội dung yêu cầu đến quá chậm nên bị ngắt. Hãy gửi lại khi đường truyền tốt hơn."

# uploads
LARGE_BODY = "Nội dung gửi lên lớn hơn mức cho phép ({limit} byte). Hãy chia nhỏ rồi gửi lại."

# keys
SIGN_IN_FIRST = "Phiên làm việc đã hết. Hãy đăng nhập lại."
KEY_SCHEME = "Khóa do quản trị viên cấp: `kehoach keys create`. Không cần khi máy chủ chỉ phục vụ chính máy này."
KEY_REQUIRED = "Cần khóa API hợp lệ. Hãy gửi tiêu đề “Authorization: Bearer <khóa>”; khóa do quản trị viên cấp bằng lệnh: kehoach keys create."
ROLE_REQUIRED = "Khóa này có vai trò “{given}”, việc này cần vai trò “{needed}”. Hãy dùng khóa khác hoặc đề nghị quản trị viên cấp khóa."
RATE_LIMITED = "Khóa này đã gửi quá nhiều yêu cầu. Hãy thử lại sau {wait} giây."
CROSS_ORIGIN = (
    "Yêu cầu đến từ trang web khác ({origin}) nên bị từ chối. Quản trị viên có thể cho phép bằng KEHOACH_CORS_ORIGINS."
)
KEY_NAME = 'Khóa cần có tên, tối đa {limit} ký tự, để biết ai đang dùng. Ví dụ: kehoach keys create --name "Phần mềm một cửa" --role reader.'
NO_KEY = "Không có khóa “{key_id}”. Xem mã các khóa bằng lệnh: kehoach keys list."
NO_KEYS = (
    "Máy chủ sẽ lắng nghe tại {host}, nơi máy khác truy cập được, nhưng chưa có khóa API nào. Hãy tạo khóa bằng lệnh: "
    'kehoach keys create --name "Quản trị" --role admin; hoặc, nếu đã có lớp bảo vệ khác, đặt KEHOACH_AUTH=off.'
)
OPEN_TO_ALL = "Máy khác truy cập được máy chủ tại %s mà không cần khóa (KEHOACH_AUTH=off)."

# the sign-in page
SIGN_IN_TITLE = "Đăng nhập – Trợ lý kế hoạch"
SIGN_IN_LEAD = "Nhập khóa API do quản trị viên cấp."
SIGN_IN_LABEL = "Khóa API"
SIGN_IN_BUTTON = "Đăng nhập"
SIGN_IN_WRONG = "Khóa không đúng hoặc đã bị thu hồi."

UNREADABLE_BODY = "Không đọc được nội dung yêu cầu: cần JSON viết bằng UTF-8, hoặc biểu mẫu có tệp đúng định dạng."
STATUSES = {
    400: "Không đọc được nội dung yêu cầu.",
    401: "Thiếu hoặc sai khóa truy cập.",
    403: "Khóa không có quyền này.",
    404: "Không có văn bản, mục hoặc mô hình này.",
    409: "Đang có tiến trình khác ghi dữ liệu, hoặc chỉ mục thuộc mô hình nhúng khác.",
    408: "Nội dung yêu cầu đến quá chậm.",
    413: "Tệp hoặc yêu cầu quá lớn.",
    422: "Yêu cầu không hợp lệ.",
    429: "Quá nhiều yêu cầu.",
    503: "Chưa sẵn sàng.",
}
NO_SECTION = "Văn bản {plan_id} không có mục “{path}”. Xem đề cương tại GET /v1/plans/{plan_id}."
UNKNOWN_MODEL = "Không có mô hình “{model}”. Xem danh sách tại GET /v1/models."
NO_USER_MESSAGE = "Không có câu hỏi: trong “messages” cần ít nhất một tin nhắn có role là “user” và nội dung chữ."
ONE_CHOICE = "Chỉ có một câu trả lời cho mỗi câu hỏi. Hãy bỏ “n” hoặc đặt bằng 1."
SOURCES = "Nguồn:"
SOURCE = "[{marker}] {place} ({source})"
NEAREST = "Có thể liên quan (không phải câu trả lời): {places}."
TITLE = "Trợ lý kế hoạch"
DESCRIPTION = """Hỏi đáp về kế hoạch của cơ quan nhà nước, câu trả lời có trích dẫn đến từng mục; dữ liệu phân công, thời hạn, chỉ tiêu.

Lỗi luôn có dạng `{"code", "message", "detail"}`: `code` cố định bằng tiếng Anh, `message` bằng tiếng Việt nói lỗi là gì và cần làm gì.
Danh sách chia trang bằng `limit`, `offset`; `next` là địa chỉ trang sau. Các địa chỉ GET của văn bản và dữ liệu có `ETag`.
Theo chuẩn khác: `/v1/chat/completions` (OpenAI), `/mcp` (Model Context Protocol). Ví dụ `curl` cho từng địa chỉ: docs/api.md."""
MCP_INSTRUCTIONS = (
    "Hỏi đáp và tra cứu các kế hoạch của cơ quan nhà nước Việt Nam. Dùng ask cho câu hỏi; mọi câu trả lời có trích dẫn nguyên văn, "
    "hãy giữ nguyên trích dẫn khi dùng lại. status là not_found nghĩa là văn bản không nêu: đừng đoán thay."
)
# where a setting's value comes from
FROM_ENVIRONMENT = "biến môi trường"
FROM_FILE = "tệp .env"
DEFAULT = "mặc định"

# /healthz
AILING = {
    "vectors": "Chỉ mục vectơ bị hỏng, đang được lập lại từ danh mục; câu trả lời có thể thiếu cho đến khi xong.",
    "lexical": "Chỉ mục từ khóa bị hỏng, đang được lập lại từ danh mục; câu trả lời có thể thiếu cho đến khi xong.",
}
DATA_AWAY = "Không truy cập được thư mục dữ liệu. Hãy kiểm tra ổ đĩa và quyền truy cập."
DISK_LOW = "Đĩa chứa thư mục dữ liệu chỉ còn {free} MB. Hãy giải phóng dung lượng."
RESTORE_REPLACES = "Đang có {count} văn bản; khôi phục sẽ thay tất cả bằng bản sao lưu. Nếu đúng ý, hãy thêm --replace (nên chạy kehoach backup trước)."
