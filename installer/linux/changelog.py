#!/usr/bin/env python3
"""CHANGELOG.md in the form that Debian packages carry: changelog.py FILE VERSION MAINTAINER."""

import email.utils
import os
import re
import subprocess
import sys


def main():
    path, version, maintainer = sys.argv[1:4]
    text = open(path, encoding="utf-8").read().split("\n## ")[1]
    items = re.findall(r"(?ms)^- (.*?)(?=^- |\Z)", text)
    when = os.environ.get("SOURCE_DATE_EPOCH") or subprocess.run(
        ["git", "-C", os.path.dirname(path) or ".", "log", "-1", "--format=%ct"], capture_output=True, text=True).stdout
    print(f"fotograma ({version}) unstable; urgency=medium\n")
    for item in items:
        first, *rest = (line.strip() for line in item.strip().splitlines())
        print(f"  * {first}")
        for line in rest:
            print(f"    {line}")
    print(f"\n -- {maintainer}  {email.utils.formatdate(int(when or 0))}")


if __name__ == "__main__":
    main()
