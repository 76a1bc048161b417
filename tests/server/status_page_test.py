#!/usr/bin/env python3
"""The status page as a person uses it: a token, a clip submitted, watched, downloaded; on a desktop and on a phone.

    status_page_test.py PROGRAM PICTURES      PROGRAM serves; screenshots go to the folder PICTURES
"""

import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import browser as chromium  # noqa: E402


def serve(program, place, root):
    env = dict(os.environ, FOTOGRAMA_STORE=str(place / "store"), XDG_CACHE_HOME=str(place / "cache"),
               XDG_CONFIG_HOME=str(place / "config"))
    made = subprocess.run([program, "token", "create", "page", "--scope", "jobs:read", "--scope", "jobs:write"], env=env,
                          check=True, capture_output=True, text=True)
    token = re.search(r"ftg_\S+", made.stdout).group()
    process = subprocess.Popen([program, "serve", "--listen", "127.0.0.1:0", "--root", str(root)], env=env,
                               stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    url = re.search(r"http://\S+", process.stdout.readline()).group()
    return process, url, token


def make_clip(path, seconds):
    subprocess.run(["ffmpeg", "-v", "error", "-y", "-f", "lavfi", "-i", f"testsrc2=s=320x180:r=25:d={seconds}", "-f", "lavfi",
                    "-i", f"sine=440:d={seconds}", "-c:v", "libx264", "-preset", "veryfast", "-pix_fmt", "yuv420p", "-c:a",
                    "aac", str(path)], check=True)


def row(job, table):
    return f'#{table} tr[data-key="{job}"]'


def enters(page, url, token):
    page.open(url + "/")
    assert page.run("document.getElementById('page').hidden"), "data is shown without a token"
    page.type("#token", "ftg_00000000_wrong")
    page.click("#enter button")
    page.until("document.getElementById('refused').textContent !== ''")
    page.type("#token", token)
    page.click("#enter button")
    page.until("!document.getElementById('page').hidden")
    page.complaints.clear()  # of the wrong token, which was meant
    assert page.run("document.getElementById('token').value") == "", "the token stays in its field"
    page.open(url + "/")  # the tab remembers
    page.until("!document.getElementById('page').hidden")


def submits(page, clip, recipe):
    page.run(f"document.getElementById('recipe').value = '{recipe}';"
             "document.getElementById('recipe').dispatchEvent(new Event('change'))")
    page.type("#inputs", str(clip))
    page.click("#submit button.main")
    page.until("document.getElementById('said').textContent.includes('1 submitted')")


def uploads(page, clip, recipe):
    page.run(f"document.getElementById('recipe').value = '{recipe}'")
    page.choose_files("#files", [clip])
    page.click("#submit button.main")
    page.until("document.getElementById('said').textContent.includes('submitted')")


def downloads(page, job, folder):
    page.downloads_to(folder)
    page.click(row(job, "done") + " button")
    end = time.monotonic() + 30
    while time.monotonic() < end:
        done = [file for file in folder.iterdir() if file.suffix == ".mp4"]
        if done:
            return done[0]
        time.sleep(0.1)
    raise AssertionError("nothing was downloaded")


def fails_and_is_shown(page, root):
    broken = root / "broken.mp4"
    broken.write_bytes(b"no video at all" * 100)
    page.type("#inputs", str(broken))
    page.click("#submit button.main")
    page.until("document.querySelectorAll('#failures tbody tr').length === 1")
    assert "broken.mp4" in page.run("document.getElementById('failures').textContent")


def fits(page, width, height, dark, mobile, picture):
    page.size(width, height, dark, mobile)
    page.until("document.querySelectorAll('#queue div').length === 6")
    wide = page.run("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    page.picture(picture)
    assert wide <= 0, f"at {width} pixels the page is {wide} pixels too wide"


def is_accessible(page):
    nameless = page.run("""[...document.querySelectorAll("input, select, textarea, button, progress, meter, canvas")].filter(
        one => !one.closest("[hidden]") && !(one.labels?.length || one.getAttribute("aria-label") || one.textContent.trim()))
        .map(one => one.outerHTML.slice(0, 80))""")
    assert not nameless, f"without a name: {nameless}"
    assert page.run("document.documentElement.lang") == "en"


def main():
    program, pictures = sys.argv[1], pathlib.Path(sys.argv[2])
    found = chromium.find()
    if not found:
        print("SKIPPED: chromium is not installed (./dev setup browser)")
        return
    pictures.mkdir(parents=True, exist_ok=True)
    place = pathlib.Path(tempfile.mkdtemp(prefix="fotograma-page-"))
    root = place / "root"
    root.mkdir()
    downloaded = place / "downloaded"
    downloaded.mkdir()
    make_clip(root / "holiday.mp4", 4)
    make_clip(place / "from-a-phone.mp4", 2)
    process, url, token = serve(program, place, root)
    page = chromium.Browser(found)
    try:
        page.size(1280, 900)
        enters(page, url, token)
        submits(page, root / "holiday.mp4", "web-720p")
        page.until(f"document.querySelector('{row(1, 'done')}')", 120)
        got = downloads(page, 1, downloaded)
        facts = subprocess.run(["ffprobe", "-v", "error", "-show_entries", "format=duration", "-of", "csv=p=0", str(got)],
                               check=True, capture_output=True, text=True)
        assert abs(float(facts.stdout) - 4) < 0.3, facts.stdout
        uploads(page, place / "from-a-phone.mp4", "web-720p")
        page.until("document.querySelectorAll('#done tbody tr').length === 2", 120)
        fails_and_is_shown(page, root)
        time.sleep(4)  # so that the charts have something to show
        is_accessible(page)
        for name, width, height, mobile in (("desktop", 1280, 900, False), ("phone", 390, 844, True)):
            for dark in (False, True):
                fits(page, width, height, dark, mobile, pictures / f"status-{name}-{'dark' if dark else 'light'}.png")
        page.click("#leave")
        page.until("document.getElementById('page').hidden && sessionStorage.length === 0")
        # Readiness speaks by its status, which the console also tells; everything else is a fault.
        complaints = [one for one in page.complaints if "/health/ready" not in one]
        assert not complaints, complaints
    finally:
        page.close()
        process.terminate()
        assert process.wait(30) == 0


if __name__ == "__main__":
    main()
