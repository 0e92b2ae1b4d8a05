import gc
import json
import os
import signal
import subprocess
import threading

import numpy as np
import pytest
from conftest import CASE

import lacuna

CASE_DICT = {
    "temperature_K": 400,
    "metal": {"lateral_cells": (8, 6), "layers": np.int64(6), "bonds_eV": {"nn1": 0.05, "nn2": np.float64(0.05)}},
    "interface": {"injection": {"barrier_eV": 0.10}},
    "current": {"constant": {"j_mA_cm2": 2e9, "monolayers": 3}},
    "onset": {"primary": "coverage", "coverage": {"threshold": 0.3}},
    "sample": {"every_monolayers": 0.1},
}


@pytest.fixture(scope="module")
def whole(place):
    """The same case by the program."""
    return lacuna.run(CASE_DICT, place / "by-program", settings=["trajectory.every_monolayers=0.1"])


def same_summary(ours, programs):
    """But for the checksums of files, which a simulation does not write."""
    return all(ours[key] == programs[key] for key in ours if key != "version") and set(programs) - set(ours) == {"identity", "crc32"}


@pytest.mark.parametrize("go", [
    lambda simulation: simulation.run(),
    lambda simulation: simulation.run(at_sample=lambda it: True),
    lambda simulation: [None for _ in simulation],
    lambda simulation: [None for _ in iter(lambda: simulation.step(500), False)],
    lambda simulation: [None for _ in iter(lambda: simulation.run_until(simulation.time_s + 1e-12), False)],
], ids=["run", "callback", "samples", "steps", "times"])
def test_a_simulation_ends_as_the_programs_run_wherever_it_pauses(whole, go):
    simulation = lacuna.Simulation(CASE_DICT)
    assert simulation.ending is None and simulation.summary is None
    go(simulation)
    assert simulation.ending == whole.summary["ending"]
    assert same_summary(simulation.summary, whole.summary)
    assert simulation.step() is False and simulation.next_sample() is None


def test_samples_are_the_rows_of_the_series(whole):
    simulation = lacuna.Simulation(CASE_DICT)
    layers, frames = whole.layers.filter(like="layer_"), {frame.sample: frame for frame in whole.trajectory}
    seen = 0
    for index, sample in enumerate(simulation):
        assert list(sample) == list(whole.series.columns)
        np.testing.assert_array_equal(list(sample.values()), whole.series.iloc[index].to_numpy(float))
        assert simulation.layer_vacancies == layers.iloc[index].tolist()
        assert sum(size * count for size, count in simulation.cluster_sizes) == sample["vacancies"]
        if index in frames:
            np.testing.assert_array_equal(simulation.vacant, ~frames[index].occupation)
            seen += 1
    assert index == len(whole.series) - 1 and seen > 5


