// Design §4: what the far side emits, and which atoms the ceramic takes.

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "core/constants.hpp"
#include "interface/patch.hpp"
#include "interface/slab_model.hpp"
#include "kmc/engine.hpp"
#include "tests/validate/names.hpp"
#include "tests/validate/row.hpp"

namespace lacuna::validate {
namespace {

using interface::Case, interface::SlabModel;
using lattice::Cell, lattice::Normal, lattice::Slab;

// A reservoir of concentration c: without bonds sites are independent, with occupation c in the
// metal and, in layer 0, the odds c/(1-c) exp(E_seg/kT).
constexpr double reservoir = 0.2, bonded_reservoir = 0.05, reservoir_segregation = 0.02,
                 reservoir_temperature = 400;
double alone(int layer) {
  const double kT = constants::boltzmann * reservoir_temperature;
  const double odds =
      reservoir / (1 - reservoir) * (layer == 0 ? std::exp(reservoir_segregation / kT) : 1);
  return odds / (1 + odds);
}
// `bonds` of 0.02 and 0.01 eV, or none.
Case reservoir_case(bool bonds) {
  Case c;
  c.temperature = reservoir_temperature;
  c.metal.cells = {6, 5};
  c.metal.layers = 5;
  c.metal.bond_nn1 = bonds ? 0.02 : 0;
  c.metal.bond_nn2 = bonds ? 0.01 : 0;
  c.ceramic.injection.barrier = 0.06;
  c.ceramic.segregation = reservoir_segregation;
  c.far_side = interface::Equilibrium {
    { -constants::boltzmann* c.temperature* std::log(bonds ? bonded_reservoir : reservoir) }
  };
  return c;
}

// What `look` makes of the slab after vacancies, in sites chosen independently with the probability
// `start`, were left to hop, come and go for so many times that a hop takes.
template <class Model, class Start, class Look>
Measure beside(const Case& c, double hop_times, Start start, Look look) {
  return [=](std::uint64_t seed, double effort) {
    return repeat(scaled(1000, effort, 40), [&] {
      Model model(c);
      kmc::Stream random(seed, 2);
      kmc::Changes changes;
      for (std::uint64_t n = 0; n < model.slab().sites(); ++n) {
        const Cell cell = model.slab().nth(n);
        const bool holds_atoms_only = cell.k > model.top_layer() || model.is_sink(cell);
        if (!holds_atoms_only && random.uniform() < start(n, cell)) model.vacate(cell, changes);
      }
      changes.clear();
      kmc::Engine<Model> engine(model, kmc::CompositionRejection(model.scale()),
                                kmc::Stream(seed++, 1));
      const double end = hop_times / model.rates().isolated(interface::Transition::bulk);
      const double by_far_side = model.emission_rate(),
                   of_all = by_far_side + model.sink_emission_rate();
      for (double t = 0;;) {
        t -= std::log1p(-random.uniform()) / of_all;
        engine.advance(std::min(t, end), ~std::uint64_t{0});
        if (t > end) break;
        if (by_far_side == of_all || random.uniform() * of_all < by_far_side)
          model.emit(random, changes);
        else
          model.emit_from_sinks(random, changes);
        engine.take_up(changes);
      }
      return look(model);
    });
  };
}

template <class Look>
Measure beside_reservoir(bool bonds, double hop_times, Look look) {
  return beside<SlabModel>(
      reservoir_case(bonds), hop_times,
      [](std::uint64_t, const Cell& cell) { return alone(cell.k); }, look);
}

// A pressure that halves the vacancies: exp(-P Ω/kT) is 1/2.
Measure occupation_under_pressure() {
  Case c = reservoir_case(false);
  std::get<interface::Equilibrium>(c.far_side).reservoir.pressure_work =
      constants::boltzmann * reservoir_temperature * std::log(2);
  return beside<SlabModel>(
      c, 60, [](std::uint64_t, const Cell& cell) { return alone(cell.k); },
      [](const SlabModel& model) {
        double count = 0;
        for (std::uint32_t v = 0; v < model.carriers(); ++v)
          count += model.occupation().layer({v}) == 3;
        return count / model.slab().sites_per_layer();
      });
}

// On the patch of another ceramic, or beside it: in stripes, odds are those of their E_seg.
constexpr double patch_segregation = 0.06;
double alone_in_class(std::size_t site_class) {
  const double kT = constants::boltzmann * reservoir_temperature;
  const double odds = reservoir / (1 - reservoir) *
                      std::exp((site_class == 1 ? patch_segregation : reservoir_segregation) / kT);
  return odds / (1 + odds);
}
Measure occupation_of_class(std::size_t site_class) {
  using interface::DetailedSlab;
  Case c = reservoir_case(false);
  c.ceramic.patches = {{{patch_segregation, {0.09, 1e13}, 1.0}, interface::Stripes{8, 20}}};
  c = with_sites_laid_out(c, 1);
  const std::vector<std::uint8_t> map = c.ceramic.class_of_site;
  return beside<DetailedSlab>(
      c, 60,
      [map](std::uint64_t n, const Cell& cell) {
        return cell.k == 0 ? alone_in_class(map[n]) : alone(cell.k);
      },
      [site_class](const DetailedSlab& model) {
        return static_cast<double>(model.class_vacancies()[site_class]) /
               model.class_sites()[site_class];
      });
}

// Lines in a closed box, in place of the far side.
Case lines_case(bool bonds) {
  Case c = reservoir_case(bonds);
  const auto far = std::get<interface::Equilibrium>(c.far_side).reservoir;
  c.far_side = interface::Closed {};
  c.metal.sinks = interface::Sinks {
    interface::NormalLines {
      20
    }, far
  };
  return c;
}

Measure occupation_beside_lines(int layer) {
  using interface::DetailedSlab;
  return beside<DetailedSlab>(
      lines_case(false), 20, [](std::uint64_t, const Cell& cell) { return alone(cell.k); },
      [layer](const DetailedSlab& model) {
        double vacant = 0, sites = 0;
        for (std::uint64_t n = 0; n < model.slab().sites(); ++n) {
          const Cell cell = model.slab().nth(n);
          if (cell.k != layer || model.is_sink(cell)) continue;
          ++sites;
          vacant += model.occupation().vacant(model.slab().site(cell));
        }
        return vacant / sites;
      });
}

Measure occupation(int layer) {
  return beside_reservoir(false, 20, [layer](const SlabModel& model) {
    double count = 0;
    for (std::uint32_t v = 0; v < model.carriers(); ++v)
      count += model.occupation().layer({v}) == layer;
    return count / model.slab().sites_per_layer();
  });
}

// With bonds no occupation is known, but of every site: that it is vacant has the probability of
// its being an atom's times c/(1-c) exp(gain/kT), gain being e1 and e2 for each vacancy beside it
// and E_seg in layer 0. Mean of the difference over a layer.
template <class Model>
auto difference_of_layer(int layer) {
  return [layer](const Model& model) {
    const Case c = reservoir_case(true);
    const double kT = constants::boltzmann * c.temperature,
                 odds = bonded_reservoir / (1 - bonded_reservoir);
    const auto& occupation = model.occupation();
    double difference = 0;
    for (std::uint64_t n = 0; n < model.slab().sites(); ++n) {
      const Cell cell = model.slab().nth(n);
      if (cell.k != layer || model.is_sink(cell)) continue;
      double gain = layer == 0 ? c.ceramic.segregation : 0;
      for (int d = 0; d < lattice::neighbour_count; ++d) {
        const Cell other = model.slab().neighbour(cell, d);
        if (other.k < 0 || other.k > model.top_layer() ||
            !occupation.vacant(model.slab().site(other)))
          continue;
        gain += d < lattice::nn1_count ? c.metal.bond_nn1 : c.metal.bond_nn2;
      }
      difference += occupation.vacant(model.slab().site(cell)) ? 1 : -odds * std::exp(gain / kT);
    }
    return difference / model.slab().sites_per_layer();
  };
}
Measure balance(int layer) {
  return beside_reservoir(true, 100, difference_of_layer<SlabModel>(layer));
}
Measure balance_beside_lines(int layer) {
  using interface::DetailedSlab;
  return beside<DetailedSlab>(
      lines_case(true), 100, [](std::uint64_t, const Cell& cell) { return alone(cell.k) / 4; },
      difference_of_layer<DetailedSlab>(layer));
}

// A surface from which `bond` strips, and on which it plates: the first layers with a third of
// their sites vacant.
constexpr double rough_bond1 = 0.08, rough_bond2 = 0.05, rough_temperature = 350;
class Rough {
 public:
  explicit Rough(Normal normal) : model_(rough(normal)) {
    kmc::Stream random(11, 1);
    kmc::Changes ignored;
    for (std::uint64_t n = 0; n < model_.slab().sites(); ++n)
      if (model_.slab().nth(n).k < 3 && random.uniform() < 0.3)
        model_.vacate(model_.slab().nth(n), ignored);
  }
  /// E_bond/2kT of the atom at a site of layer 0: bonds to atoms of the metal.
  [[nodiscard]] double half_bond(const Cell& site) const {
    const Slab& slab = model_.slab();
    double bonds = 0;
    for (int d = 0; d < lattice::neighbour_count; ++d) {
      const Cell other = slab.neighbour(site, d);
      if (other.k < 0 || model_.occupation().vacant(slab.site(other))) continue;
      bonds += d < lattice::nn1_count ? rough_bond1 : rough_bond2;
    }
    return bonds / (2 * constants::boltzmann * rough_temperature);
  }
  /// Mean of that over strips: weights are exp(-E_bond/2kT).
  [[nodiscard]] double mean_stripped() const { return mean_half_bond(false, -1); }
  /// Over the vacancies that are plated: exp(+E_bond/2kT).
  [[nodiscard]] double mean_plated() const { return mean_half_bond(true, 1); }
  /// Of the atom that is stripped, and put back.
  [[nodiscard]] double strip(kmc::Stream& random) {
    kmc::Changes ignored;
    model_.strip(random, ignored);
    const Cell site = model_.occupation().cell({model_.carriers() - 1});
    model_.fill({model_.carriers() - 1}, ignored);
    return half_bond(site);
  }
  /// Of the atom that is plated, and taken away.
  [[nodiscard]] double plate(kmc::Stream& random) {
    kmc::Changes ignored;
    std::vector<Cell> before;
    for (std::uint32_t v = 0; v < model_.carriers(); ++v)
      before.push_back(model_.occupation().cell({v}));
    model_.plate(random, ignored);
    const Cell site = *std::find_if(before.begin(), before.end(), [this](const Cell& c) {
      return !model_.occupation().vacant(model_.slab().site(c));
    });
    model_.vacate(site, ignored);
    return half_bond(site);
  }

