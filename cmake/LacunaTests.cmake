# lacuna_test(NAME [UNITY] [ROOMS folders...] PARTS targets...)
#
# The program lacuna-test-NAME of every tests/NAME/*.cpp and those of its rooms; nothing while there is none. With UNITY,
# and LACUNA_UNITY, the sources of a folder are compiled as one: where headers are most of the work. Each of its
# test cases is a test of ctest, labelled NAME and by its doctest suite:
#   (none)    quick      default run, sanitizers too
#   physics   physics    statistics; default run, not under the sanitizers
#   all       all        only with --all
#   long      long       only with --long
function(lacuna_test name)
  cmake_parse_arguments(PARSE_ARGV 1 test "UNITY" "" "ROOMS;PARTS")
  file(GLOB sources CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/${name}/*.cpp")
  set_property(SOURCE ${sources} PROPERTY UNITY_GROUP ${name})
  foreach(room IN LISTS test_ROOMS)
    file(GLOB in_room CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/${name}/${room}/*.cpp")
    set_property(SOURCE ${in_room} PROPERTY UNITY_GROUP ${room})
    list(APPEND sources ${in_room})
  endforeach()
  if(NOT sources)
    return()
  endif()
  set(target lacuna-test-${name})
  add_executable(${target} ${sources})
  target_link_libraries(${target} PRIVATE lacuna_test_main ${test_PARTS} lacuna_flags Threads::Threads)
  if(test_UNITY AND LACUNA_UNITY)
    set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_MODE GROUP)
  else()
    lacuna_precompile(${target} <doctest/doctest.h>)
  endif()
  set_target_properties(${target} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/tests")

  # doctest's own discovery starts the program once for every test case and stumbles over commas,
  # brackets and semicolons in names, which are sentences here.
  set(list "${CMAKE_CURRENT_BINARY_DIR}/${target}.cmake")
  add_custom_command(TARGET ${target} POST_BUILD
    COMMAND ${CMAKE_COMMAND} -E env ${lacuna_test_environment}
      "${LACUNA_PYTHON}" "${PROJECT_SOURCE_DIR}/cmake/discover_tests.py"
      --part ${name} --output "${list}" --slower ${lacuna_test_slower} --environment "${lacuna_test_environment}"
      -- ${lacuna_test_launcher} "$<TARGET_FILE:${target}>"
    BYPRODUCTS "${list}"
    VERBATIM)
  set_property(DIRECTORY APPEND PROPERTY TEST_INCLUDE_FILES "${CMAKE_CURRENT_BINARY_DIR}/${target}-or-not.cmake")
  file(WRITE "${CMAKE_CURRENT_BINARY_DIR}/${target}-or-not.cmake"
    "if(EXISTS [==[${list}]==])\n"
    "  include([==[${list}]==])\n"
    "else()\n"
    "  add_test(${target}-is-not-built ${target}-is-not-built)\n"
    "endif()\n")
endfunction()

# What tests find in their environment: the program, the sources (examples), and how sanitizers
# are to behave. Archer tells the thread sanitizer what OpenMP synchronises.
set(lacuna_test_environment "LACUNA_PROGRAM=${PROJECT_BINARY_DIR}/lacuna" "LACUNA_SOURCE=${PROJECT_SOURCE_DIR}")
set(lacuna_test_launcher "")
set(lacuna_test_slower 1)
if(LACUNA_SANITIZE)
  set(lacuna_test_slower 10)
  list(APPEND lacuna_test_environment
    "ASAN_OPTIONS=detect_stack_use_after_return=1:malloc_context_size=8:quarantine_size_mb=64"
    "LSAN_OPTIONS=suppressions=${PROJECT_SOURCE_DIR}/cmake/leaks.txt:print_suppressions=0"
    "UBSAN_OPTIONS=print_stacktrace=1"
    "TSAN_OPTIONS=ignore_noninstrumented_modules=1 halt_on_error=1")
  # Sanitizers reserve fixed ranges of addresses, which some kernels' randomisation puts to other use.
  execute_process(COMMAND setarch -R true RESULT_VARIABLE failed OUTPUT_QUIET ERROR_QUIET)
  if(NOT failed)
    set(lacuna_test_launcher setarch -R)
  endif()
endif()
if(LACUNA_SANITIZE STREQUAL "thread")
  find_library(LACUNA_ARCHER archer PATHS /usr/lib/llvm-14/lib)
  if(LACUNA_ARCHER)
    list(APPEND lacuna_test_environment "OMP_TOOL_LIBRARIES=${LACUNA_ARCHER}" "ARCHER_OPTIONS=verbose=0")
  else()
    lacuna_left_out("Archer is not found: OpenMP under the thread sanitizer needs libomp-14-dev")
  endif()
endif()

# One compilation of doctest serves all test programs.
add_library(lacuna_test_main STATIC "${PROJECT_SOURCE_DIR}/tests/main.cpp")
target_link_libraries(lacuna_test_main PUBLIC doctest::doctest PRIVATE lacuna_flags)
# Void casts: clang else complains of an ignored [[nodiscard]] in CHECK_THROWS.
target_compile_definitions(lacuna_test_main PUBLIC
  DOCTEST_CONFIG_SUPER_FAST_ASSERTS DOCTEST_CONFIG_VOID_CAST_EXPRESSIONS)
