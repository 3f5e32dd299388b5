#!/usr/bin/env bash
# Installs Chromium for the browser tests, where that is allowed. With CI=true, not having it is a failure; else those tests skip.
set -euo pipefail

for name in chromium chromium-browser google-chrome; do
  if command -v "$name" >/dev/null; then exit 0; fi
done

# Fonts are named because without recommended packages Chromium comes with none, and Vietnamese shows as boxes.
exec bash "$(dirname "${BASH_SOURCE[0]}")/install-packages.sh" \
  "Chromium cho kiểm thử giao diện" "300 MB" "Các kiểm thử giao diện sẽ được bỏ qua" chromium fonts-liberation
