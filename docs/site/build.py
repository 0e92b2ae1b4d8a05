#!/usr/bin/python3
"""The documentation site: docs/*.md, the examples with their pictures, and the interfaces of C++ and Python, as HTML.

    build.py SOURCE OUT          OUT/html/index.html; needs sphinx, myst-parser, breathe and doxygen
    build.py SOURCE --links      only asks whether the files that pages link to are there

The pages stay as a forge shows them: they are copied, links to a folder leading to its README.md. A local link that leads
nowhere, and whatever Sphinx warns of, fails.
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys

PAGES = ["README.md", "CHANGELOG.md", "CONTRIBUTING.md", "docs/*.md", "docs/decisions/*.md", "examples/*/README.md", "packaging/README.md"]
LINK = re.compile(r"(!?)\[((?:[^][]|\[[^]]*\])*)\]\(([^()\s]+)\)")
CODE = re.compile(r"^```.*?^```$", re.S | re.M)
GUIDES = ["tutorial", "running", "input", "study", "outputs", "report", "python", "trajectory"]
SCIENCE = ["lowack2026", "nucleation", "validation", "performance"]
# What examples/embed and a program like it include.
HEADERS = ["core/constants.hpp", "core/error.hpp", "interface/case.hpp", "interface/known_metals.hpp", "interface/observer.hpp",
           "interface/run.hpp", "interface/stepper.hpp", "cell/cell.hpp", "cell/design.hpp", "ensemble/plan.hpp",
           "ensemble/run_study.hpp", "io/input/run_input.hpp"]


class Gathered:
    """Pages and the files that they show, below `place` as they lie below `source`."""

    def __init__(self, source, place):
        self.source, self.place = source, place
        self.broken = []
        self.anchors = {}

    def pages(self):
        return sorted(path for pattern in PAGES for path in self.source.glob(pattern))

    def gather(self):
        for path in self.pages():
            self.put(path.relative_to(self.source), self.rewritten(path))

    def put(self, name, text):
        if self.place:
            (self.place / name).parent.mkdir(parents=True, exist_ok=True)
            (self.place / name).write_text(text, encoding="utf-8")

    def rewritten(self, page):
        """Its text; links in code are none."""
        text = page.read_text(encoding="utf-8")
        parts, at = [], 0
        for code in CODE.finditer(text):
            # "csv" is no language that Pygments knows.
            parts += [self.linked(page, text[at:code.start()]), re.sub(r"^```csv", "```text", code.group())]
            at = code.end()
        return "".join([*parts, self.linked(page, text[at:])])

    def linked(self, page, text):
        return LINK.sub(lambda link: self.link(page, *link.groups()), text)

    def link(self, page, picture, words, target):
        same = f"{picture}[{words}]({target})"
        file, _, anchor = target.partition("#")
        if re.match(r"[a-z]+:", target):
            return same
        found = (page.parent / file).resolve() if file else page
        if not found.exists() or self.source not in [found, *found.parents]:
            self.broken.append(f"{page.relative_to(self.source)}: {target} leads nowhere")
        elif found.is_dir() and (found / "README.md").is_file():
            return f"[{words}]({file.rstrip('/')}/README.md{'#' + anchor if anchor else ''})"
        elif found.is_dir():
            return words  # a page cannot show a folder
        elif found not in self.pages():
            self.copy(found)
        elif anchor and anchor not in self.anchors_of(found):
            self.broken.append(f"{page.relative_to(self.source)}: {target} names no heading of that page")
        return same

    def copy(self, file):
        if self.place:
            name = file.relative_to(self.source)
            (self.place / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, self.place / name)

    def anchors_of(self, page):
        if page not in self.anchors:
            text = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.S | re.M)
            titles = re.findall(r"^#+ (.*)$", text, re.M)
            self.anchors[page] = {re.sub(r"[^\w\- ]", "", title.lower()).strip().replace(" ", "-") for title in titles}
        return self.anchors[page]


def tree(title, pages, depth=1):
    return f"```{{toctree}}\n:maxdepth: {depth}\n:caption: {title}\n" + "".join(page + "\n" for page in pages) + "```\n"


def gallery(source):
    """Examples in the order of their names: title, first paragraph, pictures."""
    text = "# Gallery\n\nCases and studies that are shipped, each with its input, what it prints, and what that shows.\n"
    names = []
    for page in sorted(source.glob("examples/*/README.md")):
        name = page.parent.name
        names.append(f"examples/{name}/README")
        whole = page.read_text(encoding="utf-8")
        first = re.sub(LINK, lambda link: link.group(2), whole.split("\n\n")[1]).strip()
        text += f"\n## [{name}](examples/{name}/README.md)\n\n{first}\n"
        pictures = sorted(picture for kind in ("svg", "png") for picture in page.parent.rglob(f"*.{kind}"))
        for picture in pictures:
            text += f"\n![{name}: {picture.stem}]({picture.relative_to(source)})\n"
    return text + "\n" + tree("Examples", names), pictures_of(source)


def pictures_of(source):
    return [picture for kind in ("svg", "png") for picture in sorted(source.glob(f"examples/**/*.{kind}"))]


def front(source):
    decisions = sorted(f"docs/decisions/{page.stem}" for page in source.glob("docs/decisions/*.md"))
    named = {f"docs/{name}" for name in GUIDES + SCIENCE}
    rest = sorted(f"docs/{page.stem}" for page in source.glob("docs/*.md") if f"docs/{page.stem}" not in named)
    return ("# Lacuna\n\n```{include} README.md\n:start-after: \"# Lacuna\"\n:relative-docs: docs\n:relative-images:\n```\n\n"
            + tree("Guide", [f"docs/{name}" for name in GUIDES]) + tree("Examples", ["gallery"])
            + tree("Science", [f"docs/{name}" for name in SCIENCE]) + tree("Interfaces", ["python", "cpp"])
            + tree("Project", ["README", *rest, "packaging/README", "CHANGELOG", "CONTRIBUTING", *decisions]))


def python_page():
    parts = ["program", "simulation", "runs", "studies", "tables", "trajectories", "plot", "errors"]
    text = "# Python\n\nThe package `lacuna`; [how it is used](docs/python.md).\n"
    for part in parts:
        text += f"\n## lacuna.{part}\n\n```{{eval-rst}}\n.. automodule:: lacuna.{part}\n   :members:\n```\n"
    return text


def cpp_page():
    text = "# C++\n\nThe headers that a program of one's own begins with, as [examples/embed](examples/embed/main.cpp) does. All others say\nas much of themselves.\n"
    for header in HEADERS:
        text += f"\n## {header}\n\n```{{eval-rst}}\n.. doxygenfile:: {header}\n   :sections: briefdescription detaileddescription innerclass enum func typedef var public-attrib public-func\n```\n"
    return text


def doxygen(source, out):
    settings = (source / "docs/site/Doxyfile").read_text()
    settings += f"OUTPUT_DIRECTORY = {out}\nSTRIP_FROM_PATH = {source}\nINPUT = {' '.join(str(source / h) for h in HEADERS)}\n"
    subprocess.run(["doxygen", "-"], input=settings, text=True, check=True)


def main(source, out):
    source = pathlib.Path(source).resolve()
    if out == "--links":
        gathered = Gathered(source, None)
        gathered.gather()
        sys.exit("\n".join(gathered.broken) or 0)
    out = pathlib.Path(out).resolve()
    for old in ("pages", "html", "xml"):
        shutil.rmtree(out / old, ignore_errors=True)
    pages = out / "pages"
    pages.mkdir(parents=True)
    gathered = Gathered(source, pages)
    gathered.gather()
    if gathered.broken:
        sys.exit("\n".join(gathered.broken))
    text, pictures = gallery(source)
    for picture in pictures:
        gathered.copy(picture)
    gathered.copy(source / "examples/embed/main.cpp")
    for name, page in {"index.md": front(source), "gallery.md": text, "python.md": python_page(), "cpp.md": cpp_page()}.items():
        gathered.put(name, page)
    doxygen(source, out)
    version = re.search(r"project\(lacuna VERSION ([0-9.]+)", (source / "CMakeLists.txt").read_text())[1]
    package = os.pathsep.join(filter(None, [str(source / "python"), os.environ.get("PYTHONPATH")]))
    environment = {**os.environ, "LACUNA_VERSION": version, "LACUNA_DOXYGEN": str(out / "xml"), "PYTHONPATH": package,
                   "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run([sys.executable, "-m", "sphinx", "-b", "html", "-W", "--keep-going", "-q", "-c", str(source / "docs/site"),
                           str(pages), str(out / "html")], env=environment)
    if done.returncode:
        sys.exit(f"the site of {source} is not as it should be: see the warnings above")
    print(f"{out}/html/index.html: {len(list((out / 'html').rglob('*.html')))} pages")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
