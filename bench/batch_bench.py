#!/usr/bin/env python3
"""Analysis of many clips, beside what people use today: the same frames, results compared before anything is timed.

Every figure is of whole processes, start and all. Ours runs with a new store and without the result cache; the page
cache is warm (every file was read once before). Peers that are not installed are named and left out.
"""

import argparse
import datetime
import json
import os
import pathlib
import platform
import random
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
import corpora  # noqa: E402
import report  # noqa: E402
import timing  # noqa: E402

ROOT = HERE.parent
SEVEN = "luma,blur,colorfulness,phash"  # mean, deviation, percentiles, black share; Laplacian; colour; hash
SEED = 2026


def log(text):
    print(text, file=sys.stderr, flush=True)


class Bench:
    """What every step needs: the programs, the clips, a place to work in, and the rows so far."""

    def __init__(self, options):
        self.options = options
        self.work = pathlib.Path(tempfile.mkdtemp(prefix="fotograma-bench-"))
        self.rows = []
        self.facts = {}
        self.absent = []
        self.program = str(options.programs / "fotograma")
        self.loop = str(options.programs / "fotograma-pipeline-bench")
        self.env = dict(os.environ, FOTOGRAMA_LOG="warning")

    # ---- Ours ----------------------------------------------------------------------------------------------------

    def fresh(self):
        """An environment with a store and a cache of its own, empty."""
        place = self.work / "ours"
        shutil.rmtree(place, ignore_errors=True)
        return self.at(place)

    def at(self, place):
        return dict(self.env, FOTOGRAMA_STORE=str(place / "store"), XDG_CACHE_HOME=str(place / "cache"),
                    XDG_DATA_HOME=str(place / "data"), XDG_STATE_HOME=str(place / "state"),
                    XDG_CONFIG_HOME=str(place / "config"))

    def analyze(self, mode, paths, measures=SEVEN, cache=False):
        words = [self.program, "analyze", "--mode", mode, "-y", "-o", str(self.work / "report.jsonl")]
        if measures and mode != "headers":
            words += ["--measures", measures]
        if not cache:
            words.append("--no-cache")
        return words + [str(path) for path in paths]

    def ours(self, mode, paths, measures=SEVEN):
        return lambda: timing.run(self.analyze(mode, paths, measures), env=self.fresh())

    def our_rows(self, mode, paths, measures=SEVEN):
        timing.run(self.analyze(mode, paths, measures), env=self.fresh())
        with open(self.work / "report.jsonl") as lines:
            return {row["input"]: row for row in map(json.loads, lines)}

    # ---- Peers ---------------------------------------------------------------------------------------------------

    def listed(self, name, paths):
        file = self.work / f"{name}.txt"
        file.write_text("".join(f"{path}\n" for path in paths))
        return str(file)

    def script(self, name, *words):
        return [self.options.python, str(HERE / "peers" / f"{name}.py"), *words]

    def peer(self, command):
        return lambda: timing.run(command, env=self.env)

    def peer_rows(self, command):
        out = subprocess.run([*map(str, command), "--print"], check=True, capture_output=True, text=True, env=self.env)
        return {row["input"]: row for row in map(json.loads, out.stdout.splitlines())}

    def has(self, module):
        found = subprocess.run([self.options.python, "-c", f"import {module}"], capture_output=True)
        if found.returncode != 0 and module not in self.absent:
            self.absent.append(module)
            log(f"peer left out: {module} is not installed for {self.options.python}")
        return found.returncode == 0

    # ---- Rows ----------------------------------------------------------------------------------------------------

    def pair(self, tier, clips, name, ours, peer, our_units, peer_units, note="", pairs=None):
        log(f"{tier}, {clips}: against {name}")
        pairs = timing.in_turn(ours, peer, pairs or self.options.pairs, our_units, peer_units)
        self.rows.append(report.pair_row(tier, clips, name, pairs, note))
        log("    " + report.one_line(self.rows[-1]))

    def alone(self, tier, clips, what, run_once, units, note="", runs=None):
        log(f"{tier}, {clips}: {what}")
        runs = [run_once() for _ in range(runs or self.options.pairs)]
        self.rows.append(report.alone_row(tier, clips, what, runs, units, note))
        log("    " + report.one_line(self.rows[-1]))

    def compare(self, what, mine, theirs, tolerance=None, median=None, scale=lambda mean: 16 + 219 * mean):
        """The same frames, and the same mean where both tell one. Nothing is timed when they differ.

        `tolerance` bounds every file, `median` half of them: a peer that converts to RGB clips colours that no RGB has,
        and its grey then differs, however right both are.
        """
        differences = []
        for path, row in theirs.items():
            own = mine[path]
            if own["frames_measured"] != row["frames"]:
                raise SystemExit(f"{what}: {path}: {own['frames_measured']} frames measured, the peer {row['frames']}")
            if tolerance is not None or median is not None:
                differences.append(abs(scale(own["measures"]["luma"]["mean"]["mean"]) - row["mean"]))
        spread = timing.Spread.of(differences) if differences else None
        if tolerance is not None and spread.high > tolerance:
            raise SystemExit(f"{what}: mean luma differs by {spread.high:.3f}, more than {tolerance}")
        if median is not None and spread.median > median:
            raise SystemExit(f"{what}: mean luma differs by {spread.median:.3f} in the median, more than {median}")
        self.facts.setdefault("compared", {})[what] = {
            "files": len(theirs), "median_difference": spread and round(spread.median, 4),
            "largest_difference": spread and round(spread.high, 4)}
        log(f"compared with {what}: {len(theirs)} files, the same frames"
            + (f"; mean luma differs by {spread.median:.4f} in the median, {spread.high:.4f} at most" if spread else ""))


