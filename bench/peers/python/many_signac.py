"""signac: a job a run, its parameters the state point, its results in the job's document."""

import sys

import many


def record(folder, runs):
    import signac

    project = signac.init_project(folder)
    for run in runs:
        job = project.open_job(run["params"]).init()
        job.document.update({**run["values"], **{name: points[-1] for name, points in run["series"].items()}})


def newest(folder):
    import os

    import signac

    jobs = sorted(signac.get_project(folder), key=lambda job: os.path.getmtime(job.path), reverse=True)
    return len([job.id for job in jobs[:100]])


def matching(folder):
    import signac

    return len(signac.get_project(folder).find_jobs({"sp.p1": 3, "doc.v1": {"$gt": 0.5}}))


def table(folder):
    import signac

    return signac.get_project(folder).to_dataframe(sp_prefix="", doc_prefix="", flatten=False)


if __name__ == "__main__":
    many.main(sys.modules[__name__])
