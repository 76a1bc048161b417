#!/usr/bin/env python3
"""Chains of filters beside libavfilter, and whole transcodes beside the ffmpeg program: the same work, compared first.

Chains run in one process a case (fotograma-chain-bench): the same frames, one thread, everybody in turn. Transcodes are
whole processes in turn, start and all, with the same encoder settings; SSIM against the source says whether the pictures
are as good. Ratio: peer over ours, so more than 1 is ours cheaper.
"""

import argparse
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
import batch_bench  # noqa: E402
import corpora  # noqa: E402
import timing  # noqa: E402

ROOT = HERE.parent
log = batch_bench.log

# ---- What is compared ----------------------------------------------------------------------------------------------

LEVELS = "rimin=0.03:gimin=0.03:bimin=0.03:rimax=0.97:gimax=0.97:bimax=0.97"
OUT = "romin=0.02:gomin=0.02:bomin=0.02:romax=0.98:gomax=0.98:bomax=0.98"


def mixer(saturation):
    """Saturation around BT.709 luma, as libavfilter's matrix of R'G'B'."""
    weights = {"r": 0.2126, "g": 0.7152, "b": 0.0722}
    return "colorchannelmixer=" + ":".join(
        f"{to}{of}={(1 - saturation) * weights[of] + (saturation if to == of else 0):.6f}" for to in "rgb" for of in "rgb")


def power(gamma):
    text = f"maxval*pow(clipval/maxval\\,1/{gamma})"
    return f"lutrgb=r={text}:g={text}:b={text}"


FIVE = ("levels:input_black=0.03,input_white=0.97;adjust:saturation=1.2;levels:gamma=1.1;adjust:saturation=0.9;"
        "levels:output_black=0.02,output_white=0.98")


def five_peer(tuned):
    steps = [f"colorlevels={LEVELS}", mixer(1.2), power(1.1), mixer(0.9), f"colorlevels={OUT}"]
    if tuned:
        return ",".join(["{to_rgb}", *steps, "{back}"])
    # Each filter as the manual's examples have it: brightness and saturation of Y'CbCr, levels of R'G'B'.
    return ",".join([f"colorlevels={LEVELS}", "eq=saturation=1.2", power(1.1), "hue=s=0.9", f"colorlevels={OUT}",
                     "format={yuv}"])


LUT = "levels:input_black=0.03,input_white=0.97;lut3d:file={cube};adjust:saturation=1.2"
LUT_PEER = f"{{to_rgb}},colorlevels={LEVELS},lut3d=file={{cube}}:interp=tetrahedral,{mixer(1.2)},{{back}}"
LUT_WRITTEN = f"colorlevels={LEVELS},lut3d=file={{cube}}:interp=tetrahedral,eq=saturation=1.2,format={{yuv}}"

TONEMAP = ("zscale=t=linear:npl=100,format=gbrpf32le,zscale=p=bt709,tonemap=tonemap={curve}:desat=0,"
           "zscale=t=bt709:m=bt709:r=tv,format=yuv420p")


class Case:
    """Peers have a name, a graph and by how much they shall be dearer. `same`: code values that results may differ by;
    None: filters of the same purpose, of which the difference is only told."""

    def __init__(self, name, filters, peers, same=None, hdr=False, frames=3):
        self.name, self.filters, self.peers = name, filters, peers
        self.same, self.hdr, self.frames = same, hdr, frames


