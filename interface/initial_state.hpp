#pragma once

#include <string>
#include <vector>

#include "interface/case.hpp"
#include "interface/slab_model.hpp"
#include "kmc/random.hpp"

namespace lacuna::interface {

/// The sites of a gap, in the order of Slab::number.
[[nodiscard]] std::vector<lattice::Cell> sites_of(const Gap&, const lattice::Slab&);
/// Throws InputError where a case's gap has no site, leaves no contact, or is as deep as the slab.
void check_gap(const Case&);
/// Says where a void at the start is half as high as the explicit metal, which does not grow with
/// it.
[[nodiscard]] std::vector<std::string> start_cautions(const Case&);
/// Throws InputError where what is vacant at the start would lie on a sink inside the metal.
void check_start_beside_sinks(const Case&);

/// Put the vacancies of t = 0 into an empty model: a compact void in the middle of the
/// interface (nucleation/equilibrium_void.hpp, as if all of its sites were of class 0), a random
/// fraction of the explicit sites, those of a list, or a gap. Throws InputError if they do not fit.
template <class Model>
void place_initial_vacancies(const Initial&, Model&, kmc::Stream);

/// Make sites of an empty model vacant, each for itself, with the occupation of its layer,
/// (layers), as probability.
template <class Model>
void place_profile(const std::vector<double>&, Model&, kmc::Stream);

/// Put the vacancies of a case's t = 0 into an empty model: those of `initial`, or else, in thick
/// metal with returns in time, those of the steady state at `density` [1/(A^2 s)]: what it lacks at
/// the start it would lack for many monolayers.
template <class Model>
void place_start(const Case&, double density, Model&, kmc::Stream);

}  // namespace lacuna::interface
