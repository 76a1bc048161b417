#!/usr/bin/env python3
"""Makes the portable bundle: a folder, and a .tar.xz of it, with the command line and every library it needs.

It runs from any place on any x86-64 Linux with glibc 2.36 or newer. `./dev package bundle` calls it.

    bin/fotograma                    the program
    lib/                             its libraries; of the system it takes glibc alone
    lib/fotograma/                   modules it opens when they are first used
    share/fotograma/                 presets and the recipe schema, to read and to copy from
    share/doc/fotograma/             LICENSE, THIRD_PARTY.md, licenses/
"""

import argparse
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

import elf
import licences
import stubs

GLIBC = (2, 36)
GLIBC_LIBRARIES = {"libc.so.6", "libm.so.6", "libdl.so.2", "libpthread.so.0", "librt.so.1", "libutil.so.1",
                   "libresolv.so.2", "libanl.so.1", "ld-linux-x86-64.so.2"}
# Opened by name at run time and by no file's list: the client of Redis (engine/cache/redis_connection.cpp).
OPENED_LATER = ["libhiredis.so.0.14"]
LIMIT_BYTES = 60_000_000


def install(build, folder):
    for component in ("fotograma", "parquet"):
        elf.run("cmake", "--install", build, "--component", component, "--strip", "--prefix", folder)


def programs_of(folder):
    """What was installed: the program and its modules."""
    return [folder / "bin" / "fotograma", *sorted((folder / "lib" / "fotograma").glob("*.so"))]


def closure(roots):
    """Every library that the roots need, without glibc: ({soname: file}, {soname of a stub: file of the real one})."""
    found, replaced = {}, {}
    queue = [elf.read(path) for path in roots]
    names = [(name, queue[0]) for name in OPENED_LATER]
    while queue or names:
        while queue:
            file = queue.pop()
            names += [(name, file) for name in file.needed]
        name, asking = names.pop()
        if name in GLIBC_LIBRARIES or name in found or name in replaced:
            continue
        path = elf.locate(name, asking)
        if name in stubs.STUBS:
            replaced[name] = path
            continue
        found[name] = path
        queue.append(elf.read(path))
    return found, replaced


def set_run_path(file, folder):
    """DT_RPATH and not RUNPATH: it is searched before LD_LIBRARY_PATH, so that libraries which somebody's environment
    holds ready (conda, CUDA toolkits) never mix with ours."""
    where = os.path.relpath(folder / "lib", file.parent)
    path = "$ORIGIN" if where == "." else f"$ORIGIN/{where}"
    elf.run("patchelf", "--force-rpath", "--set-rpath", path, file)


def copy_libraries(found, folder):
    for name, path in found.items():
        target = folder / "lib" / name
        shutil.copyfile(path, target)
        target.chmod(0o755)
        elf.run("strip", "--strip-unneeded", target)
        set_run_path(target, folder)


def make_stubs(found, replaced, roots, folder):
    """Stubs of libraries that nobody's symbols come from are left out too, where nobody asks for the name."""
    importers = [*roots, *found.values()]
    with tempfile.TemporaryDirectory() as work:
        for name, real in replaced.items():
            stubs.make(real, importers, folder / "lib" / name, work)


def loader_of(program):
    return elf.run("patchelf", "--print-interpreter", program).strip()


def verify(folder, loader):
    """Every name resolves inside the bundle or in glibc, every symbol is there, and no newer glibc is asked for."""
    problems = []
    files = [path for path in folder.rglob("*") if path.is_file() and elf.is_elf(path)]
    held = {path.name for path in (folder / "lib").iterdir()}
    for path in files:
        for name in elf.read(path).needed:
            if name not in held and name not in GLIBC_LIBRARIES:
                problems.append(f"{path.name} needs {name}, which is not in the bundle")
        newest = elf.newest_glibc(path)
        if newest > GLIBC:
            problems.append(f"{path.name} needs glibc {newest[0]}.{newest[1]}")
        # What the loader itself says, with nothing in its environment; -r in ldd's words: symbols too.
        told = subprocess.run([loader, path], capture_output=True, text=True, env={
            "LD_TRACE_LOADED_OBJECTS": "1", "LD_WARN": "yes", "LD_BIND_NOW": "yes"})
        for line in (told.stdout + told.stderr).splitlines():
            name, arrow, where = (part.strip() for part in line.partition("=>"))
            if "undefined symbol" in line or "not found" in line or "no version information" in line:
                problems.append(f"{path.name}: {line.strip()}")
            elif arrow and name not in GLIBC_LIBRARIES and not where.startswith(str(folder)):
                problems.append(f"{path.name} takes {where} from this machine")
    if problems:
        raise RuntimeError("the bundle is not whole:\n  " + "\n  ".join(sorted(set(problems))))
    return len(files)


def compress(folder, archive):
    """Entries in order and without owners, all of one time: equal contents give an equal archive."""
    when = os.environ.get("SOURCE_DATE_EPOCH") or elf.run("git", "log", "-1", "--format=%ct").strip()
    with open(archive, "wb") as out:
        tar = subprocess.Popen(["tar", "--create", "--sort=name", "--owner=0", "--group=0", "--numeric-owner",
                                f"--mtime=@{when}", "--directory", folder.parent, folder.name], stdout=subprocess.PIPE)
        subprocess.run(["xz", "-6", "--threads=2", "--stdout"], stdin=tar.stdout, stdout=out, check=True)
        if tar.wait() != 0:
            raise RuntimeError("tar could not pack the bundle")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--build", required=True, type=pathlib.Path, help="build folder with the program in it")
    parser.add_argument("--version", required=True)
    parser.add_argument("--out", required=True, type=pathlib.Path, help="where the folder and the archive go")
    options = parser.parse_args()
    folder = options.out.resolve() / f"fotograma-{options.version}-linux-x86_64"
    shutil.rmtree(folder, ignore_errors=True)
    install(options.build, folder)
    roots = programs_of(folder)
    found, replaced = closure(roots)
    copy_libraries(found, folder)
    make_stubs(found, replaced, roots, folder)
    for path in roots:
        set_run_path(path, folder)
    elf.read.cache_clear()
    count = verify(folder, loader_of(roots[0]))
    documents = folder / "share" / "doc" / "fotograma"
    documents.mkdir(parents=True, exist_ok=True)
    shutil.copy("LICENSE", documents)
    packages = licences.write(found, {name: stubs.STUBS[name] for name in replaced}, documents)
    archive = folder.parent / (folder.name + ".tar.xz")
    compress(folder, archive)
    raw = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    size = archive.stat().st_size
    print(f"{archive}: {size / 1e6:.1f} MB ({raw / 1e6:.0f} MB unpacked); {count} files of code from {packages} "
          f"packages, {len(replaced)} libraries replaced by stubs")
    if size > LIMIT_BYTES:
        sys.exit(f"That is over the {LIMIT_BYTES / 1e6:.0f} MB that a bundle may have: what is new in it?")


if __name__ == "__main__":
    main()
