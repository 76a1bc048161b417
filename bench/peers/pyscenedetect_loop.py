#!/usr/bin/env python3
"""PySceneDetect's content detector over every file, one after another.

usage: pyscenedetect_loop.py LIST [--print]
"""

import json
import sys

import scenedetect


def main():
    with open(sys.argv[1]) as lines:
        for path in (line.strip() for line in lines):
            scenes = scenedetect.detect(path, scenedetect.ContentDetector())
            if "--print" in sys.argv:
                print(json.dumps({"input": path, "cuts": [begin.frame_num for begin, _ in scenes[1:]]}))


if __name__ == "__main__":
    main()
