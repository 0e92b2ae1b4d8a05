"""Voids that share one gas of vacancies, by scipy: flaws of two sizes and a cohort that takes births.

    population.py NUMBERS     a file of "name value" lines -> "name value" lines

Written from docs/decisions/0012-cell.md, not from cell/population.cpp: LSODA instead of CVODE, quadrature
and scipy's Bessel functions for the shadow.
"""

import sys

import numpy as np
from scipy.integrate import quad, solve_ivp
from scipy.interpolate import CubicSpline
from scipy.optimize import brentq
from scipy.special import k0

P = {name: float(value) for name, value in (line.split() for line in open(sys.argv[1], encoding="utf-8"))}
NEWBORN = P["newborn"]


def capture(u):
    """f_n [1/s] beyond the sizes that were counted."""
    return P["capture_constant"] + P["capture_slope"] * np.sqrt(u)


def threshold(u):
    """z_n = exp(-E_f/kT + (2A/x + B/x^2)/3), x = (n + 1/2)^(1/3)."""
    x = np.cbrt(u**1.5 + 0.5)
    return np.exp(-P["formation"] + (2 * P["area_term"] / x + P["edge_term"] / x**2) / 3)


def field(rho):
    """Of a point sink at the interface, in units of the thickness."""
    if rho > 0.3:
        m = np.arange(40) + 0.5
        return 2 * np.sum(k0(m * np.pi * rho))
    k = np.arange(1, 20001)
    images = 2 * (-1.0) ** k / np.sqrt(rho**2 + 4 * k**2)
    return 1 / rho + images.sum() - images[-1] / 2


LN_RHO = np.linspace(np.log(1e-8), np.log(12), 1500)
FIELD = CubicSpline(LN_RHO, np.log([field(rho) for rho in np.exp(LN_RHO)]))


def dark(strength):
    """Ground by L^2 that a void of that strength keeps births from."""
    def ring(ln_rho):
        return -2 * np.pi * np.exp(2 * ln_rho) * np.expm1(-strength * np.exp(FIELD(ln_rho)))

    middle = np.log(max(min(strength, 1.0), 1e-7))
    return quad(ring, LN_RHO[0], middle, limit=200)[0] + quad(ring, middle, LN_RHO[-1], limit=200)[0]


LN_W = np.linspace(-16, 8, 481)
DARK = CubicSpline(LN_W, np.log([dark(w) for w in np.exp(LN_W)]))
FREE = P["far"] + P["resistance"] * P["density"]  # of the gas, without voids
GRID = int(P["grid"])
LN_BIRTHS = CubicSpline(np.log(FREE) + P["ln_step"] * np.arange(-GRID, 1), [P[f"ln_births_{n}"] for n in range(GRID + 1)])


def births_beside(numbers, draws):
    """<J> over gas that voids lower by chance: J as exp(x z) around the gas z in which most are born."""
    numbers, strengths = numbers[draws > 0], P["sink"] * draws[draws > 0] / P["thickness"]
    grounds = numbers * P["thickness"] ** 2 / P["area"]

    def shadows(x):
        ln_w = np.log(x * strengths)
        ground = np.exp(DARK(ln_w))
        return np.dot(grounds, ground), np.dot(grounds, ground * DARK(ln_w, 1))

    def excess(z):
        x = LN_BIRTHS(np.log(z), 1) / z
        return z - FREE + shadows(x)[1] / x

    z = brentq(excess, 0.5 * FREE, FREE, xtol=1e-13 * FREE) if len(numbers) else FREE
    shadow, lift = shadows(LN_BIRTHS(np.log(z), 1) / z)
    return np.exp(LN_BIRTHS(np.log(z)) + lift - shadow)


def size(u, low):
    """Mean u^{3/2} where u is spread evenly from `low` to as far above the mean `u`."""
    high = 2 * u - low
    if high - low < 1e-6 * u:
        return u**1.5
    return (high**2.5 - low**2.5) / (2.5 * (high - low))


def rates(y):
    """y: kept, u of flaws 1, u of flaws 2, births N, sum U of their u."""
    numbers = np.array([P["number1"], P["number2"], y[3]])
    newborn_mean = max(y[4] / y[3], NEWBORN) if y[3] > 0 else NEWBORN
    us = np.array([y[1], y[2], newborn_mean])
    grow = np.array([2 * capture(u) / (3 * np.sqrt(u)) for u in us])
    z_n = np.array([threshold(u) for u in us])
    step = 1e-4 * newborn_mean
    slope = (size(newborn_mean + step, NEWBORN) - size(newborn_mean - step, NEWBORN)) / (2 * step) if newborn_mean > NEWBORN + step else 1.5 * np.sqrt(newborn_mean)
    per_u = np.array([1.5 * np.sqrt(us[0]), 1.5 * np.sqrt(us[1]), slope])
    weight = numbers * per_u * grow
    share = P["resistance"] / P["area"]

    def gas(births):
        drawn = births * (size(newborn_mean, NEWBORN) + slope * (NEWBORN - newborn_mean))
        return (FREE + share * (np.dot(weight, z_n) - drawn)) / (1 + share * weight.sum())

    z0 = gas(0.0)
    births = births_beside(numbers, np.array([capture(u) for u in us]) * (z0 - z_n))
    z0 = gas(births)
    rise = grow * (z0 - z_n)
    net = (z0 - P["far"]) / P["resistance"]
    kept = P["area"] * (P["density"] - net)
    return [kept, rise[0], rise[1], births, births * NEWBORN + y[3] * rise[2]]


scales = [P["area"] * P["density"] * P["time"], P["u1"], P["u2"], 1.0, NEWBORN]
found = solve_ivp(lambda t, y: rates(y), (0, P["time"]), [0, P["u1"], P["u2"], 0, 0], method="LSODA",
                  rtol=1e-8, atol=1e-9 * np.array(scales))
assert found.success, found.message
for name, value in zip(("kept", "u1", "u2", "born", "sum"), found.y[:, -1]):
    print(name, repr(float(value)))
