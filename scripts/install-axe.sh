#!/usr/bin/env bash
# Fetches axe-core, with which the browser tests check that the page can be used by everybody, into node_modules (not in git).
# With CI=true, not having it is a failure; else that test skips.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

version=4.14.1
if grep -qs "\"version\": \"$version\"" node_modules/axe-core/package.json; then exit 0; fi

if ! command -v npm >/dev/null; then
  bash scripts/install-packages.sh "npm, để tải axe-core" "100 MB" "Kiểm thử trợ năng sẽ được bỏ qua" npm
  command -v npm >/dev/null || exit 0
fi
echo "Tải axe-core $version cho kiểm thử trợ năng"
if ! npm install --silent --no-save --no-package-lock --no-audit --no-fund --ignore-scripts "axe-core@$version"; then
  echo "Không tải được axe-core từ kho gói npm; kiểm thử trợ năng sẽ được bỏ qua." >&2
  case "${CI:-}" in true | 1) exit 1 ;; esac
fi
