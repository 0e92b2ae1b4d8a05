#include <fmt/format.h>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "io/input/case_keys/sections.hpp"
#include "io/input/case_keys/site_keys.hpp"
#include "io/input/patch_file.hpp"
#include "io/input/picture_file.hpp"

namespace lacuna::io {

using namespace interface;  // the table names most of it
using namespace rows;

namespace {

constexpr double angstrom_per_nm = 10;
constexpr Range length_range{0.0, 1e5, true};

/// The keys of the nth patch, from 0.
class PatchKeys {
  template <class... Members>
  [[nodiscard]] auto patch(Members... members) const {
    return field_of<RunInput>([ nth = nth_, members... ](auto& in) -> auto& {
      return follow(in.values.ceramic.patches[nth], members...);
    });
  }
  template <class Shape, class... Members>
  [[nodiscard]] auto shape(Members... members) const {
    return field_of<RunInput>([ nth = nth_, members... ](auto& in) -> auto& {
      return follow(std::get<Shape>(in.values.ceramic.patches[nth].shape), members...);
    });
  }
  [[nodiscard]] auto path() const {
    return field_of<RunInput>([nth = nth_](auto& in) -> auto& { return in.patch_files[nth]; });
  }

  template <class Shape>
  [[nodiscard]] CaseKey shape_section(const std::string& name, const std::string& doc,
                                      std::initializer_list<CaseKey> keys) const {
    CaseKey key = section(name, doc, keys).alternative_of("sites").must_be_given();
    key.enter = [nth = nth_](RunInput& in) { in.values.ceramic.patches[nth].shape = Shape{}; };
    key.present = [*this](const RunInput& in) {
      return present(in) && std::holds_alternative<Shape>(in.values.ceramic.patches[nth_].shape);
    };
    return key;
  }
  template <class Shape>
  [[nodiscard]] CaseKey length(const std::string& name, const std::string& doc,
                               double Shape::*member) const {
    return number(name, "nm", angstrom_per_nm, length_range, doc, shape<Shape>(member))
        .must_be_given();
  }

  [[nodiscard]] std::vector<CaseKey> shapes() const {
    return {
        shape_section<Stripes>(
            "stripes",
            "stripes along y, as many as the box has periods (to the nearest whole number)",
            {length("width_nm", "of a stripe; its share of the period is kept", &Stripes::width),
             length("period_nm", "from stripe to stripe", &Stripes::period)}),
        shape_section<Discs>(
            "discs",
            "discs on a rectangular grid, as many along each edge as it has spacings (to the "
            "nearest whole number); one stands in the middle of the box",
            {length("radius_nm", "of a disc", &Discs::radius),
             length("spacing_nm", "from centre to centre", &Discs::spacing)}),
        shape_section<RandomPatches>(
            "random", "where a Gaussian random field is highest",
            {number("share", "", 1, {0.0, 1.0}, "of the sites, exactly",
                    shape<RandomPatches>(&RandomPatches::share))
                 .must_be_given(),
             number("correlation_nm", "nm", angstrom_per_nm, {0.1, 1e4},
                    "length c of the field, whose correlation falls as exp(-r²/(2 c²))",
                    shape<RandomPatches>(&RandomPatches::correlation))
                 .must_be_given(),
             seed()}),
        sites_file().alternative_of("sites").must_be_given(),
        image_section(),
    };
  }

  [[nodiscard]] CaseKey seed() const {
    CaseKey key = row<RunInput>("seed", KeyType::integer, "of the random field");
    key.range = {0.0, 18446744073709551615.0};
    key.default_doc = "that of the run, so that each replica has patches of its own";
    const auto at = shape<RandomPatches>(&RandomPatches::seed);
    key.set = [=](RunInput& in, const Value& v) { at(in) = std::get<std::uint64_t>(v); };
    key.get = [=](const RunInput& in) { return if_there(at(in)); };
    return key;
  }

  [[nodiscard]] CaseKey sites_file() const {
    CaseKey key = file(
        "file", "patch file",
        "CSV of the sites on it (i,j: columns and rows of primitive cells along the interface), as "
        "patch.csv of a run",
        path(),
        [nth = nth_](RunInput& in, const SideFile& side) {
          in.values.ceramic.patches[nth].shape =
              ListedSites{read_patch_file(side, slab_of(in.values.metal))};
        },
        [at = shape<ListedSites>(&ListedSites::numbers)](const RunInput& in) {
          return fmt::format("{}\n", fmt::join(at(in), "\n"));
        });
    key.applies = [*this](const RunInput& in) {
      return std::holds_alternative<ListedSites>(in.values.ceramic.patches[nth_].shape);
    };
    return key;
  }

