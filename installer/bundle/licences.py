"""Who made what the bundle carries: packages, versions, licences, and where their sources are."""

import pathlib
import re
import subprocess

from elf import run

# Compiled into the program without a file of their own.
HEADERS_ONLY = ["nlohmann-json3-dev", "libcli11-dev", "libtomlplusplus-dev", "libhiredis-dev", "libffmpeg-nvenc-dev"]

_INTRODUCTION = """\
# Third-party software in this bundle

Fotograma itself is free software under the GNU General Public License, version 3 or later (LICENSE). This bundle also
carries the libraries below, unchanged, as Debian 12 packages them (and Apache Arrow as PyPI's wheel `pyarrow` holds
it). The folder `licenses` has the full text for each. The source of a Debian package is at
https://snapshot.debian.org/package/SOURCE/VERSION/ under the names of the first two columns.

| source package | version | libraries | licences | text |
|---|---|---|---|---|
"""

_LEFT_OUT = """
## Left out

A stub stands for each of these libraries, which Debian's FFmpeg is linked with and Fotograma never calls:

"""


def package_of(path):
    """The Debian package that owns a file, or None. /lib is a link to /usr/lib, and packages name either."""
    real = str(path.resolve())
    for name in (real, real.removeprefix("/usr"), path):
        found = subprocess.run(["dpkg-query", "-S", name], capture_output=True, text=True)
        if found.returncode == 0:
            return found.stdout.split(": ")[0].split(",")[0]
    return None


def _licences(text):
    """The short names in a machine-readable copyright file; "" for one in prose."""
    if not text.startswith("Format:"):
        return ""
    about_files = [part for part in re.split(r"\n\s*\n", text) if re.search(r"(?m)^Files:", part)]
    names = [name.strip() for part in about_files for name in re.findall(r"(?m)^License:[ \t]*(.+)", part)]
    return ", ".join(sorted(set(names), key=str.lower))


def _debian_row(package, files, folder):
    name = package.split(":")[0]
    source, version = run("dpkg-query", "-W", "-f", "${source:Package}\t${source:Version}", package).split("\t")
    text = pathlib.Path("/usr/share/doc", name, "copyright").read_text(errors="replace")
    (folder / f"{name}.txt").write_text(text)
    return source, version, files, _licences(text) or "see text", f"licenses/{name}.txt"


def _arrow_row(libraries, files, folder):
    """What was fetched from PyPI keeps its licences beside its libraries (`./dev setup parquet`)."""
    place = libraries[0].parent
    texts = sorted(path for path in (place / "licenses").rglob("*") if path.is_file())
    if not texts:
        raise RuntimeError(f"{place} has no licences: nobody knows what may be done with {', '.join(files)}")
    target = folder / "apache-arrow.txt"
    target.write_text("\n\n".join(f"{path.name}\n\n{path.read_text(errors='replace')}" for path in texts))
    return "apache arrow (pyarrow)", place.name.removeprefix("arrow-"), files, "Apache-2.0 and others", \
        f"licenses/{target.name}"


def write(libraries, left_out, target):
    """THIRD_PARTY.md and licenses/ in the folder target. libraries: name in the bundle -> file of this machine;
    left_out: soname -> reason."""
    folder = target / "licenses"
    folder.mkdir(parents=True)
    packages, foreign = {}, {}
    for name, path in sorted(libraries.items()):
        package = package_of(path)
        if package:
            packages.setdefault(package, []).append(name)
        else:
            foreign[name] = path
    for package in HEADERS_ONLY:
        packages.setdefault(package, []).append("(compiled in)")
    rows = [_debian_row(package, files, folder) for package, files in packages.items()]
    if foreign:
        rows.append(_arrow_row(list(foreign.values()), list(foreign), folder))
    lines = [f"| {source} | {version} | {', '.join(files)} | {licences} | [{text}]({text}) |\n"
             for source, version, files, licences, text in sorted(rows)]
    out = [f"- `{soname}`: {reason}\n" for soname, reason in sorted(left_out.items())]
    (target / "THIRD_PARTY.md").write_text("".join([_INTRODUCTION, *lines, _LEFT_OUT, *out]))
    return len(rows)
