#!/usr/bin/env python3
"""Every header compiles alone, so that including one never depends on what was included before it.

    check_headers.py BUILD_DIR [HEADER...]

A header that a source of this build includes before anything else was shown to do so by the build itself. Every
other header of app, engine, gpu and ui is given to the compiler as if it were a source, with the flags that
BUILD_DIR/compile_commands.json has for the nearest source; what it makes is thrown away. A folder that this build
leaves out (ui without Qt) is named and skipped. ccache makes an unchanged header free.
"""
import concurrent.futures
import json
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
import tempfile

FOLDERS = ("engine", "gpu", "ui", "app")
# Device-only headers are read by nvcc and by tests/support/fake_cuda, not by the host compiler alone.
SUFFIX = ".h"
FIRST_INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*(?:"([^"]+)"|<[^>]+>)', re.MULTILINE)


def flags_of(entry):
    """The compiler and its flags, without the source and what names outputs."""
    words = entry.get("arguments") or shlex.split(entry["command"])
    if os.path.basename(words[0]) == "ccache":
        words = words[1:]
    kept, skip = [], False
    for word in words:
        if skip:
            skip = False
        elif word in ("-o", "-MF", "-MT", "-MQ"):
            skip = True
        elif word in ("-c", "-MD", "-MMD", "-Winvalid-pch") or word == entry["file"]:
            pass
        else:
            kept.append(word)
    return kept


def nearest_flags(root, header, entries):
    """Flags of a source in the header's folder, else of one as deep as possible beside it, within its top folder."""
    folder = header.parent
    while folder != root:
        for source, entry in entries:
            if folder in source.parents:
                return flags_of(entry)
        folder = folder.parent
    return None


def included_first(root, entries):
    """The headers that a source of this build includes before any other."""
    headers = set()
    for source, _ in entries:
        if source.is_file() and (match := FIRST_INCLUDE.search(source.read_text(encoding="utf-8"))) and match[1]:
            headers.add((root / match[1]).resolve())
    return headers


def check(root, build, header, flags):
    # A whole compilation, as ccache keeps no -fsyntax-only; without optimisation it costs hardly more.
    launcher = [shutil.which("ccache")] if shutil.which("ccache") else []
    with tempfile.TemporaryDirectory() as scratch:
        command = launcher + flags + ["-w", "-O0", "-g0", "-x", "c++", "-c", str(header), "-o", f"{scratch}/header.o"]
        ran = subprocess.run(command, cwd=build, capture_output=True, text=True, check=False)
    return header.relative_to(root), ran.returncode, ran.stderr


def main():
    build = pathlib.Path(sys.argv[1]).resolve()
    root = pathlib.Path(__file__).resolve().parent.parent
    commands = json.loads((build / "compile_commands.json").read_text(encoding="utf-8"))
    entries = [(pathlib.Path(entry["file"]), entry) for entry in commands if entry["file"].endswith(".cpp")]
    asked = [pathlib.Path(name).resolve() for name in sys.argv[2:]]
    headers = asked or [path for folder in FOLDERS for path in sorted((root / folder).rglob("*" + SUFFIX))]

    shown = set() if asked else included_first(root, entries)
    jobs, skipped = [], set()
    for header in headers:
        if header in shown:
            continue
        flags = nearest_flags(root, header, entries)
        if flags is None:
            skipped.add(header.relative_to(root).parts[0])
        else:
            jobs.append((header, flags))
    for folder in sorted(skipped):
        print(f"{folder}/ is not part of this build: its headers are not checked")

    failures = 0
    with concurrent.futures.ThreadPoolExecutor(max_workers=min(2, os.cpu_count() or 1)) as pool:
        for header, code, message in pool.map(lambda job: check(root, build, *job), jobs):
            if code != 0:
                failures += 1
                print(f"{header} does not compile alone:\n{message}")
    print(f"headers: {len(shown)} stand first in a source, {len(jobs)} compiled alone, {failures} failed")
    return 1 if failures or not jobs else 0


if __name__ == "__main__":
    sys.exit(main())
