# cmake -DOUTPUT=<file.cpp> "-DFILES=<file>;..." -P embed_presets.cmake
#
# Writes recipe files into a C++ source as raw string literals: every compiler takes them, up to 16 KB each.
set(entries "")
foreach(file IN LISTS FILES)
  get_filename_component(name "${file}" NAME)
  file(READ "${file}" text)
  string(LENGTH "${text}" length)
  if(length GREATER 16000)
    message(FATAL_ERROR "${file} is too long for one string literal")
  endif()
  string(APPEND entries "    PresetText{\"${name}\", R\"recipe(${text})recipe\"},\n")
endforeach()
file(WRITE "${OUTPUT}" "// Generated from resources/presets by embed_presets.cmake.
#include \"engine/recipe/presets_data.h\"

namespace fotograma::recipe {

std::span<const PresetText> presetTexts() {
    static constexpr PresetText kTexts[] = {
${entries}    };
    return kTexts;
}

}  // namespace fotograma::recipe
")
