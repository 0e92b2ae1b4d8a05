import pathlib
import re

from conftest import program

PAGE = pathlib.Path(__file__).parents[2] / "docs" / "python.md"


def test_the_examples_of_the_documentation_run(study, place, tmp_path, monkeypatch, capsys):
    (tmp_path / "study.out").symlink_to(study.directory)
    program("run", place / "case.yaml", "--set", "trajectory.every_monolayers=1", "--quiet", folder=tmp_path)
    monkeypatch.chdir(tmp_path)
    examples = re.findall(r"^```python\n(.*?)^```$", PAGE.read_text(), re.S | re.M)
    assert len(examples) >= 2
    names = {}
    for example in examples:
        exec(example, names)
    assert (tmp_path / "cell.pdf").stat().st_size > 0
    assert len(capsys.readouterr().out.splitlines()) > 8
