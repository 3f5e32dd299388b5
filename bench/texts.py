"""What the benchmark says to people, in Vietnamese."""

from __future__ import annotations

TITLE = "Tốc độ và chi phí của trợ lý kế hoạch"
ROWS = {
    "ingest": "Nạp văn bản, so với chỉ nhúng các đoạn ấy (sentence-transformers, bf16)",
    "in_process": "Một câu hỏi trong tiến trình, so với chỉ nhúng câu ấy",
    "over_http": "Một câu hỏi qua HTTP, so với trong tiến trình",
    "without_model": "Câu hỏi không cần mô hình nhúng",
    "peers": "So với các hệ khác, cùng văn bản, cùng mô hình",
    "start": "Từ lúc chạy đến lúc sẵn sàng, so với chỉ nạp các thư viện; bộ nhớ",
    "load": "Nhiều người hỏi cùng lúc, so với một người",
    "growth": "Chỉ mục lớn dần",
}
PASSED = {True: "đạt", False: "CHƯA ĐẠT", None: "—"}
HEADER = {"made_at": "Lúc", "commit": "Phiên bản", "machine": "Máy", "short": "Chạy thử (số liệu không có nghĩa)"}
FIGURE, VALUE, LIMIT, ROUNDS = "số đo", "giá trị", "ngưỡng", "từng lượt"
WRITTEN = "Đã ghi {folder}: report.json, report.html"
UNKNOWN_ROW = "Không có phần đo “{name}”. Các phần: {names}."
