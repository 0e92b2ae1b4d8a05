"""ns per hop against the number of sites and of vacancies, drawn by gnuplot."""

import shutil
import statistics
import subprocess
import sys

LAWS = {"symmetric": 1, "uphill": 2}  # gnuplot's dash types
WORKS = {  # rows of lacuna-bench: label, colour
    "100": ("100 vacancies, no bonds", "#0072b2"),
    "100/e1=0.03": ("100 vacancies, ε1 = 0.03 eV", "#56b4e9"),
    "1%": ("1 %, no bonds", "#009e73"),
    "5%": ("5 %, no bonds", "#e69f00"),
    "5%/e1=0.03": ("5 %, ε1 = 0.03 eV", "#d55e00"),
}
BOXES = ("1e4", "6.5e4", "5e5", "4e6", "1e8")
CURVE = "with linespoints pt 7 ps 0.5 lw 1.5"
GOAL = "with lines lw 4"
GOAL_DASH = {"symmetric": "1", "uphill": "(1, 1)"}
SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸"
# Powers of ten are written out in Unicode: not every viewer places gnuplot's own superscripts.
POWERS = ", ".join(f"'10{sign}' 1e{n}" for n, sign in enumerate(SUPERSCRIPTS))
SETTINGS = """\
set terminal svg size 1000,680 font 'sans,13' background rgb 'white' noenhanced
set output '{path}'
set logscale xy
set xtics ({powers})
set ytics (10, 20, 30, 50, 70, 100, 200, 300, 500, 700, 1000, 2000, 3000, 5000, 7000, 10000)
set ylabel 'ns per hop'
set yrange [10:*]
set grid lc rgb '#dddddd' lt 1
set bmargin 14
set key at graph 0, graph -0.2 left top Left reverse maxcols 1 samplen 2
set multiplot layout 1,{panels}
"""


class Panel:
    """Data blocks of gnuplot and the curves it draws from them."""

    def __init__(self, title, label, extent):
        self.head = f"set title '{title}'\nset xlabel '{label}'\nset xrange {extent}"
        self.blocks, self.curves = [], []

    def add(self, points, style):
        if points:
            # names are of the whole script, not of the panel
            name = f"$d{id(self)}_{len(self.blocks)}"
            self.blocks.append(f"{name} << EOD\n" + "\n".join(f"{x} {y}" for x, y in points) + "\nEOD")
            self.curves.append(f"{name} {style}")

    def key(self, title, style):
        self.curves.append(f"keyentry {style} title '{title}'")

    def script(self):
        return "\n".join([self.head, *self.blocks, "plot " + ", \\\n  ".join(self.curves)])


def points_of(rows, names, abscissa):
    return sorted((rows[name][abscissa][0], statistics.median(rows[name]["ns/hop"])) for name in names if name in rows)


def against_sites(rows, goals):
    panel = Panel("by sites", "sites", "[5e3:2e8]")
    for work, (label, colour) in WORKS.items():
        for law, dash in LAWS.items():
            names = [f"{box}/{law}/{work}" for box in BOXES]
            panel.add(points_of(rows, names, "sites"), f"{CURVE} dt {dash} lc rgb '{colour}' notitle")
            for name in names:
                if name in rows and name in goals:
                    sites, goal = rows[name]["sites"][0], goals[name]
                    style = f"{GOAL} dt {GOAL_DASH[law]} lc rgb '{colour}' notitle"
                    panel.add([(sites / 1.7, goal), (sites * 1.7, goal)], style)
        panel.key(label, f"{CURVE} lc rgb '{colour}'")
    panel.key("symmetric law", "with lines lw 1.5 dt 1 lc rgb 'black'")
    panel.key("uphill law", "with lines lw 1.5 dt 2 lc rgb 'black'")
    panel.key("goal", f"{GOAL} lc rgb 'black'")
    return panel


def against_vacancies(rows, counts, flat):
    panel = Panel("by vacancies, no bonds", "vacancies", "[0.7:1e7]")
    for box, colour in (("6.5e4", "#0072b2"), ("1e8", "#d55e00")):
        for law, dash in LAWS.items():
            names = [f"{box}/{law}/{amount}" for amount in (*counts, "1%", "5%")]
            panel.add(points_of(rows, names, "vacancies"), f"{CURVE} dt {dash} lc rgb '{colour}' notitle")
        panel.key(f"{box} sites", f"{CURVE} lc rgb '{colour}'")
    measured = points_of(rows, [f"1e8/{law}/{count}" for law in LAWS for count in counts], "vacancies")
    if measured:
        limit = flat * min(ns for _, ns in measured)
        panel.add([(measured[0][0], limit), (measured[-1][0], limit)], f"{GOAL} lc rgb '#d55e00' notitle")
        panel.key("goal, 1e8 sites: twice the fastest", f"{GOAL} lc rgb '#d55e00'")
    return panel


def ns_per_hop(rows, goals, counts, flat, path):
    """Draw what lacuna-bench measured (`rows` of table.py) as an SVG."""
    panels = [panel for panel in (against_sites(rows, goals), against_vacancies(rows, counts, flat)) if panel.blocks]
    if not panels:
        sys.exit("no plot: no row of lacuna-bench was measured")
    script = SETTINGS.format(path=path, powers=POWERS, panels=len(panels))
    script += "\n".join(panel.script() for panel in panels)
    gnuplot = shutil.which("gnuplot") or "/usr/bin/gnuplot"
    try:
        subprocess.run([gnuplot], input=(script + "\nunset multiplot\n").encode(), check=True)
    except FileNotFoundError:
        sys.exit(f"no plot: {gnuplot} is not there; install gnuplot-nox")
