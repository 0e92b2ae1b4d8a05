#include "io/store/journal.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <filesystem>
#include <string>
#include <vector>

#include "core/error.hpp"
#include "tests/temporary_directory.hpp"

using namespace lacuna;
using namespace lacuna::io;
using lacuna::test::contents;
using lacuna::test::put;
using lacuna::test::TemporaryDirectory;

namespace {

/// While one exists, flock answers as a file system without locks does.
struct WithoutLocks {
  WithoutLocks() { active = true; }
  ~WithoutLocks() { active = false; }
  WithoutLocks(const WithoutLocks&) = delete;
  WithoutLocks& operator=(const WithoutLocks&) = delete;
  static inline bool active = false;
};

/// While one exists, no file grows beyond some bytes: a disk that is full.
struct FullDisk {
  explicit FullDisk(rlim_t bytes) : handler(std::signal(SIGXFSZ, SIG_IGN)) {
    ::getrlimit(RLIMIT_FSIZE, &before);
    const rlimit limit{bytes, before.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FullDisk() {
    ::setrlimit(RLIMIT_FSIZE, &before);
    std::signal(SIGXFSZ, handler);
  }
  FullDisk(const FullDisk&) = delete;
  FullDisk& operator=(const FullDisk&) = delete;
  void (*handler)(int);
  rlimit before{};
};

JournalEntry entry(int replica) {
  JournalEntry e;
  e.record.task.replica = replica;
  e.record.seed = 0xffffffffffffffffULL - static_cast<std::uint64_t>(replica);
  ensemble::Outcome outcome;
  outcome.onsets[0].density = 0.1 + replica;
  e.record.found = outcome;
  e.files = static_cast<std::uint32_t>(replica) * 7919U;
  return e;
}

std::vector<int> replicas(const JournalContents& contents) {
  std::vector<int> list;
  for (const JournalEntry& e : contents.entries) list.push_back(e.record.task.replica);
  return list;
}

std::string failure_of(Journal& journal, const JournalEntry& line) {
  try {
    journal.append(line);
  } catch (const SystemFailure& problem) {
    return problem.what();
  }
  return {};
}

}  // namespace

/// In place of the C library's.
extern "C" int flock(int descriptor, int operation) noexcept {
  if (!WithoutLocks::active) return static_cast<int>(::syscall(SYS_flock, descriptor, operation));
  errno = ENOSYS;
  return -1;
}

TEST_CASE("a journal gives back what was appended, over several openings") {
  const TemporaryDirectory folder;
  {
    Journal journal(folder.path());
    journal.append(entry(1));
    journal.append(entry(2));
  }
  Journal(folder.path()).append(entry(3));
  const JournalContents read = read_journals(folder.path());
  CHECK(replicas(read) == std::vector{1, 2, 3});
  CHECK(read.damaged.empty());
  CHECK(read.entries[2].files == 3U * 7919U);
  CHECK(read.entries[2].record.seed == 0xffffffffffffffffULL - 3);
  CHECK(test::names(folder) == std::vector<std::string>{"journal.0"});
}

TEST_CASE("each process holds a journal of its own and readers see them together") {
  const TemporaryDirectory folder;
  Journal first(folder.path());
  Journal second(folder.path());
  second.append(entry(2));
  first.append(entry(1));
  CHECK(test::names(folder) == std::vector<std::string>{"journal.0", "journal.1"});
  CHECK(replicas(read_journals(folder.path())) == std::vector{1, 2});
}

TEST_CASE("journals are read by number whatever is missing between them, and the next one is new") {
  const TemporaryDirectory folder;
  std::vector<std::string> texts;
  for (const int n : {1, 2, 3}) {
    Journal(folder.path()).append(entry(n));
    texts.push_back(contents(folder / "journal.0"));
    std::filesystem::remove(folder / "journal.0");
  }
  put(folder / "journal.10", texts[2]);
  put(folder / "journal.9", texts[1]);
  put(folder / "journal.2", texts[0]);
  for (const char* other :
       {"journal.1.new", "journal.x", "journal.-1", "journal.01", "journal.", "journal"})
    put(folder / other, texts[0]);
  CHECK(replicas(read_journals(folder.path())) == std::vector{1, 2, 3});
  const Journal a(folder.path()), b(folder.path()), c(folder.path());
  Journal(folder.path()).append(entry(4));
  CHECK(std::filesystem::exists(folder / "journal.11"));
  CHECK(replicas(read_journals(folder.path())) == std::vector{1, 2, 3, 4});
  CHECK(read_journals(folder / "nowhere").entries.empty());
}

TEST_CASE("without locks every process has a new journal, and leaves those of others as they are") {
  const TemporaryDirectory folder;
  const WithoutLocks machine;
  Journal first(folder.path());
  first.append(entry(1));
  const std::string torn = contents(folder / "journal.0") + "deadbeef 0000";
  put(folder / "journal.1", torn);
  Journal(folder.path()).append(entry(3));
  CHECK(contents(folder / "journal.1") == torn);
  CHECK(test::names(folder) == std::vector<std::string>{"journal.0", "journal.1", "journal.2"});
  CHECK(replicas(read_journals(folder.path())) == std::vector{1, 1, 3});
}

TEST_CASE("a journal on a full disk ends with its last whole line and takes no more") {
  const TemporaryDirectory folder;
  Journal journal(folder.path());
  journal.append(entry(1));
  const std::string whole = contents(folder / "journal.0");
  std::string first, text, second;
  {
    const FullDisk disk(whole.size() + 20);
    first = failure_of(journal, entry(2));
    text = contents(folder / "journal.0");
  }
  second = failure_of(journal, entry(3));
  CHECK(first.find("cannot write") != std::string::npos);
  CHECK(text == whole);
  CHECK(second == first);
  CHECK(contents(folder / "journal.0") == whole);
}

TEST_CASE("a torn last line is dropped, and cut off by the next who writes") {
  const TemporaryDirectory folder;
  {
    Journal journal(folder.path());
    journal.append(entry(1));
    journal.append(entry(2));
  }
  const std::string whole = contents(folder / "journal.0");
  for (const std::size_t cut : {std::size_t{1}, std::size_t{20}, whole.size() / 2 - 1}) {
    put(folder / "journal.0", whole.substr(0, whole.size() - cut));
    const JournalContents torn = read_journals(folder.path());
    CHECK(replicas(torn) == std::vector{1});
    CHECK(torn.damaged.empty());
    Journal(folder.path()).append(entry(3));
    CHECK(replicas(read_journals(folder.path())) == std::vector{1, 3});
  }
}

TEST_CASE("a line with a wrong checksum is not believed, and named") {
  const TemporaryDirectory folder;
  {
    Journal journal(folder.path());
    for (const int n : {1, 2, 3}) journal.append(entry(n));
  }
  std::string text = contents(folder / "journal.0");
  const std::size_t second = text.find('\n') + 1;
  for (const std::size_t offset : {std::size_t{0}, std::size_t{10}, std::size_t{40}}) {
    std::string changed = text;
    char& byte = changed[second + offset];
    byte = static_cast<char>(byte ^ 1);
    put(folder / "journal.0", changed);
    const JournalContents read = read_journals(folder.path());
    CHECK(replicas(read) == std::vector{1, 3});
    REQUIRE(read.damaged.size() == 1);
    CHECK(read.damaged[0] == (folder / "journal.0").string() + ":2");
  }
}

TEST_CASE(
    "damaged lines are struck out, the others stay, and a journal that is held is left alone") {
  const TemporaryDirectory folder;
  {
    Journal journal(folder.path());
    for (const int n : {1, 2, 3}) journal.append(entry(n));
  }
  std::string text = contents(folder / "journal.0");
  const std::size_t second = text.find('\n') + 1;
  text[second + 40] = '\n';
  text += "torn";
  put(folder / "journal.0", text);
  CHECK(read_journals(folder.path()).damaged.size() == 2);
  {
    const int holder = ::open((folder / "journal.0").c_str(), O_RDONLY | O_CLOEXEC);
    REQUIRE(::flock(holder, LOCK_EX) == 0);
    strike_out_damage(folder.path());
    CHECK(contents(folder / "journal.0") == text);
    ::close(holder);
  }
  strike_out_damage(folder.path());
  text[second] = text[second + 41] = '#';
  CHECK(contents(folder / "journal.0") == text);
  const JournalContents read = read_journals(folder.path());
  CHECK(read.damaged.empty());
  CHECK(replicas(read) == std::vector{1, 3});
}
