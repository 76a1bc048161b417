"""Times whole processes, two commands in turn, and says by how much one is cheaper.

cpu_s    user and system time of the process and of every child it waited for: what a shared machine disturbs least
wall_s   by the clock
rss_mib  peak memory of the largest single process, as wait4 tells it
"""

import dataclasses
import os
import statistics
import subprocess
import time


@dataclasses.dataclass
class Run:
    cpu_s: float
    wall_s: float
    rss_mib: float


def run(command, env=None, stdin=None, timeout=900):
    """Runs to the end with its output thrown away; fails loudly when the command does."""
    with open(stdin or os.devnull, "rb") as source:
        begin = time.monotonic()
        process = subprocess.Popen([str(word) for word in command], stdin=source, stdout=subprocess.DEVNULL,
                                   stderr=subprocess.PIPE, env=env)
        said = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise RuntimeError(f"{' '.join(map(str, command[:6]))} … ended with {process.returncode}:\n"
                           f"{said.decode(errors='replace')[-2000:]}")
    return Run(usage.ru_utime + usage.ru_stime, time.monotonic() - begin, usage.ru_maxrss / 1024)


@dataclasses.dataclass
class Spread:
    median: float
    low: float
    high: float

    @staticmethod
    def of(values):
        values = list(values)
        return Spread(statistics.median(values), min(values), max(values))

    def text(self, digits=2):
        return f"{self.median:.{digits}f} ({self.low:.{digits}f}–{self.high:.{digits}f})"


@dataclasses.dataclass
class Pairs:
    ours: list
    peers: list
    our_units: int
    peer_units: int

    def cpu_ratio(self):
        """Peer over ours, CPU a unit, pair by pair."""
        return Spread.of((peer.cpu_s / self.peer_units) / (mine.cpu_s / self.our_units)
                         for mine, peer in zip(self.ours, self.peers))

    def wall_ratio(self):
        return Spread.of((peer.wall_s / self.peer_units) / (mine.wall_s / self.our_units)
                         for mine, peer in zip(self.ours, self.peers))


def in_turn(ours, peer, pairs, our_units, peer_units):
    """`ours` and `peer` return a Run each; A B A B …, so that a machine that drifts disturbs both alike."""
    result = Pairs([], [], our_units, peer_units)
    for _ in range(pairs):
        result.ours.append(ours())
        result.peers.append(peer())
    return result
