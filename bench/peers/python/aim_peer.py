"""Aim: Run.track into a local repository, without machine metrics and without the terminal's output."""

import protocol


def run(folder, body, way):
    from aim import Run

    active = Run(repo=folder, system_tracking_interval=None, capture_terminal_logs=False)
    body(lambda index, value: active.track(value, name="loss", step=index))
    active.close()


def read(folder):
    from aim import Repo
    from aim.sdk.types import QueryReportMode

    repo = Repo(folder)
    # What `aim storage reindex` does: without it, or `aim up`, a query finds no run.
    repo._recreate_index()
    for metric in repo.query_metrics("metric.name == 'loss'", report_mode=QueryReportMode.DISABLED).iter():
        steps, (values, *_) = metric.data.items_list()
        yield from zip(steps, values)


if __name__ == "__main__":
    protocol.main(run, read)
