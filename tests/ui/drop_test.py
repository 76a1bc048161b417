#!/usr/bin/env python3
"""Files dragged from another program onto the real window: they become jobs in the store, and are done.

    drop_test.py FOTOGRAMA FOTOGRAMA_DESKTOP DRAG_SOURCE
"""
import json
import pathlib
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import virtual_display as virtual  # noqa: E402

LEFT, TOP = 140, 0  # beside the window that is dragged from; there is no window manager


def make_clip(path, pattern):
    subprocess.run(["ffmpeg", "-v", "error", "-y", "-f", "lavfi", "-i", f"{pattern}=s=160x90:r=25:d=1", "-c:v", "libx264",
                    "-preset", "veryfast", "-pix_fmt", "yuv420p", str(path)], check=True)
    return path


def jobs_in_store(program, environment):
    listed = subprocess.run([program, "queue", "list", "--json"], env=environment, capture_output=True, text=True)
    rows = [json.loads(line) for line in listed.stdout.splitlines()]
    return {pathlib.Path(row["spec"]["input"]).name: row["state"] for row in rows if "spec" in row}


def drag(display, source):
    """Press in the one window, travel, let go over the other: as slowly as a quick hand."""
    assert source.stdout.readline().strip() == "ready"
    display.window_of(source)
    display.xdotool("mousemove", 60, 45, "mousedown", 1)
    for x, y in ((64, 48), (80, 60), (300, 200), (500, 350), (640, 400), (642, 402)):
        display.xdotool("mousemove", x, y, "sleep", "0.05")
    display.xdotool("sleep", "0.2", "mouseup", 1)
    said = source.stdout.readline().strip()
    assert said == "copied", f"the drop ended as '{said}'"


def main():
    program, desktop_program, source_program = sys.argv[1:]
    if lack := virtual.missing("Xvfb", "xdotool", "ffmpeg"):
        print(lack)
        return
    with tempfile.TemporaryDirectory() as name, virtual.Display() as display:
        place = pathlib.Path(name)
        settings = place / "config/fotograma/desktop.ini"
        settings.parent.mkdir(parents=True)
        settings.write_text(f"[window]\nwelcomed=true\n[batch]\nstartWhenAdded=true\nrecipe=web-720p\noutputFolder={place}/out\n")
        environment = display.environment(FOTOGRAMA_STORE=str(place / "store"), FOTOGRAMA_CACHE=str(place / "cache"),
                                          XDG_CONFIG_HOME=str(place / "config"), LANG="C.UTF-8")
        clips = [make_clip(place / "one.mp4", "testsrc2"), make_clip(place / "two & spaces é.mkv", "smptebars")]
        desktop = subprocess.Popen([desktop_program], env=environment)
        source = subprocess.Popen([source_program, *map(str, clips)], env=environment, stdout=subprocess.PIPE, text=True)
        try:
            window = display.window_of(desktop)
            display.xdotool("windowmove", window, LEFT, TOP, "windowsize", window, 1100, 780)
            drag(display, source)
            wanted = {clip.name: "done" for clip in clips}
            virtual.until(lambda: jobs_in_store(program, environment) == wanted, "both jobs to be done",
                          seen=lambda: jobs_in_store(program, environment))
            made = sorted(path.suffix for path in (place / "out").iterdir())
            assert made == [".mp4", ".mp4"], made
        finally:
            source.terminate()
            desktop.terminate()
            assert desktop.wait(30) == 0, "the window did not close in good order"


main()
