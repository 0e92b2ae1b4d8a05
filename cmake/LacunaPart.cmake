# lacuna_part(NAME [SOURCES extra.cpp...] [EXCLUDE main.cpp...] [PUBLIC targets...] [PRIVATE targets...])
#
# The library lacuna::NAME of every *.cpp in the calling folder; header-only while there is none.
# PUBLIC are the parts that NAME's headers may include, PRIVATE what only its sources need.
function(lacuna_part name)
  cmake_parse_arguments(PARSE_ARGV 1 part "" "" "SOURCES;EXCLUDE;PUBLIC;PRIVATE")
  file(GLOB sources CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/*.cpp")
  foreach(excluded IN LISTS part_EXCLUDE)
    list(REMOVE_ITEM sources "${CMAKE_CURRENT_SOURCE_DIR}/${excluded}")
  endforeach()
  list(APPEND sources ${part_SOURCES})

  if(sources)
    add_library(lacuna_${name} STATIC ${sources})
    target_include_directories(lacuna_${name} PUBLIC "$<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}>")
    target_link_libraries(lacuna_${name} PUBLIC ${part_PUBLIC} PRIVATE $<BUILD_INTERFACE:lacuna_flags> ${part_PRIVATE})
    lacuna_precompile(lacuna_${name})
  else()
    add_library(lacuna_${name} INTERFACE)
    target_include_directories(lacuna_${name} INTERFACE "$<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}>")
    target_link_libraries(lacuna_${name} INTERFACE ${part_PUBLIC} ${part_PRIVATE})
  endif()
  add_library(lacuna::${name} ALIAS lacuna_${name})
endfunction()
