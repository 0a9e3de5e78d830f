"""MLflow: a run a run, on the store that RUNLAB_BENCH_STORE names: a sqlite file, or a folder of files."""

import os
import sys
import time

import many

EVERY = 50_000


def uri(folder):
    return f"sqlite:///{folder}/mlflow.db" if os.environ["RUNLAB_BENCH_STORE"] == "sqlite" else f"file://{folder}/mlruns"


def record(folder, runs):
    from mlflow import MlflowClient
    from mlflow.entities import Metric, Param

    os.makedirs(folder, exist_ok=True)
    client = MlflowClient(uri(folder))
    experiment = client.create_experiment("study")
    for index, run in enumerate(runs):
        now = int(time.time() * 1000)
        made = client.create_run(experiment, start_time=1_700_000_000_000 + index * 1000, run_name=f"run-{index}")
        metrics = [Metric(name, value, now, 0) for name, value in run["values"].items()]
        metrics += [Metric(name, value, now, step) for name, points in run["series"].items() for step, value in enumerate(points)]
        client.log_batch(made.info.run_id, metrics=metrics, params=[Param(name, str(value)) for name, value in run["params"].items()])
        client.set_terminated(made.info.run_id)


def search(folder, **options):
    import mlflow

    mlflow.set_tracking_uri(uri(folder))
    return mlflow.search_runs(experiment_names=["study"], **options)


def newest(folder):
    return len(search(folder, max_results=100, order_by=["attributes.start_time DESC"]))


def matching(folder):
    return len(search(folder, max_results=EVERY, filter_string="params.p1 = '3' and metrics.v1 > 0.5"))


def table(folder):
    frame = search(folder, max_results=EVERY)
    return frame.rename(columns=lambda name: name.removeprefix("metrics.").removeprefix("params."))


if __name__ == "__main__":
    many.main(sys.modules[__name__])
