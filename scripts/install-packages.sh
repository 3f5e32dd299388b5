#!/usr/bin/env bash
# Installs Debian packages where that is allowed. With CI=true, not getting them is a failure; else what needs them stays off.
# install-packages.sh WHAT SIZE OFF PACKAGE...     e.g. "Chromium" "300 MB" "Các kiểm thử giao diện sẽ được bỏ qua" chromium
set -euo pipefail

what=$1 size=$2 off=$3
shift 3

give_up() {
  echo "Không có $what: $1." >&2
  case "${CI:-}" in
    true | 1)
      echo "Với CI=true không kiểm thử nào được bỏ qua. Hãy cài các gói $packages của hệ điều hành rồi chạy lại." >&2
      exit 1
      ;;
    *)
      echo "$off; muốn dùng, hãy cài các gói $packages của hệ điều hành." >&2
      exit 0
      ;;
  esac
}

packages=$*
as_root=()
if [ "$(id -u)" -ne 0 ]; then
  sudo -n true 2>/dev/null || give_up "cần quyền root hoặc sudo không hỏi mật khẩu để cài"
  as_root=(sudo -n)
fi
command -v apt-get >/dev/null || give_up "máy này không có apt-get"

echo "Cài $what (một lần, khoảng $size)"
apt_get=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300)
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! { "${apt_get[@]}" update && "${apt_get[@]}" install --yes --no-install-recommends "$@"; } >"$log" 2>&1 </dev/null; then
  tail -n 5 "$log" >&2
  give_up "apt-get không cài được"
fi
