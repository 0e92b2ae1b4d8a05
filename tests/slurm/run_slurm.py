#!/usr/bin/python3
"""Submits the scripts of examples/cluster to a Slurm of one node made for this, and compares with local runs.

munged, slurmctld and slurmd are plain processes here, in namespaces of their own (processes, mounts, network, name of
the machine): they see no other Slurm and none sees them, their ports are free, and they end with this program even
where it is killed. All their files are in a temporary folder, which alone is left then.

LACUNA_PROGRAM names the program. Exit status: 0 the results agree, 1 they do not, 77 this machine cannot (it says why).
"""

import contextlib
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

CLUSTER = pathlib.Path(__file__).resolve().parents[2] / "examples" / "cluster"
NEEDED = ["munged", "slurmctld", "slurmd", "sbatch", "srun", "ip", "unshare"]
NAMESPACES = ["unshare", "--pid", "--fork", "--kill-child", "--mount-proc", "--mount", "--net", "--uts"]
PATIENCE_S = 600  # for anything at all: other tests may want the processors too

# config_overrides: four jobs at a time also where there are fewer processors.
# MinJobAge: jobs are to be remembered to the end of the test [s].
# cred_expire: a job that is requeued waits this long [s], then for the next look of the scheduler.
SLURM_CONF = """
ClusterName=lacuna
SlurmctldHost=localhost
SlurmUser=root
AuthType=auth/munge
AuthInfo=socket={folder}/munge.socket,cred_expire=15
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SchedulerParameters=sched_interval=2,bf_interval=2
SlurmdParameters=config_overrides
ReturnToService=2
MinJobAge=86400
StateSaveLocation={folder}/slurmctld
SlurmdSpoolDir={folder}/slurmd
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.pid
NodeName=localhost CPUs=4
PartitionName=all Nodes=localhost Default=YES
"""

# No cgroup is used and none needs to be mounted, but slurmd asks for a kind, and the other kind needs systemd.
CGROUP_CONF = "CgroupPlugin=cgroup/v1\n"

BASE = """name: tiny
temperature_K: 300
metal: {{lateral_cells: {cells}, layers: 5}}
interface: {{injection: {{barrier_eV: 0.14}}}}
current: {{ramp: {{auto: charge, monolayers_per_e_fold: 12}}}}
onset: {{primary: coverage, coverage: {{threshold: 0.3}}}}
sample: {{every_monolayers: 0.2}}
"""

STUDY = """base: base.yaml
temperatures_K: [260, 340]
replicas: 8
hypotheses:
  kinetic: {}
  highway:
    set: {interface.injection.barrier_eV: 0.053}
"""


class Failure(Exception):
    """What was expected of the scripts, the program or Slurm, and did not happen."""


def output(command, **options):
    """What it prints."""
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, **options)
    if done.returncode != 0:
        raise Failure(f"{' '.join(map(str, command))} ends with status {done.returncode}: {done.stdout}")
    return done.stdout


def wait_until(what, condition):
    end = time.monotonic() + PATIENCE_S
    while not condition():
        if time.monotonic() > end:
            raise Failure(f"not within {PATIENCE_S} s: {what}")
        time.sleep(0.2)


@contextlib.contextmanager
def daemon(folder, *command):
    """Runs it; in the end stops it by its pid."""
    with open(folder / f"{command[0]}.log", "w", encoding="utf-8") as log:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def start_network():
    """A new network namespace has a loopback that is down. Names are looked up only where there is another address."""
    output(["ip", "link", "set", "lo", "up"])
    output(["ip", "address", "add", "192.0.2.1/32", "dev", "lo"])


@contextlib.contextmanager
def slurm(folder):
    """A Slurm of one node, idle."""
    folder.chmod(0o755)  # or munged refuses it
    start_network()
    socket.sethostname("localhost")  # the one name that needs no look-up
    (folder / "slurm.conf").write_text(SLURM_CONF.format(folder=folder), encoding="utf-8")
    (folder / "cgroup.conf").write_text(CGROUP_CONF, encoding="utf-8")
    key = folder / "munge.key-file"
    key.touch(0o600)
    key.write_bytes(os.urandom(128))
    os.environ.update(SLURM_CONF=str(folder / "slurm.conf"), TMPDIR=str(folder))
    munge_files = [f"--{kind}={folder}/munge.{kind}" for kind in ("socket", "key-file", "pid-file", "seed-file")]
    with contextlib.ExitStack() as started:
        daemons = []

        def start(*command):
            daemons.append(started.enter_context(daemon(folder, *command)))

        def wait_for_daemons(what, condition):
            def up():
                for process in daemons:
                    if process.poll() is not None:
                        raise Failure(f"{process.args[0]} ends with status {process.returncode}")
                return condition()

            wait_until(what, up)

        def idle():
            states = subprocess.run(["sinfo", "-h", "-o", "%T"], capture_output=True, text=True, check=False)
            return states.stdout.strip() == "idle"

        start("munged", "--foreground", *munge_files)
        wait_for_daemons("munged listens", (folder / "munge.socket").exists)
        start("slurmctld", "-D")
        start("slurmd", "-D")
        wait_for_daemons("the node is idle", idle)
        yield


