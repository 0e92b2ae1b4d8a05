#pragma once

#include <cstdint>
#include <memory>

#include "io/trajectory/frame_sink.hpp"

namespace lacuna::io {

/// Was the program built with HDF5?
[[nodiscard]] bool has_hdf5();

/// H5MD 1.1 (doi:10.1016/j.cpc.2014.01.018), for h5py, MDAnalysis and others: /particles/trajectory
/// has box, position [Angstrom], species and each column of the plan, /observables what is known of
/// the moment; steps are numbers of samples, times in s; units are given by the `units` module.
///
/// `frames` follow, and none has more than `most` particles, which is the size of every frame: what
/// is missing of it has id 0, species `absent` and no position (NaN). Where the frames hold all
/// sites, whose positions never change, these are stored once and a virtual dataset shows them in
/// every frame.
///
/// Throws RuntimeFailure if the program was built without HDF5, or the file cannot be made.
[[nodiscard]] std::unique_ptr<FrameSink> h5md_sink(const ExportPlan&, std::uint64_t frames,
                                                   std::uint64_t most);

}  // namespace lacuna::io
