#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/words.hpp"
#include "lattice/cell.hpp"
#include "lattice/stencil.hpp"

namespace lacuna::lattice {

/// Crystal direction that points from the ceramic into the metal.
enum class Normal : std::uint8_t { n110, n100, n111 };
constexpr auto words_of(Normal) {
  return std::array{
      Word{Normal::n110, "110"},
      Word{Normal::n100, "100"},
      Word{Normal::n111, "111"},
  };
}

/// Which vacancies count as connected.
enum class Connectivity : std::uint8_t { nn1, nn1_nn2 };
constexpr auto words_of(Connectivity) {
  return std::array{
      Word{Connectivity::nn1, "nn1"},
      Word{Connectivity::nn1_nn2, "nn1_nn2"},
  };
}

/// What lies beyond the first and the last layer: nothing (a slab), or each other (bulk tests).
enum class Boundary : std::uint8_t { open, periodic };

/// Place of a site in the storage of a slab (padding layers included, hence not dense).
struct SiteId {
  std::uint32_t value = 0;
  friend auto operator<=>(const SiteId&, const SiteId&) = default;
};

/// The site a storage offset away.
[[nodiscard]] inline SiteId beside(SiteId s, std::int32_t offset) {
  return {s.value + static_cast<std::uint32_t>(offset)};
}

using Vector = std::array<double, 3>;

/// First and second neighbours: directions 0..7 are 1NN, 8..13 2NN; d ^ 1 is opposite to d.
inline constexpr int nn1_count = 8, nn2_count = 6, neighbour_count = nn1_count + nn2_count;

/// Geometry of an orthogonal bcc box, periodic in the plane of the interface: `layers` layers
/// stacked along `normal`, layer 0 first. Immutable; safe to share between threads.
///
/// Storage is chain by chain: the sites of one (i, j) stand side by side from the ceramic upwards,
/// so that neither an edge of the box nor a wrap divides them. Below and above the layers of an
/// open slab a chain has empty places, three times as many as a neighbour vector is high, so that
/// what is near a site never leaves its chain.
class Slab {
 public:
  /// `lattice_constant` [angstrom]; `cells` orthogonal cells along x and y:
  /// (110) a x a√2, (100) a x a, (111) a√2 x a√6.
  /// Throws InputError if the box is so small that a site would be its own neighbour or meet
  /// another twice, larger than the index type, or (periodic) not a whole number of stackings.
  Slab(Normal, double lattice_constant, std::array<int, 2> cells, int layers,
       Boundary = Boundary::open);

  /// The same box with another number of layers. Throws as the constructor does.
  [[nodiscard]] Slab with_layers(int layers) const {
    return {normal_, lattice_constant_, cells_, layers, boundary_};
  }

  [[nodiscard]] Normal normal() const { return normal_; }
  [[nodiscard]] Boundary boundary() const { return boundary_; }
  [[nodiscard]] double lattice_constant() const { return lattice_constant_; }
  [[nodiscard]] int columns() const { return columns_; }
  [[nodiscard]] int rows() const { return rows_; }
  [[nodiscard]] int layers() const { return layers_; }
  [[nodiscard]] std::uint32_t sites_per_layer() const {
    return static_cast<std::uint32_t>(columns_) * static_cast<std::uint32_t>(rows_);
  }
  [[nodiscard]] std::uint64_t sites() const {
    return std::uint64_t{sites_per_layer()} * static_cast<std::uint64_t>(layers_);
  }
  /// Places in the storage, padding included; a SiteId is below this.
  [[nodiscard]] std::size_t storage() const;

  /// Neighbour vectors as steps in cell coordinates, unwrapped.
  [[nodiscard]] const std::array<Cell, neighbour_count>& steps() const { return steps_; }
  /// Neighbour vector in angstrom, in the frame of the box.
  [[nodiscard]] Vector step_vector(int direction) const {
    return displacement(steps_[static_cast<std::size_t>(direction)]);
  }
  /// Layers that the longest neighbour vector spans: 1 for (110), 2 for (100), 3 for (111).
  [[nodiscard]] int reach() const { return reach_; }

