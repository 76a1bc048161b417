# cmake -DOUTPUT=<file.cpp> -DFILE=<page.html> -P embed_page.cmake
#
# Writes the page into a C++ source as raw string literals of at most 12 000 characters, which every compiler takes.
file(READ "${FILE}" text)
string(LENGTH "${text}" length)
set(pieces "")
set(at 0)
while(at LESS length)
  string(SUBSTRING "${text}" ${at} 12000 piece)
  string(APPEND pieces "R\"page(${piece})page\"\n    ")
  math(EXPR at "${at} + 12000")
endwhile()
file(WRITE "${OUTPUT}" "// Generated from resources/status/index.html by embed_page.cmake.
#include \"engine/server/status_page.h\"

namespace fotograma::server {

std::string_view statusPage() {
    static constexpr char kPage[] = ${pieces};
    return {kPage, sizeof kPage - 1};
}

}  // namespace fotograma::server
")