CASES = [
    Case("five pointwise filters", FIVE, [("tuned, 16 bits", five_peer(True), 3.5), ("as written", five_peer(False), 7.0)],
         same=2),
    Case("levels, 33³ LUT, saturation", LUT, [("tuned, 16 bits", LUT_PEER, 2.5), ("as written", LUT_WRITTEN, 2.5)], same=2),
    Case("33³ LUT alone", "lut3d:file={cube}",
         [("tuned, 16 bits", "{to_rgb},lut3d=file={cube}:interp=tetrahedral,{back}", 2.5),
          ("as written", "lut3d=file={cube}:interp=tetrahedral,format={yuv}", 2.5)], same=2),
    Case("tone map, Hable", "tonemap:method=hable", [("zscale and tonemap", TONEMAP.format(curve="hable"), 5.0)], hdr=True),
    Case("tone map, Möbius", "tonemap:method=mobius", [("zscale and tonemap", TONEMAP.format(curve="mobius"), 5.0)],
         hdr=True),
    Case("non-local means, 15×15 of 7×7", "nlmeans:strength=6,patch=3,search=7", [("nlmeans", "nlmeans=s=4.2:p=7:r=15", 5.0)],
         frames=1),
    Case("non-local means, 7×7 of 5×5", "nlmeans:strength=6,patch=2,search=3", [("nlmeans", "nlmeans=s=3:p=5:r=7", 5.0)],
         frames=1),
    Case("Lanczos, 1080p to 720p", "resize:width=1280,height=720",
         [("zimg (zscale)", "zscale=1280:720:filter=lanczos", 0.95),
          ("swscale", "scale=1280:720:flags=lanczos", 1.0)]),
    Case("Lanczos, 1080p to 540p", "resize:width=960,height=540",
         [("zimg (zscale)", "zscale=960:540:filter=lanczos", 0.95), ("swscale", "scale=960:540:flags=lanczos", 1.0)]),
    Case("Lanczos and levels", "resize:width=1280,height=720;adjust:contrast=1.1",
         [("zscale and eq", "zscale=1280:720:filter=lanczos,eq=contrast=1.1", 1.0)]),
    Case("levels, sharpened", "adjust:contrast=1.1;sharpen:amount=0.5",
         [("eq and unsharp", "eq=contrast=1.1,unsharp=3:3:0.5:3:3:0", 1.0)]),
    Case("contrast and saturation", "adjust:contrast=1.1,saturation=1.2", [("eq", "eq=contrast=1.1:saturation=1.2", 1.0)]),
    Case("gamma", "levels:gamma=1.5", [("lutrgb", f"{power(1.5)},format={{yuv}}", 1.0)]),
    Case("levels", "levels:input_black=0.03,input_white=0.97", [("colorlevels", f"colorlevels={LEVELS},format={{yuv}}", 1.0)]),
    Case("curves", "curves:master=0/0 0.25/0.2 0.75/0.8 1/1",
         [("curves", "curves=all='0/0 0.25/0.2 0.75/0.8 1/1',format={yuv}", 1.0)]),
    Case("vignette", "vignette:angle=36", [("vignette", "vignette=angle=PI/5:dither=0", 1.0)]),
    Case("white balance", "white_balance:temperature=5500", [("colortemperature", "colortemperature=5500,format={yuv}", 1.0)]),
    Case("unsharp mask", "sharpen:amount=0.5", [("unsharp", "unsharp=3:3:0.5:3:3:0", 1.0)]),
    Case("contrast-adaptive sharpening", "cas:strength=0.4", [("cas", "cas=0.4:planes=1", 1.0)]),
    Case("bilateral", "bilateral:strength=12,radius=2", [("bilateral", "bilateral=sigmaS=1.5:sigmaR=0.05:planes=7", 1.0)],
         frames=2),
    Case("temporal denoise", "denoise:luma=3", [("hqdn3d", "hqdn3d", 1.0), ("atadenoise", "atadenoise", 1.0)],
         frames=12),  # atadenoise looks four frames ahead
    Case("smooth", "smooth", [("hqdn3d", "hqdn3d", 1.0)]),
    Case("deband", "deband:threshold=6,range=24,dither=0",
         [("deband", "deband=1thr=0.024:2thr=0.024:3thr=0.024:range=24:blur=1", 1.0)]),
    Case("grain", "grain:amount=5", [("noise", "noise=c0s=12:c0f=t", 1.0)]),
    Case("deinterlace, a frame a field", "deinterlace:mode=field,when=always,parity=top", [("bwdif", "bwdif=mode=send_field:parity=tff", 1.0)],
         frames=2),
    Case("limited to full range", "convert:range=full", [("zscale", "zscale=rangein=limited:range=full", 1.0)]),
    Case("8 to 10 bits", "convert:bits=\"10\"", [("swscale", "format=yuv420p10", 1.0)]),
    Case("crop", "crop:width=1280,height=720,x=100,y=100", [("crop, copied", "crop=1280:720:100:100,copy", 1.0)]),
    Case("pad", "pad:width=2048,height=1152", [("pad", "pad=2048:1152:(ow-iw)/2:(oh-ih)/2:black", 1.0)]),
    Case("quarter turn", "rotate:angle=\"90\"", [("transpose", "transpose=clock", 1.0)]),
]


