"""W&B offline: log into the run's .wandb file, without machine metrics and without the console's output."""

import json
import struct

import protocol

FILE_HEADER = 7
BLOCK = 32768
CHUNK_HEADER = 7
WHOLE, FIRST, MIDDLE, LAST = 1, 2, 3, 4


def run(folder, body, way):
    import wandb

    settings = wandb.Settings(console="off", silent=True, x_disable_stats=True, disable_git=True, save_code=False)
    active = wandb.init(project="bench", mode="offline", dir=folder, settings=settings)
    body(lambda index, value: active.log({"loss": value}, step=index))
    active.finish()


def read(folder):
    """The package has no reader of its own for Python: LevelDB's log format, in which it writes."""
    from wandb.proto.wandb_internal_pb2 import Record

    for file in protocol.find(folder, "run-*.wandb"):
        for data in records(file.read_bytes()):
            items = Record.FromString(data).history.item
            values = {item.key or "/".join(item.nested_key): item.value_json for item in items}
            if "loss" in values:
                yield json.loads(values["_step"]), json.loads(values["loss"])


def records(content):
    at, parts = FILE_HEADER, b""
    while at + CHUNK_HEADER <= len(content):
        left = BLOCK - at % BLOCK
        if left < CHUNK_HEADER:
            at += left
            continue
        _checksum, length, kind = struct.unpack_from("<IHB", content, at)
        data = content[at + CHUNK_HEADER : at + CHUNK_HEADER + length]
        # Cut off, or room that was never written.
        if len(data) < length or kind not in (WHOLE, FIRST, MIDDLE, LAST):
            return
        at += CHUNK_HEADER + length
        parts = data if kind in (WHOLE, FIRST) else parts + data
        if kind in (WHOLE, LAST):
            yield parts


if __name__ == "__main__":
    protocol.main(run, read)
