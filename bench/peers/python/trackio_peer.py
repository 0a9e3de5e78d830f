"""Trackio: log into its local sqlite database, without a Space and without machine metrics."""

import os
from pathlib import Path

import protocol


def run(folder, body, way):
    os.environ["TRACKIO_DIR"] = folder
    import trackio

    active = trackio.init(project="bench", embed=False, auto_log_cpu=False, auto_log_gpu=False)
    body(lambda index, value: active.log({"loss": value}, step=index))
    trackio.finish()


def read(folder):
    os.environ["TRACKIO_DIR"] = folder
    from trackio import sqlite_storage

    # The reader is asked about several folders, one after another.
    sqlite_storage.TRACKIO_DIR = Path(folder)
    storage = sqlite_storage.SQLiteStorage
    for name in storage.get_runs("bench"):
        yield from ((log["step"], log["loss"]) for log in storage.get_logs("bench", name))


if __name__ == "__main__":
    protocol.main(run, read)
