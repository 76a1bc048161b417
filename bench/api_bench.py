#!/usr/bin/env python3
"""The API under load and under attack, beside FastAPI on uvicorn over the same rows.

Everything is one call: the same machine, the same rows, the same wrk. The answers of both are compared before anything is
timed, and the two take turns. What one side could not do fails the run; what misses a goal is written down as missed.
"""

import argparse
import asyncio
import datetime
import json
import os
import pathlib
import platform
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
import api_clients as clients  # noqa: E402
import api_report  # noqa: E402
import api_server  # noqa: E402

ROOT = HERE.parent
SEED = 2026


def log(text):
    print(text, file=sys.stderr, flush=True)


def median(values):
    values = sorted(values)
    return values[len(values) // 2]


class Bench:
    def __init__(self, options):
        self.options = options
        self.work = pathlib.Path(tempfile.mkdtemp(prefix="fotograma-api-"))
        self.program = str(options.programs / "fotograma")
        self.media = self.work / "media"
        self.media.mkdir()
        self.rows, self.facts = [], {}
        self.runs = 0

    # ---- Ready-made things ---------------------------------------------------------------------------------------

    def clip(self, name, size="64x64", seconds=0.4, rate=10):
        path = self.media / name
        subprocess.run(["ffmpeg", "-v", "error", "-y", "-f", "lavfi", "-i", f"testsrc2=s={size}:r={rate}:d={seconds}",
                        "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", str(path)], check=True)
        return path

    def copies(self, clip, count, folder):
        """Files of their own: a copy's bytes are hashed as any other file's."""
        (self.media / folder).mkdir(exist_ok=True)
        data = clip.read_bytes()
        paths = []
        for i in range(count):
            path = self.media / folder / f"{i:05d}.mp4"
            path.write_bytes(data + i.to_bytes(4, "little"))
            paths.append(str(path))
        return paths

    def start(self, name, **more):
        return api_server.ours(self.program, self.work / name, self.media, **more)

    @staticmethod
    def wait_for(server, states, count, seconds=600):
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            jobs = server.ask("GET", "/api/v1/stats")["jobs"]
            if sum(jobs.get(state, 0) for state in states) >= count:
                return
            time.sleep(0.1)
        raise RuntimeError(f"after {seconds} s fewer than {count} jobs are {states}: {jobs}")

    @staticmethod
    def analysis(inputs, measures=("luma",)):
        recipe = {"version": 1, "id": "bench", "title": "Bench", "measures": [{"id": one} for one in measures]}
        return {"inputs": inputs, "recipe": recipe}

    def wrk(self, server, words, connections, seconds, threads=2):
        self.runs += 1
        env = dict(os.environ, FOTOGRAMA_TOKEN=server.token, FOTOGRAMA_RUN=str(self.runs))
        before = server.cpu_seconds()
        out = subprocess.run(["wrk", "-t", str(threads), "-c", str(connections), "-d", f"{seconds}s", "--timeout", "30s",
                              "-s", str(HERE / "wrk_report.lua"), server.url, "--", *words], env=env, check=True,
                             capture_output=True, text=True).stdout
        found = json.loads(next(line[7:] for line in out.splitlines() if line.startswith("RESULT ")))
        if found["refused"] or found["errors"] or not found["requests"]:
            raise RuntimeError(f"{words[:2]}: {found}")
        found["a_second"] = round(found["requests"] / found["seconds"], 1)
        found["cpu_us"] = round(1e6 * (server.cpu_seconds() - before) / found["requests"], 1)
        return found

    def goal(self, what, value, unit, goal, met, note=""):
        self.rows.append({"what": what, "value": value, "unit": unit, "goal": goal, "met": bool(met), "note": note})
        log(f"    {'met   ' if met else 'MISSED'} {what}: {value} {unit} (goal {goal})")


# ---- Beside the peer -----------------------------------------------------------------------------------------------

def fill(bench, server, count):
    paths = bench.copies(bench.clip("seed.mp4"), count, "seed")
    for at in range(0, count, 1000):
        server.ask("POST", "/api/v1/jobs", bench.analysis(paths[at:at + 1000]))
    bench.wait_for(server, ["done"], count)


def compare(server, peer, count):
    """The same rows as the same JSON: a page from the start, one from the middle, single jobs."""
    rng = random.Random(SEED)
    for after in (0, count // 2):
        path = f"/api/v1/jobs?limit=100&after={after}"
        if server.ask("GET", path) != peer.ask("GET", path):
            raise SystemExit(f"the answers to {path} differ")
    for number in rng.sample(range(1, count), 20):
        path = f"/api/v1/jobs/{number}"
        if server.ask("GET", path) != peer.ask("GET", path):
            raise SystemExit(f"the answers to {path} differ")


def submission(bench, items):
    """One file through one recipe into a folder for each item: no job is another one's, and nothing runs."""
    recipe = {"version": 1, "id": "bench-web", "title": "Bench",
              "outputs": [{"name": "{stem}.{ext}", "container": "mp4", "video": {"codec": "h264"}}]}
    one = {"input": str(bench.media / "seed.mp4"), "recipe": recipe, "output_folder": str(bench.media / "out" / "@N@")}
    text = json.dumps({"title": "bench", "start_paused": True,
                       "items": [json.loads(json.dumps(one).replace("@N@", f"@N@-{i}")) for i in range(items)]})
    path = bench.work / f"submit-{items}.json"
    path.write_text(text)
    return path


def beside_the_peer(bench):
    options = bench.options
    server = bench.start("pair")
    try:
        fill(bench, server, options.rows)
        rng = random.Random(SEED)
        gets = [f"/api/v1/jobs/{rng.randint(1, options.rows)}" for _ in range(200)]
        pages = [f"/api/v1/jobs?limit=100&after={rng.randint(0, options.rows - 100)}" for _ in range(50)]
        one = f"body={submission(bench, 1)}"
        reading = [("list of 100", ["GET", *pages], 10), ("get", ["GET", *gets], 10)]
        writing = [("submit one, durable", ["POST", "/api/v1/jobs", one], None)]
        for kind in ("tuned", "plain"):
            api_server.copy_store(bench.work / "pair", bench.work / f"peer-{kind}.db")
            peer = api_server.peer(options.python, bench.work / f"peer-{kind}.db", server.token, kind)
            try:
                compare(server, peer, options.rows)
                for name, words, factor in reading + (writing if kind == "plain" else []):
                    waited = server.jobs("paused")
                    pair(bench, server, peer, kind, name, words, factor if kind == "plain" else None)
                    if words[0] == "POST" and server.jobs("paused") - waited < bench.asked:
                        raise SystemExit("not every submission became a job")
                if kind == "plain":
                    bulk(bench, server, peer)
            finally:
                peer.stop()
    finally:
        server.stop()


def pair(bench, server, peer, kind, name, words, factor):
    options = bench.options
    mine, theirs = [], []
    bench.asked = 0  # answered requests of ours
    for _ in range(options.pairs):
        mine.append(bench.wrk(server, words, options.connections, options.seconds))
        bench.asked += mine[-1]["requests"]
        theirs.append(bench.wrk(peer, words, options.connections, options.seconds))
    ratios = [a["a_second"] / b["a_second"] for a, b in zip(mine, theirs)]
    middle = lambda runs, key: median(run[key] for run in runs)  # noqa: E731
    row = {"route": name, "peer": kind, "connections": options.connections, "pairs": options.pairs,
           "ratio": round(median(ratios), 2), "least": round(min(ratios), 2), "most": round(max(ratios), 2),
           "ours": {key: middle(mine, key) for key in ("a_second", "p50_ms", "p95_ms", "p99_ms", "cpu_us")},
           "theirs": {key: middle(theirs, key) for key in ("a_second", "p50_ms", "p95_ms", "p99_ms", "cpu_us")}}
    row["cpu_ratio"] = round(row["theirs"]["cpu_us"] / row["ours"]["cpu_us"], 2)
    row["ours"]["memory_mib"] = round(server.memory_mib(), 1)
    row["theirs"]["memory_mib"] = round(peer.memory_mib(), 1)
    bench.facts.setdefault("pairs", []).append(row)
    log(f"{name}, {kind} peer: ours {row['ours']['a_second']:.0f}/s P99 {row['ours']['p99_ms']:.1f} ms, "
        f"peer {row['theirs']['a_second']:.0f}/s P99 {row['theirs']['p99_ms']:.1f} ms, {row['ratio']} times; processor time a request {row['ours']['cpu_us']:.0f} and {row['theirs']['cpu_us']:.0f} us")
    if factor:
        bench.goal(f"{name}: requests a second, times the peer's", row["ratio"], "times", f">= {factor}",
                   row["ratio"] >= factor)
        bench.goal(f"{name}: P99 below the peer's", row["ours"]["p99_ms"], "ms", f"< {row['theirs']['p99_ms']}",
                   row["ours"]["p99_ms"] < row["theirs"]["p99_ms"])
    elif words[0] == "POST":
        bench.goal("durable submissions one by one", row["ours"]["a_second"], "jobs/s", ">= 500",
                   row["ours"]["a_second"] >= 500)


def bulk(bench, server, peer):
    """Ten submissions of a thousand, one after another."""
    text = submission(bench, 1000).read_text()

    def rate(target):
        begin = time.monotonic()
        for i in range(10):
            told = target.ask("POST", "/api/v1/jobs", text.replace("@N@", f"bulk-{bench.runs}-{i}"))
            if any(one["submission"] != "accepted" for one in told["outcomes"]):
                raise SystemExit("not every submission became a job")
        bench.runs += 1
        return 10_000 / (time.monotonic() - begin)

    mine, theirs = [], []
    for _ in range(bench.options.pairs):
        mine.append(rate(server))
        theirs.append(rate(peer))
    bench.facts["bulk"] = {"ours": round(median(mine)), "theirs": round(median(theirs))}
    bench.goal("durable submissions in bulk of 1,000", round(median(mine)), "jobs/s", ">= 5000", median(mine) >= 5000,
               f"the peer {median(theirs):.0f}")


# ---- While it works ------------------------------------------------------------------------------------------------

def while_jobs_run(bench):
    """200 clients, each asking as fast as it is answered, while eight transcodes run."""
    server = bench.start("busy", FOTOGRAMA_JOBS="8")
    try:
        clip = bench.clip("long.mp4", "1280x720", 30, 30)
        inputs = [str(shutil.copy(clip, bench.media / f"long{i}.mp4")) for i in range(8)]
        server.ask("POST", "/api/v1/jobs", {"inputs": inputs, "recipe": "web-720p", "output_folder": str(bench.media / "o"),
                                            "title": "busy"})
        bench.wait_for(server, ["running"], 1)
        time.sleep(1)
        running = server.ask("GET", "/api/v1/stats")["jobs"].get("running", 0)
        words = ["GET", *(f"/api/v1/jobs/{i}" for i in range(1, 9)), "/api/v1/jobs?limit=8", "/api/v1/stats"]
        found = bench.wrk(server, words, 200, bench.options.seconds)
        still = server.ask("GET", "/api/v1/stats")["jobs"].get("running", 0)
        bench.facts["busy"] = {**found, "running_before": running, "running_after": still}
        bench.goal("P95 with 200 clients while jobs run", found["p95_ms"], "ms", "< 100", found["p95_ms"] < 100,
                   f"{running} jobs ran, {found['a_second']:.0f} requests/s")
    finally:
        server.stop()


def analysis_under_load(bench):
    """Frames a second of an analysis, with and without steady questions at the default limit of an address."""
    clip = bench.clip("analysis.mp4", "640x360", 8, 30)
    server = bench.start("analysis")

    async def run(is_loaded, number):
        inputs = bench.copies(clip, 24, f"load{number}")
        begin = time.monotonic()
        server.ask("POST", "/api/v1/jobs", bench.analysis(inputs, ("luma", "blur", "colorfulness")))
        done = {"at": None}

        async def watch():
            while True:
                jobs = await asyncio.to_thread(server.ask, "GET", "/api/v1/stats")
                if jobs["jobs"].get("done", 0) >= 24 * (number + 1):
                    done["at"] = time.monotonic() - begin
                    return
                await asyncio.sleep(0.05)

        paths = ["/api/v1/jobs?limit=20", "/api/v1/stats", "/api/v1/jobs/1"]
        tasks = [watch()]
        if is_loaded:
            tasks.append(clients.ask_steadily(server, paths, 200, lambda: done["at"] is not None))
        found = await asyncio.gather(*tasks)
        return 24 / done["at"], found[-1]

    try:
        asyncio.run(run(False, 0))  # warm
        losses, latencies = [], []
        for i in range(bench.options.pairs):
            free, _ = asyncio.run(run(False, 2 * i + 1))
            loaded, told = asyncio.run(run(True, 2 * i + 2))
            losses.append(1 - loaded / free)
            latencies.append(told)
        loss = 100 * median(losses)
        bench.facts["analysis"] = {"losses_percent": [round(100 * one, 2) for one in losses], "clients": latencies[-1]}
        bench.goal("analysis throughput lost under 200 requests a second", round(loss, 1), "%", "< 5", loss < 5,
                   "the clients' own processor time, on the same cores, among it")
    finally:
        server.stop()


# ---- Many, and slow ------------------------------------------------------------------------------------------------

def many_streams(bench):
    server = bench.start("streams")
    try:
        paths = bench.copies(bench.media / "seed.mp4", 100, "streams")

        async def run():
            listeners = await clients.listen(server, 1000, 0)
            before = server.memory_mib()
            await asyncio.to_thread(server.ask, "POST", "/api/v1/jobs", bench.analysis(paths))
            begin, peak = time.monotonic(), before
            while min(listener.ends for listener in listeners) < 100 and time.monotonic() - begin < 120:
                peak = max(peak, server.memory_mib())
                await asyncio.sleep(0.05)
            return before, peak, time.monotonic() - begin, listeners

        before, peak, seconds, listeners = asyncio.run(run())
        heard = min(listener.ends for listener in listeners)
        lost = sum(listener.is_lost for listener in listeners)
        bench.facts["streams"] = {"before_mib": round(before, 1), "peak_mib": round(peak, 1), "seconds": round(seconds, 2),
                                  "ends_heard_by_each": heard, "lost": lost}
        bench.goal("memory with 1,000 streams while 100 jobs run", round(peak, 1), "MiB", "< 200",
                   peak < 200 and heard >= 100 and lost == 0, f"each heard {heard} ends, {seconds:.1f} s, {lost} lost")
    finally:
        server.stop()


def slow_clients(bench):
    server = bench.start("slow")
    try:
        async def run():
            stop = asyncio.Event()
            writers = await clients.open_slowly(server, 1000)
            drip = asyncio.ensure_future(clients.dribble(writers, stop))
            taken = [await clients.ask_once(server, "/api/v1/jobs?limit=10") for _ in range(300)]
            stop.set()
            await drip
            return len(writers), taken

        opened, taken = asyncio.run(run())
        p95 = 1000 * clients.quantile(taken, 0.95)
        bench.facts["slow"] = {"connections": opened, "p95_ms": round(p95, 2), "memory_mib": round(server.memory_mib(), 1)}
        bench.goal("P95 of a normal client beside 1,000 that never end their headers", round(p95, 1), "ms", "< 100",
                   opened == 1000 and p95 < 100)
    finally:
        server.stop()


def a_day_of_events(bench):
    """Pause and resume of thousands of jobs, over and over: stored events, told to two streams."""
    server = bench.start("day")
    wanted, jobs = bench.options.events, 5000
    try:
        server.ask("PATCH", "/api/v1/settings", {"is_held": True})  # what waits goes on waiting
        text = submission(bench, 1000).read_text()
        for i in range(jobs // 1000):
            server.ask("POST", "/api/v1/jobs", text.replace("@N@", f"day-{i}"))

        async def run():
            listeners = await clients.listen(server, 2, 0)
            told, memory, begin, round_ = jobs, [], time.monotonic(), 0
            while told < wanted:
                round_ += 1
                await asyncio.to_thread(change, server, round_)
                told = await asyncio.to_thread(newest, server)
                memory.append(server.memory_mib())
                await asyncio.sleep(0)
            return told, memory, time.monotonic() - begin, listeners

        told, memory, seconds, listeners = asyncio.run(run())
        early, late = max(memory[: max(1, len(memory) // 10)]), max(memory[-max(1, len(memory) // 10):])
        grown = late - early
        bench.facts["day"] = {"events": told, "seconds": round(seconds, 1), "early_mib": round(early, 1),
                              "late_mib": round(late, 1), "streamed_bytes": [one.bytes for one in listeners]}
        bench.goal(f"memory grown over {told:,} events", round(grown, 1), "MiB", "< 20", grown < 20,
                   f"{told / seconds:.0f} events/s; {early:.0f} MiB after a tenth, {late:.0f} at the end")
    finally:
        server.stop()


def newest(server):
    """The number of the last event: how many there were."""
    return server.ask("GET", "/api/v1/jobs?limit=1&fields=id")["sequence"]


def change(server, round_):
    """An event for each job: what waits is held back or let go, and nothing runs."""
    action = "pause" if round_ % 2 == 0 else "resume"
    told = server.ask("POST", "/api/v1/jobs/control", {"action": action, "states": ["paused", "queued"]})
    if not told["changed"]:
        raise SystemExit(f"no job took the {action}")


def large_upload(bench):
    """One file in one request, as fast as it goes; the same stream over and over, so that it is media."""
    server = bench.start("upload")
    path = bench.media / "piece.ts"
    try:
        subprocess.run(["ffmpeg", "-v", "error", "-y", "-f", "lavfi", "-i", "testsrc2=s=640x360:r=30:d=4", "-c:v", "libx264",
                        "-preset", "ultrafast", "-b:v", "8M", str(path)], check=True)
        piece = path.read_bytes()
        count = bench.options.upload_mb * 1_000_000 // len(piece)
        before, begin = server.memory_mib("VmHWM"), time.monotonic()
        made = server.ask("POST", "/api/v1/uploads?name=large.ts", (piece for _ in range(count)),
                          {"Content-Type": "application/offset+octet-stream", "Content-Length": str(count * len(piece))})
        seconds, peak = time.monotonic() - begin, server.memory_mib("VmHWM")
        if os.path.getsize(made["path"]) != count * len(piece):
            raise SystemExit("the file that came is not the one that was sent")
        size = count * len(piece) / 1e9
        bench.facts["upload"] = {"gb": round(size, 2), "seconds": round(seconds, 1), "before_mib": round(before, 1),
                                 "peak_mib": round(peak, 1)}
        bench.goal(f"peak memory of the server while {size:.1f} GB are uploaded", round(peak, 1), "MiB", "<= 64", peak <= 64,
                   f"{1000 * size / seconds:.0f} MB/s; {before:.0f} MiB before")
    finally:
        server.stop()


STEPS = {"peer": beside_the_peer, "busy": while_jobs_run, "analysis": analysis_under_load, "streams": many_streams,
         "slow": slow_clients, "day": a_day_of_events, "upload": large_upload}


def program_commit(programs):
    """Of the sources that the program was built from, wherever this script lies; + when they were changed since."""
    cache = programs.parent / "CMakeCache.txt"
    home = next((line.split("=", 1)[1].strip() for line in open(cache) if line.startswith("CMAKE_HOME_DIRECTORY")), ROOT) \
        if cache.exists() else ROOT
    git = lambda *words: subprocess.run(["git", *words], cwd=home, capture_output=True, text=True).stdout.strip()  # noqa: E731
    built = (programs / "fotograma").stat().st_mtime
    is_older = built < int(git("log", "-1", "--format=%ct", "--", "engine", "app") or 0)
    return git("rev-parse", "--short", "HEAD") + ("+" if is_older or git("status", "--porcelain", "-uno", "engine", "app") else "")


def machine(programs):
    cpu = next((line.split(": ")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), "?")
    return {"at": datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="minutes"),
            "commit": program_commit(programs),
            "cores": len(os.sched_getaffinity(0)), "processor": cpu, "system": platform.platform(),
            "load_before": os.getloadavg()[0]}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--programs", type=pathlib.Path, default=ROOT / "build" / "release" / "bin")
    parser.add_argument("--python", default=str(ROOT / "build" / "bench" / "venv" / "bin" / "python"))
    parser.add_argument("--rows", type=int, default=2000, help="jobs in the store")
    parser.add_argument("--connections", type=int, default=32)
    parser.add_argument("--seconds", type=int, default=4, help="of each run of wrk")
    parser.add_argument("--pairs", type=int, default=3)
    parser.add_argument("--long", action="store_true", help="a whole day of events (4.3 million), an upload of 4 GB")
    parser.add_argument("--events", type=int, help="to be told (300,000; a day's with --long)")
    parser.add_argument("--upload-mb", type=int, help="of the large upload (1000; 4000 with --long)")
    parser.add_argument("--only", action="append", choices=STEPS, help="these steps alone")
    parser.add_argument("--out", type=pathlib.Path, default=HERE / "results")
    options = parser.parse_args()
    options.events = options.events or (24 * 3600 * 50 if options.long else 300_000)
    options.upload_mb = options.upload_mb or (4000 if options.long else 1000)
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))  # a thousand streams on each side
    bench = Bench(options)
    bench.facts["machine"] = machine(options.programs)
    try:
        if not (bench.media / "seed.mp4").exists():
            bench.clip("seed.mp4")
        for name, step in STEPS.items():
            if not options.only or name in options.only:
                log(f"== {name}")
                step(bench)
    finally:
        shutil.rmtree(bench.work, ignore_errors=True)
    bench.facts["peers"] = api_report.versions(options.python)
    api_report.write(bench.facts, bench.rows, options.out)
    return 0 if all(row["met"] for row in bench.rows) else 1


if __name__ == "__main__":
    sys.exit(main())
