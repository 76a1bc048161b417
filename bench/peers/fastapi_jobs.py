"""The peer of bench/api_bench.py: the same list, get and submit over the same SQLite rows, as one would write it today.

FastAPI on uvicorn, one process, as ours is one process. Every request proves a token and every submission is durable
(synchronous = FULL) before it is answered, as with ours. Rows become the same JSON. FOTOGRAMA_PEER says how:

    plain    values are returned and FastAPI makes them JSON, on uvicorn as it comes (asyncio, h11): what the tutorial and
             Debian's packages give
    tuned    orjson writes the answer past FastAPI's encoder, on uvloop and httptools: what one does when it is too slow

    FOTOGRAMA_DB=store.db FOTOGRAMA_TOKEN_SHA256=... uvicorn fastapi_jobs:app --port 8760
"""

import hashlib
import hmac
import json
import os
import sqlite3
import time

import orjson
from fastapi import Depends, FastAPI, Header, HTTPException, Response

DATABASE = os.environ["FOTOGRAMA_DB"]
IS_TUNED = os.environ.get("FOTOGRAMA_PEER") == "tuned"
TOKEN_HASH = bytes.fromhex(os.environ["FOTOGRAMA_TOKEN_SHA256"])
OVERWRITE = ("ask", "always", "never")
CACHE = ("use", "refresh", "off")
COLUMNS = ("id, batch_id, state, priority, input, outputs, wanted_device, overwrite_rule, document_id, recipe_id, "
           "recipe_title, recipe_digest, input_identity, input_bytes, output_bytes, attempts, engine_id, interrupted, "
           "created_at, started_at, finished_at, error, device, cache_rule, position")
NO_PROGRESS = {"fraction": 0.0, "frames": 0, "fps": 0.0, "speed": 0.0, "eta_seconds": -1.0, "stages": []}

app = FastAPI()


def open_store():
    connection = sqlite3.connect(DATABASE, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA cache_size = -16000")
    return connection


store = open_store()
documents = {}


def recipe_of(number):
    """Thousands of jobs share a recipe: each is read once."""
    if number not in documents:
        documents[number] = orjson.loads(store.execute("SELECT body FROM document WHERE id = ?", (number,)).fetchone()[0])
    return documents[number]


def record_of(row):
    (number, batch, state, priority, path, outputs, wanted, overwrite, document, recipe_id, recipe_title, digest, identity,
     input_bytes, output_bytes, attempts, engine, interrupted, created, started, finished, error, device, cache,
     position) = row
    return {
        "id": number, "batch": batch, "state": state,
        "spec": {"input": path, "recipe": recipe_of(document), "outputs": orjson.loads(outputs), "device": wanted,
                 "overwrite": OVERWRITE[overwrite], "priority": priority, "cache": CACHE[cache]},
        "recipe_id": recipe_id, "recipe_title": recipe_title, "recipe_digest": digest, "input_identity": identity,
        "input_bytes": input_bytes, "output_bytes": output_bytes, "attempts": attempts, "engine_id": engine,
        "interrupted": bool(interrupted), "created_at": created, "started_at": started, "finished_at": finished,
        "error": orjson.loads(error) if error else None, "progress": NO_PROGRESS, "device": device, "position": position,
    }


async def proved(authorization: str = Header(default="")):
    given = hashlib.sha256(authorization.removeprefix("Bearer ").encode()).digest()
    if not hmac.compare_digest(given, TOKEN_HASH):
        raise HTTPException(401, "A token is needed.")


def as_json(value):
    return Response(orjson.dumps(value), media_type="application/json") if IS_TUNED else value


@app.get("/api/v1/jobs", dependencies=[Depends(proved)])
async def list_jobs(after: int = 0, limit: int = 100):
    rows = store.execute(f"SELECT {COLUMNS} FROM job WHERE id > ? ORDER BY id LIMIT ?", (after, limit)).fetchall()
    newest = store.execute("SELECT value FROM counter WHERE name = 'event'").fetchone()[0]
    return as_json({"sequence": newest, "jobs": [record_of(row) for row in rows],
                    "next_after_id": rows[-1][0] if len(rows) == limit else 0})


@app.get("/api/v1/jobs/{number}", dependencies=[Depends(proved)])
async def get_job(number: int):
    row = store.execute(f"SELECT {COLUMNS} FROM job WHERE id = ?", (number,)).fetchone()
    if row is None:
        raise HTTPException(404, f"There is no job {number}.")
    return as_json(record_of(row))


def counted(name, by=1):
    store.execute("UPDATE counter SET value = value + ? WHERE name = ?", (by, name))
    return store.execute("SELECT value FROM counter WHERE name = ?", (name,)).fetchone()[0]


def document_of(recipe):
    body = json.dumps(recipe, sort_keys=True)
    digest = hashlib.sha256(body.encode()).hexdigest()[:32]
    store.execute("INSERT OR IGNORE INTO document (id, digest, body) "
                  "VALUES ((SELECT max(id) + 1 FROM document), ?, ?)", (digest, body))
    return store.execute("SELECT id FROM document WHERE digest = ?", (digest,)).fetchone()[0], digest


@app.post("/api/v1/jobs", status_code=201, dependencies=[Depends(proved)])
async def submit(body: dict):
    """One transaction a submission; its rows are those that ours writes."""
    items = body["items"]
    now = int(time.time() * 1000)
    store.execute("BEGIN IMMEDIATE")
    try:
        batch = counted("batch")
        last = counted("job", len(items))
        store.execute("INSERT INTO batch (id, title, owner_engine, created_at) VALUES (?, ?, '', ?)",
                      (batch, body.get("title", ""), now))
        outcomes = []
        for number, item in enumerate(items, last - len(items) + 1):
            stamp = os.stat(item["input"])
            identity = f"stamp:{stamp.st_dev}:{stamp.st_ino}:{stamp.st_size}:{stamp.st_mtime_ns}"
            document, digest = document_of(item["recipe"])
            stem = os.path.splitext(os.path.basename(item["input"]))[0]
            outputs = [os.path.join(item["output_folder"], f"{stem}-{i}.mp4") for i in range(len(item["recipe"]["outputs"]))]
            store.execute(
                f"INSERT INTO job ({COLUMNS}) VALUES (?, ?, 'paused', 0, ?, ?, 'auto', 0, ?, ?, ?, ?, ?, ?, 0, 0, '', 0, ?, "
                "0, 0, '', '', 0, ?)",
                (number, batch, item["input"], json.dumps(outputs), document, item["recipe"]["id"], item["recipe"]["title"],
                 digest, identity, stamp.st_size, now, float(number)))
            store.executemany("INSERT INTO output (path, job_id) VALUES (?, ?)", [(path, number) for path in outputs])
            outcomes.append({"submission": "accepted", "job": number, "outputs": outputs, "error": None})
        first = counted("event", len(items)) - len(items) + 1
        store.execute("INSERT INTO event (first, last, at, changes) VALUES (?, ?, ?, ?)",
                      (first, first + len(items) - 1, now,
                       " ".join(f"a{outcome['job']}" for outcome in outcomes)))
        store.execute("COMMIT")
    except BaseException:
        store.execute("ROLLBACK")
        raise
    return as_json({"batch": batch, "outcomes": outcomes})
