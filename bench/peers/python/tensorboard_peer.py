"""TensorBoard: events through EventFileWriter, as torch's SummaryWriter writes them, without torch and TensorFlow."""

import time

import protocol


def run(folder, body, way):
    from tensorboard.compat.proto.event_pb2 import Event
    from tensorboard.compat.proto.summary_pb2 import Summary
    from tensorboard.summary.writer.event_file_writer import EventFileWriter

    writer = EventFileWriter(folder)

    def track(index, value):
        summary = Summary(value=[Summary.Value(tag="loss", simple_value=value)])
        writer.add_event(Event(wall_time=time.time(), step=index, summary=summary))

    body(track)
    writer.close()


def read(folder):
    from tensorboard.backend.event_processing.event_accumulator import SCALARS, EventAccumulator

    events = EventAccumulator(folder, size_guidance={SCALARS: 0}).Reload()
    return [(event.step, event.value) for event in events.Scalars("loss")] if "loss" in events.Tags()["scalars"] else []


if __name__ == "__main__":
    protocol.main(run, read)
