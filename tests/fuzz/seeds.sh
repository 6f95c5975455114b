#!/usr/bin/env bash
# Writes starting inputs for the fuzz targets, one folder a target: the texts of the repository, and hives and boot stores that
# `hivemend sample` makes. Usage: seeds.sh HIVEMEND|none FOLDER
set -euo pipefail
program=$1
out=$2
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)

rm -rf "$out"
mkdir -p "$out"
texts=$out/.texts hives=$out/.hives stores=$out/.stores yaml=$out/.yaml plans=$out/.plans
mkdir -p "$texts" "$hives" "$stores" "$yaml" "$plans"

while IFS= read -r -d '' file; do
    cp "$file" "$texts/$(basename "$(dirname "$file")")-$(basename "$file")"
done < <(find "$root/stdlib" "$root/playbooks" "$root/tests/check" "$root/tests/parse" "$root/examples" -name '*.mend' -size -16k -print0 2>/dev/null)
find "$root/examples/targets" -name '*.yaml' -exec cp -t "$yaml" {} + 2>/dev/null || true

if [[ $program != none ]]; then
    for description in "$yaml"/*.yaml; do
        [[ -e $description ]] || continue
        name=$(basename "$description" .yaml)
        "$program" sample "$description" --out "$out/.disk" >/dev/null
        while IFS= read -r -d '' file; do
            cp "$file" "$hives/$name-$(basename "$file")"
        done < <(find "$out/.disk" -path '*config/*' -type f -size -64k -print0)
        while IFS= read -r -d '' file; do
            cp "$file" "$stores/$name-BCD"
        done < <(find "$out/.disk" -iname BCD -type f -print0)
        "$program" plan hardware-malfunction --target "$out/.disk" --out "$plans/$name.json" >/dev/null
        rm -rf "$out/.disk"
    done
fi

for source in "$root"/tests/fuzz/fuzz_*.cpp; do
    [[ -e $source ]] || continue
    target=$(basename "$source" .cpp)
    mkdir -p "$out/$target"
    case $target in
        *hive* | *log* | *edit*) cp -t "$out/$target" "$hives"/* "$stores"/* 2>/dev/null || true ;;
        *bcd* | *element*) cp -t "$out/$target" "$stores"/* 2>/dev/null || true ;;
        *yaml* | *target* | *sample*) cp -t "$out/$target" "$yaml"/* 2>/dev/null || true ;;
        *plan* | *json*) cp -t "$out/$target" "$plans"/* 2>/dev/null || true ;;
        *foreign*) cp -t "$out/$target" "$root"/tests/foreign/*.txt ;;
        *journal* | *run*) ;;
        *) cp -t "$out/$target" "$texts"/* 2>/dev/null || true ;;
    esac
    echo "$target: $(find "$out/$target" -type f | wc -l) seeds"
done
