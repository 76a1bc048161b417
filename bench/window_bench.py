#!/usr/bin/env python3
"""What the window costs: how long it takes to start, what it holds idle, and how soon a preview follows a change.

usage: window_bench.py [--programs build/release/bin] [--runs 9] [--results bench/results] [--clip FILE...]

start    from the start of the process to the line that fotograma-desktop logs when jobs and recipes are there and painted
         (xcb on Xvfb), with 1,000 jobs in the store; wall, and processor time of all its threads until then
memory   the proportional set size (PSS) of the idle window some seconds later, with 10,000 jobs
preview  fotograma-preview-bench: from a change to the picture on the canvas, with a real 1080p clip

Changes nothing outside a folder of its own, but the results.
"""
import argparse
import datetime
import json
import os
import pathlib
import platform
import selectors
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests/ui"))
import virtual_display as virtual  # noqa: E402
from timing import Spread  # noqa: E402

PATIENCE = 60
SHOWN = b"The queue is shown"


def prepare(folder, binaries, jobs, display):
    """A store with so many jobs that wait: links to one small clip."""
    environment = display.environment(FOTOGRAMA_STORE=str(folder / "store"), FOTOGRAMA_CACHE=str(folder / "cache"),
                                      XDG_CONFIG_HOME=str(folder / "config"), FOTOGRAMA_LOG="info", LANG="C.UTF-8")
    clip = folder / "clip.mp4"
    subprocess.run(["ffmpeg", "-v", "error", "-f", "lavfi", "-i", "testsrc=s=64x48:d=0.2", "-y", clip], check=True)
    inputs = folder / "in"
    inputs.mkdir()
    for number in range(jobs):
        os.link(clip, inputs / f"clip-{number:05}.mp4")
    subprocess.run([binaries / "fotograma", "queue", "add", inputs, "-R", "-r", "web-720p", "-o", folder / "out", "--paused"],
                   env=environment, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    settings = folder / "config/fotograma"
    settings.mkdir(parents=True)
    (settings / "desktop.ini").write_text("[window]\nwelcomed=true\n")
    return environment


def wait_until_shown(program):
    """Reads its log; a window that says nothing is an error, not a wait without end."""
    said, until = b"", time.monotonic() + PATIENCE
    with selectors.DefaultSelector() as selector:
        selector.register(program.stderr, selectors.EVENT_READ)
        while SHOWN not in said:
            if not selector.select(until - time.monotonic()):
                program.kill()
                sys.exit(f"fotograma-desktop did not say within {PATIENCE} s that it shows its jobs; it said: {said.decode()}")
            piece = os.read(program.stderr.fileno(), 65536)
            if not piece:
                sys.exit(f"fotograma-desktop ended before it showed anything: {said.decode()}")
            said += piece


def processor_ms(process):
    fields = pathlib.Path(f"/proc/{process.pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")


def pss_mb(process):
    for line in pathlib.Path(f"/proc/{process.pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024 / 1e6
    raise RuntimeError("the kernel tells no PSS")


def start(binaries, environment, idle_seconds=0):
    """Wall and processor time to a usable window in ms, and its PSS in MB after that idle time (or none)."""
    began = time.monotonic()
    program = subprocess.Popen([binaries / "fotograma-desktop"], env=environment, stderr=subprocess.PIPE)
    wait_until_shown(program)
    wall, processor, held = (time.monotonic() - began) * 1000, processor_ms(program), None
    if idle_seconds:
        time.sleep(idle_seconds)
        held = pss_mb(program)
    program.terminate()
    program.communicate(timeout=PATIENCE)
    return wall, processor, held


def with_jobs(binaries, display, jobs, runs):
    with tempfile.TemporaryDirectory() as name:
        environment = prepare(pathlib.Path(name), binaries, jobs, display)
        start(binaries, environment)  # pages of the programs are in memory from here on
        made = [start(binaries, environment) for _ in range(runs - 1)] + [start(binaries, environment, idle_seconds=5)]
    return {"jobs": jobs, "runs": runs, "wall_ms": Spread.of(one[0] for one in made).__dict__,
            "cpu_ms": Spread.of(one[1] for one in made).__dict__, "pss_mb": round(made[-1][2], 1)}


def previews(binaries, clip):
    made = subprocess.run([binaries / "fotograma-preview-bench", clip, "20"], check=True, capture_output=True, text=True)
    return [dict(json.loads(line), clip=clip.name) for line in made.stdout.splitlines() if line.startswith("{")]


def machine():
    processor = next((line.split(":", 1)[1].strip() for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines()
                      if line.startswith("model name")), platform.machine())
    commit = subprocess.run(["git", "-C", ROOT, "rev-parse", "--short", "HEAD"], capture_output=True, text=True).stdout.strip()
    return {"at": datetime.datetime.now().isoformat(timespec="minutes"), "processor": processor, "cores": os.cpu_count(),
            "commit": commit, "load_before": round(os.getloadavg()[0], 1)}


def markdown(facts):
    found = facts["machine"]
    lines = ["# What the window costs", "",
             f"{found['at']}, commit {found['commit']}, {found['cores']} cores of {found['processor']}, load before "
             f"{found['load_before']}, after {found['load_after']}.", "",
             "| jobs in the store | starts | usable after, ms (least–most) | of it processor time, ms | idle, MB (PSS) |",
             "|---|---|---|---|---|"]
    for row in facts["starts"]:
        lines.append(f"| {row['jobs']:,} | {row['runs']} | {Spread(**row['wall_ms']).text(0)} "
                     f"| {Spread(**row['cpu_ms']).text(0)} | {row['pss_mb']:.0f} |")
    if facts["previews"]:
        lines += ["", "| preview | clip | changes | P50, ms | P95, ms | processor a change, ms | window held at most, ms |",
                  "|---|---|---|---|---|---|---|"]
    for row in facts["previews"]:
        lines.append(f"| {row['what']} | {row['clip']} | {row['changes']} | {row['wall_p50_ms']:.0f} "
                     f"| {row.get('wall_p95_ms', row['wall_p50_ms']):.0f} | {row['cpu_ms']:.0f} | {row.get('held_ms', '')} |")
    return "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--programs", type=pathlib.Path, default=ROOT / "build/release/bin")
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--results", type=pathlib.Path, help="folder that window.json and window.md are written to")
    parser.add_argument("--clip", type=pathlib.Path, nargs="*", default=[], help="clips for the previews")
    options = parser.parse_args()
    if lack := virtual.missing("Xvfb", "ffmpeg"):
        sys.exit(lack)
    binaries = options.programs.resolve()
    facts = {"machine": machine(), "starts": [], "previews": []}
    with virtual.Display() as display:
        for jobs in (1_000, 10_000):
            facts["starts"].append(with_jobs(binaries, display, jobs, options.runs))
            print(json.dumps(facts["starts"][-1]), flush=True)
    for clip in options.clip:
        facts["previews"] += previews(binaries, clip)
        print(json.dumps(facts["previews"][-1]), flush=True)
    facts["machine"]["load_after"] = round(os.getloadavg()[0], 1)
    print(markdown(facts))
    if options.results:
        (options.results / "window.json").write_text(json.dumps(facts, indent=1) + "\n")
        (options.results / "window.md").write_text(markdown(facts))


main()
