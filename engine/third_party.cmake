# The libraries the engine stands on, each as one imported (SYSTEM) target. Nothing else in the tree calls find_package
# for them. `./dev setup` installs what is missing.
set(CMAKE_FIND_PACKAGE_TARGETS_GLOBAL ON)  # app/ links some of them by name too
find_package(PkgConfig REQUIRED)

pkg_check_modules(AVFORMAT REQUIRED IMPORTED_TARGET libavformat)
pkg_check_modules(AVCODEC REQUIRED IMPORTED_TARGET libavcodec)
pkg_check_modules(AVUTIL REQUIRED IMPORTED_TARGET libavutil)
pkg_check_modules(SWSCALE REQUIRED IMPORTED_TARGET libswscale)
pkg_check_modules(SWRESAMPLE REQUIRED IMPORTED_TARGET libswresample)
add_library(fotograma_av INTERFACE)
target_link_libraries(fotograma_av INTERFACE PkgConfig::AVFORMAT PkgConfig::AVCODEC PkgConfig::SWSCALE
  PkgConfig::SWRESAMPLE PkgConfig::AVUTIL)

# Headers alone: declarations of NVIDIA's video libraries, which are opened at run time.
pkg_check_modules(FFNVCODEC REQUIRED IMPORTED_TARGET ffnvcodec)
add_library(fotograma_ffnvcodec INTERFACE)
target_link_libraries(fotograma_ffnvcodec INTERFACE PkgConfig::FFNVCODEC)

# Only for a module of ours that is opened when first used (engine/media/audio_graph.h); programs start without it.
pkg_check_modules(AVFILTER IMPORTED_TARGET libavfilter)

pkg_check_modules(ZIMG REQUIRED IMPORTED_TARGET zimg)
add_library(fotograma_zimg INTERFACE)
target_link_libraries(fotograma_zimg INTERFACE PkgConfig::ZIMG)

pkg_check_modules(XXHASH REQUIRED IMPORTED_TARGET libxxhash)
add_library(fotograma_xxhash INTERFACE)
target_link_libraries(fotograma_xxhash INTERFACE PkgConfig::XXHASH)

pkg_check_modules(LZ4 REQUIRED IMPORTED_TARGET liblz4)
add_library(fotograma_lz4 INTERFACE)
target_link_libraries(fotograma_lz4 INTERFACE PkgConfig::LZ4)

# Only the header: the library is opened when a Redis is named, so that programs start without it.
find_path(HIREDIS_INCLUDE_DIR hiredis/hiredis.h REQUIRED)
mark_as_advanced(HIREDIS_INCLUDE_DIR)
add_library(fotograma_hiredis INTERFACE)
target_include_directories(fotograma_hiredis SYSTEM INTERFACE "${HIREDIS_INCLUDE_DIR}")

# Debian's SOCI ships no CMake package.
pkg_check_modules(SQLITE3 REQUIRED IMPORTED_TARGET sqlite3)
find_path(SOCI_INCLUDE_DIR soci/soci.h REQUIRED)
find_library(SOCI_CORE_LIBRARY soci_core REQUIRED)
find_library(SOCI_SQLITE3_LIBRARY soci_sqlite3 REQUIRED)
mark_as_advanced(SOCI_INCLUDE_DIR SOCI_CORE_LIBRARY SOCI_SQLITE3_LIBRARY)
add_library(fotograma_soci INTERFACE)
target_include_directories(fotograma_soci SYSTEM INTERFACE "${SOCI_INCLUDE_DIR}")
target_link_libraries(fotograma_soci INTERFACE "${SOCI_SQLITE3_LIBRARY}" "${SOCI_CORE_LIBRARY}" PkgConfig::SQLITE3)

find_package(TBB REQUIRED)            # TBB::tbb
find_package(nlohmann_json REQUIRED)  # nlohmann_json::nlohmann_json
find_package(fmt REQUIRED)            # fmt::fmt
find_package(spdlog REQUIRED)         # spdlog::spdlog
find_package(CLI11 REQUIRED)          # CLI11::CLI11
find_package(tomlplusplus REQUIRED)   # tomlplusplus::tomlplusplus
