#include "io/trajectory/h5md.hpp"

#include <fcntl.h>
#include <hdf5.h>

#include <algorithm>
#include <array>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/descriptor.hpp"
#include "core/version.hpp"
#include "io/hdf5_handle.hpp"
#include "io/trajectory/export_file.hpp"

namespace lacuna::io {
namespace {

using hdf5::checked;
using hdf5::Handle;
using hdf5::properties;
using hdf5::put_attribute;

enum Species : std::uint8_t { absent, vacancy, atom };

constexpr hsize_t piece = 65536;  ///< particles that are written at a time

Handle make_group(hid_t parent, const char* name) {
  const Handle list = properties(H5P_GROUP_CREATE);
  return {H5Gcreate2(parent, name, H5P_DEFAULT, list, H5P_DEFAULT), H5Gclose};
}

Handle make_space(const std::vector<hsize_t>& shape) {
  return {H5Screate_simple(static_cast<int>(shape.size()), shape.data(), nullptr), H5Sclose};
}

void put_version(hid_t group, int major, int minor) {
  const hsize_t two = 2;
  const std::array<int, 2> version{major, minor};
  const Handle space(H5Screate_simple(1, &two, nullptr), H5Sclose);
  const Handle attribute(
      H5Acreate2(group, "version", H5T_STD_I32LE, space, H5P_DEFAULT, H5P_DEFAULT), H5Aclose);
  checked(H5Awrite(attribute, H5T_NATIVE_INT, version.data()));
}

Handle make_dataset(hid_t group, const char* name, hid_t type, const std::vector<hsize_t>& shape,
                    hid_t list = H5P_DEFAULT) {
  const Handle plain = properties(H5P_DATASET_CREATE), space = make_space(shape);
  return {H5Dcreate2(group, name, type, space, H5P_DEFAULT,
                     list == H5P_DEFAULT ? hid_t{plain} : list, H5P_DEFAULT),
          H5Dclose};
}

/// (frames, particles, ...) in pieces of a frame each, which are compressed.
Handle make_packed(hid_t group, const char* name, hid_t type, const std::vector<hsize_t>& shape,
                   const void* fill = nullptr) {
  const Handle list = properties(H5P_DATASET_CREATE);
  if (shape[1] > 0) {
    std::vector<hsize_t> chunk = shape;
    chunk[0] = 1;
    chunk[1] = std::min(chunk[1], piece);
    checked(H5Pset_chunk(list, static_cast<int>(chunk.size()), chunk.data()));
    checked(H5Pset_shuffle(list));
    checked(H5Pset_deflate(list, 1));
  }
  if (fill != nullptr) checked(H5Pset_fill_value(list, type, fill));
  return make_dataset(group, name, type, shape, list);
}

/// Values into the block that begins at `start`.
void write_block(hid_t dataset, hid_t type, const std::vector<hsize_t>& start,
                 const std::vector<hsize_t>& count, const void* values) {
  const Handle memory = make_space(count);
  const Handle file(H5Dget_space(dataset), H5Sclose);
  checked(H5Sselect_hyperslab(file, H5S_SELECT_SET, start.data(), nullptr, count.data(), nullptr));
  checked(H5Dwrite(dataset, type, memory, file, H5P_DEFAULT, values));
}

Handle species_type(const std::string& element) {
  Handle type(H5Tenum_create(H5T_STD_U8LE), H5Tclose);
  const std::array<std::pair<const char*, Species>, 3> words{
      {{"absent", absent}, {"X", vacancy}, {element.c_str(), atom}}};
  for (const auto& word : words) checked(H5Tenum_insert(type, word.first, &word.second));
  return type;
}

class H5mdSink : public FrameSink {
 public:
  H5mdSink(const ExportPlan& plan, std::uint64_t frames, std::uint64_t most)
      : plan_(plan),
        frames_(frames),
        most_(most),
        same_sites_(plan.selection.sites == FrameSites::all),
        place_(plan.out),
        file_(make_file(place_.aside())),
        particles_(make_group(make_group(file_, "particles"), "trajectory")),
        observables_(make_group(file_, "observables")),
        species_type_(species_type(plan.element)) {
    describe();
    const Handle position = make_group(particles_, "position");
    put_times(position);
    if (same_sites_) {
      position_.emplace(make_dataset(particles_, "sites", H5T_IEEE_F64LE, {most_, 3}));
      make_virtual(position);
    } else {
      const double nowhere = std::numeric_limits<double>::quiet_NaN();
      position_.emplace(
          make_packed(position, "value", H5T_IEEE_F64LE, {frames_, most_, 3}, &nowhere));
      put_attribute(*position_, "unit", "Angstrom");
    }
    make_elements();
  }

