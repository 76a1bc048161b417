"""Rows of the batch benchmark, as JSON and as a Markdown table."""

import json

import chart
from timing import Spread


def _of(runs, units):
    return {
        "cpu_ms": round(Spread.of(run.cpu_s / units * 1000 for run in runs).median, 4),
        "clips_a_second": round(Spread.of(units / run.wall_s for run in runs).median, 1),
        "peak_mib": round(max(run.rss_mib for run in runs)),
        "wall_s": round(Spread.of(run.wall_s for run in runs).median, 3),
    }


def pair_row(tier, clips, name, pairs, note=""):
    cpu, wall = pairs.cpu_ratio(), pairs.wall_ratio()
    return {
        "tier": tier, "clips": clips, "peer": name, "pairs": len(pairs.ours), "units": pairs.our_units, "note": note,
        "ours": _of(pairs.ours, pairs.our_units), "theirs": _of(pairs.peers, pairs.peer_units),
        "cpu_ratio": cpu.__dict__, "wall_ratio": wall.__dict__,
    }


def alone_row(tier, clips, what, runs, units, note=""):
    return {"tier": tier, "clips": clips, "what": what, "runs": len(runs), "units": units, "note": note,
            "ours": _of(runs, units)}


def one_line(row):
    if "peer" not in row:
        mine = row["ours"]
        return f"{mine['cpu_ms']} ms CPU a clip, {mine['clips_a_second']} clips/s, {mine['peak_mib']} MiB"
    cpu, wall = Spread(**row["cpu_ratio"]), Spread(**row["wall_ratio"])
    return (f"ours {row['ours']['cpu_ms']} ms CPU a clip, peer {row['theirs']['cpu_ms']}: "
            f"CPU {cpu.text(1)} times, wall {wall.text(1)} times")


def markdown(facts, rows):
    machine = facts["machine"]
    lines = [
        "# Batch analysis beside what people use today", "",
        f"{machine['at']}, commit {machine['commit']}, {machine['cores']} cores of {machine['processor']}, "
        f"{machine['system']}, load before {machine['load_before']:.2f}.",
        f"{machine['ffmpeg']}; Python peers: "
        + (", ".join(f"{name} {version}" for name, version in facts["peers"].items()) or "none") + ".", "",
        "Whole processes, start included; page cache warm; ours with a new store each time and no result cache unless "
        "the row says so. Ratio: peer over ours, CPU time a clip, median (least–most) of pairs in turn. Peak memory is "
        "of the largest single process; peers with two processes hold it twice.", "",
        "| tier | clips | against | n | ours, ms CPU | peer, ms CPU | CPU ratio | wall ratio | ours, clips/s "
        "| memory, MiB |", "|---|---|---|---|---|---|---|---|---|---|"]
    for row in rows:
        if "peer" not in row:
            continue
        cpu, wall = Spread(**row["cpu_ratio"]), Spread(**row["wall_ratio"])
        lines.append(f"| {row['tier']} | {row['units']} of {row['clips']} | {row['peer']} | {row['pairs']} "
                     f"| {row['ours']['cpu_ms']:.3f} | {row['theirs']['cpu_ms']:.3f} | **{cpu.text(1)}** "
                     f"| {wall.text(1)} | {row['ours']['clips_a_second']:.0f} "
                     f"| {row['ours']['peak_mib']} / {row['theirs']['peak_mib']} |")
    lines += ["", "| tier | clips | what | n | ms CPU | wall, s | clips/s | memory, MiB |", "|---|---|---|---|---|---|---|---|"]
    for row in rows:
        if "peer" in row:
            continue
        mine = row["ours"]
        lines.append(f"| {row['tier']} | {row['units']} of {row['clips']} | {row['what']} | {row['runs']} "
                     f"| {mine['cpu_ms']:.4f} | {mine['wall_s']:.2f} | {mine['clips_a_second']:.0f} "
                     f"| {mine['peak_mib']} |")
    lines += ["", "Compared before timing:", ""]
    lines += [f"- {what}: {found['files']} files, the same frames"
              + (f"; mean luma differs by {found['median_difference']} code values in the median, "
                 f"{found['largest_difference']} at most" if found["largest_difference"] is not None else "")
              for what, found in facts.get("compared", {}).items()]
    told = {"small", "medium", "long", "latency_at_500_a_second", "hit_cheaper_than_miss", "absent_peers"}
    lines += ["", "```json", json.dumps({key: facts[key] for key in facts if key in told}, indent=1), "```", ""]
    return "\n".join(lines)


def write(facts, rows, folder):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "batch.json").write_text(json.dumps({"facts": facts, "rows": rows}, indent=1) + "\n")
    (folder / "batch.md").write_text(markdown(facts, rows))
    if any("peer" in row and row["tier"] in ("T4", "T7") for row in rows):
        (folder / "batch.svg").write_text(chart.svg(rows))
