#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "interface/case.hpp"
#include "interface/hot_sites.hpp"
#include "interface/observer.hpp"
#include "interface/rate_split.hpp"
#include "interface/rates.hpp"
#include "interface/sink_sites.hpp"
#include "interface/site_classes.hpp"
#include "interface/ways.hpp"
#include "kmc/event.hpp"
#include "lattice/occupation.hpp"

namespace lacuna::interface {

/// What hops are drawn from: a ceiling of all rates, or two tiers. Adaptive, as in a run: whichever
/// costs less. The kept sums of every vacancy's rates are an oracle of both
/// (docs/decisions/0001-selection.md).
enum class Bounding : std::uint8_t { adaptive, ceiling, tiers, kept };

/// The vacancies of a slab, and what happened to them.
class SlabState {
 public:
  explicit SlabState(const lattice::Slab& slab) : slab_(slab), occupation_(slab_) {}
  SlabState(const SlabState&) = delete;
  SlabState& operator=(const SlabState&) = delete;

  [[nodiscard]] std::uint32_t carriers() const { return occupation_.vacancies(); }
  [[nodiscard]] const lattice::Slab& slab() const { return slab_; }
  [[nodiscard]] const lattice::Occupation& occupation() const { return occupation_; }
  [[nodiscard]] const EventCounts& events() const { return events_; }
  [[nodiscard]] std::uint32_t interface_vacancies() const { return interface_vacancies_; }
  [[nodiscard]] std::uint32_t contact_atoms() const {
    return slab_.sites_per_layer() - interface_vacancies_;
  }
  /// (classes) Sites of layer 0, and vacancies there, by the class of the site; empty where all are
  /// alike and no one asks.
  [[nodiscard]] const std::vector<std::uint32_t>& class_sites() const { return class_sites_; }
  [[nodiscard]] const std::vector<std::uint32_t>& class_vacancies() const {
    return class_vacancies_;
  }

 protected:
  ~SlabState() = default;

  lattice::Slab slab_;
  lattice::Occupation occupation_;
  std::uint32_t interface_vacancies_ = 0;
  std::vector<std::uint32_t> class_sites_, class_vacancies_;
  EventCounts events_;
};

/// Metal on a ceramic as a kmc::Model: carriers are vacancies, channels their eight 1NN
/// directions. Knows rates and the far side; stripping and emission, whose times do not depend on
/// the state, are methods that the run calls when they are due.
///
/// How a vacancy is bounded (docs/decisions/0001-selection.md): by a ceiling of all rates, its real
/// one looked up when it is tried; or, where too few trials would be accepted, in two tiers: up to
/// a threshold as below a ceiling, and what few pairs have above it from the records of the sites
/// that own it. Or, as an oracle, by the kept sum of its rates, which is refreshed where an
/// environment changed; a vacancy that no other can feel has the isolated rates of its site's kind.
///
/// `Detail` says what there is to know beside the layers: Plain or Detailed.
template <class Detail>
class SlabModelWith : public SlabState {
 public:
  /// `slab` periodic: bulk, no interface. The model keeps a copy of the geometry.
  SlabModelWith(const Case&, const lattice::Slab& slab, Bounding = Bounding::adaptive);
  explicit SlabModelWith(const Case&, Bounding = Bounding::adaptive);