 private:
  [[nodiscard]] double mean_half_bond(bool vacant, int sign) const {
    double weights = 0, bonds = 0;
    for (std::uint64_t n = 0; n < model_.slab().sites(); ++n) {
      const Cell site = model_.slab().nth(n);
      if (site.k > 0 || model_.occupation().vacant(model_.slab().site(site)) != vacant) continue;
      weights += std::exp(sign * half_bond(site));
      bonds += half_bond(site) * std::exp(sign * half_bond(site));
    }
    return bonds / weights;
  }
  static Case rough(Normal normal) {
    Case c;
    c.temperature = rough_temperature;
    c.metal.normal = normal;
    c.metal.bond_nn1 = rough_bond1;
    c.metal.bond_nn2 = rough_bond2;
    c.metal.cells = {6, 6};
    c.metal.layers = 8;
    c.ceramic.strip = interface::StripRule::bond;
    c.ceramic.plate = interface::PlateRule::bond;
    return c;
  }

  SlabModel model_;
};
Measure bond_strips(Normal normal) {
  return [normal](std::uint64_t seed, double effort) {
    Rough surface(normal);
    kmc::Stream random(seed, 2);
    return repeat(scaled(200000, effort, 4000), [&] { return surface.strip(random); });
  };
}
Measure bond_plates(Normal normal) {
  return [normal](std::uint64_t seed, double effort) {
    Rough surface(normal);
    kmc::Stream random(seed, 2);
    return repeat(scaled(100000, effort, 4000), [&] { return surface.plate(random); });
  };
}

}  // namespace

void add_exchanges(Rows& rows) {
  using enum Kind;
  for (const int layer : {0, 3})
    rows.push_back(
        {"§4", "occupation of layer " + std::to_string(layer) + " beside a reservoir of c = 0.2",
         statistical, alone(layer), 0, occupation(layer)});
  rows.push_back({"§4", "occupation of layer 3 beside c = 0.2 under a pressure of kT ln 2/Ω",
                  statistical, reservoir / 2, 0, occupation_under_pressure()});
  for (const std::size_t site_class : {0U, 1U})
    rows.push_back({"§4",
                    std::string("occupation of layer 0 beside c = 0.2, ") +
                        (site_class == 1 ? "patch of E_seg = 0.06 eV" : "outside of the patch"),
                    statistical, alone_in_class(site_class), 0, occupation_of_class(site_class)});
  for (const int layer : {0, 3})
    rows.push_back({"§4",
                    "vacant − vacant by its surroundings, bonds, layer " + std::to_string(layer) +
                        " beside c = 0.05",
                    statistical, 0, 0, balance(layer)});
  for (const int layer : {0, 3})
    rows.push_back({"§4",
                    "occupation of layer " + std::to_string(layer) +
                        " beside lines of c = 0.2 in a closed box",
                    statistical, alone(layer), 0, occupation_beside_lines(layer)});
  rows.push_back({"§4",
                  "vacant − vacant by its surroundings, bonds, layer 3 beside lines of c = 0.05",
                  statistical, 0, 0, balance_beside_lines(3)});
  for (const Normal normal : normals)
    rows.push_back({"§4", "mean E_bond/2kT of the atoms that `bond` strips, " + name(normal),
                    statistical, Rough(normal).mean_stripped(), 0, bond_strips(normal)});
  rows.push_back({"§4", "mean E_bond/2kT of the atoms that `bond` plates, " + name(Normal::n110),
                  statistical, Rough(Normal::n110).mean_plated(), 0, bond_plates(Normal::n110)});
}

}  // namespace lacuna::validate
