# Kế hoạch: cài đặt, chạy, kiểm tra. Gõ `make` để xem các lệnh.
# Needs Python 3.11, make, bash and a package registry that pip is configured for; nothing else.

SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help setup run ask check test lint eval bench structure fuzz conformance torture api-docs format browser readers postgres licences clean

# Plain `=`: some shells and conda export a HOST of their own, which is not the address to listen on.
HOST = 127.0.0.1
PORT ?= 8000

VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.setup-done
IMPORTED := chromadb, gradio, llama_index.vector_stores.chroma, rich.markdown, sentence_transformers, sqlalchemy.dialects.sqlite, \
            tantivy, transformers.models.bert.modeling_bert, uvicorn.config
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input

# A virtual environment can't be moved. The stamp holds the folder it was made in; elsewhere, it is made anew.
ifneq ($(wildcard $(STAMP)),)
ifneq ($(shell cat $(STAMP)),$(CURDIR))
.PHONY: $(STAMP)
endif
endif

# The question reaches the program through the environment, unexpanded: quotes, $ and backquotes in it stay text.
unexport Q
export QUESTION := $(value Q)

help: ## Danh sách lệnh
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo
	@echo '  Ví dụ: make ask Q="Sở Công Thương Hà Tĩnh làm gì?"     make run PORT=9000'

setup: $(STAMP) ## Tạo .venv và cài mọi thứ đúng phiên bản trong constraints.txt

$(STAMP): pyproject.toml constraints.txt
	@python='' ; \
	for candidate in "$${PYTHON:-}" python3.11 python3 python; do \
	  if "$$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then python="$$candidate"; break; fi; \
	done; \
	if [ -z "$$python" ]; then \
	  echo 'Lỗi: không tìm thấy Python 3.11 (đã thử python3.11, python3, python). Máy này có: '"$$(python3 --version 2>&1 || true)" >&2; \
	  echo 'Hãy cài Python 3.11 rồi chạy lại, hoặc chỉ rõ đường dẫn: make setup PYTHON=...' >&2; exit 1; \
	fi; \
	"$$python" -c 'import sys; v = sys.version_info; v[:2] != (3, 11) and print(f"Lưu ý: đang dùng Python {v[0]}.{v[1]}; các phiên bản ghim được kiểm với Python 3.11.")'; \
	echo "[1/4] Tạo môi trường ảo $(VENV) ($$("$$python" --version))"; \
	if [ -f $(STAMP) ] && [ "$$(cat $(STAMP))" != '$(CURDIR)' ]; then rm -rf $(VENV); fi; \
	"$$python" -m venv $(VENV) || { \
	  echo 'Lỗi: không tạo được môi trường ảo. Trên Debian/Ubuntu hãy cài gói python3.11-venv rồi chạy lại.' >&2; exit 1; }; \
	rm -f $(STAMP)
	@quiet=''; [ -t 1 ] || quiet=--quiet; \
	echo '[2/4] Cài PyTorch, bản CPU (khoảng 180 MB)'; \
	$(PIP) install $$quiet --no-compile --constraint constraints.txt torch setuptools; \
	echo '[3/4] Cài các gói còn lại (khoảng 150 gói)'; \
	$(PIP) install $$quiet --no-compile --constraint constraints.txt --no-build-isolation --editable '.[dev]'; \
	$(PIP) check
	@echo '[4/4] Nạp thử các gói chính'
	@# Leaves just the bytecode that a start needs; compiling all that is installed takes longer than it saves (docs/decisions.md).
	@env -u PYTHONDONTWRITEBYTECODE $(BIN)/python -W ignore -c 'import $(IMPORTED)'
	@printf '%s' '$(CURDIR)' > $(STAMP)
	@echo 'Đã cài xong.'

run: setup ## Chạy máy chủ (API và giao diện) tại http://127.0.0.1:8000; đổi bằng HOST=, PORT=
	@exec $(BIN)/kehoach serve --host '$(HOST)' --port '$(PORT)'

ask: setup ## Hỏi một câu: make ask Q="Ai ký kế hoạch 1750/KH-SYT?"
	@if [ -z "$$QUESTION" ]; then echo 'Thiếu câu hỏi. Ví dụ: make ask Q="Ai ký kế hoạch 1750/KH-SYT?"' >&2; exit 2; fi
	@exec $(BIN)/kehoach ask -- "$$QUESTION"

lint: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python scripts/licences.py --check

check: lint ## Kiểm tra nhanh: ruff, mypy, giấy phép, pytest (không có trình duyệt)
	$(BIN)/pytest -m "not browser"

test: setup browser readers postgres lint ## Mọi kiểm tra: trình duyệt, chương trình đọc tệp (cài nếu được phép), bộ câu hỏi và cấu trúc với ngưỡng
	$(BIN)/kehoach eval structure --gate eval/gate.toml
	$(BIN)/kehoach eval --gate eval/gate.toml --out eval-out
	$(BIN)/pytest

eval: setup ## Chấm bộ câu hỏi cố định; báo cáo ở eval-out/report.html
	$(BIN)/kehoach eval --out eval-out

bench: setup ## Đo tốc độ, bộ nhớ so với các mốc trong cùng lượt (vài giờ); báo cáo ở bench/report.json và report.html. Một phần: ROWS="start load"
	$(PIP) install --quiet --constraint constraints.txt --no-build-isolation --editable '.[dev,bench]'
	for row in $(or $(ROWS),start in_process over_http without_model load peers ingest growth); do $(BIN)/python -m bench $$row $(SCALE); done

structure: setup ## Đo việc đọc cấu trúc văn bản so với đánh dấu tay
	$(BIN)/kehoach eval structure --gate eval/gate.toml

fuzz: setup ## Đọc 20.000 văn bản biến dạng; tìm lỗi và chỗ trái quy tắc (vài phút)
	$(BIN)/python scripts/fuzz.py

browser: ## Cài Chromium và axe-core cho kiểm thử giao diện, nếu máy chưa có
	@bash scripts/install-browser.sh
	@bash scripts/install-axe.sh

readers: ## Cài Tesseract (bản quét) và LibreOffice (.doc, .rtf), nếu máy chưa có
	@bash scripts/install-readers.sh

postgres: ## Cài PostgreSQL cho kiểm thử nhiều tiến trình, nếu máy chưa có
	@bash scripts/install-postgres.sh

licences: setup ## Giấy phép và dung lượng của các gói dùng khi chạy
	@$(BIN)/python scripts/licences.py

conformance: setup ## Hỏi máy chủ hàng nghìn yêu cầu sinh từ mô tả OpenAPI; tìm lỗi 5xx và chỗ trái mô tả
	$(BIN)/python scripts/conformance.py

torture: setup ## Thử độ bền: kill -9, lỗi đĩa và mạng, quá tải, đầu vào độc hại (khoảng một giờ)
	$(BIN)/python -m torture

api-docs: setup ## Viết lại docs/api.md: chạy từng lệnh curl trên một máy chủ thật
	$(BIN)/python scripts/api_docs.py

format: setup ## Định dạng mã nguồn, sửa lỗi ruff tự sửa được
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean: ## Xoá .venv và các tệp tạm (giữ data/, nơi có văn bản đã nạp)
	rm -rf $(VENV) build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
