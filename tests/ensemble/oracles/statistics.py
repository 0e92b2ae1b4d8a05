"""What statsmodels and scipy make of the same numbers: python3 statistics.py CELLS.csv

CELLS.csv has a header and rows temperature_K,value,censored (none of these censored). Prints
"name value" lines.
"""

import csv
import sys

import numpy as np
import scipy.integrate
import scipy.special
import scipy.stats
import statsmodels.api as sm

BOLTZMANN = 8.617333262145179e-5  # eV/K


def show(name, *values):
    for n, value in enumerate(values):
        print(f"{name}.{n}", repr(float(value)))


def read(path):
    cells = {}
    with open(path, newline="") as file:
        for row in csv.DictReader(file):
            cells.setdefault(float(row["temperature_K"]), []).append(float(row["value"]))
    return cells


def arrhenius(cells):
    x = 1 / (BOLTZMANN * np.array(list(cells)))
    means = np.array([np.mean(v) for v in cells.values()])
    variances = np.array([np.var(v, ddof=1) for v in cells.values()])
    sizes = np.array([len(v) for v in cells.values()])
    pooled = np.sum((sizes - 1) * variances) / np.sum(sizes - 1)
    weights = sizes / (((sizes - 1) * variances + 8 * pooled) / (sizes - 1 + 8))
    line = sm.WLS(means, sm.add_constant(x), weights=weights).fit()
    # What the estimates make of the weighted means, for errors that do not trust the weights.
    levers = line.model.pinv_wexog * np.sqrt(weights)
    spread = levers @ np.diag(variances / sizes) @ levers.T
    show("line", -line.params[1], line.params[0], spread[1, 1] ** 0.5, spread[0, 0] ** 0.5, -spread[0, 1])

    shifted = x - x.mean()
    parabola = sm.WLS(means, np.column_stack([shifted**0, shifted, shifted**2]), weights=weights).fit()
    lever = parabola.model.pinv_wexog[2] * np.sqrt(weights)
    parts = lever**2 * variances / sizes
    freedom = parts.sum() ** 2 / np.sum(parts**2 / (sizes - 1))
    show("quadratic_p", 2 * scipy.stats.t.sf(abs(parabola.params[2]) / parts.sum() ** 0.5, freedom))

    own = sm.WLS(means, sm.add_constant(x), weights=sizes / variances).fit()
    hat = np.diag(own.model.wexog @ own.model.pinv_wexog)
    squares = np.sum(sizes / variances * own.resid**2)
    a, f = np.sum((1 - hat) ** 2 / (sizes - 1)), len(x) - 2
    show("lack_of_fit_p", scipy.stats.f.sf(squares / (f + 2 * a - 6 * a / (f + 2)), f, f * (f + 2) / (3 * a)))


def normal():
    z = np.array([-300.0, -40.0, -25.5, -24.5, -8.0, -0.3, 2.0, 7.0])
    show("log_ndtr", *scipy.special.log_ndtr(z))
    show("mills", *np.exp(scipy.stats.norm.logpdf(z) - scipy.special.log_ndtr(z)))


def quantiles():
    pivots = np.sin(np.arange(1, 400)) * np.arange(1, 400)
    show("pivots", *np.quantile(pivots, [0.025, 0.975], method="weibull"))


def hypotheses():
    x = 1 / (BOLTZMANN * np.array([260.0, 300.0, 340.0]))
    differences = np.array([0.7, 1.0, 0.8])
    design = np.column_stack([np.ones(3), -x])
    errors = np.array([[0.3**2, 0.95 * 0.3 * 0.008], [0.95 * 0.3 * 0.008, 0.008**2]])
    total = design @ errors @ design.T + np.diag([0.05**2, 0.1**2, 0.08**2])
    fit = sm.GLS(differences, np.ones(3), sigma=total).fit()
    left = differences - fit.params[0]
    chi_squared = left @ np.linalg.solve(total, left)
    show("factor", fit.params[0], fit.normalized_cov_params[0, 0] ** 0.5, chi_squared,
         scipy.stats.chi2.sf(chi_squared, 2))


arrhenius(read(sys.argv[1]))
normal()
quantiles()
hypotheses()
