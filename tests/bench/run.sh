#!/usr/bin/env bash
# One table from one run: hivemend beside the tools people use today, on copies of the same files. Usage: run.sh HIVEMEND
# HIVEMEND_TESTDATA names a folder with real hives; without it the practice disk of `hivemend sample` takes their place.
set -euo pipefail

program=$(realpath "${1:?usage: run.sh HIVEMEND}")
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
testdata=${HIVEMEND_TESTDATA:-$root/../shared/testdata}
out=$root/build/bench
reged=$(command -v reged || echo /usr/sbin/reged)

rm -rf "$out"
mkdir -p "$out/json"
cd "$out"  # commands run here, so that the table shows short ones

# The patient: a directory target with a real hive and a real boot store.
real=$testdata/hives/SYSTEM-win7x86-clean/SYSTEM.xz
store=$testdata/bcd/bios-win7-vm/BCD
if [[ -r $real && -r $store ]]; then
    mkdir -p pristine/Windows/System32/config pristine/Boot
    xz -dc "$real" >pristine/Windows/System32/config/SYSTEM
    install -m 644 "$store" pristine/Boot/BCD
    source="a real hive of Windows 7"
else
    "$program" sample "$root/examples/targets/gen1-two-control-sets.yaml" --out pristine >/dev/null
    source="a hive of \`hivemend sample\`, for want of test data"
fi
hive=$(find pristine -ipath '*/config/SYSTEM' -printf '%P\n')
echo "$source, $(stat -c %s "pristine/$hive") bytes" >hive.txt

# The same edit for every tool, in every control set of a hive: NAME.reg, and NAME-lf.reg for tools that want it so.
control_sets() { hivexsh -f <(echo ls) "$1" | grep -i '^ControlSet[0-9]'; }
write_edit() {  # NAME HIVE
    {
        printf 'Windows Registry Editor Version 5.00\r\n'
        while read -r set; do
            printf '\r\n[HKEY_LOCAL_MACHINE\\SYSTEM\\%s\\Control\\CrashControl]\r\n' "$set"
            printf '"CrashDumpEnabled"=dword:00000001\r\n"NMICrashDump"=dword:00000001\r\n'
        done < <(control_sets "$2")
    } >"$1.reg"
    tr -d '\r' <"$1.reg" >"$1-lf.reg"
}
mapfile -t sets < <(control_sets "pristine/$hive")
write_edit edit "pristine/$hive"
# hivexsh replaces all values of a key, so its script lists those that stay too.
cp "pristine/$hive" merged
hivexregedit --merge --prefix 'HKEY_LOCAL_MACHINE\SYSTEM' merged edit-lf.reg
for set in "${sets[@]}"; do
    hivexregedit --export merged "\\$set\\Control\\CrashControl" | python3 "$here/hivexsh_script.py" "$set"
done >edit.hivexsh
echo commit >>edit.hivexsh

cat >fresh <<'EOF'
#!/bin/sh
# A fresh copy before each run, on the disk, so that the run pays for its own writes only. Usage: fresh PRISTINE HIVE
rm -rf disk "$2" state
cp -r "$1" disk
cp "$1/$(cat hive-path.txt)" "$2"
sync
EOF
cat >rested <<'EOF'
#!/bin/sh
# The same, at rest as the disk of a machine that is off: the times of a file that was written just now prove nothing, and
# its content is read once more.
./fresh "$@"
sleep 4
EOF
chmod +x fresh rested
echo "$hive" >hive-path.txt

# A larger hive, of Windows 10. Its logs are lost, so its header is marked clean here.
large=$testdata/hives/SYSTEM-win10-1709-dirty-nologs/SYSTEM.xz
if [[ $source == *Windows\ 7 && -r $large ]]; then
    mkdir -p pristine-large/Windows/System32/config
    cp -r pristine/Boot pristine-large/
    xz -dc "$large" | python3 "$here/mark_clean.py" >"pristine-large/$hive"
    write_edit edit-large "pristine-large/$hive"
fi

