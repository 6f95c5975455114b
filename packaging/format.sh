#!/usr/bin/env bash
# Compares every source with .clang-format. Exit 77 (a skipped test) when clang-format is not installed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
if ! command -v clang-format >/dev/null; then
    echo "skipped: clang-format is not installed (make lint installs it)"
    exit 77
fi
find lang runtime tests \( -name '*.cpp' -o -name '*.hpp' \) -print0 | xargs -0 -n 16 -P "$(nproc)" clang-format --dry-run -Werror
echo "every source is formatted"
