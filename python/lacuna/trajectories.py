"""Stored trajectories (docs/trajectory.md)."""

from __future__ import annotations

import dataclasses
import pathlib
import struct
import zlib
from typing import TYPE_CHECKING, Any, Iterator, List, NoReturn, Optional, Sequence, Tuple, Union, overload

import numpy as np
from numpy.typing import NDArray

from lacuna.errors import InputError

if TYPE_CHECKING:
    import ase

_HEADER = struct.Struct("<8sIIBBBBIIId")
_FRAME = struct.Struct("<4sIQ4d4QII")
_NORMALS = (110, 100, 111)
# In units of a: the box per cell, then the ways b1, b2, b3 along a row, from row to row and from layer to layer.
_BOXES = {110: (1.0, 2**0.5), 100: (1.0, 1.0), 111: (2**0.5, 6**0.5)}
_STEPS = {
    110: ((1, 0, 0), (1 / 2, 0.5**0.5, 0), (1 / 2, 0, 0.5**0.5)),
    100: ((1, 0, 0), (0, 1, 0), (1 / 2, 1 / 2, 1 / 2)),
    111: ((2**0.5, 0, 0), (0.5**0.5, 1.5**0.5, 0), (0, (2 / 3)**0.5, 1 / (2 * 3**0.5))),
}


