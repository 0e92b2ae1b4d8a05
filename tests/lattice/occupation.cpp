#include "lattice/occupation.hpp"

#include <doctest/doctest.h>

#include <array>
#include <random>
#include <set>
#include <vector>

#include "tests/lattice/boxes.hpp"

using namespace lacuna;
using namespace lacuna::lattice;

namespace {

// The plain version: which cells are vacant, in the order of their numbers.
class Plain {
 public:
  explicit Plain(const Slab& slab) : slab_(&slab) {}
  [[nodiscard]] const std::vector<Cell>& list() const { return list_; }
  [[nodiscard]] bool vacant(const Cell& c) const { return set_.count({c.i, c.j, c.k}) != 0; }
  [[nodiscard]] VacantNeighbours count(const Cell& c) const {
    VacantNeighbours n;
    for (int d = 0; d < neighbour_count; ++d)
      if (vacant(there(c, d))) ++(d < nn1_count ? n.nn1 : n.nn2);
    return n;
  }
  // Whether a vacancy lies on, or counts towards, a neighbour of a cell that is itself an atom.
  [[nodiscard]] bool feels(const Cell& c) const {
    for (int d = 0; d < neighbour_count; ++d) {
      const Cell n = there(c, d);
      const VacantNeighbours around = count(n);
      if (vacant(n) || around.nn1 != 0 || around.nn2 != 0) return true;
    }
    return false;
  }
  void vacate(const Cell& c) {
    list_.push_back(c);
    set_.insert({c.i, c.j, c.k});
  }
  void fill(std::size_t v) {
    set_.erase({list_[v].i, list_[v].j, list_[v].k});
    list_[v] = list_.back();
    list_.pop_back();
  }
  void move(std::size_t v, const Cell& to) {
    set_.erase({list_[v].i, list_[v].j, list_[v].k});
    list_[v] = to;
    set_.insert({to.i, to.j, to.k});
  }

 private:
  [[nodiscard]] Cell there(const Cell& c, int d) const {
    return slab_->wrap(c + slab_->steps()[static_cast<std::size_t>(d)]);
  }

  const Slab* slab_;
  std::vector<Cell> list_;
  std::set<std::array<int, 3>> set_;
};

bool inside(const Slab& slab, const Cell& c) { return c.k >= 0 && c.k < slab.layers(); }

// Both versions through the same random changes, with about `typical` vacancies.
class Twins {
 public:
  Twins(const Slab& slab, std::size_t typical, std::uint64_t seed)
      : slab_(&slab), typical_(typical), random_(seed), kept_(slab), plain_(slab) {}

  void change() {
    make_change();
    find_some();
  }
  // How often the two differ, over all sites and vacancies.
  [[nodiscard]] int differences() const {
    int wrong = kept_.vacancies() == plain_.list().size() ? 0 : 1;
    for (const Cell& c : test::cells_of(*slab_)) {
      const SiteId s = slab_->site(c);
      const VacantNeighbours n = kept_.vacant_neighbours(s), expected = plain_.count(c);
      if (n.nn1 != expected.nn1 || n.nn2 != expected.nn2) ++wrong;
      if (kept_.environment(s) != 7 * expected.nn1 + expected.nn2) ++wrong;
      if (kept_.vacant(s) != plain_.vacant(c)) ++wrong;
    }
    for (std::uint32_t v = 0; v < plain_.list().size(); ++v) {
      const Cell& c = plain_.list()[v];
      if (kept_.cell({v}) != c || kept_.site({v}) != slab_->site(c) ||
          kept_.find(slab_->site(c)) != VacancyId{v})
        ++wrong;
    }
    return wrong;
  }
  [[nodiscard]] const Occupation& kept() const { return kept_; }

  int wrong_answers = 0;    ///< of what vacate, fill and move return
  int lost = 0;             ///< vacancies that were not found
  int alone = 0, felt = 0;  ///< how often they returned false, and true

