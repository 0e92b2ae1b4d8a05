#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "interface/case.hpp"
#include "lattice/occupation.hpp"

namespace lacuna::interface {

/// What a channel of a vacancy in a given layer does. All but the last have rates.
enum class Transition : std::uint8_t {
  bulk,           ///< between layers above the interface
  lateral,        ///< within layer 0
  inject,         ///< from layer 0 into the metal
  return_,        ///< from the metal into layer 0
  absorb,         ///< from the metal across the far side
  absorb_inject,  ///< from layer 0 straight across the far side (very thin slabs)
  blocked,        ///< into the ceramic, or against a closed collector
};
inline constexpr std::size_t transitions = 7;
[[nodiscard]] constexpr bool crosses_far_side(Transition t) {
  return t == Transition::absorb || t == Transition::absorb_inject;
}

/// Environments of the two ends of a hop, as vacant neighbours that are not the other end.
struct Ends {
  lattice::VacantNeighbours from, to;
};

/// A hop by what it does, and the classes of those of its ends that are sites of layer 0.
struct Hop {
  constexpr Hop(Transition t, std::uint8_t from_class = 0, std::uint8_t to_class = 0)
      : transition(t), from(from_class), to(to_class) {}
  Transition transition;
  std::uint8_t from, to;
};

/// Place of a hop's rates in the table: the number of its transition where classes are 0.
struct HopRow {
  constexpr HopRow() = default;
  constexpr HopRow(Transition t) : value(static_cast<std::uint8_t>(t)) {}
  constexpr explicit HopRow(std::size_t n) : value(static_cast<std::uint8_t>(n)) {}
  std::uint8_t value = static_cast<std::uint8_t>(Transition::blocked);
  friend auto operator<=>(const HopRow&, const HopRow&) = default;
};

/// Throws InputError where E_inj < max(0, E_seg) in any class of sites: no path costs less than the
/// climb it makes.
void check_injection(const Ceramic&);

/// Energies, barriers and rates of hops (design §3, §4), from a case's barriers and prefactors.
///
/// With vacant neighbours counted instead of atoms, a vacancy's hop from s to t changes the energy
/// by
///   dE = e1 (v1(s) - v1(t)) + e2 (v2(s) - v2(t)) + E_seg(s) - E_seg(t),
/// s and t not counting each other, E_seg that of a site's class in layer 0 and 0 above. The far
/// side counts as perfect metal. Where vacancies have an entropy these are the free energies of
/// the case's temperature (vacancy_entropy.hpp); a barrier table is of energies, and tells Q.
class RateTable {
 public:
  /// Throws InputError where E_inj < max(0, E_seg), or a barrier table is not in detailed balance.
  explicit RateTable(const Case&);

  /// [eV] Energy change of a hop.
  [[nodiscard]] double energy_change(Hop, const Ends&) const;
  /// [eV] Barrier of a hop: symmetric max(0, dE, Q + dE/2) (Kang & Weinberg, J. Chem. Phys. 90,
  /// 2824 (1989), doi:10.1063/1.455932), uphill Q + max(0, dE), or from the barrier table.
  [[nodiscard]] double barrier(Hop, const Ends&) const;
  /// [1/s] nu exp(-barrier / kT), slowed where a cap on surface hops has a part in it.
  [[nodiscard]] double rate(Hop, const Ends&) const;
  /// Is the hop one along the surface of a void (class `surface`)?
  [[nodiscard]] bool along_surface(Transition, const Ends&) const;
  /// May a cap on surface hops slow the pair? Never one with a vacancy alone, with layer 0, or
  /// across the far side.
  [[nodiscard]] bool may_be_slowed(Transition, const Ends&) const;

