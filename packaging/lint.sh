#!/usr/bin/env bash
# clang-format and clang-tidy over every source of a build. Usage: lint.sh BUILD [FILE...]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
build=$1
shift
packaging/format.sh

# clang-tidy cannot read the headers that gcc precompiled, so it gets the commands without them.
mkdir -p "$build/lint"
sed -E 's/ -include [^ ]*cmake_pch\.hxx//; s/ -Winvalid-pch//; s/ -fpch-preprocess//' \
    "$build/compile_commands.json" >"$build/lint/compile_commands.json"
files=("$@")
[[ ${#files[@]} -gt 0 ]] || mapfile -t files < <(
    sed -nE "s|^ *\"file\": \"$PWD/((lang\|runtime\|tests)/.*)\".*|\1|p" "$build/compile_commands.json" | sort -u)
printf '%s\0' "${files[@]}" | xargs -0 -n 1 -P "$(nproc)" clang-tidy -p "$build/lint" --quiet
echo "lint: ${#files[@]} files, nothing to say"
