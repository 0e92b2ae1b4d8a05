#include "io/trajectory/trajectory_file.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <string>
#include <string_view>

#include "core/error.hpp"
#include "tests/temporary_directory.hpp"

using namespace lacuna;

namespace {

io::TrajectoryHeader small_header(bool paths = false) {
  io::TrajectoryHeader header;
  header.normal = lattice::Normal::n111;
  header.lattice_constant = 4.29;
  header.cells = {6, 5};
  header.layers = 9;
  header.connectivity = lattice::Connectivity::nn1;
  header.what = io::FrameSites::near_voids;
  header.paths = paths;
  return header;
}

io::Frame small_frame(bool paths = false) {
  io::Frame frame;
  frame.sites = {0, 1, 7, 300, 539};
  frame.head = {42, 1.5e-7, 3e5, -2.25, 0.75, 1ULL << 40U, frame.sites.size(), 9};
  if (paths)
    frame.paths = {{0, {0, 0}},
                   {7, {-1, 300}},
                   {1ULL << 40U, {2147483647, -2147483647 - 1}},
                   {3, {1, 1}},
                   {4, {0, -1}}};
  return frame;
}

io::Frame decoded(const std::string& bytes, const io::TrajectoryHeader& header) {
  const io::CodedHead coded =
      io::decode_head(std::string_view(bytes).substr(0, io::frame_head_bytes));
  return io::decode_frame(coded, std::string_view(bytes).substr(io::frame_head_bytes), header,
                          io::slab_of(header));
}

template <class T>
T number_at(const std::string& bytes, std::size_t at) {
  T value;
  std::memcpy(&value, bytes.data() + at, sizeof value);
  return value;
}

}  // namespace

TEST_CASE(
    "a trajectory's header and frames come back as they were stored, with and without paths") {
  for (const bool paths : {false, true}) {
    const io::TrajectoryHeader header = small_header(paths);
    const io::TrajectoryHeader again = io::decode_header(io::encode(header));
    CHECK(again.normal == header.normal);
    CHECK(again.lattice_constant == header.lattice_constant);
    CHECK(again.cells == header.cells);
    CHECK(again.layers == header.layers);
    CHECK(again.connectivity == header.connectivity);
    CHECK(again.what == header.what);
    CHECK(again.paths == paths);
    const io::Frame frame = small_frame(paths);
    const io::Frame back = decoded(io::encode(frame), header);
    CHECK(back.sites == frame.sites);
    CHECK(back.paths == frame.paths);
    CHECK(back.head.sample == 42);
    CHECK(back.head.time == 1.5e-7);
    CHECK(back.head.current == 3e5);
    CHECK(back.head.charge == -2.25);
    CHECK(back.head.contact_fraction == 0.75);
    CHECK(back.head.events == 1ULL << 40U);
    CHECK(back.head.vacancies == 5);
    CHECK(back.head.layers == 9);
  }
  CHECK(decoded(io::encode(io::Frame{}), small_header()).sites.empty());
}

TEST_CASE("a stored trajectory has its bytes where docs/trajectory.md says") {
  const std::string header = io::encode(small_header(true));
  REQUIRE(header.size() == io::trajectory_header_bytes);
  CHECK(header.substr(0, 8) == "LACUNATJ");
  CHECK(number_at<std::uint32_t>(header, 8) == 2);
  CHECK(header.substr(16, 4) == std::string("\x02\x00\x01\x01", 4));
  CHECK(number_at<std::uint32_t>(header, 20) == 9);
  CHECK(number_at<std::uint32_t>(header, 24) == 6);
  CHECK(number_at<std::uint32_t>(header, 28) == 5);
  CHECK(number_at<double>(header, 32) == 4.29);
  const std::string frame = io::encode(small_frame());
  CHECK(frame.substr(0, 4) == "FRAM");
  CHECK(number_at<std::uint64_t>(frame, 8) == 42);
  CHECK(number_at<double>(frame, 16) == 1.5e-7);
  CHECK(number_at<double>(frame, 24) == 3e5);
  CHECK(number_at<double>(frame, 32) == -2.25);
  CHECK(number_at<double>(frame, 40) == 0.75);
  CHECK(number_at<std::uint64_t>(frame, 48) == 1ULL << 40U);
  CHECK(number_at<std::uint64_t>(frame, 56) == 5);
  CHECK(number_at<std::uint64_t>(frame, 64) == 7);  // one byte each of 0, 1, 6; two each of 293,
                                                    // 239
  CHECK(number_at<std::uint32_t>(frame, 80) == 9);
  CHECK(number_at<std::uint64_t>(frame, 72) == frame.size() - io::frame_head_bytes);
}

TEST_CASE("a frame with any byte changed is refused") {
  const io::TrajectoryHeader header = small_header();
  const std::string frame = io::encode(small_frame());
  for (std::size_t n = 0; n < frame.size(); ++n) {
    CAPTURE(n);
    std::string damaged = frame;
    damaged[n] = static_cast<char>(damaged[n] ^ 0x10);
    CHECK_THROWS_AS(static_cast<void>(decoded(damaged, header)), InputError);
  }
  std::string head = io::encode(header);
  for (std::size_t n = 0; n < head.size(); ++n) {
    CAPTURE(n);
    std::string damaged = head;
    damaged[n] = static_cast<char>(damaged[n] ^ 0x10);
    CHECK_THROWS_AS(static_cast<void>(io::decode_header(damaged)), InputError);
  }
}

TEST_CASE("frames that say what cannot be are refused although their checksums are right") {
  const auto refused = [](const io::Frame& frame, const io::TrajectoryHeader& header) {
    CHECK_THROWS_AS(static_cast<void>(decoded(io::encode(frame), header)), InputError);
  };
  io::Frame frame = small_frame();
  frame.sites.back() = 540;  // one more than there are
  refused(frame, small_header());
  frame = small_frame();
  frame.sites[3] = frame.sites[2];
  refused(frame, small_header());
  frame = small_frame();
  frame.head.vacancies = 1ULL << 60U;
  refused(frame, small_header());
  frame.head.vacancies = 4;
  refused(frame, small_header());
  refused(small_frame(true), small_header(false));
  refused(small_frame(false), small_header(true));
}

TEST_SUITE("all") {
  TEST_CASE("the reader in docs/trajectory.md reads a trajectory without this program") {
    const char* source = std::getenv("LACUNA_SOURCE");
    REQUIRE_MESSAGE(source != nullptr, "LACUNA_SOURCE is not set; run this test through ctest");
    const std::string page =
        test::contents(std::filesystem::path(source) / "docs" / "trajectory.md");
    const std::string fence = "```python\n";
    const std::size_t begin = page.find(fence) + fence.size();
    const test::TemporaryDirectory folder;
    io::Frame second = small_frame(true);
    second.head.time = 2e-7;
    test::put(folder / "trajectory.lacuna",
              io::encode(small_header(true)) + io::encode(small_frame(true)) + io::encode(second));
    test::put(folder / "read.py", page.substr(begin, page.find("```", begin) - begin));
    const std::string command =
        "cd " + folder.path().string() + " && /usr/bin/python3 read.py > log 2>&1";
    CHECK(std::system(command.c_str()) == 0);
    CHECK(test::contents(folder / "log") ==
          "1.5e-07 s: 5 vacancies, the first at (0, 0, 0)\n2e-07 s: 5 vacancies, the first at (0, "
          "0, 0)\n");
  }
}
