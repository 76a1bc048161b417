# cmake -DKIND=native|windows -DROOT=... -DBUILD=... -P bare_subset.cmake
#
# Configures and builds `cmake -S gpu` with every find_package forbidden, without optimisation, because only the building
# is of interest; then looks at every header that was read. For Windows it compiles and does not link.
set(libraries "nlohmann|spdlog|fmt|tbb|oneapi|zimg|xxhash|libav|libsw|soci|sqlite3|CLI11?|toml\\+\\+|boost|Qt|qt6|openssl|lz4")

set(options -G "${GENERATOR}" -DCMAKE_BUILD_TYPE=None "-DCMAKE_CXX_FLAGS=-O0 -Wall -Wextra -Werror"
  -DFOTOGRAMA_ROW_LOOP_LEVEL=-O0 "-DCMAKE_CXX_COMPILER_LAUNCHER=${LAUNCHER}"
  "-DCMAKE_PROJECT_INCLUDE=${CMAKE_CURRENT_LIST_DIR}/no_packages.cmake")
if(KIND STREQUAL "windows")
  find_program(compiler x86_64-w64-mingw32-g++-posix)
  if(NOT compiler)
    message("SKIPPED: no x86_64-w64-mingw32-g++-posix here")
    return()
  endif()
  list(APPEND options -DCMAKE_SYSTEM_NAME=Windows -DCMAKE_SYSTEM_PROCESSOR=x86_64 "-DCMAKE_CXX_COMPILER=${compiler}"
    -DCMAKE_TRY_COMPILE_TARGET_TYPE=STATIC_LIBRARY -DFOTOGRAMA_CUDA=OFF)
  set(targets --target fotograma_engine fotograma_gpu)
else()
  # One architecture: that all of them compile is known from the whole build.
  list(APPEND options "-DFOTOGRAMA_CUDA=${CUDA}" -DFOTOGRAMA_CUDA_ARCHITECTURES=75)
  set(targets "")
endif()

function(run)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE code OUTPUT_VARIABLE text ERROR_VARIABLE text)
  if(NOT code EQUAL 0)
    message(FATAL_ERROR "${ARGN}\n${text}")
  endif()
  set(text "${text}" PARENT_SCOPE)
endfunction()

run("${CMAKE_COMMAND}" -S "${ROOT}/gpu" -B "${BUILD}" ${options})
run("${CMAKE_COMMAND}" --build "${BUILD}" --parallel 2 ${targets})

if(GENERATOR STREQUAL "Ninja")
  find_program(ninja NAMES ninja ninja-build REQUIRED)
  run("${ninja}" -C "${BUILD}" -t deps)
  string(REGEX MATCHALL "[^\n]*/include/[^\n]*" headers "${text}")
  list(LENGTH headers count)
  if(count EQUAL 0)
    message(FATAL_ERROR "ninja knows no header that was read")
  endif()
  list(FILTER headers INCLUDE REGEX "/include/(.*/)?(${libraries})[^\n]*")
  if(headers)
    list(REMOVE_DUPLICATES headers)
    string(REPLACE ";" "\n" headers "${headers}")
    message(FATAL_ERROR "The bare subset reads headers of other libraries:\n${headers}")
  endif()
endif()
if(KIND STREQUAL "native")
  run("${BUILD}/bin/fotograma-self-check" --help)
endif()
message("built; ${count} headers, none of a library")
