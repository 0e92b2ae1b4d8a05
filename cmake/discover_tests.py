"""Lists the test cases of a doctest program as tests of ctest, asking it once."""

import argparse
import os
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as xml

LABELS = {"": "quick", "physics": "physics", "all": "all", "long": "long"}
TIMEOUTS_S = {"quick": 120, "physics": 600, "all": 1800, "long": 7200}


def test_cases(command):
    """[(name, suite)] as the program reports them."""
    listing = subprocess.run(command + ["--list-test-cases", "--reporters=xml"], stdout=subprocess.PIPE)
    if listing.returncode != 0:
        sys.exit(f"{command[-1]} cannot list its tests (exit status {listing.returncode})")
    cases = xml.fromstring(listing.stdout).iter("TestCase")
    return [(case.get("name"), case.get("testsuite", "")) for case in cases]


def name_filter(name):
    """A doctest filter for one name: '?' stands for each byte that a filter could misread."""
    return "".join(chr(b) if re.match(r"[A-Za-z0-9 ._/:=+()-]", chr(b)) else "?" for b in name.encode())


def bracket(text):
    """A CMake bracket argument, in which nothing is special."""
    return f"[==[{text}]==]"


def test_list(part, cases, command, environment, slower):
    seen = {}
    lines = []
    for name, suite in cases:
        if suite not in LABELS:
            sys.exit(f'test "{name}" is in suite "{suite}", which has no meaning here: use {sorted(LABELS)[1:]} or none')
        # doctest compares without case, so names that differ only so would be run together.
        pattern = name_filter(name)
        if pattern.lower() in seen:
            sys.exit(f'tests "{seen[pattern.lower()]}" and "{name}" cannot be told apart: rename one')
        seen[pattern.lower()] = name
        test = bracket(f"{part}: {name}")
        label = LABELS[suite]
        arguments = " ".join(bracket(word) for word in command + [f"--test-case={pattern}"])
        lines.append(f"add_test({test} {arguments})")
        lines.append(
            f"set_tests_properties({test} PROPERTIES LABELS {bracket(f'{part};{label}')}"
            f" TIMEOUT {TIMEOUTS_S[label] * slower} ENVIRONMENT {bracket(';'.join(environment))}"
            # A filter that finds no test case is no success, though doctest thinks so.
            f" FAIL_REGULAR_EXPRESSION {bracket('test cases: *0 ')})"
        )
    return "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--part", required=True)
    parser.add_argument("--output", required=True)
    parser.add_argument("--slower", type=int, default=1)
    parser.add_argument("--environment", default="", help="NAME=value;NAME=value")
    parser.add_argument("command", nargs="+")
    arguments = parser.parse_args()
    text = test_list(
        arguments.part,
        test_cases(arguments.command),
        arguments.command,
        arguments.environment.split(";"),
        arguments.slower,
    )
    folder = os.path.dirname(arguments.output)
    with tempfile.NamedTemporaryFile("w", dir=folder, delete=False, encoding="utf-8") as aside:
        aside.write(text)
    os.replace(aside.name, arguments.output)


if __name__ == "__main__":
    main()