# ---- The steps -----------------------------------------------------------------------------------------------------

def short_key_frames(bench, small):
    """T4: key frames of short clips. Peers that cannot skip frames see files with one key frame, and their first."""
    clips = "2 s 320x180"
    keys = corpora.key_frames(small[:200])
    single = [path for path in small if keys[small[int(path.stem) % 200]] == 1]
    rng = random.Random(SEED)
    sample = rng.sample(single, min(300, len(single)))
    mine = bench.our_rows("keyframes", sample)
    listed = bench.listed("sample", sample)
    # swscale and the range of grey differ from ours; ffmpeg's signalstats reads the same code values.
    bench.compare("ffmpeg signalstats, key frames", mine, bench.peer_rows(bench.script("ffmpeg_per_file", "key", listed)),
                  tolerance=0.02)
    if bench.has("cv2"):
        bench.compare("OpenCV, first frames", mine, bench.peer_rows(bench.script("opencv_loop", "first", listed)),
                      median=2.5, scale=lambda mean: 255 * mean)
    if bench.has("av"):
        bench.compare("PyAV, key frames", mine, bench.peer_rows(bench.script("pyav_pool", "key", listed)))

    count = len(sample)
    for mode, name in (("key", "ffmpeg + filters, a process a file, -P2"), ("decode", "ffmpeg decode only, -P2"),
                       ("probe", "ffprobe a file, -P2 (T2)")):
        bench.pair("T4", clips, name, bench.ours("keyframes", sample),
                   bench.peer(bench.script("ffmpeg_per_file", mode, listed)), count, count,
                   pairs=bench.options.pairs if mode == "key" else 1)
    many = rng.sample(single, min(bench.options.clips, len(single), 2000))
    listed = bench.listed("many", many)
    if bench.has("cv2"):
        bench.pair("T4", clips, "Python + OpenCV, pool of 2, equal measures", bench.ours("keyframes", many),
                   bench.peer(bench.script("opencv_loop", "first", listed)), len(many), len(many))
    whole = bench.listed("whole", small)
    if bench.has("av"):
        bench.pair("T4", clips, "PyAV, pool of 2, measures nothing", bench.ours("keyframes", small),
                   bench.peer(bench.script("pyav_pool", "key", whole)), len(small), len(small))
    bench.pair("T4", clips, "libav in process, used the usual way", bench.ours("keyframes", small),
               bench.peer([bench.loop, "--only", "stock", "--mode", "keyframes", "--threads", "2", "--list", whole]),
               len(small), len(small))


def full_set(bench, small):
    """T4 with everything that has a picture to look at: what the full set costs over the four."""
    bench.alone("T4", "2 s 320x180", "ours, four measures", bench.ours("keyframes", small), len(small))
    bench.alone("T4", "2 s 320x180", "ours, every measure of the preset",
                bench.ours("keyframes", small, measures=None), len(small))


