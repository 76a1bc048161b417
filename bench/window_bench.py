#!/usr/bin/env python3
"""How long the window takes to start, and what it holds idle: fotograma-desktop with many jobs in its store.

usage: window_bench.py BIN_FOLDER [--jobs 1000] [--runs 7]

Start is from the start of the process to the first turn of its event loop in which the jobs are shown, by the line that
it logs then. Memory is the proportional set size (PSS) some seconds later, with nothing to do. Needs a display
(xvfb-run -a does) and changes nothing outside a folder of its own.
"""
import argparse
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time


def prepare(folder, binaries, jobs):
    """A store with so many jobs that wait: links to one small file that need not be a video to wait."""
    environment = dict(os.environ, FOTOGRAMA_STORE=str(folder / "store"), FOTOGRAMA_CACHE=str(folder / "cache"),
                       XDG_CONFIG_HOME=str(folder / "config"), FOTOGRAMA_LOG="info")
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


def start(binaries, environment):
    """The running program, and the seconds until it showed its jobs."""
    began = time.monotonic()
    program = subprocess.Popen([binaries / "fotograma-desktop"], env=environment, stderr=subprocess.PIPE, text=True)
    for line in program.stderr:
        if "The queue is shown" in line:
            return program, time.monotonic() - began
    sys.exit("fotograma-desktop ended before it showed anything")


def proportional_bytes(process):
    for line in pathlib.Path(f"/proc/{process.pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024
    return 0


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("binaries", type=pathlib.Path)
    parser.add_argument("--jobs", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=7)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        environment = prepare(pathlib.Path(name), options.binaries.resolve(), options.jobs)
        seconds, processor, memory = [], [], 0
        for run in range(options.runs):
            program, took = start(options.binaries.resolve(), environment)
            seconds.append(took)
            fields = pathlib.Path(f"/proc/{program.pid}/stat").read_text().rsplit(")", 1)[1].split()
            processor.append((int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK"))
            if run == options.runs - 1:
                time.sleep(5)
                memory = proportional_bytes(program)
            program.terminate()
            program.wait()
    print(f"{options.jobs} jobs, {options.runs} starts: median {statistics.median(seconds) * 1000:.0f} ms "
          f"({min(seconds) * 1000:.0f} to {max(seconds) * 1000:.0f}), of them {statistics.median(processor) * 1000:.0f} ms "
          f"of processor time; idle {memory / 1e6:.0f} MB (PSS)")


main()
