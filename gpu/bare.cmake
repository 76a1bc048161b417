# The targets that the whole build has from elsewhere, for the bare subset: no find_package, no third-party header.
# What it consists of is said in docs/architecture.md; tests/gpu builds it and looks at every header it reaches.
set(FOTOGRAMA_CUDA AUTO CACHE STRING "Compile device code: AUTO where nvcc is found, ON demands it, OFF leaves it out.")
set_property(CACHE FOTOGRAMA_CUDA PROPERTY STRINGS AUTO ON OFF)
if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "Release, Debug or RelWithDebInfo." FORCE)
endif()
set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")

get_filename_component(FOTOGRAMA_ROOT "${CMAKE_CURRENT_LIST_DIR}/.." ABSOLUTE)
add_library(fotograma_options INTERFACE)
add_library(fotograma::options ALIAS fotograma_options)
target_include_directories(fotograma_options INTERFACE "${FOTOGRAMA_ROOT}")
target_compile_definitions(fotograma_options INTERFACE FOTOGRAMA_VERSION="${PROJECT_VERSION}")
if(NOT MSVC)
  target_compile_options(fotograma_options INTERFACE -Wall -Wextra -Wno-missing-field-initializers -ffp-contract=off -pthread)
  target_link_options(fotograma_options INTERFACE -pthread)
endif()

# Modules that are wholly bare are taken as they are; of base and device the parts without libraries are named here.
set(FOTOGRAMA_BARE_SOURCES "")
function(fotograma_module name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;LIBRARIES")
  list(TRANSFORM arg_SOURCES PREPEND "${CMAKE_CURRENT_SOURCE_DIR}/" REGEX "^[^/]")
  set_property(GLOBAL APPEND PROPERTY FOTOGRAMA_BARE_SOURCES ${arg_SOURCES})
endfunction()
foreach(module IN ITEMS frame filter)
  add_subdirectory("${FOTOGRAMA_ROOT}/engine/${module}" engine/${module})
endforeach()
get_property(modules GLOBAL PROPERTY FOTOGRAMA_BARE_SOURCES)

set(parts base/clock.cpp base/error.cpp base/json.cpp base/log_stderr.cpp base/text.cpp
  device/host_bands.cpp device/host_device.cpp device/host_loops.cpp device/host_parallel_threads.cpp device/host_run_rows.cpp
  device/host_tables.cpp)
if(WIN32)
  list(APPEND parts base/platform_windows.cpp base/platform_windows_files.cpp)
else()
  list(APPEND parts base/platform_posix.cpp base/platform_posix_files.cpp base/platform_posix_machine.cpp)
endif()
list(TRANSFORM parts PREPEND "${FOTOGRAMA_ROOT}/engine/")

include("${FOTOGRAMA_ROOT}/engine/filter/filters.cmake")
fotograma_operation_sources(operations)
add_library(fotograma_engine STATIC ${parts} ${modules} ${operations})
target_link_libraries(fotograma_engine PUBLIC fotograma::options ${CMAKE_DL_LIBS})
add_library(fotograma::engine ALIAS fotograma_engine)
