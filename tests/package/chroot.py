"""A bare Debian 12 to install into: debootstrap's smallest system, in a folder of its own, gone afterwards."""

import contextlib
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

SKIPPED = 77  # ctest's SKIP_RETURN_CODE of these tests
SUITE = "bookworm"


def skip(why):
    print(f"Skipped: {why}")
    sys.exit(SKIPPED)


def need(*programs):
    """Skips, with the reason, where a bare system cannot be made."""
    if os.geteuid() != 0:
        skip("a bare system is made by root only")
    for program in programs:
        if not shutil.which(program):
            skip(f"{program} is not here (./dev setup package)")


def newest(folder, pattern, made_by):
    files = sorted(pathlib.Path(folder).glob(pattern), key=lambda path: path.stat().st_mtime)
    if not files:
        skip(f"there is no {pattern} in {folder}: {made_by} makes it")
    return files[-1]


def _mirror():
    """Where this machine's apt takes Debian from."""
    for place in ("/etc/apt/sources.list.d/debian.sources", "/etc/apt/sources.list"):
        path = pathlib.Path(place)
        found = re.search(r"(?m)^(?:URIs:|deb(?: \[.*\])?)\s+(https?://\S*debian/?)(?:\s|$)", path.read_text()) \
            if path.exists() else None
        if found:
            return found.group(1)
    return "http://deb.debian.org/debian"


def _base():
    """The smallest system as an archive; made once and kept, since it takes a minute and the network."""
    cache = pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache", "fotograma-build")
    archive = cache / f"{SUITE}-minbase.tar"
    if archive.exists():
        return archive
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="fotograma-debootstrap-") as work:
        done = subprocess.run(["debootstrap", "--variant=minbase", SUITE, work, _mirror()], capture_output=True, text=True)
        if done.returncode != 0:
            skip(f"debootstrap could not make a bare system: {done.stdout.strip().splitlines()[-1:]}")
        aside = archive.with_suffix(".part")
        subprocess.run(["tar", "--create", "--one-file-system", "--exclude=./var/cache/apt/archives/*.deb", "--file", aside,
                        "--directory", work, "."], check=True)
        aside.rename(archive)
    return archive


class Chroot:
    def __init__(self, root):
        self.root = pathlib.Path(root)

    def copy_in(self, source, place):
        target = self.root / place.lstrip("/")
        target.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, target)

    def run(self, *command, expect=0):
        """Runs in the bare system, with a /proc of its own and nothing of this environment; its stdout."""
        environment = {"PATH": "/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root", "LANG": "C.UTF-8",
                       "DEBIAN_FRONTEND": "noninteractive"}
        done = subprocess.run(["unshare", "--mount", "--pid", "--fork", "--kill-child", "--root", self.root, "--mount-proc",
                               "--", *command], capture_output=True, text=True, env=environment)
        said = " ".join(map(str, command))
        if done.returncode != expect:
            print(f"{said}: exit code {done.returncode}, expected {expect}\n{done.stdout[-4000:]}{done.stderr[-4000:]}")
            sys.exit(1)
        return done.stdout


@contextlib.contextmanager
def bare_system():
    """An unpacked bare system with the name servers of this machine."""
    base = _base()
    with tempfile.TemporaryDirectory(prefix="fotograma-chroot-") as root:
        subprocess.run(["tar", "--extract", "--file", base, "--directory", root], check=True)
        shutil.copyfile("/etc/resolv.conf", pathlib.Path(root, "etc/resolv.conf"))
        yield Chroot(root)


def check(claim, holds, seen=""):
    if not holds:
        print(f"FAILED: {claim}\n{seen}")
        sys.exit(1)
    print(f"ok: {claim}")
