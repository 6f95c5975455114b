# Writes a playbook of about so many bytes, as one that a program made would be: stages, conditions, keys with values,
# boot elements, notes, comments. Arguments: BYTES FILE. The name of the file is the playbook's.
import pathlib
import sys

size, file = int(sys.argv[1]), pathlib.Path(sys.argv[2])
lines = [f"""playbook {file.stem.replace('-', '_')} {{
    language 1
    title "A playbook that a program wrote"
    effects {{ registry, boot }}
}}

param loader: bcd_object(osloader) = default

stage "The loader" {{
    bcd set loader {{ bootlog = yes }}
}}
"""]
written = len(lines[0])
stage = 0
while written < size:
    stage += 1
    values = "\n".join(
        f'                Value{number} = {data}  # as measured on machine {number}'
        for number, data in enumerate(["dword 2", 'expand_sz "%SystemRoot%\\MEMORY.DMP"', "qword 0x100000000",
                                       'multi_sz ["RpcSs", "vmbus", "storvsc"]', 'binary "de ad be ef"'] * 16))
    lines.append(f"""
# What machines of row {stage} need.
stage "Row {stage}" {{
    note "Row {stage} of the list" {{
        - Windows is version ${{os.build}}, and it has ${{os.free}} free.
    }}
    for each control_set in os.control_sets {{
        when os.build >= 10.0.14393 and not reg.key_exists("SYSTEM\\${{control_set}}\\Services\\Row{stage}") {{
            reg add "SYSTEM\\${{control_set}}\\Services\\Row{stage}\\Parameters" {{
{values}
            }}
        }}
    }}
}}
""")
    written += len(lines[-1])
file.write_text("".join(lines))
print(f"{file}: {written} bytes, {stage} stages")