# ---- Chains --------------------------------------------------------------------------------------------------------

def write_cube(path, edge=33):
    """A look: warm lights, cold shadows, softer contrast."""
    with open(path, "w") as file:
        file.write(f"LUT_3D_SIZE {edge}\n")
        for b in range(edge):
            for g in range(edge):
                for r in range(edge):
                    values = [v / (edge - 1) for v in (r, g, b)]
                    warm = sum(values) / 3
                    out = (values[0] ** 0.9 * 0.97 + 0.02 * warm, values[1] ** 0.95 * 0.98 + 0.01,
                           values[2] ** 1.05 * 0.95 + 0.03)
                    file.write(" ".join(f"{min(1.0, value):.6f}" for value in out) + "\n")


class Chains:
    def __init__(self, options, work):
        self.options = options
        self.program = str(options.programs / "fotograma-chain-bench")
        self.cube = work / "look.cube"
        write_cube(self.cube)
        self.raw = {name: self.frames(work / f"{name}.yuv", name) for name in ("yuv420p", "yuv444p", "yuv420p10le")}

    def frames(self, path, name):
        """Eight frames of the clip that was named, or of a drawn one with noise and colours that stay inside R'G'B': ours
        clips nothing between filters, libavfilter after each."""
        source = ["-i", str(self.options.clip)] if self.options.clip else [
            "-f", "lavfi", "-i", "mandelbrot=s=1920x1080:r=25,eq=saturation=0.4:contrast=0.7,noise=alls=6:allf=t:all_seed=1"]
        subprocess.run(["ffmpeg", "-v", "error", "-nostdin", "-y", *source, "-frames:v", "8", "-vf",
                        "scale=1920:1080:flags=lanczos", "-pix_fmt", name, "-f", "rawvideo", str(path)], check=True)
        return path

    def run(self, case, chroma, rounds):
        yuv = {"420": "yuv420p", "444": "yuv444p"}[chroma]
        names = {"cube": str(self.cube), "yuv": yuv, "to_rgb": "scale=in_color_matrix=bt709,format=gbrp16",
                 "back": f"scale=out_color_matrix=bt709,format={yuv}"}
        words = [self.program, case.filters.format(**names), "--rounds", str(rounds), "--chroma", chroma,
                 "--frames", str(case.frames if rounds > 1 else 1)]
        for _, graph, _ in case.peers:
            words += ["--peer", graph.format(**names)]
        if case.hdr:
            words += ["--bits", "10", "--transfer", "16", "--raw", str(self.raw["yuv420p10le"])]
        else:
            words += ["--raw", str(self.raw[yuv])]
        made = subprocess.run(words, capture_output=True, text=True, timeout=900)
        if made.returncode != 0:
            raise RuntimeError(f"{case.name}: {made.stderr[-800:]}")
        return json.loads(made.stdout)

    def case(self, case):
        log(f"chain: {case.name}")
        load = os.getloadavg()[0]
        told = self.run(case, "420", self.options.rounds)
        alike = None
        if case.same is not None:  # Without subsampling: how chroma is spread and averaged is not what is compared.
            alike = self.run(case, "444", 1)
            largest = alike["rows"][-len(case.peers)]["difference"].get("largest")
            if largest is None or largest > case.same:
                log(f"    not timed: differs by {largest} code values from {case.peers[0][0]}, more than {case.same}")
                return {"name": case.name, "differs": largest}
        row = {"name": case.name, "passes": told["passes"], "ours": told["rows"][0], "load": round(load, 1), "peers": []}
        stored = [each for each in told["rows"][1:] if each["name"].startswith("ours")]
        row["stored"] = stored[0] if stored else None
        for i, (name, graph, goal) in enumerate(case.peers):
            found = told["rows"][len(told["rows"]) - len(case.peers) + i]
            found.update(peer=name, goal=goal)
            if alike:
                found["difference_444"] = alike["rows"][len(alike["rows"]) - len(case.peers) + i]["difference"]
            row["peers"].append(found)
            log(f"    {name}: {found['cpu_ratio']['median']:.2f} times (goal {goal}), "
                f"ours {row['ours']['cpu_ms']['median']:.2f} ms, difference {found['difference']}")
        return row