 private:
  void make_change() {
    const std::size_t vacancies = plain_.list().size();
    const std::uint64_t what = random_() % 4;
    if (what >= 2 && vacancies > 0) return move();
    if (vacancies == 0 || random_() % (2 * typical_) >= vacancies) return vacate();
    fill();
  }
  // Often for some time, and then not for as long: an index of them comes into use and goes.
  void find_some() {
    const std::size_t n = changes_++, vacancies = plain_.list().size();
    if (vacancies == 0 || n / 64 % 2 != 0) return;
    const std::size_t v = n % vacancies;
    if (kept_.find(slab_->site(plain_.list()[v])) != VacancyId{static_cast<std::uint32_t>(v)})
      ++lost;
  }
  void answer(bool crowded, bool feels) {
    if (crowded != feels) ++wrong_answers;
    ++(crowded ? felt : alone);
  }
  void vacate() {
    const std::vector<Cell> cells = test::cells_of(*slab_);
    const Cell c = cells[random_() % cells.size()];
    if (plain_.vacant(c)) return;
    answer(kept_.vacate(c), plain_.feels(c));
    plain_.vacate(c);
  }
  void fill() {
    const auto v = static_cast<std::uint32_t>(random_() % plain_.list().size());
    const Cell c = plain_.list()[v];
    plain_.fill(v);
    answer(kept_.fill({v}), plain_.feels(c));
  }
  void move() {
    const auto v = static_cast<std::uint32_t>(random_() % plain_.list().size());
    const Cell from = plain_.list()[v];
    const auto direction = static_cast<int>(random_() % nn1_count);
    const Cell to = slab_->neighbour(from, direction);
    if (!inside(*slab_, to) || plain_.vacant(to)) return;
    Plain without = plain_;
    without.fill(v);
    plain_.move(v, to);
    answer(kept_.move({v}, direction, to), without.feels(from) || without.feels(to));
  }

  const Slab* slab_;
  std::size_t typical_;
  std::mt19937_64 random_;
  std::size_t changes_ = 0;
  Occupation kept_;
  Plain plain_;
};

}  // namespace

TEST_CASE(
    "coordinations, numbers and places of vacancies follow any sequence of vacating, filling and "
    "moving") {
  for (const test::Box& box : test::boxes()) {
    CAPTURE(test::name(box));
    const Slab slab = box.slab();
    Twins twins(slab, static_cast<std::size_t>(slab.sites() / 8), 17);
    for (int n = 0; n < 1200; ++n) {
      twins.change();
      if (n % 100 == 99) {
        CHECK(twins.differences() == 0);
        CHECK_NOTHROW(twins.kept().check());
      }
    }
    CHECK(twins.wrong_answers == 0);
    CHECK(twins.lost == 0);
    CHECK(twins.kept().vacancies() > 0);
  }
}

TEST_CASE(
    "a change says crowded exactly if another vacancy lies on or counts towards a neighbour of its "
    "sites") {
  for (const Normal normal : {Normal::n110, Normal::n100, Normal::n111})
    for (const Boundary boundary : {Boundary::open, Boundary::periodic}) {
      const test::Box box{normal, {9, 7}, 12, boundary};
      CAPTURE(test::name(box));
      const Slab slab = box.slab();
      Twins twins(slab, static_cast<std::size_t>(slab.sites() / 100), 23);
      for (int n = 0; n < 2500; ++n) twins.change();
      CHECK(twins.wrong_answers == 0);
      // both answers were put to the test
      CHECK(twins.alone > 200);
      CHECK(twins.felt > 200);
    }
}

TEST_CASE("a slab can be emptied and filled again, and counts up to eight and six") {
  for (const test::Box& box : test::boxes()) {
    CAPTURE(test::name(box));
    const Slab slab = box.slab();
    Occupation occupation(slab);
    const std::vector<Cell> cells = test::cells_of(slab);
    for (const Cell& c : cells) occupation.vacate(c);
    CHECK(occupation.vacancies() == slab.sites());
    CHECK_NOTHROW(occupation.check());
    if (box.boundary == Boundary::periodic) {
      const VacantNeighbours n = occupation.vacant_neighbours(slab.site(cells.back()));
      CHECK(n.nn1 == nn1_count);
      CHECK(n.nn2 == nn2_count);
    }
    while (occupation.vacancies() > 0) occupation.fill({occupation.vacancies() / 2});
    CHECK_NOTHROW(occupation.check());
    int left = 0;
    for (const Cell& c : cells)
      if (occupation.environment(slab.site(c)) != 0 || occupation.vacant(slab.site(c))) ++left;
    CHECK(left == 0);
  }
}

TEST_CASE("a site costs at most 1.4 bytes, and a vacancy 60") {
  const Slab slab(Normal::n110, test::a, {100, 50}, 100);
  REQUIRE(slab.sites() == 1000000);
  Occupation occupation(slab);
  const auto bytes_per_site = [&] {
    return static_cast<double>(occupation.memory()) / static_cast<double>(slab.sites());
  };
  CHECK(bytes_per_site() < 1.4);
  std::mt19937_64 random(3);
  while (occupation.vacancies() < slab.sites() / 20) {
    const Cell c = slab.nth(random() % slab.sites());
    if (!occupation.vacant(slab.site(c))) occupation.vacate(c);
  }
  CHECK(bytes_per_site() < 1.4 + 0.05 * 60);  // the list may have room for twice as many
  CHECK_NOTHROW(occupation.check());
}
