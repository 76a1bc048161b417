"""The servers that the API benchmark asks, each as a process of its own with a store of its own."""

import hashlib
import http.client
import json
import os
import pathlib
import signal
import socket
import sqlite3
import subprocess
import time

HERE = pathlib.Path(__file__).resolve().parent


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """A process that listens, one token for it, and what it holds of memory."""

    def __init__(self, process, port, token):
        self.process, self.port, self.token = process, port, token
        self.url = f"http://127.0.0.1:{port}"

    def ask(self, method, path, body=None, headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        text = json.dumps(body) if isinstance(body, (dict, list)) else body
        connection.request(method, path, text, {"Authorization": f"Bearer {self.token}",
                                                "Content-Type": "application/json", **(headers or {})})
        answer = connection.getresponse()
        data = answer.read()
        connection.close()
        if answer.status >= 300:
            raise RuntimeError(f"{method} {path}: {answer.status} {data[:300]!r}")
        return json.loads(data) if data else None

    def jobs(self, state):
        return self.ask("GET", "/api/v1/stats")["jobs"].get(state, 0)

    def memory_mib(self, what="VmRSS"):
        with open(f"/proc/{self.process.pid}/status") as lines:
            return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(what))

    def cpu_seconds(self):
        with open(f"/proc/{self.process.pid}/stat") as stat:
            fields = stat.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def wait_until_it_answers(self, path):
        for _ in range(400):
            if self.process.poll() is not None:
                raise RuntimeError(f"the server ended with {self.process.returncode}")
            try:
                self.ask("GET", path)
                return self
            except (OSError, http.client.HTTPException):
                time.sleep(0.05)
        raise RuntimeError("the server does not answer")

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def environment(place, **more):
    return dict(os.environ, FOTOGRAMA_STORE=str(place / "store"), XDG_CACHE_HOME=str(place / "cache"),
                XDG_DATA_HOME=str(place / "data"), XDG_STATE_HOME=str(place / "state"),
                XDG_CONFIG_HOME=str(place / "config"), **more)


def ours(program, place, root, *, flags=(), log=None, **more):
    """Limits of rate are off: what is measured is the server, not its patience."""
    env = environment(place, **more)
    made = subprocess.run([program, "token", "create", "bench", "--scope", "admin"], env=env, check=True,
                          capture_output=True, text=True)
    token = next(word for word in made.stdout.split() if word.startswith("ftg_"))
    port = free_port()
    process = subprocess.Popen([program, "serve", "-q", "--listen", f"127.0.0.1:{port}", "--root", str(root), "--rate", "0",
                                "--address-rate", "0", *flags], env=env, stdout=subprocess.DEVNULL,
                               stderr=log or subprocess.DEVNULL)
    return Server(process, port, token).wait_until_it_answers("/api/v1/stats")


def copy_store(server_place, to):
    """The rows as they are now, taken while the server runs."""
    source = sqlite3.connect(server_place / "store" / "fotograma.db")
    target = sqlite3.connect(to)
    source.backup(target)
    target.close()
    source.close()


def peer(python, database, token, kind):
    port = free_port()
    env = dict(os.environ, FOTOGRAMA_DB=str(database), FOTOGRAMA_PEER=kind,
               FOTOGRAMA_TOKEN_SHA256=hashlib.sha256(token.encode()).hexdigest())
    engine = ("uvloop", "httptools") if kind == "tuned" else ("asyncio", "h11")
    process = subprocess.Popen([python, "-m", "uvicorn", "fastapi_jobs:app", "--app-dir", str(HERE / "peers"), "--port",
                                str(port), "--no-access-log", "--log-level", "error", "--loop", engine[0], "--http",
                                engine[1]], env=env, stderr=subprocess.DEVNULL)
    return Server(process, port, token).wait_until_it_answers("/api/v1/jobs?limit=1")