  void frame(const Snapshot& snapshot) override {
    if (at_ == 0) put_box(snapshot.slab().box());
    put_moment(snapshot.head());
    begun_ = 0;
    snapshot.visit(plan_.selection, [this](const Particle& p) { take(p); });
    write_piece();
    ++at_;
  }

  void finish() override {
    checked(H5Fflush(file_, H5F_SCOPE_GLOBAL));
    place_.put_in_place();
  }

 private:
  static Handle make_file(const std::filesystem::path& path) {
    // HDF5 does not say why it cannot.
    static_cast<void>(Descriptor::opened(path, O_WRONLY | O_CREAT | O_TRUNC, "create"));
    hdf5::be_silent();
    const Handle list = properties(H5P_FILE_CREATE);
    return {H5Fcreate(path.c_str(), H5F_ACC_TRUNC, list, H5P_DEFAULT), H5Fclose};
  }

  void describe() {
    const Handle h5md = make_group(file_, "h5md");
    put_version(h5md, 1, 1);
    put_attribute(make_group(h5md, "author"), "name", "unknown");
    const Handle creator = make_group(h5md, "creator");
    put_attribute(creator, "name", "lacuna");
    put_attribute(creator, "version", std::string(build_info().version));
    const Handle units = make_group(make_group(h5md, "modules"), "units");
    put_version(units, 1, 0);
  }

  // Steps and times are stored once; all elements link to them.
  void put_times(hid_t position) {
    step_.emplace(make_dataset(position, "step", H5T_STD_I64LE, {frames_}));
    time_.emplace(make_dataset(position, "time", H5T_IEEE_F64LE, {frames_}));
    put_attribute(*time_, "unit", "s");
  }
  Handle make_element(hid_t parent, const char* name) {
    Handle group = make_group(parent, name);
    for (const char* shared : {"step", "time"})
      checked(H5Lcreate_hard(particles_, (std::string("position/") + shared).c_str(), group, shared,
                             H5P_DEFAULT, H5P_DEFAULT));
    return group;
  }

  void make_virtual(hid_t position) {
    const Handle list = properties(H5P_DATASET_CREATE);
    const Handle source = make_space({most_, 3}), shown = make_space({frames_, most_, 3});
    for (hsize_t n = 0; n < frames_; ++n) {
      const std::array<hsize_t, 3> start{n, 0, 0}, count{1, most_, 3};
      checked(
          H5Sselect_hyperslab(shown, H5S_SELECT_SET, start.data(), nullptr, count.data(), nullptr));
      checked(H5Pset_virtual(list, shown, ".", "/particles/trajectory/sites", source));
    }
    checked(H5Sselect_all(shown));
    const Handle value(
        H5Dcreate2(position, "value", H5T_IEEE_F64LE, shown, H5P_DEFAULT, list, H5P_DEFAULT),
        H5Dclose);
    put_attribute(value, "unit", "Angstrom");
  }

  void make_elements() {
    species_.emplace(
        make_packed(make_element(particles_, "species"), "value", species_type_, {frames_, most_}));
    for (const FrameColumn& column : plan_.columns) {
      const Handle group = make_element(particles_, column.name);
      columns_.push_back(make_packed(group, "value", H5T_STD_I64LE, {frames_, most_}));
    }
    for (const Observable& o : observables) {
      const Handle group = make_element(observables_, o.name);
      moments_.push_back(make_dataset(group, "value", H5T_IEEE_F64LE, {frames_}));
      if (*o.unit != '\0') put_attribute(moments_.back(), "unit", o.unit);
    }
  }

