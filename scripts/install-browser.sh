#!/usr/bin/env bash
# Installs Chromium for the browser tests, where that is allowed. With CI=true, not having it is a failure; else those tests skip.
set -euo pipefail

for name in chromium chromium-browser google-chrome; do
  if command -v "$name" >/dev/null; then exit 0; fi
done

give_up() {
  echo "Không có Chromium: $1." >&2
  case "${CI:-}" in
    true | 1)
      echo "Với CI=true không kiểm thử nào được bỏ qua. Hãy cài gói chromium của hệ điều hành rồi chạy lại." >&2
      exit 1
      ;;
    *)
      echo "Các kiểm thử giao diện sẽ được bỏ qua; muốn chạy, hãy cài gói chromium của hệ điều hành." >&2
      exit 0
      ;;
  esac
}

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  sudo -n true 2>/dev/null || give_up "cần quyền root hoặc sudo không hỏi mật khẩu để cài"
  as_root=(sudo -n)
fi
command -v apt-get >/dev/null || give_up "máy này không có apt-get"

echo "Cài Chromium cho kiểm thử giao diện (một lần, khoảng 300 MB)"
apt_get=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300)
log=$(mktemp)
trap 'rm -f "$log"' EXIT
# Fonts are named because without recommended packages Chromium comes with none, and Vietnamese shows as boxes.
if ! { "${apt_get[@]}" update && "${apt_get[@]}" install --yes --no-install-recommends chromium fonts-liberation; } >"$log" 2>&1 </dev/null; then
  tail -n 5 "$log" >&2
  give_up "apt-get không cài được"
fi
