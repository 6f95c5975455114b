#!/usr/bin/env bash
# Runs every libFuzzer target of a build for some seconds, one after the other. Usage: run.sh BUILD SECONDS
# New inputs stay in BUILD/corpus/TARGET, inputs that break something in BUILD/artifacts/TARGET-*.
set -euo pipefail
build=$(cd "$1" && pwd)
seconds=$2
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

program=none
[[ -x $build/hivemend ]] && program=$build/hivemend
"$here/seeds.sh" "$program" "$build/seeds"
mkdir -p "$build/artifacts"

passed=0
failed=()
for source in "$here"/fuzz_*.cpp; do
    [[ -e $source ]] || continue
    target=$(basename "$source" .cpp)
    mkdir -p "$build/corpus/$target"
    seeds=("$build/seeds/$target")
    [[ -d $here/corpus/$target ]] && seeds+=("$here/corpus/$target")
    longest=65536
    case $target in *parse* | *check* | *format* | *foreign*) longest=8192 ;; esac  # a longer text is the same mistakes, slower
    echo "== $target, $seconds s"
    if "$build/$target" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -max_len=$longest -print_final_stats=1 \
        -verbosity=0 -artifact_prefix="$build/artifacts/$target-" "$build/corpus/$target" "${seeds[@]}" 2>"$build/$target.log"; then
        sed -n 's/^stat::number_of_executed_units: */   runs: /p; s/^stat::new_units_added: */   new inputs: /p' "$build/$target.log"
        passed=$((passed + 1))
    else
        tail -n 60 "$build/$target.log"
        failed+=("$target")
    fi
done
echo "fuzz: $passed targets found nothing, ${#failed[@]} found something${failed[*]:+: ${failed[*]} (inputs in $build/artifacts)}"
[[ ${#failed[@]} -eq 0 ]]
