#!/usr/bin/env python3
"""The portable bundle, unpacked in a bare system: nothing but glibc is there, and everything works.

    test_bundle.py FOLDER VERSION     FOLDER holds what `./dev package bundle` made
"""

import pathlib
import subprocess
import sys

import chroot
import clip


def main():
    folder, version = sys.argv[1:3]
    chroot.need("debootstrap", "unshare", "ffmpeg", "ffprobe")
    archive = chroot.newest(folder, "fotograma-*-linux-x86_64.tar.xz", "./dev package bundle")
    with chroot.bare_system() as system:
        place = pathlib.Path(system.root, "opt")
        subprocess.run(["tar", "--extract", "--file", archive, "--directory", place], check=True)
        top = f"/opt/{archive.name.removesuffix('.tar.xz')}"
        modules = {path.name.removeprefix("libfotograma-").removesuffix(".so")
                   for path in (place / archive.name.removesuffix(".tar.xz") / "lib/fotograma").iterdir()}
        clip.exercise(system, f"{top}/bin/fotograma", version, modules)
        # From another place, through a link, with an environment that would lead the loader astray.
        system.run("mv", top, "/srv/moved here")
        system.run("ln", "-s", "/srv/moved here/bin/fotograma", "/usr/local/bin/fotograma")
        told = system.run("env", "LD_LIBRARY_PATH=/nowhere", "fotograma", "recipes", "--json")
        chroot.check("it runs after it was moved, through a link", '"web-720p"' in told, told)


if __name__ == "__main__":
    main()