  // kmc::Model; carriers() is SlabState's
  [[nodiscard]] std::uint8_t channels() const { return lattice::nn1_count; }
  [[nodiscard]] double bound(kmc::Carrier c) const {
    if (drawing_ == Drawing::in_tiers) return total_rate({c.value});
    return ceiling_ > 0 ? lattice::nn1_count * ceiling_ : kept_[c.value].total;
  }
  [[nodiscard]] double rate(kmc::Event) const;
  [[nodiscard]] kmc::Event choose(kmc::Carrier, double u, kmc::Stream&) const;
  void apply(kmc::Event, kmc::Changes&);
  [[nodiscard]] double ceiling() const { return ceiling_; }
  [[nodiscard]] kmc::Event attempt(kmc::Carrier, std::uint8_t channel, double u) const;
  [[nodiscard]] kmc::Event attempt(kmc::Carrier, std::uint8_t channel,
                                   std::uint64_t fraction) const;
  [[nodiscard]] bool tiered() const { return drawing_ == Drawing::in_tiers; }
  [[nodiscard]] std::uint64_t above_ceiling() const { return hot_.total(); }
  [[nodiscard]] kmc::Event pick_above(std::uint64_t place, std::uint64_t rest) const;
  [[gnu::always_inline]] void expect(kmc::Carrier c) const { occupation_.expect({c.value}); }
  [[gnu::always_inline]] void prefetch(kmc::Carrier c) const { occupation_.prefetch({c.value}); }
  [[nodiscard]] bool far() const { return slab_.storage() > std::size_t{1} << 24; }
  [[nodiscard]] bool rebound();
  /// A vacancy has gone up into thick metal; `take_gone` says to which cell, and the model goes on.
  [[nodiscard]] bool halted() const { return gone_.has_value(); }
  [[nodiscard]] lattice::Cell take_gone() { return *std::exchange(gone_, std::nullopt); }

  /// Thick metal has `layers` explicit layers from now on. Vacancies above them are taken out, and
  /// their cells returned; the others keep their order. An engine must take up all carriers
  /// afterwards. REQUIRES a thick far side, and more layers than slab().reach().
  std::vector<lattice::Cell> resize(int layers);
  /// Those of thick metal may become this many: not as far as the sink, and as many as can be
  /// stored.
  [[nodiscard]] int most_layers() const;

  /// Make a site vacant or full by hand: initial states, plating. REQUIRES atom / vacancy there.
  void vacate(const lattice::Cell&, kmc::Changes&);
  void fill(lattice::VacancyId, kmc::Changes&);
  /// Strip one atom of layer 0, chosen by the case's rule. REQUIRES contact_atoms() > 0.
  void strip(kmc::Stream&, kmc::Changes&);
  /// The same by given weights (sites of layer 0, by Slab::number), of atoms alone.
  void strip(std::span<const double> weights, kmc::Stream&, kmc::Changes&);
  /// (sites of layer 0) How easily each gives away its atom by the case's rule, or that of its
  /// exchange currents, and its class; 0 where there is none.
  [[nodiscard]] std::vector<double> contact_weights() const;
  /// Plate one atom: fill a vacancy of layer 0 chosen by the case's rule. Where there is none, the
  /// atom is supplied to the metal, which drifts; false against a closed collector, where it
  /// cannot.
  bool plate(kmc::Stream&, kmc::Changes&);
  /// The same by given weights (sites of layer 0, by Slab::number), of vacancies alone; where all
  /// of these have none, as where there is no vacancy.
  bool plate(std::span<const double> weights, kmc::Stream&, kmc::Changes&);
  /// A vacancy above the explicit layers makes the hop that brings it back. Where its site is
  /// vacant already it steps aside, at random within the layer, to the first that is not: as
  /// exclusion does not change the mean flux of alike particles, what comes down must not be turned
  /// away (docs/ decisions/0008-thick.md). False if the layer is so crowded that there is none
  /// near.
  bool land(const lattice::Cell& last, int direction, kmc::Stream&, kmc::Changes&);
  /// One has reached the sink of a thick electrode.
  void absorb() { ++events_.absorbed; }
  /// [1/s] How often vacancies would leave upwards if they filled the layers next to the top.
  [[nodiscard]] double leaving_rate() const {
    return static_cast<double>(emitting_.size()) * slab_.sites_per_layer() *
           rates_.isolated(Transition::absorb);
  }
  /// One trial of the reservoir's emission, due at emission_rate(); may come to nothing.
  void emit(kmc::Stream&, kmc::Changes&);
  /// [1/s] How often sinks inside the metal try to emit; 0 unless they do. State-independent.
  [[nodiscard]] double sink_emission_rate() const {
    return static_cast<double>(beside_sinks_.size()) * rates_.emission_bound_of_sinks();
  }
  /// One such trial; may come to nothing. REQUIRES sink_emission_rate() > 0.
  void emit_from_sinks(kmc::Stream&, kmc::Changes&);
  /// Is the site of a sink inside the metal there? It never becomes vacant.
  [[nodiscard]] bool is_sink(const lattice::Cell& c) const { return detail_.sinks.at(slab_, c); }
  /// A way up across the top of the explicit layers, all alike, whether or not a vacancy is there
  /// to take it.
  struct Crossing {
    lattice::Cell from;
    std::uint8_t channel = 0;
  };
  [[nodiscard]] Crossing random_crossing(kmc::Stream&) const;
  /// One has come from the far end of a thick electrode.
  void count_emitted() { ++events_.emitted; }
  /// [1/s] Rate of those trials, or of crossings in thick metal that is at equilibrium with its far
  /// end; 0 unless a reservoir emits. State-independent.
  [[nodiscard]] double emission_rate() const { return emission_rate_; }