  void put_box(const lattice::Vector& box) {
    const Handle group = make_group(particles_, "box");
    const int dimension = 3;
    const Handle scalar(H5Screate(H5S_SCALAR), H5Sclose);
    const Handle number(
        H5Acreate2(group, "dimension", H5T_STD_I32LE, scalar, H5P_DEFAULT, H5P_DEFAULT), H5Aclose);
    checked(H5Awrite(number, H5T_NATIVE_INT, &dimension));
    const Handle text = hdf5::text_type(), three = make_space({3});
    const std::array<const char*, 3> words{"periodic", "periodic", "none"};
    const Handle boundary(H5Acreate2(group, "boundary", text, three, H5P_DEFAULT, H5P_DEFAULT),
                          H5Aclose);
    checked(H5Awrite(boundary, text, words.data()));
    const Handle edges =
        make_dataset(make_element(group, "edges"), "value", H5T_IEEE_F64LE, {frames_, 3, 3});
    put_attribute(edges, "unit", "Angstrom");
    const std::array<double, 9> rows{box[0], 0, 0, 0, box[1], 0, 0, 0, box[2]};
    for (hsize_t n = 0; n < frames_; ++n)
      write_block(edges, H5T_NATIVE_DOUBLE, {n, 0, 0}, {1, 3, 3}, rows.data());
  }

  void put_moment(const FrameHead& head) {
    const auto step = static_cast<std::int64_t>(head.sample);
    write_block(*step_, H5T_NATIVE_INT64, {at_}, {1}, &step);
    write_block(*time_, H5T_NATIVE_DOUBLE, {at_}, {1}, &head.time);
    for (std::size_t n = 0; n < observables.size(); ++n) {
      const double value = observables[n].value(head);
      write_block(moments_[n], H5T_NATIVE_DOUBLE, {at_}, {1}, &value);
    }
  }

  void take(const Particle& p) {
    for (const double x : p.position) positions_.push_back(x);
    kinds_.push_back(p.vacant ? vacancy : atom);
    for (const FrameColumn& column : plan_.columns) values_.push_back(column.value(p));
    if (kinds_.size() == piece) write_piece();
  }

  // What was collected of the frame, behind what is written of it.
  void write_piece() {
    const hsize_t count = kinds_.size();
    if (count > 0) {
      if (!same_sites_) {
        write_block(*position_, H5T_NATIVE_DOUBLE, {at_, begun_, 0}, {1, count, 3},
                    positions_.data());
      } else if (at_ == 0) {
        write_block(*position_, H5T_NATIVE_DOUBLE, {begun_, 0}, {count, 3}, positions_.data());
      }
      write_block(*species_, species_type_, {at_, begun_}, {1, count}, kinds_.data());
      std::vector<std::int64_t> column(count);
      for (std::size_t c = 0; c < columns_.size(); ++c) {
        for (hsize_t n = 0; n < count; ++n) column[n] = values_[n * columns_.size() + c];
        write_block(columns_[c], H5T_NATIVE_INT64, {at_, begun_}, {1, count}, column.data());
      }
    }
    begun_ += count;
    positions_.clear();
    kinds_.clear();
    values_.clear();
  }

  struct Observable {
    const char* name;
    const char* unit;
    double (*value)(const FrameHead&);
  };
  static constexpr std::array observables{
      Observable{"current_density", "mA cm-2", [](const FrameHead& h) { return h.current; }},
      Observable{"charge_monolayers", "", [](const FrameHead& h) { return h.charge; }},
      Observable{"contact_fraction", "", [](const FrameHead& h) { return h.contact_fraction; }},
      Observable{"events", "", [](const FrameHead& h) { return static_cast<double>(h.events); }},
  };

  ExportPlan plan_;
  hsize_t frames_, most_;
  bool same_sites_;
  Unfinished place_;
  Handle file_, particles_, observables_, species_type_;
  std::optional<Handle> step_, time_, position_, species_;
  std::vector<Handle> columns_, moments_;
  hsize_t at_ = 0, begun_ = 0;  ///< frame; particles of it that are written
  std::vector<double> positions_;
  std::vector<Species> kinds_;
  std::vector<std::int64_t> values_;
};

}  // namespace

bool has_hdf5() { return true; }

std::unique_ptr<FrameSink> h5md_sink(const ExportPlan& plan, std::uint64_t frames,
                                     std::uint64_t most) {
  return std::make_unique<H5mdSink>(plan, frames, most);
}

}  // namespace lacuna::io
