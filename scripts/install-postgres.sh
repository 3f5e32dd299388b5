#!/usr/bin/env bash
# Installs PostgreSQL for the tests of several processes on one database, where that is allowed. With CI=true, not having it is a
# failure; else those tests skip.
set -euo pipefail

if compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || command -v initdb >/dev/null; then exit 0; fi

exec bash "$(dirname "${BASH_SOURCE[0]}")/install-packages.sh" \
  "PostgreSQL cho kiểm thử nhiều tiến trình" "60 MB" "Các kiểm thử nhiều tiến trình sẽ được bỏ qua" postgresql