  [[nodiscard]] CaseKey image_section() const {
    const auto at = [this](auto member) { return shape<Picture>(member); };
    CaseKey picture = file(
        "file", "picture", "PNG of greys", path(),
        [at = at(&Picture::pixels)](RunInput& in, const SideFile& side) {
          at(in) = read_picture(side);
        },
        [at = at(&Picture::pixels)](const RunInput& in) {
          return fmt::format("{} {} {:02x}\n", at(in).columns, at(in).rows,
                             fmt::join(at(in).greys, ""));
        });
    return shape_section<Picture>(
        "image",
        "where a picture has certain greys. Its lower left corner is x = y = 0, and up is along y",
        {std::move(picture).must_be_given(), greys(at(&Picture::greys)),
         number("pixel_nm", "nm", angstrom_per_nm, {0.0, 1e5},
                "edge of a pixel. A site has the pixel that it lies in; the picture is stretched "
                "by less than a "
                "pixel to the box. 0: a pixel is a site, those of a row from left to right",
                at(&Picture::pixel))});
  }

  template <class Way>
  [[nodiscard]] static CaseKey greys(Field<RunInput, Way> at) {
    CaseKey key = row<RunInput>("greys", KeyType::integers,
                                "the lowest and the highest grey on it, 0 black and 255 white");
    key.range = {0.0, 255.0};
    key.set = [=](RunInput& in, const Value& v) {
      const auto& range = std::get<std::array<std::uint64_t, 2>>(v);
      at(in) = {static_cast<std::uint8_t>(range[0]), static_cast<std::uint8_t>(range[1])};
    };
    key.get = [=](const RunInput& in) -> std::optional<Value> {
      return std::array<std::uint64_t, 2>{at(in)[0], at(in)[1]};
    };
    return key;
  }

 public:
  explicit PatchKeys(std::size_t nth) : nth_(nth) {}

  [[nodiscard]] std::vector<CaseKey> keys() const {
    std::vector<CaseKey> list = adhesion_keys(patch(&Patch::sites, &SiteClass::segregation));
    list.front().default_doc = "as outside";
    CaseKey injection = injection_section(patch(&Patch::sites, &SiteClass::injection));
    for (CaseKey& each : injection.keys) each.default_doc = "as outside";
    list.push_back(std::move(injection));
    list.push_back(number("strip_weight", "", 1, {0.0, 1e6, true},
                          "how much likelier than outside one of its atoms is stripped; the rule's "
                          "weight is multiplied by it",
                          patch(&Patch::sites, &SiteClass::strip_weight)));
    for (CaseKey& each : shapes()) list.push_back(std::move(each));
    return list;
  }

  [[nodiscard]] bool present(const RunInput& in) const {
    return in.values.ceramic.patches.size() > nth_;
  }
  void enter(RunInput& in) const {
    Ceramic& ceramic = in.values.ceramic;
    ceramic.patches.resize(nth_ + 1);
    ceramic.patches[nth_] = {{ceramic.segregation, ceramic.injection, 1.0}, Stripes{}};
    in.patch_files.resize(nth_ + 1);
  }

 private:
  std::size_t nth_;
};

}  // namespace

CaseKey patch_section() {
  CaseKey key = section<RunInput>(
      "patch",
      "where the ceramic is another one; what it does not say is as outside of it. In a list, "
      "whose keys are `interface.patch.1.segregation_eV` and so on, later ones lie over earlier "
      "ones",
      {});
  key.choices = {{"none", "off", ""}};
  key.form = fmt::format("list of up to {}", most_patches);
  key.off_by_default = true;
  const PatchKeys first(0);
  key.keys = first.keys();
  key.present = [=](const RunInput& in) { return first.present(in); };
  key.enter = [=](RunInput& in) { first.enter(in); };
  key.set = [](RunInput& in, const Value&) { in.values.ceramic.patches.clear(); };
  key.get = [=](const RunInput& in) -> std::optional<Value> {
    if (first.present(in)) return {};
    return std::string("none");
  };
  for (std::size_t n = 0; n < most_patches; ++n) {
    const PatchKeys nth(n);
    CaseKey item = section<RunInput>(std::to_string(n + 1), "one of the patches", {});
    item.keys = nth.keys();
    item.present = [=](const RunInput& in) { return nth.present(in); };
    item.enter = [=](RunInput& in) { nth.enter(in); };
    key.items.push_back(std::move(item));
  }
  return key;
}

}  // namespace lacuna::io
