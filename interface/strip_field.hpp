#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "interface/case.hpp"
#include "interface/contact_current.hpp"
#include "kmc/checkpoint.hpp"

namespace lacuna::interface {

/// Throws InputError where a case's strip rule and electrolyte do not go together, or the exchange
/// current is not one that is known.
void check_strip_field(const Case&);
/// What to know of a field before it is run: where it makes no difference, and where its currents
/// are a box's, not a battery's.
[[nodiscard]] std::vector<std::string> field_cautions(const Case&);

/// [V A s] Of the electrolyte, at the temperature of the case. REQUIRES one.
[[nodiscard]] double resistivity(const Case&);
/// [A] κ R_ct, at small currents: over shorter lengths charge transfer evens the current, over
/// longer ones the electrolyte decides. R_ct = kT/(e j0). REQUIRES an electrolyte.
[[nodiscard]] double transfer_length(const Case&);

/// The current over the contact of a run, for StripRule::field: solved anew when the contact
/// changed at a set share of the interface's sites, or (Butler–Volmer) the mean current of the
/// contact by that share. All of it follows from what was last asked, so that a checkpoint holds
/// the question alone.
class StripField {
 public:
  /// The slab must outlive this. REQUIRES an electrolyte.
  StripField(const Case&, const lattice::Slab&);

  /// What is now: `exchange` (sites of layer 0), as SlabModel::contact_weights tells, and the
  /// imposed current, whatever its sign [1/(A^2 s)]. Throws RuntimeFailure where the current cannot
  /// be found.
  void see(std::span<const double> exchange, double density);
  /// (sites) Current by its mean over the contact, as last solved; sites that have become contact
  /// since then have the mean. REQUIRES that some contact was seen.
  [[nodiscard]] std::span<const double> weights() const { return weights_; }
  /// (sites of layer 0) For PlateRule::field, what the current would be at sites without contact:
  /// the mean of that of the contact beside each, over lateral_bonds by their weights; 0 where
  /// there is none beside, or contact. `exchange`: as `see`, of now.
  [[nodiscard]] std::vector<double> beside_contact(std::span<const double> exchange) const;
  /// Largest current by the mean over the contact; empty before any contact was seen.
  [[nodiscard]] std::optional<double> enhancement() const;
  /// [V A^2 s] What the anode's overpotential has beyond that of the same current spread evenly
  /// over the contact, when last solved, by the imposed current. Of a void that is far from others,
  /// of radius a, cell::constriction tells it.
  [[nodiscard]] std::optional<double> constriction() const;

  void save(kmc::Writer&) const;
  void load(kmc::Reader&);

 private:
  [[nodiscard]] double mean_of_contact(double density) const;
  [[nodiscard]] bool outdated(std::span<const double> exchange, double density) const;
  void solve();

  const lattice::Slab& slab_;
  ContactCurrent current_;
  double resistivity_, length_;  ///< [V A s], [A]
  double exchange_density_;      ///< j0 [1/(A^2 s)]
  bool linear_;
  double refresh_share_;
  std::vector<double> exchange_;  ///< (sites) that were last asked about, empty: none yet,
  double density_ = 0.0;          ///< and the current
  ContactCurrent::Distribution found_;
  std::vector<double> weights_;
};

}  // namespace lacuna::interface
