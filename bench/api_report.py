"""What the API benchmark found, as JSON and as Markdown."""

import json
import subprocess


def versions(python):
    script = ("import importlib.metadata as m, json, sys; "
              "print(json.dumps({'python': sys.version.split()[0], **{n: m.version(n) for n in "
              "('fastapi', 'uvicorn', 'uvloop', 'httptools', 'orjson')}}))")
    found = subprocess.run([python, "-c", script], capture_output=True, text=True)
    return json.loads(found.stdout) if found.returncode == 0 else {}


def _side(side):
    return (f"{side['a_second']:,.0f} | {side['p50_ms']:.1f} / {side['p95_ms']:.1f} / {side['p99_ms']:.1f} "
            f"| {side['cpu_us']:,.0f} | {side['memory_mib']:.0f}")


def markdown(facts, rows):
    machine = facts["machine"]
    lines = ["# The API under load", "",
             f"{machine['at']}, commit {machine['commit']}, {machine['cores']} cores of {machine['processor']}, "
             f"{machine['system']}, load before {machine['load_before']:.2f} (wrk and both servers share the cores).",
             "Peer: " + ", ".join(f"{name} {version}" for name, version in facts.get("peers", {}).items()) + ".", ""]
    if "pairs" in facts:
        lines += ["Both over the same rows, in turn, wrk with the same connections; answers compared before.", "",
                  "| route | FastAPI | connections | ours, requests/s | P50 / P95 / P99, ms | CPU µs | MiB | FastAPI, requests/s "
                  "| P50 / P95 / P99, ms | CPU µs | MiB | ratio (least–most of pairs) | ratio of CPU |",
                  "|---|---|---|---|---|---|---|---|---|---|---|---|---|"]
        lines += [f"| {row['route']} | {row['peer']} | {row['connections']} | {_side(row['ours'])} | {_side(row['theirs'])} "
                  f"| **{row['ratio']}** ({row['least']}–{row['most']}) | {row['cpu_ratio']} |" for row in facts["pairs"]]
        lines += [""]
    lines += ["| what | found | goal | met | |", "|---|---|---|---|---|"]
    lines += [f"| {row['what']} | {row['value']:,} {row['unit']} | {row['goal']} | {'yes' if row['met'] else '**no**'} "
              f"| {row['note']} |" for row in rows]
    return "\n".join(lines) + "\n"


def write(facts, rows, folder):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "api.json").write_text(json.dumps({"facts": facts, "rows": rows}, indent=1) + "\n")
    (folder / "api.md").write_text(markdown(facts, rows))
