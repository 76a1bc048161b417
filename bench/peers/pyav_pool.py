#!/usr/bin/env python3
"""PyAV with a pool of two processes that measures nothing.

usage: pyav_pool.py open|key|all LIST [--print]
open: only the container is opened; key: key frames are decoded; all: every frame is.
"""

import json
import multiprocessing
import sys

import av


def one(job):
    path, mode = job
    with av.open(path) as container:
        stream = container.streams.video[0]
        frames = 0
        if mode != "open":
            stream.thread_count = 1
            if mode == "key":
                stream.codec_context.skip_frame = "NONKEY"
            for _ in container.decode(stream):
                frames += 1
        return {"input": path, "frames": frames, "width": stream.width}


def main():
    mode, listed = sys.argv[1:3]
    with open(listed) as lines:
        jobs = [(line.strip(), mode) for line in lines]
    with multiprocessing.Pool(2) as pool:
        for row in pool.imap(one, jobs, chunksize=16):
            if "--print" in sys.argv:
                print(json.dumps(row))


if __name__ == "__main__":
    main()