@dataclasses.dataclass(frozen=True)
class Slab:
    """The sites of a run: counted from 0, layer by layer from the ceramic, row by row, along x.

    Attributes
    ----------
    normal : of the interface: 110, 100 or 111.
    lattice_constant_A : a [Å].
    cells : orthogonal cells along x and y.
    """

    normal: int
    lattice_constant_A: float
    cells: Tuple[int, int]

    @property
    def columns(self) -> int:
        """Sites along x."""
        return self.cells[0]

    @property
    def rows(self) -> int:
        """Sites of a layer along y."""
        return self.cells[1] * (1 if self.normal == 100 else 2)

    @property
    def sites_per_layer(self) -> int:
        return self.columns * self.rows

    @property
    def lateral_box_A(self) -> NDArray[np.float64]:
        """Lengths of the box along x and y [Å]; it is periodic in both. Shape (2,)."""
        return np.array(_BOXES[self.normal]) * self.cells * self.lattice_constant_A

    def indices(self, sites: NDArray[Any]) -> NDArray[np.int64]:
        """Column, row and layer of each site. Shape (n, 3)."""
        sites = np.asarray(sites, dtype=np.int64)
        return np.stack([sites % self.columns, sites // self.columns % self.rows, sites // self.sites_per_layer], axis=-1)

    def positions(self, sites: NDArray[Any]) -> NDArray[np.float64]:
        """Where sites are [Å], z along the normal from layer 0. Shape (n, 3)."""
        cells = self.indices(sites)
        at = cells @ np.array(_STEPS[self.normal], dtype=np.float64) * self.lattice_constant_A
        box = self.lateral_box_A
        within = at[..., :2] - np.floor(at[..., :2] / box) * box
        # A site on the far face up to rounding is a site on the near face.
        at[..., :2] = np.where((within < 0) | (box - within < 1e-9 * box), 0.0, within)
        return at


@dataclasses.dataclass(frozen=True, eq=False)
class Paths:
    """Who the vacancies of a frame are, in the order of their sites.

    Attributes
    ----------
    vacancy : number that each keeps from frame to frame. Shape (n,).
    crossings : of the box along x and y; positions plus these times the box are ways unwrapped. Shape (n, 2).
    """

    vacancy: NDArray[np.int64]
    crossings: NDArray[np.int64]


@dataclasses.dataclass(frozen=True, eq=False)
class Frame:
    """The vacancies at one moment of a run.

    Attributes
    ----------
    slab : where sites are.
    layers : explicit ones at this moment.
    sample : row of series.csv, from 0.
    time_s, j_mA_cm2, charge_monolayers, contact_fraction : [s], [mA/cm²], [monolayers]; at this moment.
    events : so far.
    vacancies : their sites, rising. Shape (n,).
    paths : with `trajectory.paths` only.
    """

    slab: Slab
    layers: int
    sample: int
    time_s: float
    j_mA_cm2: float
    charge_monolayers: float
    contact_fraction: float
    events: int
    vacancies: NDArray[np.int64]
    paths: Optional[Paths] = None

    @property
    def occupation(self) -> NDArray[np.bool_]:
        """True where there is an atom. Shape (layers, rows, columns)."""
        atoms = np.ones(self.layers * self.slab.sites_per_layer, dtype=np.bool_)
        atoms[self.vacancies] = False
        return atoms.reshape(self.layers, self.slab.rows, self.slab.columns)

    def positions(self) -> NDArray[np.float64]:
        """Of the vacancies [Å]. Shape (n, 3)."""
        return self.slab.positions(self.vacancies)

    def to_ase(self, what: str = "vacancies") -> "ase.Atoms":
        """The frame for the Atomic Simulation Environment, as `lacuna export --format extxyz` has it.

        Vacancies are of species X, atoms Na. `info` has Time_s [s], j_mA_cm2, charge_monolayers, contact_fraction,
        events and sample; arrays are `id` (site, from 1), `layer` and, with paths, `vacancy`, `ix` and `iy`.
        Clusters and coordination are only in what `lacuna export` writes.

        Parameters
        ----------
        what : "vacancies", or "all" sites.
        """
        if what not in ("vacancies", "all"):
            raise InputError(f"expected what to be vacancies or all, got {what!r}; lacuna export has more")
        import ase

        sites = self.vacancies if what == "vacancies" else np.arange(self.occupation.size)
        vacant = np.isin(sites, self.vacancies)
        positions = self.slab.positions(sites)
        height = _STEPS[self.slab.normal][2][2] * self.slab.lattice_constant_A * self.layers
        atoms = ase.Atoms(numbers=np.where(vacant, 0, 11), positions=positions, pbc=(True, True, False),
                          cell=[*self.slab.lateral_box_A, height])
        atoms.info.update(Time_s=self.time_s, j_mA_cm2=self.j_mA_cm2, charge_monolayers=self.charge_monolayers,
                          contact_fraction=self.contact_fraction, events=self.events, sample=self.sample)
        atoms.set_array("id", sites + 1)
        atoms.set_array("layer", self.slab.indices(sites)[:, 2])
        if self.paths is not None:
            columns = (("vacancy", self.paths.vacancy, -1), ("ix", self.paths.crossings[:, 0], 0),
                       ("iy", self.paths.crossings[:, 1], 0))
            for name, values, of_atoms in columns:
                column = np.full(len(sites), of_atoms, dtype=np.int64)
                column[vacant] = values
                atoms.set_array(name, column)
        return atoms


def _numbers(body: bytes) -> NDArray[np.int64]:
    """Whole numbers in groups of seven bits, the lowest first (LEB128)."""
    octets = np.frombuffer(body, dtype=np.uint8)
    ends = np.flatnonzero(octets < 128)
    if len(ends) == 0:
        return np.zeros(0, dtype=np.int64)
    starts = np.append(0, ends[:-1] + 1)
    lengths = ends - starts + 1
    place = np.arange(ends[-1] + 1) - np.repeat(starts, lengths)
    groups = (octets[:ends[-1] + 1] & 127).astype(np.int64) << (7 * place)
    return np.add.reduceat(groups, starts)


def _signed(values: NDArray[np.int64]) -> NDArray[np.int64]:
    """0, -1, 1, -2, … of 0, 1, 2, 3, …"""
    return (values >> 1) ^ -(values & 1)


class Trajectory(Sequence[Frame]):
    """The frames of trajectory.lacuna; each is unpacked when it is asked for.

    Attributes
    ----------
    slab : where sites are.
    """

    def __init__(self, file: pathlib.Path, held: bytes, growing: bool = False) -> None:
        self._file, self._held = file, held
        if len(held) < _HEADER.size or held[:8] != b"LACUNATJ":
            self._refuse("is no trajectory of Lacuna's: give a run's trajectory.lacuna")
        _, version, check, normal, _, _, paths, _, x, y, a = _HEADER.unpack_from(held)
        if version != 2:
            self._refuse(f"expected format 2, got {version}: use the package of the version that wrote it")
        if zlib.crc32(held[16:_HEADER.size]) != check or normal >= len(_NORMALS):
            self._damaged("its header")
        self.slab = Slab(_NORMALS[normal], a, (x, y))
        self._paths = bool(paths)
        self._starts = list(self._frame_starts(growing))

    def _refuse(self, why: str) -> NoReturn:
        raise InputError(f"{self._file}: {why}")

    def _damaged(self, what: str) -> NoReturn:
        self._refuse(f"{what} is damaged; run the case again in another directory")

    def _frame_starts(self, growing: bool) -> Iterator[int]:
        at = _HEADER.size
        while at < len(self._held):
            whole = at + _FRAME.size <= len(self._held)
            if whole:
                mark, check, *_, stored, _, _ = _FRAME.unpack_from(self._held, at)
                if mark != b"FRAM" or zlib.crc32(self._held[at + 8:at + _FRAME.size]) != check:
                    self._damaged(f"the frame at byte {at}")
                whole = at + _FRAME.size + stored <= len(self._held)
            if not whole:
                if not growing:
                    self._damaged(f"the frame at byte {at}")
                return  # which the run is about to write
            yield at
            at += _FRAME.size + stored

    def __len__(self) -> int:
        return len(self._starts)

    def __repr__(self) -> str:
        return f"<lacuna.Trajectory of {len(self)} frames in {self._file}>"

    @overload
    def __getitem__(self, index: int) -> Frame: ...

    @overload
    def __getitem__(self, index: slice) -> List[Frame]: ...

    def __getitem__(self, index: Union[int, slice]) -> Union[Frame, List[Frame]]:
        if isinstance(index, slice):
            return [self._frame(at) for at in self._starts[index]]
        return self._frame(self._starts[index])

    def _frame(self, at: int) -> Frame:
        (_, _, sample, time, density, charge, contact, events, count, _, stored, layers,
         check) = _FRAME.unpack_from(self._held, at)
        begin = at + _FRAME.size
        body = self._held[begin:begin + stored]
        if zlib.crc32(body) != check:
            self._damaged(f"the frame at byte {at}")
        values = _numbers(zlib.decompress(body))
        if len(values) != count * (4 if self._paths else 1):
            self._damaged(f"the frame at byte {at}")
        paths = None
        if self._paths:
            paths = Paths(values[count:2 * count], _signed(values[2 * count:].reshape(2, count).T))
        return Frame(self.slab, layers, sample, time, density, charge, contact, events, np.cumsum(values[:count]), paths)

    def to_ase(self, what: str = "vacancies") -> List["ase.Atoms"]:
        """Every frame as `Frame.to_ase`."""
        return [frame.to_ase(what) for frame in self]
