# What `cmake --install` puts beside the program, and what cpack packs. Components: program,
# development, python.
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

# Optional, as the module need not be built. Debian's python3 looks into dist-packages of /usr.
if(TARGET lacuna_python)
  set(LACUNA_PYTHON_DIR lib/python3/dist-packages CACHE STRING "Where the package of Python is put, below the prefix")
  install(TARGETS lacuna_python DESTINATION "${LACUNA_PYTHON_DIR}/lacuna" COMPONENT python OPTIONAL)
  install(DIRECTORY python/lacuna DESTINATION "${LACUNA_PYTHON_DIR}" COMPONENT python
    FILES_MATCHING PATTERN "*.py" PATTERN "*.pyi" PATTERN "py.typed" PATTERN "__pycache__" EXCLUDE)
  install(FILES LICENSE DESTINATION "${CMAKE_INSTALL_DATAROOTDIR}/doc/python3-lacuna" RENAME copyright COMPONENT python)
endif()

include(CMakePackageConfigHelpers)
set(package "${CMAKE_INSTALL_LIBDIR}/cmake/lacuna")
install(EXPORT lacuna NAMESPACE lacuna:: FILE lacuna-targets.cmake DESTINATION "${package}" COMPONENT development)
configure_package_config_file(cmake/lacuna-config.cmake.in "${PROJECT_BINARY_DIR}/lacuna-config.cmake"
  INSTALL_DESTINATION "${package}" NO_SET_AND_CHECK_MACRO)
write_basic_package_version_file("${PROJECT_BINARY_DIR}/lacuna-config-version.cmake" COMPATIBILITY SameMinorVersion)
install(FILES "${PROJECT_BINARY_DIR}/lacuna-config.cmake" "${PROJECT_BINARY_DIR}/lacuna-config-version.cmake"
  DESTINATION "${package}" COMPONENT development)

# cpack -G DEB: lacuna_VERSION_ARCHITECTURE.deb is the program, python3-lacuna_... the package of Python.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_CONTACT "the Lacuna authors")
set(CPACK_COMPONENTS_ALL program)
if(TARGET lacuna_python)
  list(APPEND CPACK_COMPONENTS_ALL python)
endif()
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_NAME lacuna)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION science)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_RECOMMENDS gnuplot-nox)
set(CPACK_DEBIAN_PYTHON_PACKAGE_NAME python3-lacuna)
set(CPACK_DEBIAN_PYTHON_PACKAGE_SECTION python)
set(CPACK_DEBIAN_PYTHON_DESCRIPTION "Lacuna from Python: cases, studies, and what they leave behind")
if(TARGET lacuna_python)
  # A module is of one minor version of Python.
  math(EXPR next "${LACUNA_PYTHON_MINOR} + 1")
  set(CPACK_DEBIAN_PYTHON_PACKAGE_DEPENDS "lacuna (= ${PROJECT_VERSION}), python3 (>= 3.${LACUNA_PYTHON_MINOR}), \
python3 (<< 3.${next}), python3-numpy, python3-pandas, python3-yaml")
  set(CPACK_DEBIAN_PYTHON_PACKAGE_RECOMMENDS "python3-ase, python3-matplotlib")
endif()
include(CPack)
