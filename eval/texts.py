"""What the evaluation says to people, in Vietnamese."""

from __future__ import annotations

BAD_LINE = "{file}, dòng {line}: câu hỏi không đúng định dạng ({error}). Xem eval/questions/README.md."
BAD_SET = "Bộ câu hỏi {name} có {count} lỗi, ví dụ:\n{problems}\nCần đúng định dạng trong eval/questions/README.md, và đủ văn bản (--plans THƯ_MỤC)."
BAD_GOLD = "{file}: cấu trúc đánh dấu tay không đúng định dạng ({error}). Xem eval/gold/README.md."
NO_QUESTIONS = "Không có câu hỏi nào (tập “{split}”) trong {files}."
BAD_RUN = "{path} không phải báo cáo của lần chạy trước (cần tệp report.json do kehoach eval ghi)."
BAD_GATE = "{path} không phải tệp ngưỡng hợp lệ: {error}. Xem eval/gate.toml."
BAD_BENCH = "{path} không phải bộ ALQAC: cần question.json và law.json."
NO_SERVER = "Máy chủ {url} không trả lời được ({error}). Hãy kiểm tra địa chỉ, và máy chủ đã chạy (kehoach serve) chưa."
NOT_OURS = "Máy chủ {url} trả lời không đúng định dạng của /v1/ask ({error})."
SERVER_LACKS = "Máy chủ thiếu văn bản của bộ {name}: {plans}. Hãy nạp chúng (POST /v1/plans) hoặc bỏ bộ này."
NO_BASELINES_BY_URL = "--baselines cần chỉ mục trong tiến trình; bỏ --url hoặc bỏ --baselines."
FAILED = "Hệ thống gặp lỗi khi trả lời: {error}"

SKIPPED_SET = "Bỏ qua bộ {name}: không có văn bản ở {folder} (chỉ ra bằng --plans THƯ_MỤC)."
INDEXING = "Lập chỉ mục cho bộ {name}"
ASKING = "Hỏi bộ {name} — {system}"
EMBEDDING = "Nhúng điều luật"
WRITTEN = "Đã ghi {folder}: report.json, questions.csv, report.html"
GATE_PASSED = "Đạt mọi ngưỡng trong {path} ({count} ngưỡng)."
GATE_SKIPPED = "Ngưỡng của {names} không xét: lần chạy này không đo."
GATE_FAILED = "KHÔNG ĐẠT {where}: {name} = {value}, ngưỡng {limit}"
GATE_MISSING = "KHÔNG ĐẠT {where}: {name} không đo được, ngưỡng {limit}"

PAGE_TITLE = "Kết quả đánh giá trợ lý kế hoạch"
SOURCE_SHIPPED = "câu hỏi soạn tay từ 5 văn bản đi kèm (eval/questions/shipped.jsonl)"
SOURCE_DEV = "câu hỏi soạn tay từ các văn bản ở {folder} (eval/questions/plans-dev.jsonl)"
SOURCE_FILE = "câu hỏi của người dùng: {file}"
LOST_EVIDENCE = "{lost}/{total} nhóm bằng chứng không còn nguyên văn sau khi đọc văn bản"

SYSTEMS = {
    "ours": "kehoach",
    "server": "máy chủ",
    "no_bm25": "bỏ BM25",
    "no_dense": "bỏ vectơ",
    "no_structure": "bỏ cấu trúc",
    "no_restoration": "bỏ thêm dấu",
    "llama_index": "llama-index",
    "bm25": "chỉ BM25",
    "dense": "chỉ vectơ",
    "fused": "BM25 + vectơ",
}
KINDS = {
    "responsibility": "trách nhiệm",
    "tasks": "nhiệm vụ",
    "deadline": "thời hạn",
    "indicator": "chỉ tiêu",
    "metadata": "thông tin VB",
    "legal_basis": "căn cứ",
    "content": "nội dung",
    "comparison": "so sánh",
    "follow_up": "hỏi nối tiếp",
    "unanswerable": "không có TL",
}
VARIANTS = {"original": "có dấu", "bare": "không dấu", "half": "nửa dấu"}
SPLITS = {"dev": "dev", "test": "test", "all": "tất cả"}
FIGURES = {
    "crag": "CRAG",
    "crag_answerable": "CRAG có TL",
    "accuracy": "đúng",
    "incomplete": "thiếu",
    "missing": "từ chối",
    "hallucination": "sai",
    "facts": "đủ ý",
    "citation_precision": "trích đúng mục",
    "span_precision": "trích đúng câu",
    "citation_recall": "đủ b.ch.",
    "address_precision": "địa chỉ đúng",
    "address_recall": "đủ địa chỉ",
    "verbatim": "ng. văn",
    "refusal_precision": "từ chối c.xác",
    "refusal_recall": "từ chối đủ",
    "false_refusal": "từ chối nhầm",
    "evidence_recall@5": "b.ch. @5",
    "section_hit@1": "mục @1",
    "section_hit@3": "mục @3",
    "section_hit@5": "mục @5",
    "section_hit@10": "mục @10",
    "mrr@10": "MRR @10",
    "ndcg@10": "nDCG @10",
}
OUTCOMES = {"right": "đúng", "incomplete": "thiếu ý", "missing": "từ chối", "wrong": "sai"}
GROUP, QUESTIONS, STEP, ALL = "Nhóm", "câu", "bước", "TẤT CẢ"
SYSTEM = "Hệ thống"
TABLE_ANSWERS, TABLE_QUALITY, TABLE_RETRIEVAL, TABLE_TIMES = (
    "trả lời",
    "trích dẫn và từ chối",
    "truy hồi",
    "thời gian (ms)",
)
LOSS = "có dấu − {variant}: {figures}"
CHANGED = "So với {path}: {better} câu tốt lên, {worse} câu kém đi."
HEADER = {
    "sources": "Câu hỏi",
    "model": "Mô hình nhúng",
    "split": "Tập",
    "settings": "Thiết lập",
    "commit": "Phiên bản mã",
    "made_at": "Lúc",
    "machine": "Máy",
}

