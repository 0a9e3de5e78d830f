"""Aim: a run a run, parameters and values as its attributes, series tracked."""

import sys

import many


def record(folder, runs):
    from aim import Repo, Run

    Repo.from_path(folder, init=True)
    for index, run in enumerate(runs):
        active = Run(repo=folder, experiment="study", system_tracking_interval=None, capture_terminal_logs=False, log_system_params=False)
        active.name = f"run-{index}"
        for name, value in {**run["params"], **run["values"]}.items():
            active[name] = value
        for name, points in run["series"].items():
            for step, value in enumerate(points):
                active.track(value, name=name, step=step)
        active.close()


def opened(folder):
    from aim import Repo

    repo = Repo(folder)
    # What `aim storage reindex` does: without it, or `aim up`, a query finds no run.
    repo._recreate_index()
    return repo


def queried(folder, query):
    from aim.sdk.types import QueryReportMode

    return (found.run for found in opened(folder).query_runs(query, report_mode=QueryReportMode.DISABLED).iter_runs())


def newest(folder):
    runs = sorted(queried(folder, ""), key=lambda run: run.creation_time, reverse=True)
    return len([run.name for run in runs[:100]])


def matching(folder):
    return sum(1 for _ in queried(folder, "run['p1'] == 3 and run['v1'] > 0.5"))


def table(folder):
    import pandas

    return pandas.DataFrame(row(run) for run in queried(folder, ""))


def row(run):
    return {**run[...], **{metric.name: last(metric) for metric in run.metrics()}}


def last(metric):
    steps, (values, *_) = metric.data.items_list()
    return max(zip(steps, values))[1]


if __name__ == "__main__":
    many.main(sys.modules[__name__])