def short_all_frames(bench, small):
    """T7: every frame measured."""
    clips = "2 s 320x180"
    rng = random.Random(SEED + 1)
    sample = rng.sample(small, min(100, len(small)))
    listed = bench.listed("t7", sample)
    mine = bench.our_rows("all", sample)
    bench.compare("ffmpeg signalstats, all frames", mine,
                  bench.peer_rows(bench.script("ffmpeg_per_file", "all", listed)), tolerance=0.02)
    count = len(sample)
    bench.pair("T7", clips, "ffmpeg + filters, a process a file, -P2", bench.ours("all", sample),
               bench.peer(bench.script("ffmpeg_per_file", "all", listed)), count, count)
    if bench.has("cv2"):
        bench.compare("OpenCV, all frames", mine, bench.peer_rows(bench.script("opencv_loop", "all", listed)),
                      median=2.5, scale=lambda mean: 255 * mean)
        bench.pair("T7", clips, "Python + OpenCV, pool of 2, equal measures", bench.ours("all", sample),
                   bench.peer(bench.script("opencv_loop", "all", listed)), count, count)
    if bench.has("av"):
        bench.pair("T7", clips, "PyAV, pool of 2, measures nothing", bench.ours("all", sample),
                   bench.peer(bench.script("pyav_pool", "all", listed)), count, count)
    bench.pair("T7", clips, "bare libav decoding in process, measures nothing", bench.ours("all", sample),
               bench.peer([bench.loop, "--only", "stock", "--mode", "all", "--threads", "2", "--list", listed]),
               count, count)
    bench.alone("T7", clips, "ours, every measure of the preset", bench.ours("all", sample, measures=None), count)


def headers(bench, small):
    """T1: what the container says."""
    bench.alone("T1", "2 s 320x180", "ours, headers", bench.ours("headers", small), len(small))
    if bench.has("av"):
        bench.pair("T1", "2 s 320x180", "PyAV open, pool of 2 (T2: it looks inside)", bench.ours("headers", small),
                   bench.peer(bench.script("pyav_pool", "open", bench.listed("whole", small))), len(small), len(small))


def again(bench, small):
    """T0: the same command again, with the cache; then with the store gone, so that only the cache knows."""
    env = bench.fresh()
    command = bench.analyze("keyframes", small, cache=True)
    first = timing.run(command, env=env)
    bench.rows.append(report.alone_row("T4", "2 s 320x180", "ours, first run, filling the cache", [first], len(small)))
    again_runs = [timing.run(command, env=env) for _ in range(bench.options.pairs)]
    bench.rows.append(report.alone_row("T0", "2 s 320x180", "ours, the same command again", again_runs, len(small)))

    def without_store():
        shutil.rmtree(bench.work / "ours" / "store", ignore_errors=True)
        return timing.run(command, env=env)

    gone = [without_store() for _ in range(bench.options.pairs)]
    bench.rows.append(report.alone_row("T0", "2 s 320x180", "ours, a new store: only the cache knows", gone, len(small)))
    for row in bench.rows[-3:]:
        log("    " + report.one_line(row))
    bench.facts["hit_cheaper_than_miss"] = round(first.cpu_s / min(run.cpu_s for run in again_runs), 1)


def medium(bench):
    paths = corpora.make("medium", 300 if bench.options.long else 60, bench.options.corpora, log)
    bench.facts["medium"] = corpora.describe("medium", paths)
    listed = bench.listed("medium", paths)
    bench.pair("T4", "5 s 720p", "libav in process, used the usual way", bench.ours("keyframes", paths),
               bench.peer([bench.loop, "--only", "stock", "--mode", "keyframes", "--threads", "2", "--list", listed]),
               len(paths), len(paths))
    if bench.has("scenedetect"):
        few = paths[:10]
        bench.pair("T7", "5 s 720p", "PySceneDetect, content detector (ours finds the same cuts)",
                   bench.ours("all", few, measures="scenes"),
                   bench.peer(bench.script("pyscenedetect_loop", bench.listed("few", few))), len(few), len(few), pairs=2)


def long_clips(bench):
    paths = corpora.make("long", 4 if bench.options.long else 2, bench.options.corpora, log)
    bench.facts["long"] = corpora.describe("long", paths)
    listed = bench.listed("long", paths)
    for mode in ("keyframes", "all"):
        bench.pair("T4" if mode == "keyframes" else "T7", "20 s 1080p",
                   "libav in process, used the usual way, measures nothing", bench.ours(mode, paths),
                   bench.peer([bench.loop, "--only", "stock", "--mode", mode, "--threads", "2", "--list", listed]),
                   len(paths), len(paths), pairs=2)


