#pragma once

#include <sys/mman.h>

#include <cstddef>
#include <new>

namespace lacuna::lattice {

/// Allocator for arrays that are read and written at random: from 2 MiB on it asks the system for
/// large pages, since otherwise the processor looks up addresses as long as it waits for memory.
template <class T>
struct LargePages {
  using value_type = T;
  LargePages() = default;
  template <class U>
  explicit LargePages(const LargePages<U>&) {}

  T* allocate(std::size_t count) {
    const std::size_t bytes = count * sizeof(T);
    if (bytes < page) return static_cast<T*>(::operator new(bytes));
    void* const memory = ::operator new (bytes, std::align_val_t{page});
    (void)madvise(memory, bytes,
                  MADV_HUGEPAGE);  // a wish: without it everything works, only slower
    return static_cast<T*>(memory);
  }
  void deallocate(T* memory, std::size_t count) {
    if (count * sizeof(T) < page) return ::operator delete(memory);
    ::operator delete (memory, std::align_val_t{page});
  }
  friend bool operator==(const LargePages&, const LargePages&) { return true; }

 private:
  static constexpr std::size_t page = std::size_t{1} << 21;
};

}  // namespace lacuna::lattice
