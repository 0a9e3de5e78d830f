"""DVCLive: log_metric and next_step, or the step counted by hand; without dvc.yaml and without saving a DVC experiment."""

import csv

import protocol


def run(folder, body, way):
    from dvclive import Live

    with Live("dvclive", save_dvc_exp=False, dvcyaml=None) as live:

        def track(index, value):
            live.log_metric("loss", value)
            if way == "step":
                live.step = index + 1
            else:
                live.next_step()

        body(track)


def read(folder):
    for file in protocol.find(folder, "loss.tsv"):
        with open(file, newline="") as rows:
            yield from ((int(row["step"]), float(row["loss"])) for row in csv.DictReader(rows, delimiter="\t"))


if __name__ == "__main__":
    protocol.main(run, read)
