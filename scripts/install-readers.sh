#!/usr/bin/env bash
# Installs the programs that read scans (Tesseract with Vietnamese) and Word 97-2003 and RTF files (LibreOffice), where that is allowed.
# With CI=true, not having them is a failure; else those readers and their tests are off.
set -euo pipefail

has_vietnamese() {
  command -v tesseract >/dev/null && tesseract --list-langs 2>/dev/null | grep -qx vie
}

missing=()
has_vietnamese || missing+=(tesseract-ocr tesseract-ocr-vie)
# The font is for the tests: they have LibreOffice write PDFs, and Debian 12's Liberation lacks most Vietnamese letters.
command -v soffice >/dev/null || missing+=(libreoffice-writer-nogui fonts-dejavu-core)
if [ "${#missing[@]}" -eq 0 ]; then exit 0; fi

exec bash "$(dirname "${BASH_SOURCE[0]}")/install-packages.sh" \
  "chương trình đọc bản quét, tệp .doc và .rtf" "400 MB" "Các tệp đó sẽ không đọc được và kiểm thử của chúng được bỏ qua" "${missing[@]}"
