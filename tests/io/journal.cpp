#include "io/journal.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <string>

#include "tests/temporary_directory.hpp"

using namespace lacuna;
using namespace lacuna::io;
using lacuna::test::contents;
using lacuna::test::put;
using lacuna::test::TemporaryDirectory;

namespace {

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

}  // namespace

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

TEST_CASE("the CRC-32 is that of zlib and gzip, and can be taken in pieces") {
  CHECK(crc32("123456789") == 0xcbf43926U);
  CHECK(crc32("6789", crc32("12345")) == 0xcbf43926U);
  CHECK(crc32("") == 0U);
}
