#include "io/trajectory/vtp.hpp"

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include "core/error.hpp"
#include "io/trajectory/export_file.hpp"
#include "io/trajectory/void_surface.hpp"

namespace lacuna::io {
namespace {

namespace fs = std::filesystem;

/// The arrays of a file: told in the XML by their place, and appended to it as they lie in memory.
class Appended {
 public:
  template <class T>
  std::string array(std::string_view type, std::string_view name, const std::vector<T>& values,
                    std::string_view shape = "") {
    const std::size_t offset = bytes_.size();
    const std::uint64_t size = values.size() * sizeof(T);
    bytes_.append(reinterpret_cast<const char*>(&size), sizeof size);
    bytes_.append(reinterpret_cast<const char*>(values.data()), size);
    return fmt::format("<DataArray type=\"{}\" Name=\"{}\"{} format=\"appended\" offset=\"{}\"/>\n",
                       type, name, shape, offset);
  }
  [[nodiscard]] const std::string& bytes() const { return bytes_; }

 private:
  std::string bytes_;
};

/// Cells as VTK has them: the numbers of their points one after the other, and where each ends.
struct Cells {
  std::vector<std::int64_t> connectivity, offsets;
  void add(const std::vector<std::uint32_t>& points, std::size_t first) {
    for (const std::uint32_t point : points)
      connectivity.push_back(static_cast<std::int64_t>(first + point));
    offsets.push_back(static_cast<std::int64_t>(connectivity.size()));
  }
};

class VtpSink : public FrameSink {
 public:
  explicit VtpSink(const ExportPlan& plan) : plan_(plan), folder_(plan.out) {
    folder_.replace_extension();
    folder_ += "_vtp";
    std::error_code problem;
    if (!fs::create_directory(folder_, problem))
      throw InputError(
          fmt::format("cannot make {}: {}", folder_.string(),
                      problem ? problem.message() : std::string("it is there already; remove it")));
  }
  ~VtpSink() override {
    std::error_code ignored;
    if (!finished_) fs::remove_all(folder_, ignored);
  }
  VtpSink(const VtpSink&) = delete;
  VtpSink& operator=(const VtpSink&) = delete;

  void frame(const Snapshot& snapshot) override {
    const std::string name = fmt::format("frame_{:06}.vtp", at_++);
    ExportFile file(folder_ / name);
    file.append(text_of(snapshot));
    file.finish();
    collection_ += fmt::format("<DataSet timestep=\"{}\" part=\"0\" file=\"{}/{}\"/>\n",
                               snapshot.head().time, folder_.filename().string(), name);
  }

  void finish() override {
    ExportFile file(plan_.out);
    file.append(
        "<?xml version=\"1.0\"?>\n<VTKFile type=\"Collection\" version=\"1.0\">\n<Collection>\n");
    file.append(collection_);
    file.append("</Collection>\n</VTKFile>\n");
    file.finish();
    finished_ = true;
  }

 private:
  [[nodiscard]] std::string text_of(const Snapshot& snapshot) const {
    std::vector<double> points;
    Cells verts, polys;
    std::vector<Particle> particles;
    snapshot.visit(plan_.selection, [&](const Particle& p) {
      verts.add({0}, particles.size());
      points.insert(points.end(), p.position.begin(), p.position.end());
      particles.push_back(p);
    });
    const VoidSurface surface = void_surface(snapshot, plan_.selection.region);
    for (const lattice::Vector& r : surface.points) points.insert(points.end(), r.begin(), r.end());
    for (const auto& face : surface.faces) polys.add(face, verts.offsets.size());
    particles.insert(particles.end(), surface.owners.begin(), surface.owners.end());

    Appended data;
    std::string text =
        "<?xml version=\"1.0\"?>\n<VTKFile type=\"PolyData\" version=\"1.0\" "
        "byte_order=\"LittleEndian\" "
        "header_type=\"UInt64\">\n<PolyData>\n";
    text += field_data(snapshot.head(), data);
    text += fmt::format("<Piece NumberOfPoints=\"{}\" NumberOfVerts=\"{}\" NumberOfPolys=\"{}\">\n",
                        points.size() / 3, verts.offsets.size(), polys.offsets.size());
    text += "<Points>\n" + data.array("Float64", "Points", points, " NumberOfComponents=\"3\"") +
            "</Points>\n";
    text += cells("Verts", verts, data) + cells("Polys", polys, data);
    text += cell_data(particles, verts.offsets.size(), data);
    return text + "</Piece>\n</PolyData>\n<AppendedData encoding=\"raw\">\n_" + data.bytes() +
           "\n</AppendedData>\n</VTKFile>\n";
  }

  static std::string field_data(const FrameHead& head, Appended& data) {
    std::string text = "<FieldData>\n";
    const auto value = [&](std::string_view name, double number) {
      text += data.array("Float64", name, std::vector{number}, " NumberOfTuples=\"1\"");
    };
    value("TimeValue", head.time);
    value("j_mA_cm2", head.current);
    value("charge_monolayers", head.charge);
    value("contact_fraction", head.contact_fraction);
    return text + "</FieldData>\n";
  }

  static std::string cells(std::string_view kind, const Cells& cells, Appended& data) {
    return fmt::format("<{0}>\n{1}{2}</{0}>\n", kind,
                       data.array("Int64", "connectivity", cells.connectivity),
                       data.array("Int64", "offsets", cells.offsets));
  }

  [[nodiscard]] std::string cell_data(const std::vector<Particle>& particles, std::size_t points,
                                      Appended& data) const {
    std::vector<std::uint8_t> vacant, surface;
    for (std::size_t n = 0; n < particles.size(); ++n) {
      vacant.push_back(particles[n].vacant);
      surface.push_back(n >= points);
    }
    std::string text = "<CellData>\n" + data.array("UInt8", "vacant", vacant) +
                       data.array("UInt8", "surface", surface);
    for (const FrameColumn& column : plan_.columns) {
      std::vector<std::int64_t> values;
      for (const Particle& p : particles) values.push_back(column.value(p));
      text += data.array("Int64", column.name, values);
    }
    return text + "</CellData>\n";
  }

  ExportPlan plan_;
  fs::path folder_;
  std::string collection_;
  std::size_t at_ = 0;
  bool finished_ = false;
};

}  // namespace

std::unique_ptr<FrameSink> vtp_sink(const ExportPlan& plan) {
  return std::make_unique<VtpSink>(plan);
}

}  // namespace lacuna::io
