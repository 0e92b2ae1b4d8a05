#include "io/trajectory/lammps_dump.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>

#include "io/trajectory/export_file.hpp"

namespace lacuna::io {
namespace {

class LammpsDumpSink : public FrameSink {
 public:
  explicit LammpsDumpSink(const ExportPlan& plan) : plan_(plan), file_(plan.out) {
    // a dump has an id and puts it first
    std::erase_if(plan_.columns,
                  [](const FrameColumn& column) { return column.name == std::string_view("id"); });
    for (const FrameColumn& column : plan_.columns) names_ += fmt::format(" {}", column.name);
  }

  void frame(const Snapshot& snapshot) override {
    const lattice::Vector box = snapshot.slab().box();
    file_.append(fmt::format(
        "ITEM: TIME\n{}\nITEM: TIMESTEP\n{}\nITEM: NUMBER OF ATOMS\n{}\nITEM: BOX BOUNDS pp pp "
        "ff\n0 {}\n0 {}\n0 {}\nITEM: ATOMS {}\n",
        snapshot.head().time, snapshot.head().sample, snapshot.count(plan_.selection), box[0],
        box[1], box[2], names_));
    snapshot.visit(plan_.selection, [this](const Particle& p) { row(p); });
  }

  void finish() override { file_.finish(); }

 private:
  void row(const Particle& p) {
    line_.clear();
    fmt::format_to(std::back_inserter(line_), "{} {} {} {} {}", p.id, p.vacant ? 1 : 2,
                   p.position[0], p.position[1], p.position[2]);
    for (const FrameColumn& column : plan_.columns)
      fmt::format_to(std::back_inserter(line_), " {}", column.value(p));
    line_.push_back('\n');
    file_.append({line_.data(), line_.size()});
  }

  ExportPlan plan_;
  ExportFile file_;
  std::string names_ = "id type x y z";
  fmt::memory_buffer line_;
};

}  // namespace

std::unique_ptr<FrameSink> lammps_dump_sink(const ExportPlan& plan) {
  return std::make_unique<LammpsDumpSink>(plan);
}

}  // namespace lacuna::io
