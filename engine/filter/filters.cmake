# What a folder under engine/filters/ or engine/measures/ turns into. Nobody edits a list: a folder is the registration.
#
#   <one>/<one>.cpp        compiled as it is; defines `const filter::Definition& definition()` in its namespace
#   <one>/<one>_kernel.h   compiled as host row loops, for the baseline and for x86-64-v3, and by gpu/fatbin.cmake for CUDA
#   <one>/*.cpp            what else the definition needs on the host
#                          (one that includes engine/plugins/ is left out of the bare subset)
#   <one>/<one>_fast.cpp   compiled where third-party libraries are; defines `const filter::HostVariantInfo& hostVariant()`
#
# This file knows nothing of the rest of the build, so that the bare subset (cmake -S gpu) uses it too.
# Its functions may be called from any folder.

# fotograma_operation_folders(<out>): "filters/crop;filters/resize;measures/luma": by kind, then by id.
function(fotograma_operation_folders out)
  set(engine "${CMAKE_CURRENT_FUNCTION_LIST_DIR}/..")
  set(folders "")
  foreach(kind IN ITEMS filters measures)
    file(GLOB sources CONFIGURE_DEPENDS RELATIVE "${engine}"
      "${engine}/${kind}/*/*.cpp")
    list(SORT sources)
    foreach(source IN LISTS sources)
      get_filename_component(folder "${source}" DIRECTORY)
      get_filename_component(one "${folder}" NAME)
      if(source STREQUAL "${folder}/${one}.cpp")
        list(APPEND folders "${folder}")
      endif()
    endforeach()
  endforeach()
  set(${out} "${folders}" PARENT_SCOPE)
endfunction()

# fotograma_run_kernels(<out>): "adjust/Straight;adjust/Curved": every kernel of a filter from bytes to bytes, by folder and
# as its header lists them. A run of Point kernels names its steps by their places in this list (pixel::RunStep::kind).
function(fotograma_run_kernels out)
  set(engine "${CMAKE_CURRENT_FUNCTION_LIST_DIR}/..")
  fotograma_operation_folders(folders)
  set(kernels "")
  foreach(folder IN LISTS folders)
    get_filename_component(one "${folder}" NAME)
    set(header "${engine}/${folder}/${one}_kernel.h")
    if(NOT folder MATCHES "^filters/" OR NOT EXISTS "${header}")
      continue()
    endif()
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${header}")
    file(READ "${header}" text)
    string(REGEX MATCH "\nFOTOGRAMA_KERNELS\\(.*" text "${text}")
    string(REGEX MATCHALL "(SAME|ANY)\\([A-Za-z0-9]+\\)" words "${text}")
    foreach(word IN LISTS words)
      string(REGEX REPLACE "^.*\\((.*)\\)$" "\\1" kernel "${word}")
      list(APPEND kernels "${one}/${kernel}")
    endforeach()
  endforeach()
  set(${out} "${kernels}" PARENT_SCOPE)
endfunction()

