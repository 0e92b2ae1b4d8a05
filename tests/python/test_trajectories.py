import ase.io
import numpy as np
import pytest
from conftest import program

import lacuna


def case(normal, cells):
    return f"""\
temperature_K: 300
metal: {{lateral_cells: {cells}, layers: 12, normal: {normal}, bonds_eV: {{nn1: 0.06, nn2: 0.06}}}}
interface: {{injection: {{barrier_eV: 0.14}}}}
current: {{constant: {{j_mA_cm2: 1.0e+10, monolayers: 1}}}}
onset: {{primary: coverage}}
stop: end
trajectory: {{every_monolayers: 0.1, paths: true}}
"""


@pytest.fixture(scope="module", params=[(110, [6, 5]), (100, [8, 6]), (111, [4, 3])], ids=["110", "100", "111"])
def run(request, place):
    normal, cells = request.param
    (place / f"{normal}.yaml").write_text(case(normal, cells))
    program("run", f"{normal}.yaml", "--out", normal, "--quiet", folder=place)
    return lacuna.read_run(place / str(normal))


@pytest.mark.parametrize("what", ["vacancies", "all"])
def test_frames_are_those_that_lacuna_exports(run, place, what):
    file = place / f"{run.directory.name}-{what}.extxyz"
    program("export", run.directory, "--format", "extxyz", "--what", what, "--out", file, folder=place)
    exported = list(ase.io.iread(file, ":", format="extxyz"))
    trajectory = run.trajectory
    assert len(trajectory) == len(exported) > 5
    assert max(len(frame.vacancies) for frame in trajectory) > 10
    for frame, atoms in zip(trajectory, exported):
        ours = frame.to_ase(what)
        assert list(ours.symbols) == list(atoms.symbols)
        if len(atoms):
            np.testing.assert_allclose(ours.positions, atoms.positions, atol=1e-9)
            for name in ["id", "layer", "vacancy", "ix", "iy"]:
                np.testing.assert_array_equal(ours.arrays[name], atoms.arrays[name])
        np.testing.assert_allclose(ours.cell, atoms.cell)
        assert list(ours.pbc) == [True, True, False]
        assert {key: atoms.info[key] for key in ours.info} == pytest.approx(ours.info, rel=1e-15)


def test_frames_agree_with_the_series(run):
    series = run.series
    for frame in run.trajectory:
        row = series.iloc[frame.sample]
        assert row["vacancies"] == len(frame.vacancies) == (~frame.occupation).sum()
        assert row["time_s"] == frame.time_s
        assert frame.occupation.shape[0] == frame.layers == 12
    layers = run.layers.filter(like="layer_").iloc[run.trajectory[-1].sample]
    np.testing.assert_array_equal((~run.trajectory[-1].occupation).sum(axis=(1, 2)), layers)


def test_frames_are_taken_like_those_of_a_list(run):
    trajectory = run.trajectory
    assert [frame.sample for frame in trajectory[1:4]] == [trajectory[k].sample for k in (1, 2, 3)]
    assert trajectory[-1].sample == list(trajectory)[-1].sample
    with pytest.raises(IndexError):
        trajectory[len(trajectory)]


def test_a_damaged_trajectory_is_refused(run):
    held = (run.directory / "trajectory.lacuna").read_bytes()
    file = run.directory / "trajectory.lacuna"
    whole = lacuna.Trajectory(file, held)
    for at in (20, 45, len(held) - 1):
        damaged = bytearray(held)
        damaged[at] ^= 1
        with pytest.raises(lacuna.InputError, match=r"trajectory\.lacuna: (its header|the frame at byte \d+) is damaged"):
            list(lacuna.Trajectory(file, bytes(damaged)))
    with pytest.raises(lacuna.InputError, match="is damaged"):
        lacuna.Trajectory(file, held[:-1])
    assert len(lacuna.Trajectory(file, held[:-1], growing=True)) == len(whole) - 1
    with pytest.raises(lacuna.InputError, match="no trajectory of Lacuna's"):
        lacuna.Trajectory(file, b"FRAM" + held)
    with pytest.raises(lacuna.InputError, match="expected what to be vacancies or all, got 'atoms'"):
        whole[0].to_ase("atoms")
