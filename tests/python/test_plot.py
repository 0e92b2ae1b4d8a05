import numpy as np
import pytest

import lacuna
from lacuna import plot

BOLTZMANN = 8.617333262e-5


def lines(ax):
    """Of everything drawn that has a label: x and y."""
    handles, labels = ax.get_legend_handles_labels()
    data = {}
    for handle, label in zip(handles, labels):
        line = handle[0] if isinstance(handle, tuple) else handle
        data[label] = np.array(line.get_data(), dtype=float)
    return data


def slope_of(x, y):
    """Activation energy [eV] of y against 1000/T."""
    return -np.polyfit(x / 1000 / BOLTZMANN, np.log(y), 1)[0]


def test_the_arrhenius_plot_of_the_box_has_medians_lines_and_measured_wedges(study, axes):
    assert plot.box(study, axes) is axes
    drawn = lines(axes)
    assert [label.split(":")[0] for label in drawn] == ["NA", "voids"]
    cells = study.cells.query("hypothesis == 'voids' and j_median_mA_cm2 < inf")  # of others less than half lost contact
    assert 2 <= len(cells)
    x, y = drawn[next(label for label in drawn if label.startswith("voids"))]
    np.testing.assert_allclose(x, 1000 / cells["temperature_K"])
    np.testing.assert_allclose(y, cells["j_median_mA_cm2"])
    energies = study.activation_energies.query("primary == 1")["E_A_eV"]
    fitted = [line.get_data() for line in axes.get_lines() if line.get_linestyle() == "-" and line.get_marker() == "None"]
    np.testing.assert_allclose([slope_of(*line) for line in fitted], energies, rtol=1e-6)
    wedges = [each for each in axes.collections if each.get_paths()[0].vertices.shape[0] > 50]
    assert len(wedges) == 2
    assert axes.get_title() == "in the box; shaded: measured E_A"
    ends = wedges[0].get_paths()[0].vertices
    cold, hot = (ends[np.isclose(ends[:, 0], 1000 / each), 1] for each in (260, 340))
    span = (1 / 260 - 1 / 340) / BOLTZMANN
    assert np.log(hot.max() / cold.min()) / span == pytest.approx(0.15)
    assert np.log(hot.min() / cold.max()) / span == pytest.approx(0.13)


def test_the_arrhenius_plot_of_the_cell_goes_by_the_onset_that_the_report_goes_by(study, axes):
    plot.cell(study, axes)
    drawn = lines(axes)
    assert [label.split(":")[0] for label in drawn] == [
        "NA, thickness_um = 20", "NA, thickness_um = 200",
        "voids, thickness_um = 20, first void", "voids, thickness_um = 200, first void", "measured"]
    currents = study.cell_currents.query("hypothesis == 'voids' and thickness_um == 200")
    energy = study.cell_energies.query("hypothesis == 'voids' and thickness_um == 200 and onset == 'first_void'").iloc[0]
    label = next(label for label in drawn if label.startswith("voids, thickness_um = 200"))
    np.testing.assert_allclose(drawn[label][1], currents["first_void_mA_cm2"])
    low, high = (f"{end:.3f}" if np.isfinite(end) else "open" for end in energy[["E_A_low_eV", "E_A_high_eV"]].astype(float))
    assert label.endswith(f": {energy['E_A_eV']:.3f} [{low}, {high}] eV")
    bars = [each for each in axes.containers if each.get_label() == label][0].lines[2][0].get_segments()
    ends = currents[["first_void_low_mA_cm2", "first_void_high_mA_cm2"]].to_numpy()
    known = np.isfinite(ends).all(axis=1)  # an interval that is open has no bar
    assert known.any()
    np.testing.assert_allclose(np.array([bar[:, 1] for bar in bars])[known], ends[known], rtol=1e-9)
    hollow = [line.get_xdata() for line in axes.get_lines() if line.get_markerfacecolor() == "white"]
    open_at = 1000 / currents["temperature_K"][~known]  # and its point is hollow
    assert open_at.empty or any(len(x) == len(open_at) and np.allclose(x, open_at) for x in hollow)
    np.testing.assert_allclose(drawn["measured"][1], study.measured_points["j_crit_mA_cm2"])
    assert ("shaded" in axes.get_title()) == any(each.get_paths()[0].vertices.shape[0] > 50 for each in axes.collections)


def test_another_onset_and_fewer_hypotheses_can_be_asked_for(study, axes):
    plot.cell(study, axes, hypotheses=["voids"], onset="contact")
    drawn = lines(axes)
    assert list(drawn) == ["voids, thickness_um = 200", "measured"]  # in thinner metal voids are refused before
    currents = study.cell_currents.query("hypothesis == 'voids' and thickness_um == 200")["contact_mA_cm2"].dropna()
    np.testing.assert_allclose(drawn["voids, thickness_um = 200"][1], currents)
    with pytest.raises(lacuna.InputError, match="has no hypothesis 'void': take of NA, voids"):
        plot.cell(study, axes, hypotheses=["void"])
    with pytest.raises(lacuna.InputError, match="expected onset to be first_void, contact or voltage, got 'growth'"):
        plot.cell(study, axes, onset="growth")


def test_contact_is_drawn_against_time_of_runs_and_of_cells(study, run, axes):
    plot.contact(run, axes)
    np.testing.assert_array_equal(axes.get_lines()[0].get_ydata(), run.series["contact_fraction"])
    axes.clear()
    plot.contact(study, axes, temperature_K=310)
    assert axes.get_title() == "at the cell, 300 K"
    course = study.cell_series.query("hypothesis == 'NA' and thickness_um == 20 and temperature_K == 300")
    np.testing.assert_array_equal(axes.get_lines()[0].get_data(), [course["time_h"], 1 - course["lost"]])


def test_the_journey_has_currents_and_on_the_right_their_activation_energies(study, axes):
    plot.journey(study, axes)
    steps = study.journey.query("hypothesis == 'voids' and thickness_um == 20 and temperature_K == 300")
    np.testing.assert_array_equal(axes.get_lines()[0].get_ydata(), steps["j_mA_cm2"])
    np.testing.assert_array_equal(axes.figure.axes[-1].get_lines()[0].get_ydata(), steps["E_A_eV"])
    assert [label.get_text() for label in axes.get_xticklabels()] == ["box", "area", "time", "thickness", "cell"]
    with pytest.raises(lacuna.InputError, match="none of these hypotheses has a journey, which needs bonds"):
        plot.journey(study, hypotheses=["NA"])
