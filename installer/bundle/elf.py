"""What the bundle must know of ELF files, read with binutils: what they need, export and leave to others."""

import dataclasses
import functools
import pathlib
import re
import subprocess


def run(*command, **options):
    """Runs a program to its end and gives what it printed; a failure is an exception that shows what it said."""
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, **options)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(map(str, command))}: {done.stderr.strip() or done.stdout.strip()}")
    return done.stdout


def is_elf(path):
    with open(path, "rb") as file:
        return file.read(4) == b"\x7fELF"


@dataclasses.dataclass(frozen=True)
class Symbol:
    name: str
    version: str  # "" where it has none
    kind: str  # "FUNC", "OBJECT", "TLS", ...
    size: int
    is_defined: bool
    is_weak: bool


@dataclasses.dataclass(frozen=True)
class Elf:
    path: pathlib.Path
    soname: str
    needed: tuple
    run_path: tuple  # folders, $ORIGIN resolved
    symbols: tuple

    def defined(self):
        return {symbol.name: symbol for symbol in self.symbols if symbol.is_defined}

    def undefined(self):
        return {symbol.name for symbol in self.symbols if not symbol.is_defined}


_SYMBOL = re.compile(r"\s*\d+: [0-9a-f]+\s+(0x[0-9a-f]+|\d+) (\S+)\s+(\S+)\s+\S+\s+(\S+) (\S+)")


def _symbols(path):
    for line in run("readelf", "--dyn-syms", "--wide", path).splitlines():
        found = _SYMBOL.match(line)
        if not found:
            continue
        size, kind, binding, section, full = found.groups()
        name, _, version = full.partition("@")
        yield Symbol(name, version.lstrip("@"), kind, int(size, 0), section != "UND", binding == "WEAK")


@functools.lru_cache(maxsize=None)
def read(path):
    dynamic = run("readelf", "--dynamic", "--wide", path)
    folders = re.findall(r"\((?:RUNPATH|RPATH)\).*\[(.*)\]", dynamic)
    origin = str(pathlib.Path(path).parent)
    run_path = tuple(folder.replace("$ORIGIN", origin) for text in folders for folder in text.split(":") if folder)
    soname = re.search(r"\(SONAME\).*\[(.*)\]", dynamic)
    return Elf(pathlib.Path(path), soname.group(1) if soname else pathlib.Path(path).name,
               tuple(re.findall(r"\(NEEDED\).*\[(.*)\]", dynamic)), run_path, tuple(_symbols(path)))


def newest_glibc(path):
    """The newest glibc that the file asks for, as (2, 36)."""
    versions = re.findall(r"\bGLIBC_(\d+)\.(\d+)", run("readelf", "--version-info", "--wide", path))
    return max(((int(major), int(minor)) for major, minor in versions), default=(0, 0))


@functools.lru_cache(maxsize=None)
def _loader_cache():
    found = {}
    for line in run("/sbin/ldconfig", "-p").splitlines():
        match = re.match(r"\s+(\S+) \((.*)\) => (\S+)", line)
        if match and "x86-64" in match.group(2) and "hwcap" not in match.group(2):
            found.setdefault(match.group(1), match.group(3))
    return found


def locate(soname, asking):
    """The file that the loader of this machine would take for a name that `asking` needs."""
    for folder in asking.run_path:
        candidate = pathlib.Path(folder, soname)
        if candidate.exists():
            return candidate
    if soname in _loader_cache():
        return pathlib.Path(_loader_cache()[soname])
    raise RuntimeError(f"{asking.path} needs {soname}, which is not on this machine")
