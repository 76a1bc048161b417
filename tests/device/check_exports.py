#!/usr/bin/env python3
"""Objects compiled for x86-64-v3 export their table and nothing else.

    check_exports.py BUILD [NM]

An inline function of the standard library instantiated in such an object may be the copy that the linker keeps, and a
processor without AVX2 would then stop in code that has nothing to do with pictures.
"""
import pathlib
import re
import subprocess
import sys


def exported(nm, path):
    """Names that other objects can bind to: everything defined with an upper-case type, or weak."""
    text = subprocess.run([nm, "--defined-only", str(path)], check=True, capture_output=True, text=True).stdout
    for line in text.splitlines():
        match = re.match(r"[0-9a-f]+ (\S) (\S+)", line)
        if match and (match.group(1).isupper() or match.group(1) in "uvw"):
            yield match.group(2)


def main():
    build = pathlib.Path(sys.argv[1])
    nm = sys.argv[2] if len(sys.argv) > 2 else "nm"
    objects = sorted((build / "engine" / "filters").rglob("*_host_v3.cpp.o"))
    wrong = 0
    for path in objects:
        one = path.name.removesuffix("_host_v3.cpp.o")
        names = set(exported(nm, path))
        # Sanitizers leave weak helpers of their own behind; they are no code of ours.
        names = {name for name in names if not name.startswith(("__asan", "__odr_asan", "__ubsan", "__tsan", "_ZTI", "_ZTS"))}
        if names != {f"fotograma_host_{one}_v3"}:
            wrong += 1
            print(f"{path}: exports {', '.join(sorted(names))}")
    print(f"exports: {len(objects)} objects, {wrong} wrong")
    return 1 if wrong or not objects else 0


if __name__ == "__main__":
    sys.exit(main())
