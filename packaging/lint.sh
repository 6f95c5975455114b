#!/usr/bin/env bash
# clang-format and clang-tidy over every source, or over the named ones. Usage: lint.sh [FILE...]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
packaging/format.sh

# Configured only, never built: clang-tidy wants a command for each file, and cannot read headers that gcc precompiled.
# clang does not know some warnings of gcc that the commands turn off.
cmake --preset dev -B build/lint -DCMAKE_UNITY_BUILD=OFF -DHIVEMEND_PCH=OFF >/dev/null
files=("$@")
[[ ${#files[@]} -gt 0 ]] || mapfile -t files < <(
    sed -nE "s|^ *\"file\": \"$PWD/((lang\|runtime\|tests)/.*)\".*|\1|p" build/lint/compile_commands.json | sort -u)
printf '%s\0' "${files[@]}" | xargs -0 -n 1 -P "$(nproc)" clang-tidy -p build/lint --quiet --extra-arg=-Wno-unknown-warning-option
echo "lint: ${#files[@]} files, nothing to say"
