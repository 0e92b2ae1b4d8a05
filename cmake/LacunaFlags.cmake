# Compiler flags of every target, collected in the interface target lacuna_flags.
add_library(lacuna_flags INTERFACE)

# Sources compiled as one see each other's names, which are no shadows.
target_compile_options(lacuna_flags INTERFACE
  -Wall -Wextra -Wpedantic $<$<NOT:$<BOOL:$<TARGET_PROPERTY:UNITY_BUILD>>>:-Wshadow> -Wconversion)
if(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
  # g++ does not count sign changes as -Wconversion; the two compilers are to agree.
  target_compile_options(lacuna_flags INTERFACE -Wno-sign-conversion -Wreserved-identifier)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 14)
  # False alarms inside std::string's operator+ and replace (GCC bug 105651), when linking too.
  set(false_alarms -Wno-restrict -Wno-stringop-overflow -Wno-stringop-overread -Wno-array-bounds)
  target_compile_options(lacuna_flags INTERFACE ${false_alarms})
  target_link_options(lacuna_flags INTERFACE ${false_alarms})
  if(LACUNA_SANITIZE)  # in <regex>, which cxxopts includes (GCC bug 105562)
    target_compile_options(lacuna_flags INTERFACE -Wno-maybe-uninitialized)
  endif()
endif()
if(LACUNA_CHECK_EVERY)
  target_compile_definitions(lacuna_flags INTERFACE LACUNA_CHECK_EVERY=${LACUNA_CHECK_EVERY})
endif()
if(LACUNA_MUTATIONS)
  target_compile_definitions(lacuna_flags INTERFACE LACUNA_MUTATIONS)
endif()
if(lacuna_ccache)  # which must see whether a precompiled header has changed
  target_compile_options(lacuna_flags INTERFACE
    $<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess> "$<$<CXX_COMPILER_ID:Clang>:SHELL:-Xclang -fno-pch-timestamp>")
endif()
if(LACUNA_WERROR)
  set(CMAKE_COMPILE_WARNING_AS_ERROR ON)
endif()

# Files that a run writes are a function of input, seed and version: a fused multiply-add, which a
# compiler may or may not use, would make them depend on the machine.
set(lacuna_code_flags -ffp-contract=off)
if(LACUNA_NATIVE)
  list(APPEND lacuna_code_flags -march=native)
elseif(CMAKE_SYSTEM_PROCESSOR MATCHES "^(x86_64|AMD64|amd64)$")
  list(APPEND lacuna_code_flags -march=x86-64-v2)
endif()
if(LACUNA_SANITIZE)
  list(APPEND lacuna_code_flags "-fsanitize=${LACUNA_SANITIZE}" -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(lacuna_flags INTERFACE "-fsanitize=${LACUNA_SANITIZE}")
  # Bounds of containers, which the address sanitizer sees only past the allocation.
  target_compile_definitions(lacuna_flags INTERFACE _GLIBCXX_ASSERTIONS)
endif()
target_compile_options(lacuna_flags INTERFACE ${lacuna_code_flags})

# lacuna_precompile(TARGET [HEADERS...])
#
# Most of a build's time goes into reading the library's headers: a target of many sources reads them once. That every
# source names what it uses is seen by clang-tidy, which reads them without this (preset clang).
function(lacuna_precompile target)
  get_target_property(sources ${target} SOURCES)
  list(LENGTH sources count)
  if(count GREATER 8)
    target_precompile_headers(${target} PRIVATE <algorithm> <array> <cmath> <cstdint> <filesystem> <functional> <map>
      <optional> <set> <span> <string> <string_view> <vector> <fmt/format.h> ${ARGN})
  endif()
endfunction()
