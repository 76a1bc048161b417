"""The clips that benchmarks run on: made here, the same everywhere, each file with bytes of its own.

small    2 s, 320x180, H.264, 24/s: many copies of 200 distinct encodes
medium   5 s, 1280x720, H.264, 25/s: copies of 20 distinct encodes
long     20 s, 1920x1080, H.264, 25/s: each of its own

A copy differs from its source by a `free` box at the end with 24 bytes of its own: players skip it, a cache and a
duplicate check by content cannot. Everything follows from a fixed seed.
"""

import concurrent.futures
import hashlib
import json
import pathlib
import struct
import subprocess

SOURCES = [
    "testsrc2=s={s}:r={r}",
    "mandelbrot=s={s}:r={r}:start_scale={scale}",
    "life=s=80x45:r={r}:mold=10:seed={seed}:ratio=0.{ratio},scale={s}:flags=bicubic",
    "cellauto=s={s}:r={r}:seed={seed}",
    "gradients=s={s}:r={r}:seed={seed}:speed=0.0{ratio}",
    "testsrc=s={s}:r={r}",
    "rgbtestsrc=s={s}:r={r},noise=alls={noise}:allf=t:all_seed={seed}",
]

CLASSES = {
    "small": {"size": "320x180", "rate": 24, "seconds": 2, "distinct": 200, "preset": "medium"},
    "medium": {"size": "1280x720", "rate": 25, "seconds": 5, "distinct": 20, "preset": "veryfast"},
    "long": {"size": "1920x1080", "rate": 25, "seconds": 20, "distinct": 4, "preset": "veryfast"},
}


def _encode(kind, index, target):
    """One distinct encode: its source, colours, noise and quality follow from its number."""
    spec = CLASSES[kind]
    source = SOURCES[index % len(SOURCES)].format(
        s=spec["size"], r=spec["rate"], seed=index + 1, ratio=2 + index % 7, noise=2 + index % 6,
        scale=3 / (1 + index % 9))
    aside = target.with_suffix(".part.mp4")
    subprocess.run(
        ["ffmpeg", "-v", "error", "-nostdin", "-y", "-f", "lavfi", "-i", f"{source},hue=h={index * 7 % 360}",
         "-t", str(spec["seconds"]), "-threads", "1", "-c:v", "libx264", "-preset", spec["preset"],
         "-crf", str(22 + index % 10), "-pix_fmt", "yuv420p", "-movflags", "+faststart", "-fflags", "+bitexact",
         "-flags:v", "+bitexact", str(aside)], check=True)
    aside.rename(target)


def _own_bytes(kind, index):
    own = hashlib.sha256(f"{kind} {index}".encode()).digest()[:24]
    return struct.pack(">I4s", 32, b"free") + own


def make(kind, count, folder, log):
    """The first `count` clips of a class, in order; made where they are missing."""
    distinct = folder / kind / "distinct"
    clips = folder / kind / "clips"
    distinct.mkdir(parents=True, exist_ok=True)
    clips.mkdir(exist_ok=True)
    sources = [distinct / f"{i:03d}.mp4" for i in range(min(CLASSES[kind]["distinct"], count))]
    missing = [i for i, path in enumerate(sources) if not path.exists()]
    if missing:
        log(f"corpora: encoding {len(missing)} {kind} clips")
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            list(pool.map(lambda i: _encode(kind, i, sources[i]), missing))
    paths = [clips / f"{i:06d}.mp4" for i in range(count)]
    for index, path in enumerate(paths):
        if not path.exists():
            aside = path.with_suffix(".part")
            aside.write_bytes(sources[index % len(sources)].read_bytes() + _own_bytes(kind, index))
            aside.rename(path)
    return paths


def describe(kind, paths):
    spec = CLASSES[kind]
    sizes = [path.stat().st_size for path in paths]
    keys = key_frames(paths[: spec["distinct"]])
    return {
        "class": f"{spec['seconds']} s {spec['size']} H.264 {spec['rate']}/s",
        "clips": len(paths),
        "distinct_encodes": min(spec["distinct"], len(paths)),
        "mean_bytes": round(sum(sizes) / len(sizes)),
        "mean_key_frames": round(sum(keys.values()) / len(keys), 3),
        "frames_a_clip": spec["rate"] * spec["seconds"],
    }


def key_frames(paths):
    """Key frames of each file, by ffprobe; remembered beside the clips."""
    if not paths:
        return {}
    memory = paths[0].parent.parent / "key_frames.json"
    known = json.loads(memory.read_text()) if memory.exists() else {}

    def count(path):
        found = subprocess.run(
            ["ffprobe", "-v", "error", "-select_streams", "v:0", "-show_entries", "packet=flags", "-of", "csv=p=0",
             str(path)], check=True, capture_output=True, text=True)
        return sum(1 for line in found.stdout.splitlines() if line.startswith("K"))

    missing = [path for path in paths if path.name not in known]
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        known.update(zip([path.name for path in missing], pool.map(count, missing)))
    if missing:
        memory.write_text(json.dumps(known))
    return {path: known[path.name] for path in paths}
