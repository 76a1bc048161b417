"""A display that nobody sees, for tests and benchmarks of the real window: Xvfb while a block lasts.

    with virtual_display.Display() as display: subprocess.Popen([...], env=display.environment())
"""
import os
import shutil
import subprocess
import tempfile
import time


def missing(*programs):
    """The sentence that says why this cannot run here, or nothing."""
    absent = [program for program in programs if not shutil.which(program)]
    return f"SKIPPED: {', '.join(absent)} not installed here (./dev setup window)" if absent else ""


def until(question, what, seconds=60, seen=lambda: ""):
    """Asks until there is an answer; says what was waited for, and what was seen, when there never is."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        answer = question()
        if answer:
            return answer
        time.sleep(0.05)
    raise TimeoutError(f"waited {seconds} s for {what}; there is: {seen()}")


class Display:
    def __init__(self, width=1280, height=800):
        self.size = f"{width}x{height}x24"

    def __enter__(self):
        self.runtime = tempfile.TemporaryDirectory()  # private, as Qt wants it
        read, write = os.pipe()
        self.server = subprocess.Popen(["Xvfb", "-displayfd", str(write), "-screen", "0", self.size, "-nolisten", "tcp"],
                                       pass_fds=[write], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(write)
        with os.fdopen(read) as number:  # written when it takes connections
            self.name = ":" + number.readline().strip()
        return self

    def __exit__(self, *_):
        self.server.terminate()
        self.server.wait()
        self.runtime.cleanup()

    def environment(self, **more):
        environment = dict(os.environ, DISPLAY=self.name, QT_QPA_PLATFORM="xcb", XDG_RUNTIME_DIR=self.runtime.name, **more)
        environment.pop("WAYLAND_DISPLAY", None)
        return environment

    def xdotool(self, *arguments):
        made = subprocess.run(["xdotool", *map(str, arguments)], env=self.environment(), capture_output=True, text=True)
        return made.stdout.split()

    def window_of(self, process):
        """The window of that process, once it is shown."""
        found = until(lambda: self.xdotool("search", "--onlyvisible", "--pid", process.pid), "a window")
        return found[-1]
