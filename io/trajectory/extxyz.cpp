#include "io/trajectory/extxyz.hpp"

#include <fmt/format.h>

#include <charconv>
#include <iterator>
#include <string>

#include "io/trajectory/export_file.hpp"

namespace lacuna::io {
namespace {

/// Shortest digits that read back exactly, always with an exponent.
std::string scientific(double value) {
  std::string text(32, '\0');
  const auto result =
      std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::scientific);
  text.resize(static_cast<std::size_t>(result.ptr - text.data()));
  return text;
}

class ExtxyzSink : public FrameSink {
 public:
  explicit ExtxyzSink(const ExportPlan& plan) : plan_(plan), file_(plan.out) {
    for (const FrameColumn& column : plan.columns)
      properties_ += fmt::format(":{}:I:1", column.name);
  }

  void frame(const Snapshot& snapshot) override {
    const lattice::Vector box = snapshot.slab().box();
    const FrameHead& head = snapshot.head();
    file_.append(fmt::format(
        "{}\nLattice=\"{} 0 0 0 {} 0 0 0 {}\" pbc=\"T T F\" Properties={} Time_s={} j_mA_cm2={} "
        "charge_monolayers={} "
        "contact_fraction={} events={} sample={}\n",
        snapshot.count(plan_.selection), box[0], box[1], box[2], properties_, scientific(head.time),
        head.current, head.charge, head.contact_fraction, head.events, head.sample));
    snapshot.visit(plan_.selection, [this](const Particle& p) { row(p); });
  }

  void finish() override { file_.finish(); }

 private:
  void row(const Particle& p) {
    line_.clear();
    fmt::format_to(std::back_inserter(line_), "{} {} {} {}", p.vacant ? "X" : plan_.element,
                   p.position[0], p.position[1], p.position[2]);
    for (const FrameColumn& column : plan_.columns)
      fmt::format_to(std::back_inserter(line_), " {}", column.value(p));
    line_.push_back('\n');
    file_.append({line_.data(), line_.size()});
  }

  ExportPlan plan_;
  ExportFile file_;
  std::string properties_ = "species:S:1:pos:R:3";
  fmt::memory_buffer line_;
};

}  // namespace

std::unique_ptr<FrameSink> extxyz_sink(const ExportPlan& plan) {
  return std::make_unique<ExtxyzSink>(plan);
}

}  // namespace lacuna::io