mkdir -p bin
ln -sf "$program" bin/hivemend
ln -sf "$reged" bin/reged
PATH=$out/bin:$PATH
playbook=$root/playbooks/hardware-malfunction.mend
cp "$here/crash_control.mend" .

measure() {  # NAME RUNS PREPARE COMMAND
    local options=(-N --style none --warmup 3 --runs "$2" --export-json "json/$1.json")
    [[ -z $3 ]] || options+=(--prepare "$3")
    [[ $1 != reged* ]] || options+=(--ignore-failure)  # its exit status is 2 when it changed something
    if ! hyperfine "${options[@]}" --command-name "$4" "$4" >"json/$1.log" 2>&1; then
        cat "json/$1.log" >&2
        exit 1
    fi
}

ln -sf "$root/playbooks" playbooks
measure check 200 "" "hivemend check playbooks/$(basename "$playbook")"
measure check_all 100 "" "hivemend check $(cd "$out" && echo playbooks/*.mend)"
python3 "$here/large_playbook.py" 1000000 rows-1.mend
python3 "$here/large_playbook.py" 10000000 rows-10.mend
measure check_1mb 20 "" "hivemend check rows-1.mend"
measure check_10mb 5 "" "hivemend check rows-10.mend"
python3 "$here/peak_memory.py" hivemend check rows-1.mend >json/check_1mb.memory
python3 "$here/peak_memory.py" hivemend check rows-10.mend >json/check_10mb.memory
./fresh pristine hive
measure plan 40 "" "hivemend plan hardware-malfunction --target disk"
measure hivexget 40 "" "hivexget hive '${sets[0]}\\Control\\CrashControl' CrashDumpEnabled"
measure apply 10 "./rested pristine hive" "hivemend apply hardware-malfunction --target disk --state state --yes"
measure apply_registry 10 "./rested pristine hive" "hivemend apply crash_control.mend --target disk --state state --yes"
cp "disk/$hive" edited-hivemend
./fresh pristine hive
python3 "$here/peak_memory.py" hivemend apply crash_control.mend --target disk --state state --yes >json/apply_registry.memory
measure reged 30 "./fresh pristine hive" "reged -C -I hive 'HKEY_LOCAL_MACHINE\\SYSTEM' edit.reg"
cp hive edited-reged
measure hivexsh 30 "./fresh pristine hive" "hivexsh -w -f edit.hivexsh hive"
cp hive edited-hivexsh
measure hivexregedit 30 "./fresh pristine hive" "hivexregedit --merge --prefix 'HKEY_LOCAL_MACHINE\\SYSTEM' hive edit-lf.reg"
cp hive edited-hivexregedit
phases=(hive)
./fresh pristine hive
if [[ -d pristine-large ]]; then
    measure apply_large 10 "./rested pristine-large large" "hivemend apply crash_control.mend --target disk --state state --yes"
    ./fresh pristine-large large
    python3 "$here/peak_memory.py" hivemend apply crash_control.mend --target disk --state state --yes >json/apply_large.memory
    measure reged_large 30 "./fresh pristine-large large" "reged -C -I large 'HKEY_LOCAL_MACHINE\\SYSTEM' edit-large.reg"
    measure hivexregedit_large 30 "./fresh pristine-large large" "hivexregedit --merge --prefix 'HKEY_LOCAL_MACHINE\\SYSTEM' large edit-large-lf.reg"
    ./fresh pristine-large large
    phases+=(large)
fi
"$(dirname "$program")/hive_phases" --benchmark_out=json/phases.json --benchmark_out_format=json "${phases[@]}" >json/phases.log 2>&1

# A tool that was fast because it did nothing would be no peer.
for tool in hivemend reged hivexsh hivexregedit; do
    for set in "${sets[@]}"; do
        for value in CrashDumpEnabled NMICrashDump; do
            found=$(hivexget "edited-$tool" "$set\\Control\\CrashControl" "$value" 2>&1 || true)
            if [[ $found != 1 ]]; then
                echo "bench: $tool did not make the edit: $set $value is $found" >&2
                exit 1
            fi
        done
    done
done

python3 "$here/table.py" . | tee table.md
echo "(build/bench/table.md)"
