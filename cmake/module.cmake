# dmsnode_module(<folder below src> DEPENDS <targets> [TEST_DEPENDS <targets>])
#
# Makes the static library dmsnode_<folder> of the folder's sources (and those of its impl/ and other subfolders that
# are no module themselves), and the test program <folder>_test of its *_test.cpp files. A new file needs no line here.
set(DMSNODE_NESTED_MODULES connectors/postgres connectors/mysql connectors/sqlite tasks/dms tasks/shell tasks/sql web/pack)

# How many sources a unity build (preset `release`) puts into one file. All of a module would be the least work, but a
# file that is too large keeps one core busy while the other waits, and is what a change of one source compiles again.
set(DMSNODE_UNITY_SOURCES 16)

# Splits the target's sources into equal batches of at most that many.
function(dmsnode_unity_batches target)
  get_target_property(sources ${target} SOURCES)
  list(LENGTH sources count)
  math(EXPR batches "(${count} + ${DMSNODE_UNITY_SOURCES} - 1) / ${DMSNODE_UNITY_SOURCES}")
  math(EXPR size "(${count} + ${batches} - 1) / ${batches}")
  set_target_properties(${target} PROPERTIES UNITY_BUILD_BATCH_SIZE ${size})
endfunction()

function(dmsnode_module folder)
  cmake_parse_arguments(ARG "" "" "DEPENDS;TEST_DEPENDS" ${ARGN})
  string(REPLACE "/" "_" name ${folder})
  file(GLOB_RECURSE files CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/${folder}/*.cpp)
  foreach(nested ${DMSNODE_NESTED_MODULES})
    if(NOT nested STREQUAL folder)
      list(FILTER files EXCLUDE REGEX "src/${nested}/")
    endif()
  endforeach()
  set(tests ${files})
  list(FILTER tests INCLUDE REGEX "_test\\.cpp$")
  list(FILTER files EXCLUDE REGEX "_test\\.cpp$")

  if(files)
    add_library(dmsnode_${name} STATIC ${files})
    dmsnode_unity_batches(dmsnode_${name})
    target_include_directories(dmsnode_${name} PUBLIC ${CMAKE_SOURCE_DIR}/src)
    target_link_libraries(dmsnode_${name} PUBLIC ${ARG_DEPENDS})
  else()
    add_library(dmsnode_${name} INTERFACE)
    target_include_directories(dmsnode_${name} INTERFACE ${CMAKE_SOURCE_DIR}/src)
    target_link_libraries(dmsnode_${name} INTERFACE ${ARG_DEPENDS})
  endif()

  if(tests)
    add_executable(${name}_test ${tests})
    dmsnode_unity_batches(${name}_test)
    target_compile_options(${name}_test PRIVATE -O0)  # A third of the time, and no test needs speed.
    target_include_directories(${name}_test PRIVATE ${CMAKE_SOURCE_DIR}/tests)
    target_link_libraries(${name}_test PRIVATE dmsnode_${name} ${ARG_TEST_DEPENDS} dmsnode_test_support GTest::gmock_main)
    add_test(NAME ${name} COMMAND ${name}_test)
    set_tests_properties(${name} PROPERTIES TIMEOUT 600)
  endif()
endfunction()
