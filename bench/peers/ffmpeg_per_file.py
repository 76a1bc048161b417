#!/usr/bin/env python3
"""One process a file, two at a time, as scripts around ffmpeg do.

usage: ffmpeg_per_file.py key|all|decode|probe LIST [--print]
key, all: ffmpeg with filters that measure what ours does; decode: key frames without filters; probe: ffprobe.
The work is in the children; this script only starts them.
"""

import concurrent.futures
import json
import re
import subprocess
import sys

FILTERS = "signalstats,blurdetect,blackframe=amount=0"


def command(mode, path):
    if mode == "probe":
        return ["ffprobe", "-v", "error", "-show_format", "-show_streams", "-of", "json", path]
    skip = [] if mode == "all" else ["-skip_frame", "nokey"]
    filters = [] if mode == "decode" else ["-vf", FILTERS]
    return ["ffmpeg", "-v", "error", "-nostdin", "-threads", "1", *skip, "-i", path, *filters, "-fps_mode", "passthrough",
            "-f", "null", "-"]


def told(mode, path):
    """The same work with its numbers printed: only for comparing, never timed."""
    words = command(mode, path)
    if mode in ("key", "all"):
        words[words.index(FILTERS)] = FILTERS + ",metadata=print:file=-"
    out = subprocess.run(words, check=True, capture_output=True, text=True).stdout
    means = [float(value) for value in re.findall(r"signalstats\.YAVG=([\d.]+)", out)]
    return {"input": path, "frames": len(means), "mean": sum(means) / max(len(means), 1)}


def main():
    mode, listed = sys.argv[1:3]
    with open(listed) as lines:
        paths = [line.strip() for line in lines]
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        if "--print" in sys.argv:
            for row in pool.map(lambda path: told(mode, path), paths):
                print(json.dumps(row))
        else:
            quiet = {"stdout": subprocess.DEVNULL, "check": True}
            list(pool.map(lambda path: subprocess.run(command(mode, path), **quiet), paths))


if __name__ == "__main__":
    main()
