import shutil

import pytest

import lacuna


def test_the_last_row_of_a_series_is_the_final_state_of_the_summary(run):
    assert run.finished
    last = run.series.iloc[-1]
    final = run.summary["final"]
    for name in ["time_s", "j_mA_cm2", "contact_fraction", "vacancies", "charge_monolayers"]:
        assert last[name] == final[name]
    layers = run.layers.filter(like="layer_")
    assert layers.shape == (len(run.series), 5)
    assert layers.sum(axis=1).equals(run.series["vacancies"])
    assert (run.clusters["size"] * run.clusters["count"]).sum() == run.series["vacancies"].sum()
    assert run.series.attrs["units"]["j_mA_cm2"] == "mA/cm²"


def test_a_replica_is_read_from_its_study(study):
    row = study.onsets.iloc[0]
    replica = study.run(row["run"])
    assert replica.summary["seed"] == row["seed"]
    assert replica.summary["onset"]["j_mA_cm2"] == row["j_mA_cm2"]
    assert len(study.run_names) == len(study.onsets)


def test_a_run_that_goes_on_is_read_up_to_its_last_whole_line(run, tmp_path):
    copy = tmp_path / "going-on"
    shutil.copytree(run.directory, copy)
    (copy / "summary.json").unlink()
    series = (copy / "series.csv").read_bytes()
    (copy / "series.csv").write_bytes(series[:-5])
    going_on = lacuna.read_run(copy)
    assert not going_on.finished and going_on.summary is None
    assert len(going_on.series) == len(run.series) - 1
    (copy / "series.csv").write_bytes(series)
    assert len(going_on.series) == len(run.series)


def test_a_file_that_was_changed_is_refused(run, tmp_path):
    copy = tmp_path / "changed"
    shutil.copytree(run.directory, copy)
    with (copy / "series.csv").open("a") as series:
        series.write("\n")
    with pytest.raises(lacuna.InputError, match=r"changed/series\.csv is damaged or was changed .*; put it back, or run"):
        lacuna.read_run(copy).series


def test_measured_points_are_those_that_the_study_names(study):
    points = study.measured_points
    assert list(points["j_crit_mA_cm2"]) == [0.5, 1.5]
    assert list(points["sigma_ln"]) == [0.1, 0.2]


@pytest.mark.parametrize("read, words", [
    (lambda run, study, place: lacuna.read_run(place / "nowhere"), "nowhere is no directory: give one that lacuna run has made"),
    (lambda run, study, place: lacuna.read_run(place), "input.yaml: no such file or directory; .* was not made by lacuna run"),
    (lambda run, study, place: lacuna.read_study(run.directory), "is a run's directory: use lacuna.read_run"),
    (lambda run, study, place: lacuna.read_run(study.directory), "is a study's directory: use lacuna.read_study"),
    (lambda run, study, place: run.trajectory, "trajectory.lacuna: no such file .*; add trajectory: .* to the case"),
    (lambda run, study, place: run.trials, "trials.csv: no such file .*; only a run with onset: {primary: growth}"),
    (lambda run, study, place: study.table("fits"), "fits.csv: no such file .*; a study with fit has it"),
    (lambda run, study, place: study.table("onset"), "onset.csv: no such file .* --collect makes .*; there are: onsets, cells"),
    (lambda run, study, place: study.run("NA_1K"), "no run 'NA_1K': take one of study.onsets.run"),
])
def test_errors_name_the_file_and_what_to_do(run, study, place, read, words):
    with pytest.raises(lacuna.InputError, match=words):
        read(run, study, place)


@pytest.mark.parametrize("text, words", [
    (b"", "No columns"),
    (b"a,b\n1,2,3,4\n1\n2,3,4,5,6\n", "line 4"),
    (b"\xff\xfe\n", "utf-8"),
])
def test_what_is_no_table_is_refused(study, tmp_path, text, words):
    copy = tmp_path / "study"
    copy.mkdir()
    shutil.copy(study.directory / "input.yaml", copy)
    (copy / "onsets.csv").write_bytes(text)
    with pytest.raises(lacuna.InputError, match=rf"onsets\.csv is no table of Lacuna's: .*{words}.*; see docs/outputs.md"):
        lacuna.read_study(copy).onsets