# --- the page -----------------------------------------------------------------------------------------------------------
PLOT_KINDS = "Kết quả theo loại câu hỏi"
PLOT_VARIANTS = "Kết quả theo cách gõ"
PLOT_SYSTEMS = "Bằng chứng trong 5 đoạn đầu: các hệ thống, và khi bỏ từng phần"
PLOT_TIMES = "Thời gian từng bước (p50, p95; ms)"
PLOT_CHANGES = "Thay đổi so với lần trước"
CHANGES_LIST = "Những câu đổi kết quả"
QUESTION_LIST = "Từng câu hỏi"
SHOWN = "đang hiện"
FILTER_KIND, FILTER_RESULT, FILTER_VARIANT, FILTER_SET, ANY = "Loại", "Kết quả", "Cách gõ", "Bộ", "tất cả"
LABELS = {
    "question": "Câu hỏi",
    "history": "Các lượt trước",
    "standalone": "Được hiểu là",
    "answer": "Trả lời",
    "facts": "Ý phải có",
    "forbidden": "Không được nói",
    "refusals": "Lý do từ chối chấp nhận được",
    "gold": "Bằng chứng đúng",
    "cited": "Đã trích",
    "ranks": "Thứ hạng của bằng chứng",
    "retrieved": "Các đoạn tìm thấy",
    "reason": "Lý do từ chối",
    "not_ranked": "không có trong các đoạn tìm thấy",
    "before": "trước",
    "after": "nay",
    "not_verbatim": "KHÔNG NGUYÊN VĂN",
}

# --- ALQAC --------------------------------------------------------------------------------------------------------------
ALQAC_TITLE = "ALQAC 2022: {questions} câu, {articles} điều luật"
ALQAC_ACCENTED, ALQAC_BARE = "có dấu", "không dấu"
ALQAC_SPAN = "câu trả lời ngắn nằm trong đoạn trích: {found}/{total} câu có lời đáp nguyên văn trong điều luật đúng ({share:.1%}); đoạn trích dài trung vị {length} ký tự"
ALQAC_SYSTEMS = {"bm25": "BM25 thuần", "dense": "vectơ", "ours_lexical": "kehoach, chỉ từ vựng", "ours": "kehoach"}

# --- help of the commands -----------------------------------------------------------------------------------------------
HELP_APP = "Đánh giá trợ lý trên bộ câu hỏi cố định."
HELP_SPLIT = "Tập câu hỏi."
HELP_QUESTIONS = "Bộ câu hỏi khác (JSONL, xem eval/questions/README.md)."
HELP_PLANS = "Thư mục văn bản của bộ câu hỏi, thêm vào các văn bản đi kèm."
HELP_BASELINES = "So với llama-index, BM25, vectơ; và khi bỏ từng phần."
HELP_AGAINST = "report.json của một lần chạy trước."
HELP_GATE = "Tệp ngưỡng; dưới ngưỡng thì thoát với mã 1."
HELP_URL = "Hỏi máy chủ đang chạy ở địa chỉ này."
HELP_OUT = "Nơi ghi báo cáo."
HELP_DATA = "Giữ chỉ mục ở đây cho lần sau (mặc định: tạm)."
HELP_VARIANTS = "Hỏi thêm bản không dấu và nửa dấu."
HELP_ALQAC_DATA = "Thư mục có question.json và law.json."
HELP_ALQAC_OUT = "Nơi ghi alqac.json; vectơ được giữ ở đây cho lần sau."
HELP_ALQAC_GATE = "Tệp ngưỡng."
HELP_EVAL = "Hỏi bộ câu hỏi cố định, chấm điểm, ghi báo cáo."
HELP_ALQAC = "Bộ ALQAC 2022: câu hỏi pháp luật, điều luật là văn bản."

STRUCTURE = {
    "title": "Cấu trúc đọc được so với đánh dấu tay (F1; phân công: đúng, đủ, đúng vai trò, đúng thời hạn)",
    "plan": "văn bản",
    "outline": "đề mục",
    "metadata": "thông tin",
    "indicators": "chỉ tiêu",
    "assignments": "phân công",
    "precision": "PC đúng",
    "recall": "PC đủ",
    "roles": "vai trò",
    "deadlines": "thời hạn",
    "shipped": "văn bản đi kèm",
    "others": "văn bản khác",
    "unlocated": "không thấy nguyên văn",
    "missing": "Bỏ qua {plans}: không có tệp (chỉ ra bằng --plans THƯ_MỤC).",
}
HELP_STRUCTURE = "Đo việc đọc cấu trúc văn bản so với đánh dấu tay (eval/gold)."
HELP_MISSES = "In cả những chỗ đọc thiếu (-), thừa (+), khác (≠)."
