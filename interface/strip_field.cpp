#include "interface/strip_field.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/constants.hpp"
#include "core/error.hpp"
#include "interface/auto_ramp.hpp"
#include "interface/theory.hpp"
#include "interface/voltage.hpp"

namespace lacuna::interface {
namespace {

double largest_of(const Ramp& p) { return std::max(std::abs(p.from), std::abs(p.to)); }
double largest_of(const Staircase& p) { return std::abs(p.to); }
double largest_of(const Constant& p) { return std::abs(p.density); }
double largest_of(const Pulse& p) { return std::abs(p.density); }
double largest_of(const Cycle& p) { return std::max(p.strip, p.plate); }
double largest_of(const Tabulated& p) {
  double largest = 0.0;
  for (const auto& [time, density] : p.points) largest = std::max(largest, std::abs(density));
  return largest;
}

double largest_density(const Case& c) {
  return std::visit([](const auto& p) { return largest_of(p); }, with_expected_ramp(c).current);
}

bool linear(const Case& c) { return c.ceramic.electrolyte->transfer == TransferLaw::linear; }

std::uint32_t contact_of(std::span<const double> exchange) {
  return static_cast<std::uint32_t>(
      std::count_if(exchange.begin(), exchange.end(), [](double w) { return w > 0; }));
}

}  // namespace

void check_strip_field(const Case& c) {
  const bool asked = c.ceramic.strip == StripRule::field;
  if (asked != c.ceramic.electrolyte.has_value())
    throw InputError(asked ? "interface.strip: field needs to know the electrolyte; give "
                             "interface.field its conductivity_mS_cm, or take uniform or bond"
                           : "interface.field does nothing unless interface.strip is field; set "
                             "that, or leave the map out");
  if (!asked && c.ceramic.plate == PlateRule::field)
    throw InputError(
        "interface.plate: field goes by the current of interface.strip: field; set that too, or "
        "plate by uniform or bond");
  if (!asked) return;
  if (c.voltage.exchange_relative)
    throw InputError(
        "interface.strip: field needs an exchange current that is known; give "
        "voltage.exchange_current_mA_cm2, which is kT/e over the resistance of charge transfer "
        "(26 mA/cm² for 1 Ω cm² at 300 K)");
  const Electrolyte& e = *c.ceramic.electrolyte;
  if (!(e.resistivity > 0) || !std::isfinite(resistivity(c)) || !(resistivity(c) > 0))
    throw InputError(
        "interface.field: the electrolyte's resistivity is not a positive number at this "
        "temperature; check conductivity_mS_cm and its activation energy");
  if (!(e.thickness > 0))
    throw InputError("interface.field.thickness_nm must be positive; leave it out for thick ones");
  if (!(e.refresh_share >= 0 && e.refresh_share <= 1))
    throw InputError(fmt::format(
        "interface.field.refresh_share: expected a number from 0 (after each change) to 1, got {}",
        e.refresh_share));
  if (e.exchange == StripRule::field)
    throw InputError("interface.field.exchange: choose uniform or bond");
}

double resistivity(const Case& c) {
  const Electrolyte& e = *c.ceramic.electrolyte;
  return e.resistivity / arrhenius(c, e.activation);
}

double transfer_length(const Case& c) {
  return Overpotential(c).charge_transfer_resistance() / resistivity(c);
}

std::vector<std::string> field_cautions(const Case& c) {
  std::vector<std::string> list;
  if (!c.ceramic.electrolyte || c.voltage.exchange_relative) return list;
  constexpr double angstrom_per_um = 1e4, angstrom_per_nm = 10;
  const double density = largest_density(c);
  const double drive = linear(c) ? 0.0 : density / (2 * Overpotential(c).exchange_density());
  const double length = transfer_length(c) / std::hypot(1.0, drive);
  const lattice::Vector box = slab_of(c.metal).box();
  const double widest = std::min(std::max(box[0], box[1]), c.ceramic.electrolyte->thickness);
  const double uneven = widest / (2 * std::numbers::pi * length);
  if (uneven < 0.01)
    list.push_back(fmt::format(
        "interface.strip: field leaves the current even within {:.1g} %, as uniform does: charge "
        "transfer outweighs the electrolyte up to {:.3g} µm, and the box is {:.3g} nm wide (Wagner "
        "number {:.2g})",
        100 * uneven, length / angstrom_per_um, widest / angstrom_per_nm, length / widest));
  if (drive > 1)
    list.push_back(fmt::format(
        "interface.field: Butler–Volmer's resistance at {:.2g} mA/cm² is {:.2g} of that at small "
        "currents, and the electrolyte would hold {:.2g} V/nm: such crowding is a box's; "
        "charge_transfer: linear is as in a cell",
        density / constants::mA_per_cm2, 1 / std::hypot(1.0, drive),
        resistivity(c) * density * angstrom_per_nm));
  return list;
}

StripField::StripField(const Case& c, const lattice::Slab& slab)
    : slab_(slab),
      current_(slab, c.ceramic.electrolyte->thickness),
      resistivity_(interface::resistivity(c)),
      length_(transfer_length(c)),
      exchange_density_(Overpotential(c).exchange_density()),
      linear_(linear(c)),
      refresh_share_(c.ceramic.electrolyte->refresh_share) {}

double StripField::mean_of_contact(double density) const {
  return std::abs(density) * static_cast<double>(exchange_.size()) / contact_of(exchange_);
}

bool StripField::outdated(std::span<const double> exchange, double density) const {
  if (exchange_.empty()) return true;
  std::uint32_t changed = 0;
  for (std::size_t n = 0; n < exchange.size(); ++n)
    changed += (exchange[n] > 0) != (exchange_[n] > 0);
  if (changed > 0 && changed >= refresh_share_ * static_cast<double>(exchange.size())) return true;
  return !linear_ && std::abs(density - density_) > refresh_share_ * std::abs(density_);
}

void StripField::see(std::span<const double> exchange, double density) {
  if (contact_of(exchange) == 0) return;
  if (outdated(exchange, density)) {
    exchange_.assign(exchange.begin(), exchange.end());
    density_ = density;
    solve();
  }
  weights_ = found_.share;
  for (std::size_t n = 0; n < exchange.size(); ++n)
    if (exchange[n] > 0 && !(exchange_[n] > 0)) weights_[n] = 1.0;
}

// Rounded to floats: processors that add up in another order then take the same sites.
void StripField::solve() {
  const double drive = linear_ ? 0.0 : mean_of_contact(density_) / (2 * exchange_density_);
  found_ = current_.solve(exchange_, {length_, drive});
  for (double& share : found_.share) share = static_cast<double>(static_cast<float>(share));
}

std::vector<double> StripField::beside_contact(std::span<const double> exchange) const {
  const auto bonds = lateral_bonds(slab_);
  std::vector<double> currents(exchange.size());
  for (std::uint32_t n = 0; n < exchange.size(); ++n) {
    if (exchange[n] > 0) continue;
    double sum = 0.0, weights = 0.0;
    for (const LateralBond& bond : bonds)
      for (const int sign : {1, -1}) {
        const auto other = static_cast<std::size_t>(slab_.number(
            slab_.wrap(slab_.nth(n) + lattice::Cell{sign * bond.i, sign * bond.j, 0})));
        if (!(exchange[other] > 0)) continue;
        sum += bond.weight * weights_[other];
        weights += bond.weight;
      }
    if (weights > 0) currents[n] = sum / weights;
  }
  return currents;
}

std::optional<double> StripField::enhancement() const {
  if (exchange_.empty()) return {};
  return *std::max_element(found_.share.begin(), found_.share.end());
}

std::optional<double> StripField::constriction() const {
  if (exchange_.empty()) return {};
  return resistivity_ * mean_of_contact(1.0) * found_.constriction;
}

void StripField::save(kmc::Writer& w) const {
  w.put(exchange_);
  w.put(density_);
}

void StripField::load(kmc::Reader& r) {
  const std::size_t sites = current_.sites();
  r.get(exchange_);
  r.get(density_);
  const bool sound = std::all_of(exchange_.begin(), exchange_.end(),
                                 [](double w) { return w >= 0 && std::isfinite(w); });
  if (!exchange_.empty() && (exchange_.size() != sites || !sound || contact_of(exchange_) == 0 ||
                             !std::isfinite(density_)))
    r.refuse("holds a contact that this interface cannot have");
  if (!exchange_.empty()) solve();
  weights_ = found_.share;
}

}  // namespace lacuna::interface
