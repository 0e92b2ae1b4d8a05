#include "interface/in_flight.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/random/gamma_distribution.hpp>
#include <boost/random/poisson_distribution.hpp>
#include <limits>

#include "core/error.hpp"
#include "core/mutation.hpp"

namespace lacuna::interface {

using lattice::Cell;

namespace {

bool ends_later(const Flight& a, const Flight& b) { return a.time > b.time; }

}  // namespace

InFlight::InFlight(const Case& c, const lattice::Slab& slab)
    : slab_(&slab),
      least_layers_(slab.layers()),
      sink_(total_layers(c) - 1),
      draw_(slab, slab.layers(), sink_),
      returns_(beyond(c).above->returns),
      hop_rate_(lattice::nn1_count * isolated_rates(c).bulk) {}

// Those that came from the explicit layers: of the reservoir's, which need no memory, the share
// that will get back to it. That is a straight line too.
void InFlight::populate(const SteadyLine& line, kmc::Stream& random) {
  if (returns_ == Returns::at_once) return;
  const double beyond = line.end - sink_, layers = sink_ - slab_->layers();
  const double per_layer =
      (line.per_layer + line.far_end / (layers + 1 + 2 * beyond)) * slab_->sites_per_layer();
  const double expected = per_layer * layers * ((layers + 1) / 2 + beyond);
  constexpr double most = 5e7;  // two gigabytes
  if (expected > most)
    throw InputError(
        fmt::format("far_side.thick: {:.2g} vacancies would be on their way to the sink in the "
                    "steady state at the "
                    "starting current, too many to be kept; use returns: at_once, or a smaller box "
                    "or thickness",
                    expected));
  boost::random::poisson_distribution<std::int64_t> number(expected > 0 ? expected : 1.0);
  for (std::int64_t n = expected > 0 ? number(random) : 0; n > 0; --n) {
    std::uint64_t below = 0;
    do below = 1 + random.below(static_cast<std::uint64_t>(layers));
    while (random.uniform() * (layers + beyond) >= static_cast<double>(below) + beyond);
    Cell start = slab_->nth(random.below(slab_->sites_per_layer()));
    start.k = sink_ - static_cast<std::int32_t>(below);
    launch(start, 0.0, random);
  }
}

void InFlight::launch(const Cell& start, double now, kmc::Stream& random) {
  const Excursion walk = draw_(start, random);
  Flight flight{now, slab_->wrap(walk.last), walk.direction};
  const std::uint64_t hops = mutated(Mutation::late_returns) ? 2 * walk.hops : walk.hops;
  if (returns_ == Returns::in_time && hops > 0)
    flight.time +=
        boost::random::gamma_distribution<double>(static_cast<double>(hops))(random) / hop_rate_;
  flights_.push_back(flight);
  std::push_heap(flights_.begin(), flights_.end(), ends_later);
}

double InFlight::next() const {
  return flights_.empty() ? std::numeric_limits<double>::infinity() : flights_.front().time;
}

Flight InFlight::take() {
  std::pop_heap(flights_.begin(), flights_.end(), ends_later);
  const Flight flight = flights_.back();
  flights_.pop_back();
  return flight;
}

void InFlight::load(kmc::Reader& r, double now) {
  take_up_slab();
  r.get(flights_);
  const auto possible = [&](const Flight& f) {
    const bool back = f.direction >= 0 && f.direction < lattice::nn1_count;
    const lattice::Cell& c = f.last;
    return f.time >= now && (back || f.direction == Excursion::absorbed) && c.i >= 0 &&
           c.i < slab_->columns() && c.j >= 0 && c.j < slab_->rows() && c.k >= least_layers_ &&
           c.k <= sink_ + slab_->reach();
  };
  if (!std::all_of(flights_.begin(), flights_.end(), possible) ||
      !std::is_heap(flights_.begin(), flights_.end(), ends_later))
    r.refuse("holds a vacancy in flight that cannot be");
}

}  // namespace lacuna::interface