  [[nodiscard]] const RateTable& rates() const { return rates_; }
  /// The ways to draw in two tiers: none where all rates are the same in every environment.
  [[nodiscard]] const RateCuts& cuts() const { return cuts_; }
  /// Draw in two tiers by one of them. An engine must take up all carriers afterwards.
  void draw_in_tiers(std::size_t cut);
  /// Sites that own a rate above the threshold.
  [[nodiscard]] std::uint32_t hot_sites() const { return hot_.count(); }
  /// Bytes held for sites, vacancies and what is above the threshold; tables of rates, which do not
  /// grow with them, aside.
  [[nodiscard]] std::size_t memory() const {
    return occupation_.memory() + hot_.memory() + kept_.capacity() * sizeof(Kept);
  }
  /// The commonest bound, an isolated vacancy's in the metal, times the power of two that takes it
  /// above all others [1/s]: what a kmc::CompositionRejection wants to know.
  [[nodiscard]] double scale() const;
  /// Topmost layer that can hold a vacancy.
  [[nodiscard]] int top_layer() const { return reservoir_layer_ - 1; }

  /// (carriers) The way of each vacancy so far; empty where Plain.
  [[nodiscard]] std::span<const VacancyPath> paths() const { return detail_.ways.paths(); }
  /// [eV] Energy of the present state relative to perfect metal, from scratch: for tests.
  [[nodiscard]] double energy() const;
  /// Recompute all that is kept and compare; throws Error if anything differs.
  void check() const;

  void save(kmc::Writer&) const;
  void load(kmc::Reader&);

 private:
  enum class Drawing : std::uint8_t { evenly, in_tiers, by_sums };
  using Rates = std::array<double, lattice::nn1_count>;  ///< of the channels [1/s]
  /// Rates of the channels of any vacancy on sites of a kind, to draw from.
  struct Channels {
    Rates cumulated;
    double total;
    double per_rate;  ///< inverse of the rate if all eight are the same, else 0
  };
  /// Sites whose channels do the same. Its size is a power of two, so that one is found by a shift.
  struct alignas(128) Kind {
    std::array<HopRow, lattice::nn1_count> row;
    std::array<HopRow, lattice::nn1_count> into;  ///< of the hops of vacancies there to this site
    std::array<Transition, lattice::nn1_count> transition{};
    bool same = false;   ///< all eight rows
    bool alike = false;  ///< those and the eight into the site
    Channels isolated;   ///< with no other vacancy near
  };
  static_assert(sizeof(Kind) == 128);
  struct Kept {
    double total = 0.0;  ///< of all channels [1/s]
    bool alone = false;  ///< the isolated rates of its kind hold
  };
  /// Where a change is felt: the vacant bits of windows of sites. Those of seven windows fit into
  /// one word, window n in bit n of its bytes, so that one loop runs over all that are set.
  struct Felt {
    static constexpr std::size_t together = 7;
    static_assert(lattice::Occupation::vacant_bit == 1u << (together - 1));
    lattice::Stencil first;           ///< of each window
    std::vector<std::uint64_t> felt;  ///< of each window
    std::vector<std::uint64_t> own;   ///< of each word: where the site's own environment changed
  };

