# cmake -DOUTPUT=<file.cpp> -DFOLDER=<folder> "-DNAMES=<one;two>" -P embed_assets.cmake
#
# Writes the files into a C++ source as raw string literals of at most 12 000 characters, which every compiler takes.
set(rows "")
set(texts "")
set(number 0)
foreach(name IN LISTS NAMES)
  file(READ "${FOLDER}/${name}" text)
  string(LENGTH "${text}" length)
  set(pieces "")
  set(at 0)
  while(at LESS length)
    string(SUBSTRING "${text}" ${at} 12000 piece)
    string(APPEND pieces "R\"asset(${piece})asset\"\n    ")
    math(EXPR at "${at} + 12000")
  endwhile()
  string(APPEND texts "constexpr char kText${number}[] = ${pieces};\n")
  string(APPEND rows "        {\"${name}\", {kText${number}, sizeof kText${number} - 1}},\n")
  math(EXPR number "${number} + 1")
endforeach()
file(WRITE "${OUTPUT}" "// Generated from resources/status by embed_assets.cmake.
#include \"engine/server/assets.h\"

namespace fotograma::server {
namespace {

${texts}
}  // namespace

std::span<const Asset> assetTable() {
    static constexpr Asset kAssets[] = {
${rows}    };
    return kAssets;
}

}  // namespace fotograma::server
")
