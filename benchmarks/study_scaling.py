"""How much faster two threads, and two MPI ranks, finish a study than one, beside a control.

    /usr/bin/python3 benchmarks/study_scaling.py build/release/lacuna [--pairs 9] [--study STUDY.yaml]
                                                                     [--set KEY=VALUE ...]

Pairs are interleaved: one worker, two workers, the control (an empty loop once, and twice at the same time), again and
again. What the machine itself allows shows in the control: two loops at the same time do twice the work of one.
Prints the median of the ratios and their range. Two runs side by side are a row of table.py.
"""

import argparse
import pathlib
import shutil
import tempfile

import pairs


def study(arguments, prefix, extra):
    with tempfile.TemporaryDirectory() as folder:
        command = [*prefix, str(arguments.lacuna), "study", str(arguments.study), "--quiet", *extra]
        for setting in arguments.set:
            command += ["--set", setting]
        return pairs.seconds([[*command, "--out", f"{folder}/out"]])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("lacuna", type=lambda name: pathlib.Path(name).resolve())
    parser.add_argument("--pairs", type=int, default=9)
    here = pathlib.Path(__file__).resolve().parent
    parser.add_argument("--study", type=pathlib.Path, default=here.parent / "examples/lowack2026/demo.yaml")
    parser.add_argument("--set", action="append", default=["cell=none"])
    arguments = parser.parse_args()

    mpirun = shutil.which("mpirun")
    ranks = [mpirun, "--allow-run-as-root", "--oversubscribe", "--bind-to", "none", "-np"]
    control, threads, by_ranks = [], [], []
    for _ in range(arguments.pairs):
        control.append(pairs.control())
        threads.append(study(arguments, [], ["--threads", "1"]) / study(arguments, [], ["--threads", "2"]))
        if mpirun:
            one, two = ([*ranks, count] for count in ("1", "2"))
            extra = ["--mpi", "--threads", "1"]
            by_ranks.append(study(arguments, one, extra) / study(arguments, two, extra))
    print(f"times as fast as one, median of {arguments.pairs} pairs (range)")
    print(f"empty loops (control)    {pairs.spread(control)}")
    print(f"two threads              {pairs.spread(threads)}")
    if mpirun:
        print(f"two MPI ranks            {pairs.spread(by_ranks)}")


if __name__ == "__main__":
    main()
