#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "core/words.hpp"
#include "interface/far_side.hpp"
#include "interface/sinks.hpp"
#include "lattice/slab.hpp"

namespace lacuna::interface {

// A Case is what one run computes, as plain data in internal units: eV, angstrom, second, kelvin;
// current densities are elementary charges (atoms) per square angstrom and second. Where the
// numbers came from (YAML, a fit, a test) is not its business. `validate` states what must hold.

/// How a hop's barrier depends on the energy change it makes (design §4).
enum class RateLaw : std::uint8_t {
  symmetric,  ///< max(0, dE, Q + dE/2)
  uphill,     ///< Q + max(0, dE)
};
constexpr auto words_of(RateLaw) {
  return std::array{
      Word{RateLaw::symmetric, "symmetric"},
      Word{RateLaw::uphill, "uphill"},
  };
}

/// Which atom of layer 0 leaves when one is stripped.
enum class StripRule : std::uint8_t {
  uniform,  ///< every contact atom with equal probability
  bond,     ///< weight exp(-E_bond / 2kT)
  field,    ///< by the current through each site, of Electrolyte
};
constexpr auto words_of(StripRule) {
  return std::array{
      Word{StripRule::uniform, "uniform"},
      Word{StripRule::bond, "bond"},
      Word{StripRule::field, "field"},
  };
}

/// How the overpotential of a site follows from its current.
enum class TransferLaw : std::uint8_t {
  linear,         ///< (kT/e) i/j0, as at small currents
  butler_volmer,  ///< (2kT/e) asinh(i / (2 j0))
};
constexpr auto words_of(TransferLaw) {
  return std::array{
      Word{TransferLaw::linear, "linear"},
      Word{TransferLaw::butler_volmer, "butler_volmer"},
  };
}

/// Which vacant site of layer 0 an atom fills when one is plated.
enum class PlateRule : std::uint8_t {
  uniform,  ///< every vacancy with equal probability
  bond,     ///< weight exp(+E_bond / 2kT) of the atom there: the reverse of StripRule::bond
  field,    ///< by the current through the contact beside each, of Electrolyte
};
constexpr auto words_of(PlateRule) {
  return std::array{
      Word{PlateRule::uniform, "uniform"},
      Word{PlateRule::bond, "bond"},
      Word{PlateRule::field, "field"},
  };
}

/// Class of the unordered pair of sites that a hop connects.
enum class PairClass : std::uint8_t { bulk, lateral, injection, surface };

/// Barrier and prefactor of a hop class. For `bulk`, `lateral` and `surface`, `barrier` is Q; for
/// `injection` it is what an isolated vacancy at the interface must climb, E_inj.
struct HopClass {
  double barrier = 0.053;             ///< [eV]
  double attempt_frequency = 1.0e13;  ///< [1/s]
};

/// Optional class for hops along the inner surface of a void: both ends have at least
/// `min_vacant` vacancies among their 1NN and 2NN sites, not counting each other. Pairs that
/// touch layer 0 keep their own class.
struct SurfaceClass {
  HopClass hop{0.03, 1.0e13};
  int min_vacant = 3;
};

/// Slows hops along the surface of voids, which go to and fro: an approximation
/// (docs/decisions/0016-surface-hop-cap.md). Where both ends of a pair above layer 0 have at least
/// `vacant_neighbours` vacancies among their 1NN, not counting each other, the faster direction is
/// at most `fraction` of the largest rate of a hop there, and the slower one has the same factor.
struct SurfaceHopCap {
  double fraction = 0.01;     ///< above 0, at most 1
  int vacant_neighbours = 2;  ///< 1..7
};

/// One row of a barrier table: the barrier [eV] of a vacancy's hop between two environments.
/// Coordinations count atoms, with both ends of the hop counted empty: nn1 in 0..7, nn2 in 0..6.
struct BarrierEntry {
  PairClass pair = PairClass::bulk;
  std::uint8_t from_nn1 = 7, from_nn2 = 6;  ///< around the vacancy before the hop
  std::uint8_t to_nn1 = 7, to_nn2 = 6;      ///< around the atom it changes places with
  bool upward = true;                       ///< injection only: the vacancy leaves layer 0
  double barrier = 0.0;                     ///< [eV]
  int line = 0;                             ///< where it was read, for messages
};

struct BarrierTable {
  std::string file;  ///< for messages; empty: no table
  std::vector<BarrierEntry> entries;
  double tolerance = 1e-3;  ///< [eV] allowed violation of detailed balance
};

struct Metal {
  double lattice_constant = 4.29;  ///< [angstrom]
  lattice::Normal normal = lattice::Normal::n110;
  std::array<int, 2> cells{28, 20};  ///< orthogonal cells along x and y
  int layers = 16;
  double bond_nn1 = 0.0;         ///< epsilon_1 [eV]
  double bond_nn2 = 0.0;         ///< epsilon_2 [eV]
  double vacancy_entropy = 0.0;  ///< S_f [k]; makes bonds free energies (vacancy_entropy.hpp)
  RateLaw law = RateLaw::symmetric;
  HopClass hop;  ///< class `bulk`
  std::optional<SurfaceClass> surface;
  BarrierTable table;
  std::optional<SurfaceHopCap> surface_hop_cap = std::nullopt;
  std::optional<Sinks> sinks = std::nullopt;
};

/// What sites of layer 0 may have of their own (docs/decisions/0010-site-classes.md): adhesion, the
/// barrier of hops out of layer 0, and how easily their atoms are stripped.
struct SiteClass {
  double segregation = 0.0;          ///< E_seg [eV]
  HopClass injection{0.14, 1.0e13};  ///< barrier is E_inj
  double strip_weight = 1.0;         ///< > 0; class 0 has 1; multiplies that of the strip rule
};

// Where a patch lies in layer 0, which repeats itself laterally (interface/patch.hpp).

/// Stripes along y: as many as the box has periods, to the nearest whole number.
struct Stripes {
  double width = 0.0, period = 0.0;  ///< [A]
};
/// Discs on a rectangular grid: along either edge as many as the box has spacings, to the nearest
/// whole number.
struct Discs {
  double radius = 0.0, spacing = 0.0;  ///< [A]
};
/// The sites on which a Gaussian random field is highest, whose correlation falls as
/// exp(-r²/(2 correlation²)).
struct RandomPatches {
  double share = 0.5;                 ///< of all sites
  double correlation = 0.0;           ///< [A]
  std::optional<std::uint64_t> seed;  ///< absent: that of the run, of each patch its own field
};
/// Sites that were read from a file.
struct ListedSites {
  std::vector<std::uint32_t> numbers;  ///< Slab::number, each once
};
/// Greys of a picture, 0 black and 255 white. The first pixel lies at x = y = 0, and rows follow
/// along y.
struct Pixels {
  int columns = 0, rows = 0;
  std::vector<std::uint8_t> greys;  ///< (rows x columns)
};
/// Sites under the pixels whose grey is one of `greys[0]` to `greys[1]`.
struct Picture {
  Pixels pixels;
  std::array<std::uint8_t, 2> greys{0, 127};
  double pixel = 0.0;  ///< [A] its edge; 0: a pixel is a site
};
using PatchShape = std::variant<Stripes, Discs, RandomPatches, ListedSites, Picture>;

/// Classes of sites for which rates are tabulated (a table of 6 MB); all but one may be patches.
inline constexpr std::size_t most_site_classes = 8, most_patches = most_site_classes - 1;

/// Where the ceramic is another one: the sites of a class.
struct Patch {
  SiteClass sites;
  PatchShape shape;
};

/// What the current passes below the interface (docs/decisions/0017-field.md); j0 is that of
/// Voltage, times the strip weight of a site's class.
struct Electrolyte {
  double resistivity = 0.0;  ///< > 0 [V A s] at Voltage::reference_temperature
  double activation = 0.0;   ///< [eV], of the conductivity
  double thickness = std::numeric_limits<double>::infinity();  ///< [A]
  TransferLaw transfer = TransferLaw::linear;
  StripRule exchange = StripRule::uniform;  ///< weights of sites' exchange currents; not `field`
  double refresh_share = 0.01;  ///< of the interface: changes after which it is solved again
};

struct Ceramic {
  HopClass injection{0.14, 1.0e13};  ///< barrier is E_inj
  HopClass lateral;
  double segregation = 0.0;  ///< E_seg [eV]; negative: vacancies avoid the interface
  StripRule strip = StripRule::uniform;
  PlateRule plate = PlateRule::uniform;  ///< knows nothing of classes
  /// Classes 1, 2, ... of sites, at most seven; class 0 is what this Ceramic says. A barrier table
  /// and the theory without bonds are about class 0.
  std::vector<SiteClass> more_classes = {};
  /// (sites per layer) The class of each site of layer 0, by Slab::number; empty: all have class 0.
  std::vector<std::uint8_t> class_of_site = {};
  /// In place of the two before it, the nth for class n; a run makes them of it
  /// (with_sites_laid_out). A site on several is of the last of them.
  std::vector<Patch> patches = {};
  /// With StripRule::field alone.
  std::optional<Electrolyte> electrolyte = std::nullopt;
};

/// Are there sites of other classes than 0?
[[nodiscard]] inline bool has_site_classes(const Ceramic& c) {
  return !c.patches.empty() || !c.class_of_site.empty();
}

/// A flat void in the middle of the interface, where metal and ceramic do not touch: a disc, or a
/// stripe along y across the box.
struct Gap {
  double radius = 0.0, width = 0.0;  ///< [A] exactly one is > 0
  int depth = 1;                     ///< layers without atoms, from layer 0
};

/// What the explicit layers hold at t = 0. At most one is set. If none is they are full, but those
/// of thick metal with returns in time hold the vacancies of the steady state at the starting
/// current.
struct Initial {
  int void_vacancies = 0;            ///< a void of least energy at the interface
  double vacancy_fraction = 0.0;     ///< random, in the explicit layers
  std::vector<lattice::Cell> sites;  ///< as read from a file
  std::optional<Gap> gap = std::nullopt;
};

/// The start of a ramp is held until the coverage is stationary: the mean of theta over the last
/// half of the hold and over the quarter before it agree within `tolerance` (relative) or two
/// standard errors.
struct Stationarity {
  double min_monolayers = 1.0;
  double max_monolayers = 200.0;  ///< then the run ends and says so
  double tolerance = 0.02;
};

/// What is the same at two temperatures, when each ramp is put where its onset is (design §5).
enum class RampConvention : std::uint8_t {
  charge,  ///< the charge per e-fold of current, at onset
  fixed,   ///< the rate: that of convention `charge` at `reference_temperature`
};
constexpr auto words_of(RampConvention) {
  return std::array{
      Word{RampConvention::charge, "charge"},
      Word{RampConvention::fixed, "fixed"},
  };
}

struct AutoRamp {
  RampConvention convention = RampConvention::charge;
  double monolayers_per_e_fold = 25.0;   ///< > 0
  double reference_temperature = 300.0;  ///< [K] `fixed` only
};

// Current densities j in atoms per square angstrom and second; positive strips, negative plates.

/// j rises (or falls) linearly from `from` to `to`, after a hold at `from`. Where `automatic` is
/// set a pilot has yet to choose these three (ensemble/pilot.hpp), and they must not be read.
struct Ramp {
  double from = 0.0, to = 0.0;
  double rate = 0.0;  ///< > 0 [1/(A^2 s^2)]
  std::optional<Stationarity> hold = Stationarity{};
  std::optional<AutoRamp> automatic = std::nullopt;
};
/// Each current is held for `hold_time`, or until theta is stationary, then multiplied by
/// `factor` (> 1), until `to` is passed.
struct Staircase {
  double from = 0.0, to = 0.0, factor = 1.1;
  std::variant<double, Stationarity> hold = Stationarity{};  ///< [s] or the test
};
struct Constant {
  double density = 0.0;
  double monolayers = 0.0;  ///< ends after this much charge, or
  double time = 0.0;        ///< after this time [s]; exactly one is > 0
};
/// `cycles` times: `density` for `on` seconds, nothing for `rest` seconds.
struct Pulse {
  double density = 0.0, on = 0.0, rest = 0.0;
  int cycles = 1;
};
/// `cycles` times: an atom layer or so is stripped, rests, is plated back, and rests.
struct Cycle {
  double strip = 0.0, plate = 0.0;  ///< both > 0: sizes of the two current densities
  double monolayers = 0.0;          ///< charge of a half cycle, to the nearest atom, or
  double time = 0.0;                ///< [s] of a half cycle; exactly one is > 0
  double rest = 0.0;                ///< [s] after each half cycle
  int cycles = 1;
};
/// Piecewise linear through (time [s], density); times rise from 0.
struct Tabulated {
  std::vector<std::pair<double, double>> points;
};
using Protocol = std::variant<Ramp, Staircase, Constant, Pulse, Cycle, Tabulated>;

/// eta = j ASR + (2kT/e) asinh(j / (2 j0 f)); design §5.
struct Voltage {
  std::optional<double> exchange_relative = 1.0;  ///< j0 as a multiple of j_pred, or
  double exchange_density = 0.0;                  ///< j0 [1/(A^2 s)] at `reference_temperature`
  double exchange_activation = 0.0;               ///< [eV], of exchange_density
  double reference_temperature = 300.0;  ///< [K] at which exchange_density and area_resistance hold
  double area_resistance = 0.0;          ///< [V A^2 s] (internal units)
  double resistance_activation = 0.0;    ///< [eV], of area_resistance
};

/// What does the onset analysis know of the ohmic part, j ASR?
enum class OhmicPart : std::uint8_t {
  given,  ///< it is subtracted
  found,  ///< nothing: the straight line is that of the whole overpotential
};
constexpr auto words_of(OhmicPart) {
  return std::array{
      Word{OhmicPart::given, "given"},
      Word{OhmicPart::found, "found"},
  };
}

/// `growth` is not seen by a single run: it is found over many (ensemble/growth.hpp).
enum class Detector : std::uint8_t { voltage, coverage, cluster, growth };
inline constexpr std::array all_detectors{Detector::voltage, Detector::coverage, Detector::cluster,
                                          Detector::growth};
constexpr auto words_of(Detector) {
  return std::array{
      Word{Detector::voltage, "voltage"},
      Word{Detector::coverage, "coverage"},
      Word{Detector::cluster, "cluster"},
      Word{Detector::growth, "growth"},
  };
}

enum class Stop : std::uint8_t { onset, all_onsets, end };
constexpr auto words_of(Stop) {
  return std::array{
      Word{Stop::onset, "onset"},
      Word{Stop::all_onsets, "all_onsets"},
      Word{Stop::end, "end"},
  };
}

/// How closely and how surely the growth threshold is searched for.
struct GrowthSearch {
  double confidence = 0.95;  ///< of the verdict at each current, above 0.5 and below 1
  double resolution = 0.05;  ///< >= 1e-4: the bracket's ends are to be so close, relative
  int max_trials = 25;       ///< at each current
};

struct Onset {
  Detector primary = Detector::voltage;
  double window_monolayers = 1.0;
  double coverage_threshold = 0.1;
  double voltage_excess = 0.2;  ///< fires at this relative excess over the straight line
  double voltage_keep = 0.1;    ///< and must stay above this for a window
  OhmicPart ohmic = OhmicPart::given;
  int cluster_size = 50;  ///< vacancies
  GrowthSearch growth;
};

/// Extra limits, all optional (0: none); reaching one ends the run as its protocol's end would.
struct Limits {
  double monolayers = 0.0;
  double time = 0.0;  ///< [s]
  std::uint64_t events = 0;
  int void_below = 0;  ///< ends when the largest cluster near the interface has fewer vacancies
};

struct Case {
  std::string name = "case";
  double temperature = 300.0;  ///< [K]
  double clock_factor = 1.0;   ///< multiplies every attempt frequency
  Metal metal;
  Ceramic ceramic;
  FarSide far_side;
  Initial initial;
  Protocol current = Constant{};
  Voltage voltage;
  Onset onset;
  Stop stop = Stop::onset;
  Limits limits;
  lattice::Connectivity connectivity = lattice::Connectivity::nn1_nn2;
  double sample_monolayers = 0.02;  ///< a sample each time this much charge has passed
  double sample_time = 0.0;         ///< [s] and, when > 0, each time this much time has
  bool paths = false;               ///< samples tell the way of every vacancy
};

/// Do vacancies attract one another, so that there are voids? Onset is then that of a void, and the
/// theory without bonds an upper bound of its current.
[[nodiscard]] inline bool has_bonds(const Metal& m) { return m.bond_nn1 != 0 || m.bond_nn2 != 0; }
/// Does any rate depend on other vacancies near: by bonds, a barrier table, or a class `surface`?
/// Where none does the theory without bonds is about this metal.
[[nodiscard]] inline bool interacts(const Metal& m) {
  return has_bonds(m) || !m.table.entries.empty() || m.surface.has_value();
}

/// Everything that must hold for a case to be run, beyond the ranges of single values.
/// Throws InputError that says what, why and what to do.
void validate(const Case&);

/// What is allowed but likely to mislead, one sentence each: a choice of j0 that hides onset, a far
/// side that makes voids grow without current, and the like.
[[nodiscard]] std::vector<std::string> cautions(const Case&);

}  // namespace lacuna::interface
