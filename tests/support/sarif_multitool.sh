#!/bin/sh
# Validates SARIF documents with Microsoft's multitool, which npm installs into the build folder.
# Usage: sarif_multitool.sh BUILD FILE...   exit 0 accepted, 1 not, 77 the tool cannot be had (the reason is printed)
set -eu
build=$1
shift
package=@microsoft/sarif-multitool-linux@5.7.0
place=$build/npm-sarif
tool=$place/node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool

if ! command -v npm >/dev/null; then
    echo "npm is missing"
    exit 77
fi
if [ ! -e "$tool" ]; then
    mkdir -p "$place"
    if ! timeout 300 npm install --no-audit --no-fund --ignore-scripts --prefix "$place" "$package" >"$place/log" 2>&1; then
        echo "npm cannot install $package:"
        tail -n 3 "$place/log"
        exit 77
    fi
fi
chmod u+x "$tool"

# It exits with 0 whatever it finds, so its report is read. Without a public address of the project the tool misses
# `informationUri`; everything else is a fault.
for file; do
    printed=$("$tool" validate "$file" --output "$file.report" --log ForceOverwrite --level 'Error;Warning' 2>&1) || {
        echo "$printed"
        exit 1
    }
    if echo "$printed" | grep -E ': (error|warning) ' | grep -v ' SARIF2005: .*informationUri'; then
        exit 1
    fi
    echo "$printed" | grep -q 'Analysis completed successfully' || { echo "$printed"; exit 1; }
done
