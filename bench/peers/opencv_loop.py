#!/usr/bin/env python3
"""A Python loop over OpenCV as people write it: two processes, each file opened, frames measured.

usage: opencv_loop.py first|all LIST [--print]
LIST names one file a line. `first` measures the first frame, which is the key frame of a short clip.
"""

import json
import multiprocessing
import sys

import cv2
from measures import measure


def one(job):
    path, mode = job
    cv2.setNumThreads(1)
    capture = cv2.VideoCapture(path)
    means, frames = 0.0, 0
    while True:
        ok, bgr = capture.read()
        if not ok:
            break
        means += measure(bgr)["mean"]
        frames += 1
        if mode == "first":
            break
    capture.release()
    return {"input": path, "frames": frames, "mean": means / max(frames, 1)}


def main():
    mode, listed = sys.argv[1:3]
    with open(listed) as lines:
        jobs = [(line.strip(), mode) for line in lines]
    with multiprocessing.Pool(2) as pool:
        for row in pool.imap(one, jobs, chunksize=8):
            if "--print" in sys.argv:
                print(json.dumps(row))


if __name__ == "__main__":
    main()
