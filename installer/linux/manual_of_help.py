#!/usr/bin/env python3
"""A manual page of what a Qt program says to --help: PROGRAM --help | manual_of_help.py PROGRAM VERSION."""

import re
import sys


def escaped(text):
    return text.replace("\\", "\\e").replace("-", "\\-")


def main():
    name, version = sys.argv[1:3]
    usage, _, rest = sys.stdin.read().partition("\n")
    about, _, tables = rest.strip().partition("\n\n")
    print(f'.TH {name.upper()} 1 "" "{name} {version}" "User Commands"')
    print(f".SH NAME\n{escaped(name)} \\- window for piles of video through the local GPU or CPU")
    print(f".SH SYNOPSIS\n.B {escaped(name)}\n{escaped(re.sub(r'^Usage: [^ ]+', '', usage).strip())}")
    print(f".SH DESCRIPTION\n{escaped(' '.join(about.split()))}")
    for block in tables.split("\n\n"):
        title, *lines = block.splitlines()
        print(f".SH {title.rstrip(':').upper()}")
        for line in lines:
            row = re.match(r"  (\S.*?)(?:  +(.*))?$", line)
            if row:  # a new row; anything else goes on with the text of the last
                print(f".TP\n.B {escaped(row.group(1))}\n{escaped(row.group(2) or '')}")
            else:
                print(escaped(line.strip()))


if __name__ == "__main__":
    main()
