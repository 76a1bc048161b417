#!/usr/bin/env python3
"""The Debian packages: looked through by lintian, installed in a bare system, run, and removed without a trace.

    test_deb.py FOLDER VERSION     FOLDER holds what `./dev package deb` made
"""

import pathlib
import subprocess
import sys

import chroot
import clip


def look_through(packages):
    """Errors of lintian, of the desktop entry and of AppStream."""
    done = subprocess.run(["lintian", "--allow-root", "--fail-on", "error", *packages], capture_output=True, text=True)
    chroot.check("lintian finds no error", done.returncode == 0, done.stdout)
    print("\n".join(line for line in done.stdout.splitlines() if line.startswith("W:")))


def look_at_the_desktop(root):
    entry = root / "usr/share/applications/fotograma-desktop.desktop"
    done = subprocess.run(["desktop-file-validate", entry], capture_output=True, text=True)
    chroot.check("the desktop entry is valid", done.returncode == 0 and not done.stdout, done.stdout)
    meta = next((root / "usr/share/metainfo").glob("*.metainfo.xml"))
    done = subprocess.run(["appstreamcli", "validate", "--no-net", meta], capture_output=True, text=True)
    chroot.check("the AppStream data is valid", done.returncode == 0, done.stdout)


def look_at_the_shell(system):
    told = system.run("bash", "-c", "source /usr/share/bash-completion/completions/fotograma; compopt() { :; }; "
                      "COMP_WORDS=(fotograma queue a); COMP_CWORD=2; _fotograma; echo \"${COMPREPLY[*]}\"; "
                      "COMP_WORDS=(fotograma run -r web-); COMP_CWORD=3; _fotograma; echo \"${COMPREPLY[*]}\"")
    chroot.check("bash completes commands and recipes", "add" in told and "web-720p" in told, told)


def main():
    folder, version = sys.argv[1:3]
    chroot.need("debootstrap", "unshare", "ffmpeg", "ffprobe", "lintian", "desktop-file-validate", "appstreamcli")
    packages = [chroot.newest(folder, f"{name}_{version}_*.deb", "./dev package deb")
                for name in ("fotograma", "fotograma-desktop")]
    look_through(packages)
    with chroot.bare_system() as system:
        for package in packages:
            system.copy_in(package, "/root")
        system.run("apt-get", "update", "-qq")
        names = [f"/root/{package.name}" for package in packages]
        system.run("apt-get", "install", "-y", "-qq", "--no-install-recommends", names[0])
        held = system.run("dpkg-query", "-W", "-f", "${Package}\n").split()
        chroot.check("the command line brings no Qt", not [name for name in held if "qt" in name], held)
        clip.exercise(system, "fotograma", version, modules={"avfilter"})
        look_at_the_shell(system)

        system.run("apt-get", "install", "-y", "-qq", "--no-install-recommends", names[1])
        look_at_the_desktop(system.root)
        told = system.run("env", "QT_QPA_PLATFORM=offscreen", "fotograma-desktop", "--version")
        chroot.check("the window's program starts", version in told, told)

        system.run("apt-get", "purge", "-y", "-qq", "fotograma", "fotograma-desktop")
        left = [str(path.relative_to(system.root)) for place in ("usr", "etc", "var/lib/dpkg/info")
                for path in pathlib.Path(system.root, place).rglob("*fotograma*")]
        chroot.check("nothing is left when they are removed", not left, left)


if __name__ == "__main__":
    main()