def flatness(bench, small):
    """Cost a clip and peak memory from a small batch to a large one."""
    sizes = [1000, len(small)]
    if bench.options.long:
        sizes.append(100_000)
    for size in sizes:
        paths = small[:size] if size <= len(small) else corpora.make("small", size, bench.options.corpora, log)
        folder = [str(paths[0].parent), "-R"] if size > len(small) else paths
        bench.alone("T4", "2 s 320x180", f"ours, a batch of {size}",
                    lambda: timing.run(bench.analyze("keyframes", folder), env=bench.fresh()), size, runs=1)


def latency(bench, small):
    """From submission to the stored report, at a steady rate that the machine can hold."""
    program = bench.options.programs / "fotograma-latency-bench"
    out = subprocess.run([str(program), "--rate", "500", "--list", bench.listed("latency", small[:5000])], check=True,
                         capture_output=True, text=True, env=bench.fresh())
    bench.facts["latency_at_500_a_second"] = json.loads(out.stdout)
    log(f"latency at 500 a second: {out.stdout.strip()}")


# ---- All together --------------------------------------------------------------------------------------------------

def machine():
    def first(words):
        try:
            return subprocess.run(words, capture_output=True, text=True).stdout.splitlines()[0].strip()
        except (OSError, IndexError):
            return "unknown"

    model = "unknown"
    with open("/proc/cpuinfo") as lines:
        for line in lines:
            if line.startswith("model name"):
                model = line.split(":", 1)[1].strip()
                break
    return {
        "processor": model, "cores": os.cpu_count(), "system": platform.platform(), "load_before": os.getloadavg()[0],
        "commit": first(["git", "-C", str(ROOT), "describe", "--always", "--dirty"]),
        "ffmpeg": first(["ffmpeg", "-version"]), "at": datetime.datetime.now(datetime.UTC).isoformat("T", "seconds"),
    }


def versions(python):
    code = ("import importlib.metadata as m, json\n"
            "print(json.dumps({n: m.version(n) for n in ('av', 'opencv-python-headless', 'numpy', 'scenedetect')"
            " if any(d.metadata['Name'] == n for d in m.distributions())}))")
    out = subprocess.run([python, "-c", code], capture_output=True, text=True)
    return json.loads(out.stdout) if out.returncode == 0 else {}


STEPS = ["short_key_frames", "full_set", "short_all_frames", "headers", "again", "medium", "long", "flatness", "latency"]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--programs", type=pathlib.Path, default=ROOT / "build/release/bin", help="where ours are")
    parser.add_argument("--corpora", type=pathlib.Path, default=ROOT / "build/bench/corpora", help="where clips are made")
    parser.add_argument("--results", type=pathlib.Path, default=HERE / "results", help="where the table goes")
    parser.add_argument("--python", default=str(ROOT / "build/bench/venv/bin/python"), help="has cv2, av, scenedetect")
    parser.add_argument("--clips", type=int, default=10_000, help="short clips (10000)")
    parser.add_argument("--pairs", type=int, default=3, help="pairs of a comparison (3)")
    parser.add_argument("--long", action="store_true", help="more clips: 300 at 720p, a batch of 100,000")
    parser.add_argument("--only", default="", help=f"some steps of: {' '.join(STEPS)}")
    options = parser.parse_args()
    if not pathlib.Path(options.python).exists():
        log(f"{options.python} is not there: `./dev setup bench` installs the Python peers; going on without them")
        options.python = sys.executable
    bench = Bench(options)
    bench.facts["machine"] = machine()
    bench.facts["peers"] = versions(options.python)
    small = corpora.make("small", options.clips, options.corpora, log)
    bench.facts["small"] = corpora.describe("small", small)
    for path in small:  # the page cache is warm for everybody
        path.read_bytes()
    steps = {
        "short_key_frames": lambda: short_key_frames(bench, small), "full_set": lambda: full_set(bench, small),
        "short_all_frames": lambda: short_all_frames(bench, small), "headers": lambda: headers(bench, small),
        "again": lambda: again(bench, small), "medium": lambda: medium(bench), "long": lambda: long_clips(bench),
        "flatness": lambda: flatness(bench, small), "latency": lambda: latency(bench, small),
    }
    wanted = options.only.split(",") if options.only else STEPS
    try:
        for name in wanted:
            steps[name]()
    finally:
        bench.facts["absent_peers"] = bench.absent
        report.write(bench.facts, bench.rows, options.results)
        shutil.rmtree(bench.work, ignore_errors=True)
    print(report.markdown(bench.facts, bench.rows))


if __name__ == "__main__":
    main()