# fotograma_operation_sources(<out> [FAST]): every source that filters and measures are made of, generated ones included.
# FAST adds the variants that need third-party libraries.
function(fotograma_operation_sources out)
  cmake_parse_arguments(PARSE_ARGV 1 arg "FAST" "" "")
  fotograma_operation_folders(folders)
  set(engine "${CMAKE_CURRENT_FUNCTION_LIST_DIR}/..")
  set(sources "")
  set(registry_declarations "")
  set(registry_filters "")
  set(registry_measures "")
  set(registry_variants "")
  foreach(build IN ITEMS base v3)
    set(tables_${build} "")
  endforeach()

  set(builds base)
  # Not by MinGW: its stack is aligned to 16 bytes and spilled vectors of 32 fault (GCC bug 54412).
  if(CMAKE_SYSTEM_PROCESSOR MATCHES "^(x86_64|AMD64|amd64)$" AND NOT MINGW)
    list(APPEND builds v3)
  endif()

  foreach(folder IN LISTS folders)
    get_filename_component(one "${folder}" NAME)
    get_filename_component(kind "${folder}" DIRECTORY)
    # What is made of a Stage needs libraries: the bare subset goes without.
    file(STRINGS "${engine}/${folder}/${one}.cpp" stages REGEX "^#include \"engine/plugins/")
    if(stages AND NOT arg_FAST)
      continue()
    endif()
    file(GLOB own CONFIGURE_DEPENDS "${engine}/${folder}/*.cpp")
    list(FILTER own EXCLUDE REGEX "_fast\\.cpp$")
    list(APPEND sources ${own})
    string(APPEND registry_declarations
      "namespace fotograma::${kind}::${one} { const filter::Definition& definition(); }\n")
    string(APPEND registry_${kind} "        &${kind}::${one}::definition(),\n")
    if(arg_FAST AND EXISTS "${engine}/${folder}/${one}_fast.cpp")
      list(APPEND sources "${engine}/${folder}/${one}_fast.cpp")
      fotograma_loops_vectorise("${engine}/${folder}/${one}_fast.cpp")
      string(APPEND registry_declarations
        "namespace fotograma::${kind}::${one} { const filter::HostVariantInfo& hostVariant(); }\n")
      string(APPEND registry_variants "        &${kind}::${one}::hostVariant(),\n")
    endif()
    if(NOT EXISTS "${engine}/${folder}/${one}_kernel.h")
      continue()
    endif()
    foreach(build IN LISTS builds)
      set(entry "${CMAKE_CURRENT_BINARY_DIR}/${one}_host_${build}.cpp")
      file(CONFIGURE OUTPUT "${entry}" CONTENT
"#include \"engine/device/host_entry.h\"
#include \"engine/${folder}/${one}_kernel.h\"
")
      list(APPEND sources "${entry}")
      fotograma_row_loop_options("${entry}" ${build})
      string(APPEND registry_declarations
        "extern \"C\" const fotograma::device::HostKernels fotograma_host_${one}_${build};\n")
      string(APPEND tables_${build} "&fotograma_host_${one}_${build}, ")
    endforeach()
  endforeach()

  # The loops around the kernels of a run.
  foreach(build IN LISTS builds)
    set(entry "${CMAKE_CURRENT_BINARY_DIR}/run_host_${build}.cpp")
    file(CONFIGURE OUTPUT "${entry}" CONTENT "#include \"engine/device/host_run_entry.h\"\n")
    list(APPEND sources "${entry}")
    fotograma_row_loop_options("${entry}" ${build})
    string(APPEND registry_declarations
      "extern \"C\" const fotograma::device::HostRuns fotograma_host_run_${build};\n")
    set(runs_${build} "&fotograma_host_run_${build}")
  endforeach()
  if(NOT v3 IN_LIST builds)
    set(runs_v3 nullptr)
  endif()
  fotograma_run_kernels(kernels)
  set(registry_run_kernels "")
  foreach(kernel IN LISTS kernels)
    string(REPLACE "/" "_" kernel "${kernel}")
    string(APPEND registry_run_kernels "        \"${kernel}\",\n")
  endforeach()

  set(registry "${CMAKE_CURRENT_BINARY_DIR}/registry.cpp")
  file(CONFIGURE OUTPUT "${registry}" @ONLY CONTENT [=[
// Generated by engine/filter/filters.cmake from the folders of filters and measures.
#include "engine/filter/definition.h"
#include "engine/filter/host.h"

@registry_declarations@
namespace fotograma::filter {

std::span<const Definition* const> definitions() {
    static const Definition* const all[] = {
@registry_filters@@registry_measures@    };
    return all;
}

std::span<const HostVariantInfo* const> hostVariants() {
    static const HostVariantInfo* const all[] = {
@registry_variants@        nullptr};
    return std::span(all).first(std::size(all) - 1);
}

device::HostKernelSets hostKernels() {
    static const device::HostKernels* const baseline[] = {@tables_base@nullptr};
    static const device::HostKernels* const v3[] = {@tables_v3@nullptr};
    return {std::span(baseline).first(std::size(baseline) - 1), std::span(v3).first(std::size(v3) - 1),
            @runs_base@, @runs_v3@};
}

std::span<const std::string_view> runKernels() {
    static constexpr std::string_view all[] = {
@registry_run_kernels@    };
    return all;
}

}  // namespace fotograma::filter
]=])
  list(APPEND sources "${registry}")
  set(${out} "${sources}" PARENT_SCOPE)
endfunction()

# What loops of a fast variant are compiled with beside the build type's own options: see below.
function(fotograma_loops_vectorise source)
  if(CMAKE_CXX_COMPILER_ID STREQUAL GNU)
    set_source_files_properties("${source}" PROPERTIES
      COMPILE_OPTIONS "-fno-math-errno;-fno-trapping-math;-fno-thread-jumps")
  endif()
endfunction()

# How row loops are compiled, in every build type: they are only useful vectorised, and contraction would change numbers.
# Builds that will never run them (tests/gpu/bare_subset.cmake) set FOTOGRAMA_ROW_LOOP_LEVEL to -O0.
# Neither -fno-math-errno nor -fno-trapping-math changes a result; without them selects are not turned into blends.
# -fno-thread-jumps: GCC 12 would follow a clamp's ends through a power and leave branches that no loop vectorises with
# (measured: gamma of a 1080p frame 130 ms, and 8 without).
function(fotograma_row_loop_options source build)
  if(NOT FOTOGRAMA_ROW_LOOP_LEVEL)
    set(FOTOGRAMA_ROW_LOOP_LEVEL -O3)
  endif()
  if(MSVC)
    set(options /O2 /fp:precise)
    if(build STREQUAL v3)
      list(APPEND options /arch:AVX2)
    endif()
  else()
    set(options ${FOTOGRAMA_ROW_LOOP_LEVEL} -fno-math-errno -fno-trapping-math -ffp-contract=off)
    if(CMAKE_CXX_COMPILER_ID STREQUAL GNU)
      list(APPEND options -fno-thread-jumps)
    endif()
    if(build STREQUAL v3)
      list(APPEND options -march=x86-64-v3)
    endif()
  endif()
  set_source_files_properties("${source}" PROPERTIES
    COMPILE_OPTIONS "${options}" COMPILE_DEFINITIONS "FOTOGRAMA_ARCH=${build}")
endfunction()
