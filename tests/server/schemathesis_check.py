#!/usr/bin/env python3
"""Schemathesis against a running server: what the OpenAPI document says is what the server does.

    schemathesis_check.py FOTOGRAMA [EXAMPLES]

Starts `FOTOGRAMA serve` in a folder of its own with an admin's token, has it do a job so that there is something to ask
for, reads the document from it and sends some thousand requests that keep the schemas and some that break them. Exit 77 (skipped) where schemathesis is not installed:
`./dev setup api`, or its program in FOTOGRAMA_SCHEMATHESIS.

Left out: the two streams of events, which do not end; readiness, whose 503 is an answer and no failure; the check that
all data of the right shape is taken, for a path, a recipe or an id of the right shape may still lead nowhere; and the one
that sends a wrong token to every route, which after twenty are told to wait (429): server.http_server asks every route.
"""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request

SKIPPED = 77
# Pieces of uploads are bytes, whatever is made up for them.
HOOKS = """
import schemathesis


@schemathesis.serializer("application/offset+octet-stream")
def piece(context, value):
    return value if isinstance(value, bytes) else str(value).encode()
"""


def program():
    """The one that is named, that `./dev setup api` fetched, or that the path has."""
    named = os.environ.get("FOTOGRAMA_SCHEMATHESIS")
    if named:
        return named
    pin = (pathlib.Path(__file__).parent / "schemathesis.requirements.txt").read_text()
    version = next(line.partition("==")[2] for line in pin.splitlines() if line.startswith("schemathesis=="))
    caches = pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache")
    fetched = caches / "fotograma-build" / f"schemathesis-{version}" / "bin" / "schemathesis"
    return str(fetched) if fetched.exists() else shutil.which("schemathesis")


def do_a_job(url, token, root):
    """Job 1 of batch 1 with a report and a file, and an upload."""
    clip = root / "clip.mp4"
    subprocess.run(["ffmpeg", "-v", "error", "-f", "lavfi", "-i", "testsrc=size=64x64:rate=10:duration=1", "-pix_fmt",
                    "yuv420p", str(clip)], check=True)

    def ask(path, data=None, content="application/json"):
        request = urllib.request.Request(f"{url}/api/v1{path}", data=data, headers={
            "Authorization": f"Bearer {token}", "Content-Type": content})
        with urllib.request.urlopen(request, timeout=20) as answer:
            return json.load(answer)
    ask("/uploads?name=sent.mp4", clip.read_bytes(), "application/offset+octet-stream")
    ask("/jobs", json.dumps({"inputs": [str(clip)], "recipe": "proxy-540p",
                             "output_folder": str(root / "out")}).encode())
    for _ in range(600):
        state = ask("/jobs/1")["state"]
        if state in ("done", "failed"):
            break
        time.sleep(0.1)
    if state != "done":
        sys.exit(f"the job is {state}")


def main():
    fotograma, examples = sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else "20"
    schemathesis = program()
    if not schemathesis:
        print("schemathesis is not installed")
        return SKIPPED
    with tempfile.TemporaryDirectory() as folder:
        base = pathlib.Path(folder)
        (base / "root").mkdir()
        (base / "hooks.py").write_text(HOOKS)
        environment = dict(os.environ, FOTOGRAMA_STORE=str(base / "store"), FOTOGRAMA_RECIPES=str(base / "recipes"),
                           FOTOGRAMA_CACHE=str(base / "cache"), FOTOGRAMA_SETTINGS="", FOTOGRAMA_LOG="warning",
                           XDG_CONFIG_HOME=str(base), XDG_DATA_HOME=str(base), XDG_CACHE_HOME=str(base))
        made = subprocess.run([fotograma, "token", "create", "check", "--scope", "admin"], env=environment, check=True,
                              capture_output=True, text=True)
        token = made.stdout.strip()
        with open(base / "log", "w") as log:
            server = subprocess.Popen([fotograma, "serve", "--json", "--listen", "127.0.0.1:0", "--root",
                                       str(base / "root"), "--rate", "0", "--address-rate", "0"],
                                      env=environment, stdout=subprocess.PIPE, stderr=log, text=True)
        try:
            url = json.loads(server.stdout.readline())["url"]
            do_a_job(url, token, base / "root")
            done = subprocess.run([schemathesis, "run", f"{url}/api/v1/openapi.json", "-H",
                                   f"Authorization: Bearer {token}", "--max-examples", examples, "--seed", "1",
                                   "--exclude-operation-id", "streamEvents", "--exclude-operation-id", "socketEvents",
                                   "--exclude-operation-id", "isReady",
                                   "--exclude-checks", "positive_data_acceptance,ignored_auth", "--request-timeout", "20",
                                   "--continue-on-failure"], cwd=base, check=False,
                                  env=dict(os.environ, SCHEMATHESIS_HOOKS="hooks", PYTHONPATH=str(base)))
            if server.poll() is not None:
                print("the server has gone, exit", server.returncode, (base / "log").read_text()[-3000:])
                return 1
        finally:
            server.terminate()
            stopped = server.wait(timeout=60)
        if stopped != 0:
            print("the server did not stop well, exit", stopped)
        return done.returncode or stopped


if __name__ == "__main__":
    sys.exit(main())
