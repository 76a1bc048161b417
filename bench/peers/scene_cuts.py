#!/usr/bin/env python3
"""Scene cuts of `fotograma analyze` beside those of PySceneDetect, frame by frame, on the same files.

    scene_cuts.py --program build/release/bin/fotograma FILE_OR_FOLDER... [--json OUT]

Needs PySceneDetect (scenedetect) and OpenCV (cv2). Both detectors run with their defaults and a shortest scene of 0.6 s,
as PySceneDetect's own command line does. A cut agrees when it is at the same frame (F1 exact) or at most one frame away
(F1 within 1). Files that either side cannot decode, or of which the two choose different tracks,
are listed and left out.
"""
import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile

os.environ.setdefault("OPENCV_LOG_LEVEL", "OFF")
os.environ.setdefault("OPENCV_FFMPEG_LOGLEVEL", "-8")
import scenedetect  # noqa: E402
from scenedetect import AdaptiveDetector, ContentDetector, SceneManager, open_video  # noqa: E402

SHORTEST_SCENE = 0.6
DETECTORS = (("content", ContentDetector, "cuts"), ("adaptive", AdaptiveDetector, "adaptive_cuts"))


def counting(detector):
    """The detector, which also remembers the timecode of every frame: a cut's place among them is its frame index."""

    class Counting(detector):
        def __init__(self, **settings):
            super().__init__(**settings)
            self.seen = []

        def process_frame(self, timecode, frame_img):
            self.seen.append(timecode)
            return super().process_frame(timecode, frame_img)

    return Counting(min_scene_len=SHORTEST_SCENE)


def peer_cuts(path):
    """{"content": [indices], "adaptive": [indices], "frames": how many}"""
    video = open_video(str(path), backend="opencv")
    manager = SceneManager()
    detectors = {name: counting(kind) for name, kind, _ in DETECTORS}
    found = {"frames": 0}
    for name, detector in detectors.items():
        manager.clear()
        manager.clear_detectors()
        manager.add_detector(detector)
        video.reset()
        manager.detect_scenes(video, show_progress=False)
        # A timecode counts microseconds, which tell frames apart.
        index_of = {timecode.seconds: index for index, timecode in reversed(list(enumerate(detector.seen)))}
        found[name] = [index_of[cut.seconds] for cut in manager.get_cut_list(show_warning=False)]
        found["frames"] = len(detector.seen)
    return found


def our_cuts(program, paths):
    """By path, as peer_cuts; of files that failed the sentence why."""
    with tempfile.TemporaryDirectory() as home:
        places = {name: home for name in ("XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME")}
        report = pathlib.Path(home) / "report.jsonl"
        command = [program, "analyze", *map(str, paths), "--measures", "scenes", "-o", str(report)]
        ended = subprocess.run(command, env=os.environ | places, capture_output=True, text=True, check=False)
        if ended.returncode not in (0, 1):
            sys.exit(f"{' '.join(command[:2])} failed: {ended.stderr}")
        found = {}
        for line in report.read_text().splitlines():
            row = json.loads(line)
            scenes = (row.get("measures") or {}).get("scenes")
            if row["state"] != "done" or not scenes:
                found[row["input"]] = (row.get("error") or {}).get("message", "nothing measured")
                continue
            found[row["input"]] = {name: scenes[key] for name, _, key in DETECTORS} | {"frames": row["frames_decoded"]}
        return found


def agreement(ours, theirs, within):
    """How many of our cuts have a partner, each partner once; both lists rise."""
    matched, taken = 0, 0
    for cut in ours:
        while taken < len(theirs) and theirs[taken] < cut - within:
            taken += 1
        if taken < len(theirs) and abs(theirs[taken] - cut) <= within:
            matched += 1
            taken += 1
    return matched


def f1(matched, ours, theirs):
    return 1.0 if ours + theirs == 0 else 2.0 * matched / (ours + theirs)


def files_of(arguments):
    files = []
    for argument in map(pathlib.Path, arguments):
        files += sorted(p for p in argument.iterdir() if p.is_file()) if argument.is_dir() else [argument]
    return [path.resolve() for path in files if path.suffix.lower() not in (".md", ".txt", ".json")]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("inputs", nargs="+")
    parser.add_argument("--program", required=True)
    parser.add_argument("--json", help="also write the rows there")
    options = parser.parse_args()
    paths = files_of(options.inputs)
    ours = our_cuts(options.program, paths)
    rows, left_out = [], []
    for path in paths:
        mine = ours.get(str(path), "no report")
        if isinstance(mine, str):
            left_out.append((path.name, f"ours: {mine}"))
            continue
        try:
            theirs = peer_cuts(path)
        except Exception as error:  # pylint: disable=broad-except  # whatever a peer says, the file is left out
            left_out.append((path.name, f"peer: {error}"))
            continue
        if theirs["frames"] == 0:
            left_out.append((path.name, "peer: decodes no frame"))
            continue
        if abs(mine["frames"] - theirs["frames"]) > 1:
            left_out.append((path.name, f"not the same pictures: {mine['frames']} frames of ours, {theirs['frames']} of theirs"))
            continue
        rows.append({"file": path.name, "frames": [mine["frames"], theirs["frames"]]} |
                    {name: {"ours": mine[name], "theirs": theirs[name]} for name, _, _ in DETECTORS})
    print_table(rows, left_out)
    if options.json:
        pathlib.Path(options.json).write_text(json.dumps(rows, indent=1) + "\n")


def print_table(rows, left_out):
    print(f"PySceneDetect {scenedetect.__version__}, OpenCV backend; shortest scene {SHORTEST_SCENE} s\n")
    print("| file | frames (ours / theirs) | " + " | ".join(
        f"{name}: ours / theirs / same / within 1" for name, _, _ in DETECTORS) + " |")
    print("|---|---:|" + "---:|" * len(DETECTORS))
    totals = {name: [0, 0, 0, 0] for name, _, _ in DETECTORS}
    for row in rows:
        cells = []
        for name, total in totals.items():
            mine, theirs = row[name]["ours"], row[name]["theirs"]
            counts = [len(mine), len(theirs), agreement(mine, theirs, 0), agreement(mine, theirs, 1)]
            totals[name] = [a + b for a, b in zip(total, counts)]
            cells.append(" / ".join(map(str, counts)))
        print(f"| {row['file']} | {row['frames'][0]} / {row['frames'][1]} | " + " | ".join(cells) + " |")
    print(f"\n{len(rows)} files")
    for name, (mine, theirs, exact, near) in totals.items():
        print(f"{name}: {mine} cuts of ours, {theirs} of theirs; F1 exact {f1(exact, mine, theirs):.3f}, "
              f"within 1 frame {f1(near, mine, theirs):.3f}")
    for file, reason in left_out:
        print(f"left out: {file}: {reason}")


if __name__ == "__main__":
    main()
