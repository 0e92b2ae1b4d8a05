"""Wall clock of programs one at a time and two at a time, beside a control; shared by the scripts here."""

import statistics
import subprocess
import sys
import time

LOOP = [sys.executable, "-c", "n = 0\nwhile n < 30_000_000: n += 1"]


def seconds(commands):
    """Wall clock until all of the commands, started together, are done."""
    start = time.perf_counter()
    processes = [subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) for command in commands]
    for process in processes:
        message = process.communicate()[1]
        if process.returncode != 0:
            sys.exit(message.decode())
    return time.perf_counter() - start


def twice_as_fast(command, other):
    """How much faster two equal programs are done at the same time than one after the other."""
    return 2 * seconds([command]) / seconds([command, other])


def control():
    """The same of an empty loop: what the machine itself allows."""
    return twice_as_fast(LOOP, LOOP)


def spread(values):
    """Median and range, to three digits."""
    middle, low, high = map(digits, (statistics.median(values), min(values), max(values)))
    return f"{middle} ({low}–{high})"


def digits(value):
    """Three of them, without an exponent: 4113 is 4110."""
    return f"{float(f'{value:.3g}'):g}"