  /// REQUIRES a wrapped cell.
  [[nodiscard]] SiteId site(const Cell& c) const {
    return {static_cast<std::uint32_t>((c.j * columns_ + c.i) * chain_length_ + c.k + padding_)};
  }
  /// Inverse of `site`; divides, so not for hot loops.
  [[nodiscard]] Cell cell(SiteId) const;
  /// The sites counted layer by layer from the ceramic, row by row; below sites().
  [[nodiscard]] std::uint64_t number(const Cell& c) const {
    const auto row = static_cast<std::uint64_t>(c.k) * static_cast<std::uint64_t>(rows_) +
                     static_cast<std::uint64_t>(c.j);
    return row * static_cast<std::uint64_t>(columns_) + static_cast<std::uint64_t>(c.i);
  }
  /// Its inverse.
  [[nodiscard]] Cell nth(std::uint64_t n) const {
    const auto columns = static_cast<std::uint64_t>(columns_),
               rows = static_cast<std::uint64_t>(rows_);
    return {static_cast<std::int32_t>(n % columns), static_cast<std::int32_t>(n / columns % rows),
            static_cast<std::int32_t>(n / (columns * rows))};
  }
  /// The cell one neighbour vector away, wrapped. In an open slab k may leave [0, layers).
  [[nodiscard, gnu::always_inline]] Cell neighbour(const Cell& c, int direction) const {
    return wrap_near(c + steps_[static_cast<std::size_t>(direction)]);
  }
  /// (neighbour_count) storage offsets from a wrapped cell of the slab to its neighbours.
  [[nodiscard]] const std::int32_t* offsets(const Cell& c) const { return neighbours_(c); }
  [[nodiscard]] const Stencil& neighbours() const { return neighbours_; }
  /// Any cell, brought back into the box.
  [[nodiscard]] Cell wrap(Cell) const;

  /// Periodicity: (i, rows, k) is the same site as (i + skew, 0, k), and in a periodic box
  /// (i, j, layers) the same as (i + s.i, j + s.j, 0).
  [[nodiscard]] int skew() const { return skew_; }
  [[nodiscard]] const Cell& stack_shift() const { return stack_shift_; }

  /// Position [angstrom], 0 <= x < box()[0], 0 <= y < box()[1]; z = 0 in layer 0.
  [[nodiscard]] Vector position(const Cell&) const;
  /// Displacement [angstrom] that a step in cell coordinates makes.
  [[nodiscard]] Vector displacement(const Cell& step) const;
  /// Edges [angstrom]; the third is layers times layer spacing.
  [[nodiscard]] Vector box() const;
  /// A_s [angstrom²], area of one site of a layer: a²/√2, a², a²√3.
  [[nodiscard]] double site_area() const;
  /// [angstrom]: a/√2, a/2, a/(2√3).
  [[nodiscard]] double layer_spacing() const;

 private:
  [[nodiscard, gnu::always_inline]] Cell wrap_near(Cell c) const {
    if (boundary_ == Boundary::periodic) {
      if (c.k < 0) c = {c.i - stack_shift_.i, c.j - stack_shift_.j, c.k + layers_};
      if (c.k >= layers_) c = {c.i + stack_shift_.i, c.j + stack_shift_.j, c.k - layers_};
    }
    if (static_cast<std::uint32_t>(c.j) >= static_cast<std::uint32_t>(rows_) ||
        static_cast<std::uint32_t>(c.i) >= static_cast<std::uint32_t>(columns_))
      wrap_plane(c);
    return c;
  }
  void wrap_plane(Cell&) const;
  void lay_out_plane();  ///< rows and skew
  void take_axes();      ///< basis and steps
  void stack_layers();   ///< chains, and what lies beyond the layers
  void check_storage() const;
  void check_size() const;

  Normal normal_;
  Boundary boundary_;
  double lattice_constant_;
  std::array<int, 2> cells_;
  int columns_, rows_ = 0, layers_;
  int skew_ = 0;
  Cell stack_shift_;
  int reach_ = 0, padding_ = 0;
  int chain_length_ = 0;           ///< places of one (i, j), padding included
  std::array<Vector, 3> basis_{};  ///< b1, b2, b3 [angstrom]
  std::array<Cell, neighbour_count> steps_{};
  Stencil neighbours_;
};

/// Orthogonal cell of a layer [angstrom], and its number of lattice sites.
struct PlaneCell {
  double x, y;
  int sites;
};
[[nodiscard]] PlaneCell plane_cell(Normal, double lattice_constant);

}  // namespace lacuna::lattice