  /// [1/s] The same from what is kept: the vacancy's environment, and the state (Occupation::state)
  /// of its neighbour, whose environment counts the vacancy. 0 if that is vacant, or the hop
  /// blocked. One look-up, no exp, no branch. REQUIRES they are neighbours.
  [[nodiscard]] double operator()(HopRow hop, int vacancy, int neighbour) const {
    return row(hop, vacancy)[neighbour];
  }
  /// (states) Those of one hop and vacancy.
  [[nodiscard]] const double* row(HopRow hop, int vacancy) const {
    return rates_.data() + place(hop, vacancy);
  }
  /// How many of kmc::fractions are below that rate over the ceiling, so that a trial compares
  /// whole numbers. REQUIRES a ceiling.
  [[nodiscard]] std::uint64_t accepted(HopRow hop, int vacancy, int neighbour) const {
    return accepted_[place(hop, vacancy) + static_cast<std::size_t>(neighbour)];
  }
  /// `ceiling` [1/s] > 0: of the trials.
  void set_ceiling(double ceiling);
  /// REQUIRES classes of the case.
  [[nodiscard]] HopRow row_of(Hop) const;
  /// [eV] E_seg of a class of sites.
  [[nodiscard]] double segregation(std::uint8_t site_class) const {
    return segregation_[site_class];
  }
  /// [1/s] of an isolated vacancy; 0 if blocked.
  [[nodiscard]] double isolated(Hop) const;
  /// [1/s] The largest rate of a hop, in any environment.
  [[nodiscard]] double largest(HopRow) const;
  /// [1/s] Emission from a reservoir of the concentration c into an atom's site: c/(1-c) times the
  /// rate of a hop out of perfect metal. The reverse of `absorb`: with the grand-canonical weight
  /// c/(1-c) exp(-E/kT) of a vacancy there, both directions balance in detail.
  [[nodiscard]] double emission(HopRow absorb, int atom) const;
  /// [1/s] Upper bound of `emission` over all environments.
  [[nodiscard]] double emission_bound() const { return far_side_.bound; }
  /// The same of sinks inside the metal; 0 where they emit none.
  [[nodiscard]] double emission_from_sinks(HopRow absorb, int atom) const;
  [[nodiscard]] double emission_bound_of_sinks() const { return sinks_.bound; }

  /// Are all rates of a class the same in every environment (no bonds, no table)?
  [[nodiscard]] bool uniform() const { return uniform_; }
  /// Is there a class `surface`?
  [[nodiscard]] bool has_surface() const { return surface_.has_value(); }
  /// Does any rate depend on 2NN?
  [[nodiscard]] bool feels_nn2() const { return feels_nn2_; }
  /// e1, e2 [eV], free energies at the temperature of the case.
  [[nodiscard]] double bond_nn1() const { return bond1_; }
  [[nodiscard]] double bond_nn2() const { return bond2_; }
  /// kT [eV].
  [[nodiscard]] double thermal_energy() const { return kT_; }

 private:
  struct Class {
    double barrier, attempt_frequency;
  };
  struct Emission {
    std::vector<double> rate;  ///< (rows, environments) [1/s]
    double bound = 0.0;
  };
  [[nodiscard]] static constexpr std::size_t place(HopRow hop, int vacancy) {
    return (static_cast<std::size_t>(hop.value) * lattice::environments +
            static_cast<std::size_t>(vacancy)) *
           lattice::Occupation::states;
  }
  [[nodiscard]] static Class class_at(const HopClass&, double clock_factor);
  [[nodiscard]] Class class_of(Hop, const Ends&) const;
  [[nodiscard]] double free_rate(Hop, const Ends&) const;
  void set_cap(const SurfaceHopCap&);
  void add_site_class(const SiteClass&, double clock_factor);
  void list_hops();
  void tabulate_rates();
  [[nodiscard]] Emission emission_of(const Reservoir&, double temperature, const char* key) const;
  void read_table(const BarrierTable&);
  void check_reverse(const BarrierTable&, const BarrierEntry&, std::size_t reverse) const;

  double kT_, bond1_, bond2_;
  RateLaw law_;
  Class bulk_, lateral_;
  std::vector<double> segregation_;  ///< (classes of sites)
  std::vector<Class> injection_;     ///< (classes of sites)
  std::vector<Hop> hops_;            ///< (rows)
  std::optional<Class> surface_;
  int surface_min_vacant_ = 0;
  std::optional<double> cap_;  ///< [1/s] of hops along the surface of voids
  int cap_min_vacant_ = 0;
  std::vector<double> saddle_;  ///< from a barrier table: Q by class and ends, NaN where not listed
  std::vector<double> rates_;   ///< (rows, environments, states) [1/s]
  std::vector<std::uint64_t> accepted_;  ///< (as rates_) of kmc::fractions
  Emission far_side_, sinks_;
  bool uniform_, feels_nn2_;
};

}  // namespace lacuna::interface
