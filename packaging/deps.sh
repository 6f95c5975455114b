#!/usr/bin/env bash
# Installs the Debian packages of the named sets that are missing; does nothing, and needs no network, when all are there.
# Usage: packaging/deps.sh [--print] build|test|bench|fuzz|package|lint ...
set -euo pipefail

declare -A sets=(
    [build]="g++ cmake ninja-build ccache pkg-config mold tao-pegtl-dev libhivex-dev libyaml-cpp-dev libfmt-dev
             libcli11-dev nlohmann-json3-dev libssl-dev libseccomp-dev"
    [test]="catch2 libhivex-bin libregf-utils reglookup python3 python3-jsonschema xz-utils"
    [bench]="hyperfine libbenchmark-dev chntpw libhivex-bin libwin-hivex-perl python3 xz-utils"
    [fuzz]="clang libclang-rt-14-dev"
    [package]="dpkg-dev file"
    [lint]="clang-format clang-tidy"
)

print=no
wanted=()
for name in "$@"; do
    if [[ $name == --print ]]; then
        print=yes
    elif [[ -n ${sets[$name]:-} ]]; then
        read -r -d '' -a packages <<<"${sets[$name]}" || true
        wanted+=("${packages[@]}")
    else
        echo "deps: there is no set \`$name\`; the sets are: build test bench fuzz package lint" >&2
        exit 1
    fi
done

if ! command -v dpkg-query >/dev/null; then
    echo "deps: this is no Debian system; these packages, or what they hold, are needed: ${wanted[*]}" >&2
    exit 1
fi

missing=()
for package in "${wanted[@]}"; do
    status=$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null || true)
    [[ $status == installed ]] || missing+=("$package")
done
if [[ $print == yes ]]; then
    echo "${missing[*]}"
    exit 0
fi
[[ ${#missing[@]} -gt 0 ]] || exit 0

become_root=()
if [[ $EUID -ne 0 ]]; then
    if ! command -v sudo >/dev/null; then
        echo "deps: these packages are missing, and neither root nor sudo is at hand to install them:" >&2
        echo "    apt-get install --no-install-recommends ${missing[*]}" >&2
        exit 1
    fi
    become_root=(sudo)
fi

echo "deps: installing ${missing[*]}"
apt=("${become_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -y -q -o Dpkg::Use-Pty=0)
"${apt[@]}" update
"${apt[@]}" install --no-install-recommends "${missing[@]}"