class Study:
    """A study in a folder of its own, and what a local run makes of it."""

    def __init__(self, folder, cells, program):
        self.folder, self.program = folder, program
        folder.mkdir()
        (folder / "base.yaml").write_text(BASE.format(cells=cells), encoding="utf-8")
        (folder / "study.yaml").write_text(STUDY, encoding="utf-8")
        output([program, "study", "study.yaml", "--quiet", "--out", "local"], cwd=folder)

    def submit(self, kind):
        """Copies the study into a folder named after the script, so that each has its own study.out."""
        folder = self.folder / kind
        folder.mkdir()
        for name in ("base.yaml", "study.yaml"):
            shutil.copy(self.folder / name, folder)
        return Job(folder, self.program, CLUSTER / f"{kind}.sbatch", "study.yaml")

    def compare(self, job):
        local, there = results(self.folder / "local"), results(job.folder / "study.out")
        different = [name for name in sorted(local.keys() | there.keys()) if local.get(name) != there.get(name)]
        if different:
            raise Failure(f"other than those of a local run, in {job.folder}: {', '.join(different)}")
        print(f"{job.folder.parent.name} study by {job.folder.name}.sbatch: {len(there)} files as from a local run")


def results(folder):
    """Every file below but the wall clock and the journals, by its path from there."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith(("timing.", "journal."))
    }


class Job:
    """A job or an array of jobs."""

    def __init__(self, folder, program, *command):
        self.folder, self.program = folder, program
        self.id = output(["sbatch", "--parsable", *command], cwd=folder, env={**os.environ, "LACUNA": program}).strip()

    def collect(self):
        """As array.sbatch says in its head."""
        wrapped = f"{self.program} study study.yaml --collect"
        return Job(self.folder, self.program, f"--dependency=afterok:{self.id}", "--wrap", wrapped)

    def warn(self, part=""):
        """Sends what --signal sends before the time is up, once a replica is recorded; part: of an array."""
        journal = self.folder / "study.out" / f"journal.{part or 0}"
        wait_until(f"{journal} records something", lambda: journal.exists() and journal.stat().st_size > 0)
        name = f"{self.id}_{part}" if part else self.id
        output(["scancel", "--signal=USR1", name])
        return name

    def finish(self):
        def finished():
            states = output(["squeue", "-h", "-t", "all", "-j", self.id, "-o", "%T"]).split()
            if {"FAILED", "TIMEOUT", "CANCELLED", "NODE_FAIL", "BOOT_FAIL", "OUT_OF_MEMORY"} & set(states):
                raise Failure(f"job {self.id} in {self.folder} is {', '.join(states)}")
            return set(states) == {"COMPLETED"}

        wait_until(f"job {self.id} in {self.folder} is completed", finished)


def check_requeued(job, name, log):
    if "Exited with exit code 3" not in (job.folder / log).read_text(encoding="utf-8"):
        raise Failure(f"job {name} did not end with status 3 after the warning")
    if not re.search(r"Restarts=1\b", output(["scontrol", "show", "job", name])):
        raise Failure(f"job {name} was not requeued")
    print(f"job {name} was warned, ended with status 3 and went on")


def knows_mpi(program):
    tried = subprocess.run([program, "study", "none.yaml", "--mpi"], capture_output=True, text=True, check=False)
    return "built without MPI" not in tried.stderr


def check_undisturbed(study, with_mpi):
    array = study.submit("array")
    ranks = study.submit("mpi") if with_mpi else None
    collection = array.collect()
    array.finish()
    collection.finish()
    study.compare(array)
    if ranks:
        ranks.finish()
        study.compare(ranks)


def check_warned(study, with_mpi):
    array = study.submit("array")
    collection = array.collect()
    part = array.warn("2")
    if with_mpi:
        ranks = study.submit("mpi")
        ranks.warn()
        ranks.finish()
        check_requeued(ranks, ranks.id, f"lacuna-{ranks.id}.log")
        study.compare(ranks)
    array.finish()
    collection.finish()
    check_requeued(array, part, f"lacuna-{part}.log")
    study.compare(array)


def check_scripts(folder, program):
    with_mpi = knows_mpi(program)
    if not with_mpi:
        print("mpi.sbatch is left out: this lacuna was built without MPI")
    with slurm(folder):
        check_undisturbed(Study(folder / "small", [6, 5], program), with_mpi)
        check_warned(Study(folder / "large", [50, 40], program), with_mpi)


def inside(program):
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # the first process of a namespace has no default action
    with tempfile.TemporaryDirectory(prefix="lacuna-slurm-", ignore_cleanup_errors=True) as name:
        folder = pathlib.Path(name)
        try:
            check_scripts(folder, program)
        except Failure as failure:
            for log in sorted(folder.rglob("*.log")):
                print(f"== {log}", *log.read_text(encoding="utf-8", errors="replace").splitlines()[-40:], sep="\n")
            print(f"FAILED: {failure}")
            return 1
    return 0


def skip(reason):
    print(f"skipped: {reason}")
    sys.exit(77)


def main():
    sys.stdout.reconfigure(line_buffering=True)
    os.environ["PATH"] += ":/usr/sbin:/sbin"
    if sys.argv[1:2] == ["--inside"]:
        sys.exit(inside(sys.argv[2]))
    missing = [name for name in NEEDED if shutil.which(name) is None]
    if missing:
        skip(f"{', '.join(missing)} not found; on Debian: apt-get install slurmctld slurmd slurm-client munge iproute2")
    if os.geteuid() != 0 and shutil.which("sudo") is None:
        skip("Slurm's daemons need root, and there is no sudo")
    command = ([] if os.geteuid() == 0 else ["sudo", "-n"]) + NAMESPACES
    tried = subprocess.run([*command, "true"], capture_output=True, text=True, check=False)
    if tried.returncode != 0:
        skip(f"no namespaces for Slurm to be had as root: {tried.stderr.strip()}")
    program = os.path.abspath(os.environ["LACUNA_PROGRAM"])
    os.execvp(command[0], [*command, sys.executable, __file__, "--inside", program])


if __name__ == "__main__":
    main()