  /// The sites whose sums of rates a change may alter, in groups of windows. Those whose own state
  /// changes come first.
  struct Surroundings {
    struct Group {
      std::array<std::uint64_t, lattice::StateSet::together> change{};  ///< of the windows' bytes
      std::uint64_t felt = 0, changed = 0;  ///< sites, as StateSet tells them
      bool changes = false;
    };
    lattice::Stencil first;         ///< of each window
    std::vector<lattice::Cell> at;  ///< the same as steps
    std::vector<Group> groups;
  };

  /// [1/s] How often a reservoir next to the slab tries to emit.
  [[nodiscard]] double trial_rate() const {
    return static_cast<double>(emitting_.size()) * slab_.sites_per_layer() *
           rates_.emission_bound();
  }
  /// [1/s] How often one at the far end reaches the slab: what arrives is never turned away, so as
  /// often as the same number would leave.
  [[nodiscard]] double arrival_rate(double temperature) const {
    return leaving_rate() * far_side_.reservoir->concentration(temperature);
  }
  [[nodiscard]] const Kind& kind(lattice::VacancyId v) const {
    if constexpr (!Detail::Classes::alike) return kind_at(occupation_.cell(v));
    return kinds_[layer_kind_[static_cast<std::size_t>(occupation_.layer(v))]];
  }
  [[nodiscard]] const Kind& kind_at(const lattice::Cell& c) const {
    if constexpr (!Detail::Classes::alike)
      if (c.k < sited_layers_) return kinds_[site_kind_[slab_.number(c)]];
    return kinds_[layer_kind_[static_cast<std::size_t>(c.k)]];
  }
  void describe_layers();
  void describe_sites();
  void list_ways_from_sinks();
  void list_cuts();
  [[nodiscard]] Kind describe(const lattice::Cell&) const;
  [[nodiscard]] Transition transition_of(const lattice::Cell& from, const lattice::Cell& to,
                                         std::size_t channel) const;
  [[nodiscard]] Transition transition_by_layers(const lattice::Cell& from, const lattice::Cell& to,
                                                std::size_t channel) const;
  [[nodiscard]] Transition transition_between(int from, int to) const;
  [[nodiscard]] bool into_sink(const lattice::Cell& from, const lattice::Cell& to) const {
    return is_sink(to) && to.k < reservoir_layer_ && from.k < reservoir_layer_ && !is_sink(from);
  }
  [[nodiscard]] Hop classed(Transition, const lattice::Cell& from, const lattice::Cell& to) const;
  void add_kind(const Kind&);
  void weigh_bonds();
  [[nodiscard]] static Channels cumulate(const Rates&);
  [[nodiscard]] static std::uint8_t draw(const Channels&, double u);
  [[nodiscard]] Felt describe_felt(const lattice::Cell& step) const;
  template <class Use>
  [[nodiscard]] auto with_rates(lattice::VacancyId, Use) const;
  [[nodiscard]] Rates look_up(lattice::VacancyId) const;
  [[nodiscard]] double total_rate(lattice::VacancyId) const;
  void refresh(lattice::VacancyId, kmc::Changes&);
  void refresh_felt(const Felt&, const lattice::Cell& centre, kmc::Changes&);
  void keep_rates();
  void set_ceiling(double);
  void cross_far_side(lattice::VacancyId, std::uint8_t channel, kmc::Changes&);
  void move_and_sum(lattice::VacancyId, std::uint8_t channel, const lattice::Cell& to,
                    kmc::Changes&);
  void move_in_tiers(lattice::VacancyId, std::uint8_t channel, const lattice::Cell& to);
  void look_after_hop(std::uint8_t channel, const lattice::Cell& from, const lattice::Cell& to,
                      std::uint32_t of_vacancy, std::uint32_t of_atom);
  [[nodiscard]] Surroundings describe_surroundings(const lattice::Cell& step) const;
  [[nodiscard]] HotSites::Record describe_hot(lattice::SiteId, const lattice::Cell&) const;
  template <class Use>
  [[nodiscard]] auto with_owned(const HotSites::Record&, Use) const;
  [[nodiscard]] double excess_of(const HotSites::Record&) const;
  [[nodiscard]] std::uint32_t record_at(lattice::SiteId s) const {
    const bool looked_for = hot_.count() > 0 && split_.loose().contains(occupation_.state(s));
    return looked_for ? hot_.find(s) : HotSites::none;
  }
  void move_record(std::uint32_t record, lattice::SiteId, const lattice::Cell&);
  template <class CellOf>
  void refresh_hot(lattice::SiteId, CellOf);
  void refresh_hot(lattice::SiteId s, const lattice::Cell& c) {
    refresh_hot(s, [&c] { return c; });
  }
  template <bool by_states>
  void refresh_surroundings(const Surroundings&, lattice::SiteId, const lattice::Cell& centre);
  void find_hot_sites();
  void check_tiers() const;
  [[nodiscard]] Census take_census() const;
  void load_hot_sites(kmc::Reader&);
  void settle_alone(lattice::VacancyId, kmc::Changes&);
  void count(Transition, bool surface);
  // A vacancy more, or less, at a site.
  void count_in_class([[maybe_unused]] const lattice::Cell& c, [[maybe_unused]] int change) {
    if constexpr (!Detail::Classes::alike)
      if (c.k == 0)
        class_vacancies_[detail_.classes.at(slab_, c)] += static_cast<std::uint32_t>(change);
  }
  [[nodiscard]] bool ends_at_surface(lattice::VacancyId, const lattice::Cell& to, Transition) const;
  [[nodiscard]] lattice::Cell random_contact(kmc::Stream&) const;
  [[nodiscard]] double contact_weight(std::uint32_t site) const;
  template <class Weight>
  [[nodiscard]] lattice::Cell weighted_contact(Weight, kmc::Stream&) const;
  [[nodiscard]] lattice::VacancyId random_hole(kmc::Stream&) const;
  template <class Weight>
  [[nodiscard]] std::optional<lattice::VacancyId> weighted_hole(Weight, kmc::Stream&) const;
  bool plate_into(std::optional<lattice::VacancyId>, kmc::Changes&);

