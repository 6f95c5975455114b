#!/usr/bin/env bash
# Takes one repair through its whole life on a practice disk and holds hivemend to its promises. Usage: demo.sh HIVEMEND
set -euo pipefail

program=$(realpath "${1:?usage: demo.sh HIVEMEND}")
cd "$(dirname "${BASH_SOURCE[0]}")/.."
work=$(mktemp -d "${TMPDIR:-/tmp}/hivemend-demo.XXXXXX")
trap 'rm -rf "$work"' EXIT

disk=$work/disk
state=$work/state
playbook=hardware-malfunction

hivemend() { "$program" "$@"; }

# Prints the command as one would type it, runs it, and ends the demo when its exit status is not the one promised.
step() {
    local promised=$1
    shift
    local shown=${*//"$work"/\$WORK} status=0
    if [[ -t 1 && -z ${NO_COLOR:-} ]]; then
        printf '\n\033[1m$ %s\033[0m\n' "$shown"
    else
        printf '\n$ %s\n' "$shown"
    fi
    "$@" || status=$?
    if [[ $status -ne $promised ]]; then
        echo "demo: exit status $status, promised was $promised" >&2
        exit 1
    fi
}

fingerprint() { (cd "$disk" && find . -type f -print0 | sort -z | xargs -0 sha256sum); }

promise() {
    local sentence=$1
    shift
    if "$@"; then
        echo "-> $sentence"
    else
        echo "demo: broken promise: $sentence" >&2
        exit 1
    fi
}

echo "WORK=$work"
step 0 hivemend sample examples/targets/gen1-two-control-sets.yaml --out "$disk"
before=$(fingerprint)
echo "$before"

# 2: there are changes to make (--detailed-exitcode); without the option a plan that could be made is 0.
step 2 hivemend plan "$playbook" --target "$disk" --state "$state" --detailed-exitcode
promise "the plan wrote nothing" test "$(fingerprint)" = "$before"

step 0 hivemend apply "$playbook" --target "$disk" --state "$state" --yes
after=$(fingerprint)
promise "apply changed the disk" test "$after" != "$before"

step 0 hivemend plan "$playbook" --target "$disk" --state "$state" --detailed-exitcode
promise "nothing is left to do" test "$(fingerprint)" = "$after"

step 0 hivemend undo --target "$disk" --state "$state" --yes
echo "before:"
echo "$before"
echo "after undo:"
fingerprint
promise "undo gave back the same bytes" test "$(fingerprint)" = "$before"

echo
echo "demo: every promise was kept"
