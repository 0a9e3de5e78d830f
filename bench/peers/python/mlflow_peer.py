"""MLflow on its default store, a local sqlite file: asynchronous log_metric with a buffer, or log_batch of 1,000."""

import os
import time

import protocol

BATCH = 1000


def run(folder, body, way):
    os.environ["MLFLOW_ASYNC_LOGGING_BUFFERING_SECONDS"] = "1"
    import mlflow

    mlflow.set_tracking_uri(uri(folder))
    with mlflow.start_run() as active:
        if way == "batch":
            track_in_batches(body, active.info.run_id)
        else:
            body(lambda index, value: mlflow.log_metric("loss", value, step=index, synchronous=False))
            mlflow.flush_async_logging()


def track_in_batches(body, run_id):
    from mlflow import MlflowClient
    from mlflow.entities import Metric

    client = MlflowClient()
    waiting = []

    def track(index, value):
        waiting.append(Metric("loss", value, int(time.time() * 1000), index))
        if len(waiting) == BATCH:
            client.log_batch(run_id, metrics=waiting)
            waiting.clear()

    body(track)
    if waiting:
        client.log_batch(run_id, metrics=waiting)


def read(folder):
    import mlflow

    client = mlflow.MlflowClient(uri(folder))
    for found in client.search_runs(["0"]):
        yield from ((metric.step, metric.value) for metric in client.get_metric_history(found.info.run_id, "loss"))


def uri(folder):
    return f"sqlite:///{folder}/mlflow.db"


if __name__ == "__main__":
    protocol.main(run, read)
