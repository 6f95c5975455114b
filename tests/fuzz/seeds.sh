#!/usr/bin/env bash
# Writes starting inputs for the fuzz targets, one folder a target: the texts of the repository, hives and boot stores that
# `hivemend sample` makes, and the stores of HIVEMEND_TESTDATA where it is set. Usage: seeds.sh HIVEMEND|none FOLDER
set -euo pipefail
program=$1
out=$2
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)

rm -rf "$out"
mkdir -p "$out"
texts=$out/.texts hives=$out/.hives stores=$out/.stores yaml=$out/.yaml plans=$out/.plans devices=$out/.devices
mkdir -p "$texts" "$hives" "$stores" "$yaml" "$plans" "$devices"

while IFS= read -r -d '' file; do
    cp "$file" "$texts/$(basename "$(dirname "$file")")-$(basename "$file")"
done < <(find "$root/stdlib" "$root/playbooks" "$root/tests/check" "$root/tests/parse" "$root/examples" -name '*.mend' -size -16k -print0 2>/dev/null)
find "$root/examples/targets" -name '*.yaml' -exec cp -t "$yaml" {} + 2>/dev/null || true

# The data of every device in a listing of a boot store, each in a file of its own.
write_devices() {
    python3 -c '
import json, sys
for found in json.load(sys.stdin)["objects"]:
    for element in found["elements"]:
        if element["format"] == "device":
            with open(sys.argv[1] + "-" + found["id"][1:9] + "-" + element["id"], "wb") as file:
                file.write(bytes.fromhex(element["bytes"]))' "$devices/$1"
}

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
        "$program" inspect --boot --format json --target "$out/.disk" >"$out/.listing" && write_devices "$name" <"$out/.listing"
        rm -rf "$out/.disk"
    done
    "$program" sample "$root/examples/targets/gen1-two-control-sets.yaml" --out "$out/.disk" >/dev/null
    while IFS= read -r -d '' file; do
        name=$(basename "$(dirname "$file")")-$(basename "$file")
        cp --no-preserve=mode "$file" "$out/.disk/Boot/BCD"
        # Logs are no stores, and are refused.
        "$program" inspect --boot --format json --target "$out/.disk" >"$out/.listing" 2>/dev/null || continue
        cp "$out/.disk/Boot/BCD" "$stores/$name"
        write_devices "$name" <"$out/.listing"
    done < <([[ -z ${HIVEMEND_TESTDATA:-} ]] || find "$HIVEMEND_TESTDATA/bcd" -type f -size -64k -iname '*bcd*' -print0)
    rm -rf "$out/.disk"
fi

for source in "$root"/tests/fuzz/fuzz_*.cpp; do
    [[ -e $source ]] || continue
    target=$(basename "$source" .cpp)
    mkdir -p "$out/$target"
    case $target in
        *hive* | *log* | *edit*) cp -t "$out/$target" "$hives"/* "$stores"/* 2>/dev/null || true ;;
        *boot*) cp -t "$out/$target" "$stores"/* "$devices"/* 2>/dev/null || true ;;
        *bcd* | *element*) cp -t "$out/$target" "$stores"/* 2>/dev/null || true ;;
        *yaml* | *target* | *sample*) cp -t "$out/$target" "$yaml"/* 2>/dev/null || true ;;
        *plan* | *json*) cp -t "$out/$target" "$plans"/* 2>/dev/null || true ;;
        *foreign*) cp -t "$out/$target" "$root"/tests/foreign/*.txt ;;
        *journal* | *run*) ;;
        *) cp -t "$out/$target" "$texts"/* 2>/dev/null || true ;;
    esac
    echo "$target: $(find "$out/$target" -type f | wc -l) seeds"
done
