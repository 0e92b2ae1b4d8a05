# What `cmake --install` puts beside the program, and what cpack packs. Components: program, development.
set(CMAKE_SKIP_INSTALL_ALL_DEPENDENCY ON)  # tests need not be built
install(FILES README.md CHANGELOG.md CITATION.cff DESTINATION "${CMAKE_INSTALL_DOCDIR}" COMPONENT program)
install(FILES LICENSE DESTINATION "${CMAKE_INSTALL_DOCDIR}" RENAME copyright COMPONENT program)
install(DIRECTORY docs examples DESTINATION "${CMAKE_INSTALL_DOCDIR}" COMPONENT program)

# find_package(lacuna): the parts below the command, as lacuna::interface and so on. Headers name each
# other from the root of the sources, here include/lacuna.
set(parts core lattice kmc nucleation interface cell ensemble io)
foreach(part IN LISTS parts)
  target_include_directories(lacuna_${part} INTERFACE "$<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}/lacuna>")
  set_target_properties(lacuna_${part} PROPERTIES EXPORT_NAME ${part})
  install(TARGETS lacuna_${part} EXPORT lacuna COMPONENT development)
  install(DIRECTORY ${part} DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}/lacuna" COMPONENT development
    FILES_MATCHING PATTERN "*.hpp" PATTERN "mpi" EXCLUDE)
endforeach()

include(CMakePackageConfigHelpers)
set(package "${CMAKE_INSTALL_LIBDIR}/cmake/lacuna")
install(EXPORT lacuna NAMESPACE lacuna:: FILE lacuna-targets.cmake DESTINATION "${package}" COMPONENT development)
configure_package_config_file(cmake/lacuna-config.cmake.in "${PROJECT_BINARY_DIR}/lacuna-config.cmake"
  INSTALL_DESTINATION "${package}" NO_SET_AND_CHECK_MACRO)
write_basic_package_version_file("${PROJECT_BINARY_DIR}/lacuna-config-version.cmake" COMPATIBILITY SameMinorVersion)
install(FILES "${PROJECT_BINARY_DIR}/lacuna-config.cmake" "${PROJECT_BINARY_DIR}/lacuna-config-version.cmake"
  DESTINATION "${package}" COMPONENT development)

# cpack -G DEB: the program alone, as lacuna_VERSION_ARCHITECTURE.deb.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_CONTACT "the Lacuna authors")
set(CPACK_COMPONENTS_ALL program)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_NAME lacuna)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION science)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS gnuplot-nox)
include(CPack)
