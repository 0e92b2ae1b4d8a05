// lacuna-validate: the physics against what is known exactly; writes docs/validation.md.

#include <algorithm>
#include <cxxopts.hpp>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <set>
#include <stdexcept>

#include "core/error.hpp"
#include "tests/validate/page.hpp"
#include "tests/validate/plot.hpp"

namespace {

using namespace lacuna;
using namespace lacuna::validate;

constexpr double least_effort = 0.01;

Rows all_rows(const std::string& with) {
  Rows rows, chosen;
  add_walks(rows);
  add_currents(rows);
  add_equilibria(rows);
  add_exchanges(rows);
  add_fields(rows);
  add_voids(rows);
  add_cells(rows);
  add_comparisons(rows);
  std::set<std::string> names;  // of which each has random numbers of its own
  for (Row& row : rows) {
    if (!names.insert(row.id + row.what).second)
      throw Error("two rows are called '" + row.what + "'");
    if ((row.id + ": " + row.what).find(with) != std::string::npos)
      chosen.push_back(std::move(row));
  }
  return chosen;
}

void write(const std::filesystem::path& file, const std::string& text) {
  if (!(std::ofstream(file) << text).flush())
    throw std::runtime_error("cannot write " + file.string());
}

// z of every statistical row with other seeds.
std::vector<std::vector<double>> repeated(const Rows& rows, std::uint64_t seed,
                                          std::uint64_t seeds) {
  std::vector<std::vector<double>> deviates(rows.size());
  for (std::uint64_t n = 1; n <= seeds; ++n) {
    Rows statistical;
    std::vector<std::size_t> place;
    for (std::size_t r = 0; r < rows.size(); ++r)
      if (rows[r].kind == Kind::statistical) {
        statistical.push_back(rows[r]);
        place.push_back(r);
      }
    const auto outcomes = run(statistical, seed + n, least_effort);
    for (std::size_t r = 0; r < place.size(); ++r) deviates[place[r]].push_back(outcomes[r].z);
  }
  return deviates;
}

#ifdef LACUNA_MUTATIONS
// The first row that notices each fault; those that take long come last.
std::vector<Caught> mutants(Rows rows, std::uint64_t seed) {
  const auto slow = [](const Row& row) {
    return row.kind != Kind::certain && (row.id == "7" || row.id == "§6" || row.id == "voids");
  };
  std::stable_partition(rows.begin(), rows.end(),
                        [](const Row& row) { return row.kind == Kind::certain; });
  std::stable_partition(rows.begin(), rows.end(), [&](const Row& row) { return !slow(row); });
  constexpr std::size_t together = 8;
  std::vector<Caught> all;
  for (const MutationName& fault : mutations) {
    present_mutation = fault.mutation;
    all.push_back({fault, ""});
    for (std::size_t n = 0; n < rows.size() && all.back().row.empty(); n += together) {
      const Rows some(
          rows.begin() + static_cast<std::ptrdiff_t>(n),
          rows.begin() + static_cast<std::ptrdiff_t>(std::min(n + together, rows.size())));
      const auto outcomes = run(some, seed, least_effort);
      const auto first =
          std::find_if(outcomes.begin(), outcomes.end(), [](const Outcome& o) { return !o.holds; });
      if (first == outcomes.end()) continue;
      const Row& row = some[static_cast<std::size_t>(first - outcomes.begin())];
      all.back().row = row.id + ": " + row.what;
    }
  }
  present_mutation = Mutation::none;
  return all;
}
#else
std::vector<Caught> mutants(const Rows&, std::uint64_t) {
  throw InputError("this build has no faults to switch on; configure with -DLACUNA_MUTATIONS=ON");
}
#endif

}  // namespace

int main(int argc, char** argv) {
  cxxopts::Options options("lacuna-validate", "The physics against what is known exactly.");
  auto add = options.add_options();
  add("effort", "1 takes a quarter of an hour of CPU time",
      cxxopts::value<double>()->default_value("1"));
  add("short", "the least effort, some ten seconds");
  add("seed", "of everything", cxxopts::value<std::uint64_t>()->default_value("1"));
  add("seeds", "also: are z-scores standard normal over so many seeds?",
      cxxopts::value<std::uint64_t>()->default_value("0"));
  add("mutations", "also: which row notices which deliberate fault? (built with LACUNA_MUTATIONS)");
  add("only", "rows that have this in their name",
      cxxopts::value<std::string>()->default_value(""));
  add("out", "file of the page, instead of standard output; its plots go into pictures/ beside it",
      cxxopts::value<std::string>()->default_value("-"));
  add("help", "this");
  try {
    const auto given = options.parse(argc, argv);
    if (given.count("help") > 0) {
      std::cout << options.help();
      return 0;
    }
    const Rows rows = all_rows(given["only"].as<std::string>());
    Findings f;
    f.command = "lacuna-validate";
    for (int n = 1; n < argc; ++n) f.command += std::string(" ") + argv[n];
    f.seed = given["seed"].as<std::uint64_t>();
    f.effort = given.count("short") > 0 ? least_effort : given["effort"].as<double>();
    f.outcomes = run(rows, f.seed, f.effort);
    f.seeds = given["seeds"].as<std::uint64_t>();
    f.deviates = repeated(rows, f.seed, f.seeds);
    if (given.count("mutations") > 0) f.mutants = mutants(rows, f.seed);
    Plots plots;
    add_walk_plots(plots);
    add_current_plots(plots);
    const std::string text = page(rows, f, plots), out = given["out"].as<std::string>();
    if (out == "-") {
      std::cout << text;
    } else {
      const auto folder = std::filesystem::path(out).parent_path();
      std::filesystem::create_directories(folder / "pictures");
      write(out, text);
      for (const Plot& plot : plots) write(folder / file_of(plot), as_svg(plot, rows, f.outcomes));
    }
    return all_well(rows, f) ? 0 : 1;
  } catch (const cxxopts::exceptions::exception& e) {
    std::cerr << "lacuna-validate: " << e.what() << "; see --help\n";
    return 2;
  } catch (const std::exception& e) {
    std::cerr << "lacuna-validate: " << e.what() << '\n';
    return 1;
  }
}
