"""One clip to work on in a bare system, and what the installed program must make of it."""

import json
import pathlib
import subprocess

from chroot import check

WIDTH, HEIGHT, FRAMES = 640, 360, 50


def make(path):
    subprocess.run(["ffmpeg", "-hide_banner", "-loglevel", "error", "-nostdin", "-y", "-f", "lavfi", "-i",
                    f"testsrc2=s={WIDTH}x{HEIGHT}:r=25:d={FRAMES // 25}", "-f", "lavfi", "-i", f"sine=440:d={FRAMES // 25}",
                    "-c:v", "libx264", "-preset", "veryfast", "-pix_fmt", "yuv420p", "-c:a", "aac", path], check=True)


def streams_of(path):
    """What ffprobe of this machine finds: {kind: (codec, frames)} by decoding everything."""
    told = subprocess.run(["ffprobe", "-v", "error", "-count_frames", "-show_entries",
                           "stream=codec_type,codec_name,nb_read_frames,width,height", "-of", "json", path],
                          capture_output=True, text=True, check=True).stdout
    return {stream["codec_type"]: stream for stream in json.loads(told)["streams"]}


def exercise(system, program, version, modules):
    """Version, doctor, numbers and transcoding, with every encoder and module that the installation should have."""
    told = system.run(program, "--version").strip()
    check("--version answers", told == f"fotograma {version}", told)
    lines = [json.loads(line) for line in system.run(program, "doctor", "--json").splitlines()]
    bad = [line for line in lines if line.get("status") in ("missing", "wrong")]
    check("doctor finds nothing missing and nothing wrong", lines and not bad, bad)

    clip = pathlib.Path(system.root, "root/clip.mp4")
    make(clip)
    reports = ["jsonl"] + (["parquet"] if "parquet" in modules else [])
    for kind in reports:
        system.run(program, "analyze", "/root/clip.mp4", "--measures", "all", "-o", f"/root/report.{kind}")
    if "parquet" in modules:
        head = pathlib.Path(system.root, "root/report.parquet").read_bytes()[:4]
        check("the Parquet module writes Parquet", head == b"PAR1", head)
    report = json.loads(pathlib.Path(system.root, "root/report.jsonl").read_text().splitlines()[0])
    check("every frame was measured", report.get("frames_measured") == FRAMES, report)
    check("the sound was measured, by the module with libavfilter", "loudness" in report.get("measures", {}), report)

    # Every probe that FFmpeg has is asked about these; none may reach a library that a bundle leaves out.
    strangers = {"noise.mp4": bytes(i * 7919 % 251 for i in range(20000)), "zeros.mkv": bytes(5000),
                 "list.m3u8": b"#EXTM3U\n#EXTINF:1,\nother.ts\n", "picture.svg": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
                 "list.mpd": b"<?xml version='1.0'?><MPD xmlns='urn:mpeg:dash:schema:mpd:2011'></MPD>",
                 "tune.mod": bytes(1080) + b"M.K." + bytes(3000), "speech.c2": b"\xc0\xde\xc2\x01\x00\x00\x00" + bytes(99)}
    for name, content in strangers.items():
        pathlib.Path(system.root, "root", name).write_bytes(content)
        system.run(program, "analyze", f"/root/{name}", expect=1)
    check("files that are no video are refused", True)

    for recipe, codec, ending in (("web-720p", "h264", "mp4"), ("archive-hevc", "hevc", "mkv"), ("av1-1080p", "av1", "webm"), ("web-vp9", "vp9", "webm"),
                                ("archive-ffv1", "ffv1", "mkv"), ("prores-edit", "prores", "mov")):
        system.run(program, "run", "/root/clip.mp4", "-r", recipe, "-o", f"/root/{recipe}")
        made = list(pathlib.Path(system.root, "root", recipe).iterdir())
        check(f"{recipe} makes one .{ending}", [path.suffix for path in made] == ["." + ending], made)
        streams = streams_of(made[0])
        video = streams.get("video", {})
        check(f"{recipe} holds {FRAMES} frames of {codec}, and sound",
              video.get("codec_name") == codec and int(video.get("nb_read_frames", 0)) == FRAMES and "audio" in streams,
              streams)