  RateTable rates_;
  Detail detail_;
  Felt felt_by_change_;                               ///< a vacancy that comes or goes
  std::array<Felt, lattice::nn1_count> felt_by_hop_;  ///< one that hops that way
  Bounding bounding_{};
  Beyond far_side_;
  StripRule strip_rule_{};
  PlateRule plate_rule_{};
  double bond1_ = 0.0, bond2_ = 0.0;
  int reservoir_layer_ = 0;  ///< vacancies that reach it leave; layers() if closed or thick
  std::vector<Kind> kinds_;
  std::vector<std::uint8_t> layer_kind_;  ///< (layers) index into kinds_, where sites are alike
  std::vector<std::uint32_t> site_kind_;  ///< (sites of the first layers) the same where not
  int sited_layers_ = 0;                  ///< so many: within reach, or all if there are sinks
  double largest_ = 0.0;                  ///< of all rates that the slab allows [1/s]
  Drawing drawing_ = Drawing::by_sums;
  double ceiling_ = 0.0;    ///< the largest rate or the tiers' threshold [1/s], or 0 if by sums
  std::vector<Kept> kept_;  ///< (vacancies), if drawn by sums
  std::vector<RateSplit::Way> ways_;                         ///< all hops that have rates
  RateCuts cuts_;                                            ///< of their rates
  std::size_t cut_ = 0;                                      ///< the one in use if drawn in tiers,
  RateSplit split_;                                          ///< and what follows from it,
  HotSites hot_;                                             ///< and from the state
  Surroundings around_change_;                               ///< of a vacancy that comes or goes
  std::array<Surroundings, lattice::nn1_count> around_hop_;  ///< of one that hops that way
  std::vector<std::pair<int, std::uint8_t>> emitting_;  ///< (layer, channel) that crosses the far
                                                        ///< side
  double emission_rate_ = 0.0;
  std::vector<Crossing> beside_sinks_;  ///< ways from a site into a sink inside the metal
  /// By the case's rules.
  std::array<double, lattice::environments> strip_weight_{}, plate_weight_{};
  std::optional<lattice::Cell> gone_;
};

template <class Detail>
inline kmc::Event SlabModelWith<Detail>::attempt(kmc::Carrier carrier, std::uint8_t d,
                                                 double u) const {
  return {carrier, u * ceiling_ < rate({carrier, d}) ? d : kmc::Event::none};
}

// A trial and a hop are compiled into the engine's loop: together they take a fifth less time there
// than if they were called.
template <class Detail>
[[gnu::always_inline]] inline kmc::Event SlabModelWith<Detail>::attempt(
    kmc::Carrier carrier, std::uint8_t d, std::uint64_t fraction) const {
  const lattice::VacancyId v{carrier.value};
  const lattice::SiteId s = occupation_.site(v);
  const int there = occupation_.state(beside(s, occupation_.offsets(v)[d]));
  const std::uint64_t accepted = rates_.accepted(kind(v).row[d], occupation_.environment(s), there);
  return {carrier, fraction < accepted ? d : kmc::Event::none};
}

template <class Detail>
[[gnu::always_inline]] inline void SlabModelWith<Detail>::apply(kmc::Event event,
                                                                kmc::Changes& out) {
  const lattice::VacancyId v{event.carrier.value};
  const Transition transition = kind(v).transition[event.channel];
  if (crosses_far_side(transition)) return cross_far_side(v, event.channel, out);
  const lattice::Cell from = occupation_.cell(v), to = slab_.neighbour(from, event.channel);
  count(transition, rates_.has_surface() && ends_at_surface(v, to, transition));
  count_in_class(from, -1);
  count_in_class(to, 1);
  detail_.ways.step(v, slab_.steps()[event.channel]);
  if (tiered()) return move_in_tiers(v, event.channel, to);
  if (!(ceiling_ > 0)) return move_and_sum(v, event.channel, to, out);
  (void)occupation_.move(v, event.channel, to);
}

// Most hops are of a vacancy that no other can feel, so the rest is not compiled in.
template <class Detail>
[[gnu::always_inline]] inline void SlabModelWith<Detail>::move_in_tiers(lattice::VacancyId v,
                                                                        std::uint8_t channel,
                                                                        const lattice::Cell& to) {
  const lattice::Cell from = occupation_.cell(v);
  const lattice::SiteId s = occupation_.site(v), t = beside(s, occupation_.offsets(v)[channel]);
  const std::uint32_t of_vacancy = record_at(s), of_atom = record_at(t);
  if (occupation_.move(v, channel, to) || split_.loose_when_alone())
    look_after_hop(channel, from, to, of_vacancy, of_atom);
}

// By tables, as a processor cannot guess which class a hop is of.
template <class Detail>
inline void SlabModelWith<Detail>::count(Transition t, bool surface) {
  static_assert(static_cast<int>(Transition::inject) == 2 &&
                static_cast<int>(Transition::return_) == 3);
  static constexpr std::array hops{&EventCounts::bulk, &EventCounts::lateral, &EventCounts::inject,
                                   &EventCounts::return_};
  static constexpr std::array<int, hops.size()> gained{0, 0, -1, 1};
  const auto n = static_cast<std::size_t>(t);
  ++(events_.*(surface ? &EventCounts::surface : hops[n]));
  interface_vacancies_ += static_cast<std::uint32_t>(gained[n]);
}

/// Sites of a layer are alike, and no one asks for the ways of vacancies: at no cost.
struct Plain {
  using Classes = OneSiteClass;
  Classes classes;
  NoWays ways;
  NoSinkSites sinks;
};
/// Sites of layer 0 may have classes, others may be sinks, and vacancies are followed on their way:
/// the same events at the same times, at the cost of looking where each site is and each hop goes.
struct Detailed {
  using Classes = SiteClasses;
  Classes classes;
  Ways ways;
  SinkSites sinks;
};

extern template class SlabModelWith<Plain>;
extern template class SlabModelWith<Detailed>;

using SlabModel = SlabModelWith<Plain>;
using DetailedSlab = SlabModelWith<Detailed>;

static_assert(kmc::Model<SlabModel>);
static_assert(kmc::Model<DetailedSlab>);

}  // namespace lacuna::interface
