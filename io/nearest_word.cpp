#include "io/nearest_word.hpp"

#include <algorithm>
#include <vector>

namespace lacuna::io {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// Optimal string alignment distance; three rows of the table are enough.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before_last(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const bool same = lower(a[i - 1]) == lower(b[j - 1]);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0U : 1U)});
      const bool swapped = i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) &&
                           lower(a[i - 2]) == lower(b[j - 1]);
      if (swapped) row[j] = std::min(row[j], before_last[j - 2] + 1);
    }
    before_last.swap(last);
    last.swap(row);
  }
  return last[b.size()];
}

}  // namespace

std::string nearest_word(std::string_view word, std::span<const std::string> candidates,
                         std::size_t letters_a_slip) {
  constexpr std::size_t longest = 64;  // no key is; keeps a hostile word cheap
  word = word.substr(0, longest);
  std::string best;
  std::size_t fewest = word.size();
  for (const std::string& candidate : candidates) {
    // A missing unit ("layers" for "layers_nm", "barrier" for "barrier_eV") is the commonest slip.
    const bool begins =
        word.size() >= 3 && (candidate.starts_with(word) || word.starts_with(candidate));
    const std::size_t edits = begins ? 1 : distance(word, candidate);
    const bool near = begins || letters_a_slip * edits <= std::max(word.size(), candidate.size());
    if (edits < fewest && near) {
      fewest = edits;
      best = candidate;
    }
  }
  return best;
}

}  // namespace lacuna::io