def test_sites_are_a_view_of_what_is_there(whole):
    simulation = lacuna.Simulation(CASE_DICT)
    sites, vacant = simulation.sites, simulation.vacant
    assert sites.shape == (6, 12, 8) and sites.dtype == np.uint8
    assert not sites.flags.owndata and not sites.flags.writeable
    with pytest.raises(ValueError):
        sites.setflags(write=True)
    assert np.shares_memory(sites, simulation.sites)
    before = sites.copy()
    simulation.run()
    assert (sites != before).any() and np.array_equal(sites, simulation.sites)
    assert vacant.sum() == 0 and simulation.vacant.sum() == simulation.vacancies == whole.summary["final"]["vacancies"]
    assert simulation.contact_fraction == pytest.approx(1 - simulation.vacant[0].mean())
    # Bits below 0x40 count vacant neighbours: every vacancy is seen by 8 first and 6 second ones, but for those below.
    deep = simulation.vacant[2:4].sum()
    assert deep > 0
    around = sites & 0x3F
    assert (around // 7).sum() >= 8 * deep and (around % 7).sum() >= 6 * deep


def test_a_view_outlives_the_name_of_its_simulation():
    simulation = lacuna.Simulation(CASE_DICT)
    simulation.step(20000)
    sites, copy = simulation.sites, simulation.sites.copy()
    del simulation
    gc.collect()
    others = [lacuna.Simulation(CASE_DICT, seed=seed) for seed in range(2, 6)]  # would take freed memory
    for each in others:
        each.step(20000)
    np.testing.assert_array_equal(sites, copy)


def test_thick_metal_whose_slab_may_grow_gives_a_copy():
    thick = {**CASE_DICT, "far_side": {"thick": {"thickness_um": 0.05}}}
    simulation = lacuna.Simulation(thick)
    sites, before = simulation.sites, simulation.sites.copy()
    assert sites.flags.owndata and not sites.flags.writeable
    simulation.step(50000)
    assert np.array_equal(sites, before) and not np.array_equal(simulation.sites, before)


def test_state_is_that_of_the_moment():
    simulation = lacuna.Simulation(CASE_DICT)
    assert simulation.time_s == 0 and simulation.trials == 0 and simulation.contact_fraction == 1
    assert simulation.j_mA_cm2 == pytest.approx(2e9)
    start = simulation.overpotential_V
    assert start > 0
    assert simulation.step(3000)
    assert 3000 <= simulation.trials < 3300 and simulation.time_s > 0
    moment = simulation.time_s * 1.5
    assert simulation.run_until(moment)
    assert moment <= simulation.time_s < 1.2 * moment
    assert simulation.overpotential_V > start
    assert repr(simulation).startswith("<lacuna.Simulation of case at ") and repr(simulation).endswith("goes on>")


def test_a_callback_that_says_false_pauses_the_run(whole):
    simulation = lacuna.Simulation(CASE_DICT)
    calls = []
    assert simulation.run(lambda it: calls.append(it.time_s) or len(calls) < 4) is None
    assert len(calls) == 4 and simulation.time_s == calls[-1]
    with pytest.raises(ZeroDivisionError):
        simulation.run(lambda it: 1 / 0)
    assert simulation.run() == whole.summary["ending"]


def test_a_ramp_that_chooses_itself_is_chosen_as_the_program_does_it(run, place):
    simulation = lacuna.Simulation(place / "case.yaml")
    simulation.run()
    assert same_summary(simulation.summary, run.summary)
    assert simulation.input == run.input


def test_another_seed_and_other_settings_are_taken(place):
    first = lacuna.Simulation(CASE_DICT, seed=1, settings=["metal.layers=7"])
    assert first.sites.shape[0] == 7 and first.input["metal"]["layers"] == 7
    second = lacuna.Simulation(CASE_DICT, seed=2, settings=["metal.layers=7"])
    first.step(10000), second.step(10000)
    assert (first.vacant != second.vacant).any()


def test_a_case_with_every_default_is_that_of_the_program(whole):
    assert lacuna.explicit(CASE_DICT, ["trajectory.every_monolayers=0.1"]) == whole.input
    assert lacuna.explicit(whole.input) == whole.input


@pytest.mark.parametrize("text", [
    CASE.replace("layers: 5", "layers: many, depth: 3"),
    CASE.replace("temperature_K: 300", "temperatur_K: 300"),
    CASE.replace("barrier_eV: 0.14", "barrier_eV: -1"),
    "temperature_K: [300\n",
])
def test_errors_are_those_of_lacuna_check(place, text):
    file = place / "wrong.yaml"
    file.write_text(text)
    checked = subprocess.run([os.environ["LACUNA_PROGRAM"], "check", file], capture_output=True, text=True)
    with pytest.raises(lacuna.InputError, match=r"wrong\.yaml:\d+") as raised:
        lacuna.Simulation(file)
    assert checked.returncode == 2 and checked.stderr == f"lacuna: {raised.value}\n"


def test_errors_of_a_dict_tell_its_keys():
    with pytest.raises(lacuna.InputError) as raised:
        lacuna.explicit({**CASE_DICT, "temperature_K": "cold", "metal": {"layer": 6}})
    lines = str(raised.value).splitlines()
    assert any(line.startswith("temperature_K: ") for line in lines)
    assert any(line.startswith("metal.layer: ") and "layers" in line for line in lines)
    with pytest.raises(lacuna.InputError, match="the case: expected maps, lists, numbers, words, true and false, got"):
        lacuna.explicit({"metal": object()})
    with pytest.raises(lacuna.InputError, match="nowhere.yaml: cannot be read as a case"):
        lacuna.Simulation("nowhere.yaml")
    with pytest.raises(lacuna.InputError, match="growth is a search over many runs, which has no steps; use lacuna.run"):
        lacuna.Simulation({**CASE_DICT, "current": {"ramp": {"auto": "charge"}}, "initial": {"void_vacancies": 30},
                           "onset": {"primary": "growth"}})


def test_ctrl_c_ends_a_long_step():
    simulation = lacuna.Simulation({**CASE_DICT, "current": {"constant": {"j_mA_cm2": 1e3, "monolayers": 1e6}}})
    timer = threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGINT))
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        simulation.run()
        pytest.fail("the run ended by itself")
    timer.join()
    assert simulation.ending is None


def test_what_can_never_be_reached_is_refused():
    simulation = lacuna.Simulation(CASE_DICT)
    with pytest.raises(lacuna.InputError, match=r"expected a time \[s\], got NaN, which is never reached"):
        simulation.run_until(float("nan"))
    with pytest.raises(lacuna.InputError, match="expected trials of 0 or more, got -1"):
        simulation.step(-1)
    assert simulation.trials == 0


def test_a_simulation_has_json_for_a_summary():
    simulation = lacuna.Simulation(CASE_DICT)
    simulation.run()
    assert json.loads(json.dumps(simulation.summary)) == simulation.summary