# ---- Transcodes ----------------------------------------------------------------------------------------------------

ENCODER = {"codec": "h264", "quality": 23, "preset": "fast", "gop_seconds": 10}  # fast: veryfast of libx264
SCALER = "scale={w}:{h}:flags=lanczos"


def recipe(path, sizes):
    outputs = [{"name": "{stem}-" + str(h) + ".mp4", "container": "mp4", "video": ENCODER,
                "filters": [{"id": "resize", "params": {"width": w, "height": h}}]} for w, h in sizes]
    path.write_text(json.dumps({"version": 1, "id": "bench", "title": "Bench", "input": {"audio": "none"},
                                "outputs": outputs}))
    return path


class Transcodes:
    def __init__(self, options, work):
        self.options, self.work = options, work
        self.program = str(options.programs / "fotograma")
        self.env = dict(os.environ, FOTOGRAMA_LOG="warning")

    def fresh(self, name):
        folder = self.work / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        return folder

    def ours(self, clips, sizes, jobs=None):
        def once():
            place, out = self.fresh("place"), self.fresh("ours")
            env = dict(self.env, FOTOGRAMA_STORE=str(place / "store"), XDG_CACHE_HOME=str(place / "cache"),
                       XDG_DATA_HOME=str(place / "data"), XDG_STATE_HOME=str(place / "state"),
                       XDG_CONFIG_HOME=str(place / "config"))
            words = [self.program, "run", "--no-cache", "-y", "-r", str(recipe(self.work / "bench.recipe.json", sizes)),
                     "-o", str(out), *(["-j", str(jobs)] if jobs else []), *map(str, clips)]
            return timing.run(words, env=env)
        return once

    def ffmpeg_words(self, clip, sizes, out, threads):
        codec = lambda: ["-c:v", "libx264", "-preset", "veryfast", "-crf", "23", "-g", "250", "-an"]  # noqa: E731
        limit = ["-threads", str(threads)] if threads else []
        words = ["ffmpeg", "-v", "error", "-nostdin", "-y", *limit, "-i", str(clip)]
        if len(sizes) == 1:
            w, h = sizes[0]
            return words + ["-vf", SCALER.format(w=w, h=h), *codec(), *limit, str(out / f"{clip.stem}-{h}.mp4")]
        graph = f"[0:v]split={len(sizes)}" + "".join(f"[s{i}]" for i in range(len(sizes)))
        graph += "".join(f";[s{i}]{SCALER.format(w=w, h=h)}[o{i}]" for i, (w, h) in enumerate(sizes))
        words += ["-filter_complex", graph]
        for i, (_, h) in enumerate(sizes):
            words += ["-map", f"[o{i}]", *codec(), *limit, str(out / f"{clip.stem}-{h}.mp4")]
        return words

    def ffmpeg(self, clips, sizes, at_once=2, threads=1, apart=False):
        """A process a clip (and with `apart` a size), so many at once."""
        def once():
            out = self.fresh("peer")
            lines = []
            for clip in clips:
                for chosen in ([[size] for size in sizes] if apart else [sizes]):
                    lines.append(" ".join(map(shell, self.ffmpeg_words(clip, chosen, out, threads))))
            listed = self.work / "lines.txt"
            listed.write_text("\n".join(lines) + "\n")
            # By lines: without -d, xargs would take the shell's quotes off.
            return timing.run(["xargs", "-d", "\\n", "-P", str(at_once), "-I", "{}", "-a", str(listed), "sh", "-c", "exec {}"])
        return once

    def ssim(self, made, source, size):
        w, h = size
        out = subprocess.run(["ffmpeg", "-nostdin", "-hide_banner", "-i", str(made), "-i", str(source), "-lavfi",
                              f"[1:v]scale={w}:{h}:flags=bicubic+accurate_rnd[r];[0:v][r]ssim", "-f", "null", "-"],
                             capture_output=True, text=True)
        found = re.search(r"All:([0-9.]+)", out.stderr)
        if not found:
            raise RuntimeError(f"no SSIM of {made}: {out.stderr[-400:]}")
        return float(found.group(1))

    def quality(self, clips, sizes):
        """SSIM and bytes, ours and the peer's, means over the first few clips."""
        few = clips[:3]
        rows = {"ours": [], "peer": []}
        for clip in few:
            for size in sizes:
                for who in rows:
                    made = self.work / who / f"{clip.stem}-{size[1]}.mp4"
                    rows[who].append((self.ssim(made, clip, size), made.stat().st_size))
        mean = lambda who, i: sum(row[i] for row in rows[who]) / len(rows[who])  # noqa: E731
        return {"ssim_ours": round(mean("ours", 0), 5), "ssim_peer": round(mean("peer", 0), 5),
                "bytes_ours": round(mean("ours", 1)), "bytes_peer": round(mean("peer", 1))}

    def row(self, name, tier, clips, sizes, peer_name, ours, peer, goal, measure="wall"):
        log(f"{tier}: {name} against {peer_name}")
        load = os.getloadavg()[0]
        ours(), peer()  # The page cache is warm, and results are there to be compared.
        quality = self.quality(clips, sizes)
        if abs(quality["ssim_ours"] - quality["ssim_peer"]) > 0.004:
            raise SystemExit(f"{name}: SSIM {quality['ssim_ours']} and {quality['ssim_peer']}: not the same work")
        pairs = timing.in_turn(ours, peer, self.options.pairs, len(clips), len(clips))
        cpu, wall = pairs.cpu_ratio(), pairs.wall_ratio()
        row = {"name": name, "tier": tier, "peer": peer_name, "goal": goal, "by": measure, "clips": len(clips),
               "pairs": len(pairs.ours), "load": round(load, 1), "cpu_ratio": cpu.__dict__, "wall_ratio": wall.__dict__,
               "ours": vars(pairs.ours[-1]), "theirs": vars(pairs.peers[-1]), **quality}
        log(f"    CPU {cpu.text()} times, wall {wall.text()}, SSIM {quality['ssim_ours']} / {quality['ssim_peer']}")
        return row


