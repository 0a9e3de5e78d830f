"""What every peer is made to do, and how it says what it saw.

A peer is a module with two functions, which it hands to `main`:

- `run(folder, body, way)` starts a run that keeps its data below `folder`, calls `body(track)`, and finishes the run.
  `track(index, value)` tracks one point by the library's recommended fast path.
- `read(folder)` gives index and value of every point that the library's own reader finds there, in whichever run.

Side file, float64: how many calls have returned, the process that tracks, then the time in ms at which each call returned.
It is mapped into memory, so that it outlives SIGKILL and costs the loop next to nothing.
"""

import argparse
import hashlib
import json
import mmap
import os
import random
import struct
import time
import traceback
from array import array
from itertools import zip_longest
from pathlib import Path

HEADER = 2
CAPACITY = 8_000_000
QUIET_POINTS = 1000


def main(run, read):
    parser = argparse.ArgumentParser()
    parser.add_argument("mode", choices=["speed", "hot", "quiet", "empty", "read"])
    parser.add_argument("--folder", action="append", required=True)
    parser.add_argument("--side", action="append", default=[])
    parser.add_argument("--points", type=int, default=0)
    parser.add_argument("--way", default="")
    parser.add_argument("--out", required=True)
    asked = parser.parse_args()
    if asked.mode == "read":
        pairs = zip_longest(asked.folder, asked.side)
        write(asked.out, [compare(read, folder, see(side, asked.points)) for folder, side in pairs])
        return
    folder = asked.folder[0]
    os.makedirs(folder, exist_ok=True)
    os.chdir(folder)
    if asked.mode in ("hot", "quiet"):
        limit = QUIET_POINTS if asked.mode == "quiet" else CAPACITY
        run(folder, lambda track: track_until_killed(track, asked.side[0], limit), asked.way)
    else:
        run(folder, lambda track: track_and_time(track, asked.points, asked.out), asked.way)


def track_and_time(track, points, out):
    """Random doubles: what no encoding makes smaller. What the loop itself costs is taken off."""
    random.seed(0)
    values = array("d", (random.random() for _ in range(points)))
    loop = time_loop(lambda index, value: None, values)
    begun = time.time() * 1000
    write(out, {"begun": begun, "nanoseconds": time_loop(track, values) - loop})


def time_loop(track, values):
    started = time.perf_counter_ns()
    for index, value in enumerate(values):
        track(index, value)
    return time.perf_counter_ns() - started


def track_until_killed(track, side, limit):
    """Tracks 0, 1, 2 … without a pause, and then computes without calling the library, and as numpy does: without the GIL."""
    with open(side, "w+b") as file:
        file.truncate(8 * (HEADER + CAPACITY))
        seen = memoryview(mmap.mmap(file.fileno(), 0)).cast("d")
    seen[1] = os.getpid()
    for index in range(limit):
        track(index, float(index))
        seen[HEADER + index] = time.time() * 1000
        seen[0] = index + 1
    block = bytes(1_000_000)
    while True:
        hashlib.sha256(block).digest()


def see(side, points):
    """When each of the calls returned that had; without a side file, the values are no indices and the times not known."""
    if side is None:
        return {"times": array("d", bytes(8 * points)), "counts": False}
    with open(side, "rb") as file:
        returned = int(struct.unpack("d", file.read(8))[0])
        file.seek(8 * HEADER)
        return {"times": array("d", file.read(8 * returned)), "counts": True}


def compare(read, folder, seen):
    """Of the calls that had returned: how many, how many are not found or have another's value, and the oldest not found."""
    times = seen["times"]
    try:
        found = dict(read(folder))
    except Exception as error:
        traceback.print_exc()
        return {"returned": len(times), "problem": f"{type(error).__name__}: {error}"}
    lost = [index for index in range(len(times)) if index not in found]
    wrong = sum(index < len(times) and value != index for index, value in found.items()) if seen["counts"] else 0
    return {"returned": len(times), "lost": len(lost), "wrong": wrong, "oldest": times[lost[0]] if lost else None}


def write(out, result):
    with open(out, "w", encoding="utf-8") as file:
        json.dump(result, file)


def find(folder, name):
    """All files of this name, which may have `*` in it, below a folder."""
    return sorted(Path(folder).rglob(name))
