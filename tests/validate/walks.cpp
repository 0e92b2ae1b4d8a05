// Exact results 1 to 5: one vacancy in perfect metal.

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <functional>
#include <string>

#include "core/constants.hpp"
#include "interface/excursion.hpp"
#include "interface/in_flight.hpp"
#include "interface/slab_model.hpp"
#include "tests/interface/walker.hpp"
#include "tests/validate/names.hpp"
#include "tests/validate/row.hpp"

namespace lacuna::validate {
namespace {

using interface::Bounding, interface::Case;
using lattice::Boundary, lattice::Cell, lattice::Normal, lattice::Slab;
using test::plain, test::Walker;

constexpr double infinity = 0.282229989, tracer = 0.72719414;

double hop_rate(const Case& c) {
  return c.metal.hop.attempt_frequency *
         std::exp(-c.metal.hop.barrier / (constants::boltzmann * c.temperature));
}

Slab bulk(Normal normal) { return {normal, 4.29, {6, 6}, 24, Boundary::periodic}; }

Measure at_origin_after(int steps) {
  return [steps](std::uint64_t seed, double effort) {
    Walker walker(plain(Normal::n110), bulk(Normal::n110), Bounding::kept, {0, 0, 0}, seed);
    return repeat(scaled(200000, effort, 3000), [&] {
      Cell way;
      for (int n = 0; n < steps; ++n)
        way = way + walker.slab().steps()[static_cast<std::size_t>(walker.hop())];
      return way == Cell{};
    });
  };
}

Measure returned_within(int steps) {
  return [steps](std::uint64_t seed, double effort) {
    Walker walker(plain(Normal::n111), bulk(Normal::n111), Bounding::ceiling, {0, 0, 0}, seed);
    return repeat(scaled(50000, effort, 1000), [&] {
      Cell way;
      for (int n = 0; n < steps; ++n) {
        way = way + walker.slab().steps()[static_cast<std::size_t>(walker.hop())];
        if (way == Cell{}) return true;
      }
      return false;
    });
  };
}

// First returns f by renewal: u_n = f_1 u_{n-1} + ... + f_n u_0 (Feller I, XIII.3).
double first_returns(int up_to) {
  std::vector<double> there{1.0}, first{0.0};
  double central = 1, sum = 0;
  for (int n = 1; n <= up_to / 2; ++n) {
    central *= (2.0 * n - 1) / (2.0 * n);
    there.push_back(central * central * central);
    double f = there.back();
    for (std::size_t m = 1; m < first.size(); ++m)
      f -= first[m] * there[static_cast<std::size_t>(n) - m];
    first.push_back(f);
    sum += f;
  }
  return sum;
}

// f = (1 + <cos>) / (1 - <cos>) of consecutive jumps of the same atom; one not met again counts 0.
std::vector<double> tracer_correlation(std::uint64_t seed, double effort) {
  const Slab slab(Normal::n100, 4.29, {30, 30}, 60, Boundary::periodic);
  Walker walker(plain(Normal::n100), slab, Bounding::ceiling, {0, 0, 0}, seed);
  std::vector<int> last(slab.storage(), -1);  // direction of the last jump of the atom here
  const int jumps = scaled(100000, effort, 3000);
  const auto cosine = [&](int a, int b) {
    const auto x = slab.step_vector(a), y = slab.step_vector(b);
    return (x[0] * y[0] + x[1] * y[1] + x[2] * y[2]) / (x[0] * x[0] + x[1] * x[1] + x[2] * x[2]);
  };
  return repeat(40, [&] {
    double sum = 0;
    for (int n = 0; n < jumps; ++n) {
      const auto from = slab.site(walker.at()).value;
      const int jump = walker.hop() ^ 1;  // the atom goes the other way
      const auto to = slab.site(walker.at()).value;
      if (last[to] >= 0) sum += cosine(last[to], jump);
      last[from] = jump;
      last[to] = -1;
    }
    const double mean = sum / jumps;
    return (1 + mean) / (1 - mean);
  });
}

// <r²> / 6t over windows of about eight hops, in units of a² ν exp(-E/kT); trial by trial with kept
// rates.
Measure diffusivity_by_steps(Normal normal) {
  return [normal](std::uint64_t seed, double effort) {
    const Case c = plain(normal);
    const double window = 1 / hop_rate(c), unit = 6 * 4.29 * 4.29 * hop_rate(c) * window;
    Walker walker(c, bulk(normal), Bounding::kept, {0, 0, 0}, seed);
    double end = 0;
    return repeat(scaled(100000, effort, 1500), [&] {
      end += window;
      Cell way;
      int d = 0;
      while (walker.hop_before(end, d))
        way = way + walker.slab().steps()[static_cast<std::size_t>(d)];
      const auto r = walker.slab().displacement(way);
      return (r[0] * r[0] + r[1] * r[1] + r[2] * r[2]) / unit;
    });
  };
}

// The same below a ceiling, trials by the stretch of time.
Measure diffusivity_by_stretches(Normal normal) {
  return [normal](std::uint64_t seed, double effort) {
    const Case c = plain(normal);
    const double window = 1 / hop_rate(c), unit = 6 * 4.29 * 4.29 * hop_rate(c) * window;
    interface::DetailedSlab model(c, bulk(normal), Bounding::ceiling);
    kmc::Changes ignored;
    model.vacate({0, 0, 0}, ignored);
    kmc::Engine<interface::DetailedSlab> engine(model, kmc::CompositionRejection(model.scale()),
                                                {seed, 1});
    double end = 0;
    return repeat(scaled(100000, effort, 1500), [&] {
      end += window;
      const Cell before = model.paths().front().unwrapped;
      engine.advance(end, ~std::uint64_t{0});
      const Cell after = model.paths().front().unwrapped;
      const auto r =
          model.slab().displacement({after.i - before.i, after.j - before.j, after.k - before.k});
      return (r[0] * r[0] + r[1] * r[1] + r[2] * r[2]) / unit;
    });
  };
}

// Largest |ln| of a rate in an empty slab over that of its class (design §4).
std::vector<double> rates_by_class(std::uint64_t, double) {
  double largest = 0;
  for (const Normal normal : normals) {
    Case c = plain(normal);
    c.ceramic.lateral = {0.07, 2e13};
    c.ceramic.injection = {0.12, 3e13};
    c.ceramic.segregation = 0.03;
    interface::SlabModel model(c, Slab(normal, 4.29, {4, 4}, 9));
    kmc::Changes ignored;
    for (int k = 0; k < 8; ++k) {
      model.vacate({1, 1, k}, ignored);
      for (std::uint8_t d = 0; d < lattice::nn1_count; ++d) {
        const int to = k + model.slab().steps()[d].k;
        const interface::HopClass& of = k == 0 && to == 0   ? c.ceramic.lateral
                                        : k == 0 || to == 0 ? c.ceramic.injection
                                                            : c.metal.hop;
        const double barrier = of.barrier - (to == 0 && k > 0 ? c.ceramic.segregation : 0);
        const double rate =
            of.attempt_frequency * std::exp(-barrier / (constants::boltzmann * c.temperature));
        const double found = model.rate({{0}, d});
        largest = std::max(largest, to < 0 ? found : std::abs(std::log(found / rate)));
      }
      model.fill({0}, ignored);
    }
  }
  return {largest};
}

constexpr int passage_layers = 10;

// P(a walk is still on at a time [1/Γ]): that it is after n hops, of which there are as many as a
// Poisson process has. It begins in layer `start`, and ends at `high` and below `low`; hops below
// layer 0 come to nothing.
double still_on(Normal normal, int low, int high, int start, double time) {
  std::vector<double> there(static_cast<std::size_t>(high - low), 0.0);
  there[static_cast<std::size_t>(start - low)] = 1;
  double sum = 0;
  for (int n = 0; n < time + 12 * std::sqrt(time) + 30; ++n) {
    double on = 0;
    std::vector<double> next(there.size(), 0.0);
    for (std::size_t l = 0; l < there.size(); ++l) {
      on += there[l];
      for (const int climb : test::climbs(normal)) {
        const int to = low + static_cast<int>(l) + climb, at = to < 0 ? to - climb : to;
        if (climb != 0 && at >= low && at < high)
          next[static_cast<std::size_t>(at - low)] += there[l] / test::leaving(normal);
      }
    }
    sum += on * std::exp(n * std::log(time) - time - std::lgamma(n + 1));
    there = next;
  }
  return sum;
}

using Time = double;  // [1/Γ]
Time itself(Time t) { return t; }
std::function<double(Time)> later_than(Time limit) {
  return [limit](Time t) { return static_cast<double>(t > limit); };
}

Measure first_passage(Normal normal, std::function<double(Time)> of) {
  return [=](std::uint64_t seed, double effort) {
    const Case c = plain(normal);
    Walker walker(c, Slab(normal, 4.29, {5, 5}, passage_layers + 1), Bounding::kept, {0, 0, 0},
                  seed);
    const double leaving = test::leaving(normal) * hop_rate(c);
    return repeat(scaled(20000, effort, 600), [&] {
      const double since = walker.now();
      while (walker.present()) walker.hop();
      const double time = walker.now() - since;
      walker.restart({0, 0, 0});
      return of(time * leaving);
    });
  };
}

// Three layers below what is called layer 0 here, so that on (111) no step is blocked by the
// ceramic.
Measure escape(Normal normal, int start, int sink) {
  return [=](std::uint64_t seed, double effort) {
    constexpr int below = 3;
    const Cell first{0, 0, below + start};
    Walker walker(plain(normal), Slab(normal, 4.29, {5, 5}, below + sink + 1), Bounding::ceiling,
                  first, seed);
    return repeat(scaled(50000, effort, 2000), [&] {
      while (walker.present() && walker.at().k > below) walker.hop();
      const bool escaped = !walker.present();
      walker.restart(first);
      return escaped;
    });
  };
}

// The same by the law that stands for thick metal, in units of 1/L.
Measure far_escape(Normal normal, int start, int sink) {
  return [=](std::uint64_t seed, double effort) {
    const interface::Excursions draw(Slab(normal, 4.29, {8, 8}, 8), 1, sink);
    kmc::Stream random(seed, 7);
    return repeat(scaled(3000000, effort, 50000), [&] {
      return draw({0, 0, start}, random).direction == interface::Excursion::absorbed ? sink : 0;
    });
  };
}

constexpr int zone = 8, flight_layers = 32;

// Time [1/Γ] from the first layer above the explicit ones until back or at the sink.
Measure flight_time(Normal normal, std::function<double(Time)> of) {
  return [=](std::uint64_t seed, double effort) {
    Case c = plain(normal);
    c.metal.layers = zone;
    c.far_side = interface::Thick { .layers = flight_layers };
    const Slab slab(normal, 4.29, {8, 8}, zone);
    interface::InFlight flights(c, slab);
    kmc::Stream random(seed, 7);
    return repeat(scaled(200000, effort, 5000), [&] {
      flights.launch({0, 0, zone}, 0.0, random);
      return of(flights.take().time * test::leaving(normal) * hop_rate(c));
    });
  };
}

}  // namespace

void add_walks(Rows& rows) {
  using enum Kind;
  for (const int n : {1, 2, 3})
    rows.push_back({"1", "P(at the origin after " + std::to_string(2 * n) + " steps)", statistical,
                    std::pow(test::binomial_share(n), 3), 0, at_origin_after(2 * n)});
  for (const int steps : {2, 4, 6, 12, 30, 100, 300})
    rows.push_back({"1", "P(first return within " + std::to_string(steps) + " steps)", statistical,
                    first_returns(steps), 0, returned_within(steps),
                    Point{"return", "bcc", double(steps)}});
  // what is left after 2n steps falls as n^(-1/2): two lengths tell the limit
  rows.push_back({"1", "P(return, ever), of the sum over first returns", certain, infinity, 1e-6,
                  [](std::uint64_t, double) {
                    const double near = first_returns(2000), far = first_returns(8000);
                    return std::vector{2 * far - near};
                  }});
  rows.push_back({"2", "tracer correlation factor f", statistical, tracer, 0, tracer_correlation});
  for (const Normal normal : normals) {
    rows.push_back({"3", "D / a²ν exp(−E/kT), " + name(normal) + ", by steps", statistical, 1, 0,
                    diffusivity_by_steps(normal)});
    rows.push_back({"3", "D / a²ν exp(−E/kT), " + name(normal) + ", by stretches", statistical, 1,
                    0, diffusivity_by_stretches(normal)});
  }
  rows.push_back({"3", "rates of an isolated vacancy by layer and class, largest |ln|", certain, 0,
                  1e-12, rates_by_class});
  for (const Normal normal : normals)
    rows.push_back({normal == Normal::n111 ? "4′" : "4",
                    "MFPT·Γ from layer 0 to 10, " + name(normal), statistical,
                    test::layer_balance(normal, 0, passage_layers).time[0], 0,
                    first_passage(normal, itself)});
  for (const Normal normal : {Normal::n110, Normal::n111})
    for (const double time : normal == Normal::n110 ? std::array{20.0, 50.0, 100.0, 200.0}
                                                    : std::array{8.0, 20.0, 40.0, 80.0})
      rows.push_back({normal == Normal::n111 ? "4′" : "4",
                      fmt::format("P(not yet at layer 10 at tΓ = {}), {}", time, name(normal)),
                      statistical, still_on(normal, 0, passage_layers, 0, time), 0,
                      first_passage(normal, later_than(time)),
                      Point{"passage", name(normal), time}});
  for (const Normal normal : normals)
    for (const int start : {1, 2, 3}) {
      if (normal != Normal::n111 && start > 1) continue;
      const std::string id = normal == Normal::n111 ? "5′" : "5";
      const std::string from = " from layer " + std::to_string(start) + ", " + name(normal);
      const auto at = static_cast<std::size_t>(start - 1);
      rows.push_back({id, "P(escape to 8)" + from, statistical,
                      test::layer_balance(normal, 1, 8).escape[at], 0, escape(normal, start, 8)});
      for (const int sink : {10, 100})
        rows.push_back({id, "L·P(escape to L = " + std::to_string(sink) + "), excursions" + from,
                        statistical, sink * test::layer_balance(normal, 1, sink).escape[at], 0,
                        far_escape(normal, start, sink)});
    }
  for (const Normal normal : normals)
    rows.push_back({"5", "time·Γ of an excursion between layers 8 and 31, " + name(normal),
                    statistical, test::layer_balance(normal, zone, flight_layers - 1).time[0], 0,
                    flight_time(normal, itself)});
  for (const Normal normal : {Normal::n110, Normal::n111})
    for (const double time : {1.0, 10.0, 100.0})
      rows.push_back({"5", fmt::format("P(excursion still on at tΓ = {}), {}", time, name(normal)),
                      statistical, still_on(normal, zone, flight_layers - 1, zone, time), 0,
                      flight_time(normal, later_than(time)),
                      Point{"excursion", name(normal), time}});
  constexpr std::array printed{1.508, 2.536, 3.430};
  for (std::size_t n = 0; n < printed.size(); ++n)
    rows.push_back({"5′",
                    "(L + 0.925) P(escape to L = 300) from layer " + std::to_string(n + 1) +
                        ", linear balance",
                    certain, printed[n], 1e-3, [n](std::uint64_t, double) {
                      return std::vector{300.925 *
                                         test::layer_balance(Normal::n111, 1, 300).escape[n]};
                    }});
}

namespace {

// `count` places from `first` to `last` at equal ratios.
std::vector<double> spread(double first, double last, int count) {
  std::vector<double> x;
  for (int n = 0; n < count; ++n) x.push_back(first * std::pow(last / first, n / (count - 1.0)));
  return x;
}

Plot survival(const std::string& id, const std::string& title, int low, int high, int start,
              double last) {
  Plot plot{id,
            title,
            "set logscale xy\nset format y '%g'\nset yrange [0.002:1.5]\nset xlabel 'tΓ'\nset key "
            "inside left bottom\n",
            {}};
  for (const Normal normal : {Normal::n110, Normal::n111}) {
    Curve& curve = plot.curves.emplace_back(Curve{name(normal), {}});
    for (const double t : spread(1, last, 40))
      curve.points.push_back({t, still_on(normal, low, high, start, t)});
  }
  return plot;
}

}  // namespace

void add_walk_plots(Plots& plots) {
  Plot& returns = plots.emplace_back(
      Plot{"return",
           "P(the walk has been back within n steps), and ever",
           "set logscale x\nset xrange [1.5:700]\nset xlabel 'n'\nset key inside right bottom\n",
           {{"bcc", {}}, {"ever", {{2, infinity}, {1000, infinity}}}}});
  for (const double n : spread(2, 1000, 50)) {
    const int steps = 2 * static_cast<int>(std::lround(n / 2));
    returns.curves[0].points.push_back({static_cast<double>(steps), first_returns(steps)});
  }
  plots.push_back(survival("passage", "P(a vacancy from layer 0 has not yet been in layer 10)", 0,
                           passage_layers, 0, 400));
  plots.push_back(survival("excursion",
                           "P(an excursion from layer 8, sink in layer 31, is still on)", zone,
                           flight_layers - 1, zone, 1000));
}

}  // namespace lacuna::validate