def shell(word):
    return "'" + str(word).replace("'", "'\\''") + "'" if re.search(r"[^\w./:=-]", str(word)) else str(word)


def transcodes(bench, options):
    """Rows whose name has the pattern, as they come."""
    tuned = "ffmpeg -P2 -threads 1"
    small, medium, long = ("small", options.short), ("medium", options.medium), ("long", 2)
    few = ("medium", max(2, options.medium // 2))
    ladder = [(960, 540), (640, 360), (320, 180)]
    plan = [
        ("2 s 320x180 to 160x90", small, [(160, 90)], tuned, {}, 3.0, "CPU"),
        ("5 s 720p to 360p", medium, [(640, 360)], tuned, {}, 1.15, "CPU"),
        ("5 s 720p, three renditions", few, ladder, tuned + ", split", {}, 1.2, "CPU"),
        ("5 s 720p, three renditions", few, ladder, tuned + ", three runs", {"apart": True}, 1.6, "CPU"),
        ("one 20 s 1080p to 720p", ("long", 1), [(1280, 720)], "ffmpeg, its own threads", {"at_once": 1, "threads": 0}, 1.0,
         "wall"),
        ("two 20 s 1080p to 720p", long, [(1280, 720)], tuned, {}, 1.0, "wall"),
    ]
    for name, (kind, count), sizes, peer, how, goal, measure in plan:
        if options.pattern not in name:
            continue
        clips = corpora.make(kind, count, options.corpora, log)
        yield bench.row(name, "T8", clips, sizes, peer, bench.ours(clips, sizes), bench.ffmpeg(clips, sizes, **how), goal,
                        measure)
    if options.pattern in "memory of two 720p jobs":
        yield memory(bench, corpora.make(*medium, options.corpora, log)[:2])


def memory(bench, clips):
    """Two 720p jobs at once: one process of ours, two of ffmpeg, peak memory of each."""
    size = [(640, 360)]
    ours = bench.ours(clips, size, jobs=2)()
    one = timing.run(bench.ffmpeg_words(clips[0], size, bench.fresh("peer"), 1))
    other = timing.run(bench.ffmpeg_words(clips[1], size, bench.fresh("peer"), 1))
    theirs = one.rss_mib + other.rss_mib
    log(f"memory: ours {ours.rss_mib:.0f} MiB, two of ffmpeg {theirs:.0f}: {ours.rss_mib / theirs:.2f}")
    return {"name": "memory of two 720p jobs", "tier": "T8", "peer": "two ffmpeg -threads 1", "goal": 0.65,
            "ours_mib": round(ours.rss_mib), "theirs_mib": round(theirs), "share": round(ours.rss_mib / theirs, 3)}


# ---- Tables --------------------------------------------------------------------------------------------------------

def spread(found, digits=2):
    return f"{found['median']:.{digits}f} ({found['low']:.{digits}f}–{found['high']:.{digits}f})"


def difference(found):
    if found.get("other_kind"):
        return "another kind of picture"
    if found["largest"] == 0:
        return "equal to the bit"
    return f"{found['largest']:.0f}, {found.get('psnr', 99):.1f} dB"


def met(value, goal):
    return "yes" if value >= goal else "**no**"


def markdown(facts, chains, jobs):
    machine = facts["machine"]
    lines = ["# Chains and transcodes beside libavfilter and ffmpeg", "",
             f"{machine['at']}, commit {machine['commit']}, {machine['cores']} cores of {machine['processor']}, "
             f"{machine['system']}, load before {machine['load_before']:.1f}; {machine['ffmpeg']}.", "",
             "Ratios are peer over ours, median (least–most) of rounds in turn: more than 1 is ours cheaper. The load is "
             "that of others on the same cores; milliseconds grow with it, ratios hardly.", ""]
    if chains:
        lines += ["## A 1080p frame through a chain, one thread, processor time", "",
                  "Difference of the first frame from the peer's: largest in code values and PSNR, over 4:4:4 where it says "
                  "so; else over 4:2:0, where chroma may be spread otherwise. "
                  f"Frames: {facts['frames']}.", "",
                  "| chain | passes of ours | ours, ms | beside | peer, ms | ratio | goal | met | difference | load |",
                  "|---|---|---|---|---|---|---|---|---|---|"]
    for row in chains:
        if "differs" in row:
            lines.append(f"| {row['name']} | not timed: results differ by {row['differs']} code values | | | | | | | | |")
            continue
        passes = "; ".join(" + ".join(each["of"]) + (f" ({each['how']})" if each["how"] else "") for each in row["passes"])
        for peer in row["peers"]:
            other = peer.get("difference_444")
            text = difference(other) + " at 4:4:4" if other else difference(peer["difference"])
            lines.append(f"| {row['name']} | {passes} | {row['ours']['cpu_ms']['median']:.2f} | {peer['peer']} "
                         f"| {peer['cpu_ms']['median']:.2f} | {spread(peer['cpu_ratio'])} | {peer['goal']} "
                         f"| {met(peer['cpu_ratio']['median'], peer['goal'])} | {text} | {row['load']} |")
    stored = [row for row in chains if row.get("stored")]
    if stored:
        lines += ["", "### Fused and stored after every filter", "",
                  "| chain | fused, ms | stored, ms | ratio | largest difference |", "|---|---|---|---|---|"]
        lines += [f"| {row['name']} | {row['ours']['cpu_ms']['median']:.2f} | {row['stored']['cpu_ms']['median']:.2f} "
                  f"| {spread(row['stored']['cpu_ratio'])} | {row['stored']['difference']['largest']:.0f} |" for row in stored]
    if jobs:
        lines += ["", "## Whole files transcoded (T8), libx264 veryfast, CRF 23, no sound", "",
                  "| work | n | beside | CPU ratio | wall ratio | goal | met | SSIM ours / peer | bytes ours / peer | load |",
                  "|---|---|---|---|---|---|---|---|---|---|"]
    for row in jobs:
        if "share" in row:
            lines.append(f"| {row['name']} | 1 | {row['peer']} | {row['ours_mib']} / {row['theirs_mib']} MiB: {row['share']:.2f} "
                         f"|  | ≤ {row['goal']} | {met(row['goal'], row['share'])} |  |  |  |")
            continue
        ratio = row["cpu_ratio" if row["by"] == "CPU" else "wall_ratio"]["median"]
        lines.append(f"| {row['clips']} of {row['name']} | {row['pairs']} | {row['peer']} | {spread(row['cpu_ratio'])} "
                     f"| {spread(row['wall_ratio'])} | {row['goal']} ({row['by']}) | {met(ratio, row['goal'])} "
                     f"| {row['ssim_ours']} / {row['ssim_peer']} | {row['bytes_ours']} / {row['bytes_peer']} | {row['load']} |")
    return "\n".join(lines) + "\n"


def write(folder, facts, rows):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "chains.json").write_text(json.dumps({"facts": facts, **rows}, indent=1) + "\n")
    text = markdown(facts, rows["chains"], rows["transcodes"])
    (folder / "chains.md").write_text(text)
    return text


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--programs", type=pathlib.Path, default=ROOT / "build/release/bin", help="where ours are")
    parser.add_argument("--corpora", type=pathlib.Path, default=ROOT / "build/bench/corpora", help="where clips are made")
    parser.add_argument("--results", type=pathlib.Path, default=HERE / "results", help="where the tables go")
    parser.add_argument("--clip", type=pathlib.Path, help="a video whose first frames go through the chains; else a drawn one")
    parser.add_argument("--rounds", type=int, default=5, help="turns of a chain (5)")
    parser.add_argument("--pairs", type=int, default=3, help="pairs of transcodes (3)")
    parser.add_argument("--short", type=int, default=40, help="2 s clips (40)")
    parser.add_argument("--medium", type=int, default=6, help="5 s 720p clips (6)")
    parser.add_argument("--only", default="", help="chains or transcodes")
    parser.add_argument("--pattern", default="", help="chains and transcodes whose name contains this")
    options = parser.parse_args()
    work = pathlib.Path(tempfile.mkdtemp(prefix="fotograma-chains-"))
    results = options.results / "chains.json"
    # A part that is not run again keeps its rows.
    kept = json.loads(results.read_text()) if results.exists() else {"chains": [], "transcodes": []}
    facts = {"machine": batch_bench.machine(),
             "frames": options.clip.name if options.clip else "a Mandelbrot set with noise, drawn by ffmpeg"}
    try:
        if options.only in ("", "chains"):
            bench = Chains(options, work)
            for case in CASES:
                if options.pattern not in case.name:
                    continue
                row = bench.case(case)
                kept["chains"] = [each for each in kept["chains"] if each["name"] != case.name] + [row]
                write(options.results, facts, kept)
            order = [case.name for case in CASES]
            kept["chains"] = sorted((row for row in kept["chains"] if row["name"] in order),
                                    key=lambda row: order.index(row["name"]))
        if options.only in ("", "transcodes"):
            for row in transcodes(Transcodes(options, work), options):
                same = lambda each: (each["name"], each["peer"]) == (row["name"], row["peer"])  # noqa: E731, B023
                at = next((i for i, each in enumerate(kept["transcodes"]) if same(each)), len(kept["transcodes"]))
                kept["transcodes"][at:at + 1] = [row]
                write(options.results, facts, kept)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    text = write(options.results, facts, kept)
    print(text)


if __name__ == "__main__":
    main()
