"""Sacred: log_scalar with a FileStorageObserver, which writes metrics.json at every heartbeat, by default all 10 s."""

import json

import protocol


def run(folder, body, way):
    from sacred import Experiment
    from sacred.observers import FileStorageObserver

    experiment = Experiment("bench", save_git_info=False)
    experiment.observers.append(FileStorageObserver(folder))

    @experiment.main
    def track(_run):
        body(lambda index, value: _run.log_scalar("loss", value, index))

    experiment.run()


def read(folder):
    for file in protocol.find(folder, "metrics.json"):
        loss = json.loads(file.read_text()).get("loss", {"steps": [], "values": []})
        yield from zip(loss["steps"], loss["values"])


if __name__ == "__main__":
    protocol.main(run, read)
