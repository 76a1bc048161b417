/// From a recipe's name templates to paths: the same batch always gets the same names, and never that of an input.
///
/// Errors   InvalidArgument for a template with an unknown field or that yields no usable name.
/// Source   fields: {stem} {recipe} {ext} {codec} {index} {output}. Sizes are not known before decoding and are no
///          fields.
#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engine/recipe/recipe.h"

namespace fotograma::recipe {

/// Checks a template without filling it in.
base::Status checkTemplate(std::string_view nameTemplate);

/// The file name of one output, safe on every file system: no separators, no control or reserved characters, no device
/// names, no leading or trailing dots and spaces, at most 200 bytes of UTF-8.
/// `index` is the input's place in its batch, from 1.
base::Result<std::string> outputName(const Recipe& recipe, std::size_t output, const std::filesystem::path& input,
                                     int index);

/// Gives the outputs of a batch their paths. Two that would be the same (without regard to case) get "-2", "-3" in
/// order of asking; paths of inputs count as taken.
///
/// Thread   one at a time.
class NameBook {
public:
    /// Marks a path as taken. Reserve every input of the batch before asking for names.
    void reserve(const std::filesystem::path& path);

    /// The paths of all outputs of the next input, in the recipe's order.
    base::Result<std::vector<std::filesystem::path>> assign(const Recipe& recipe, const std::filesystem::path& input,
                                                            const std::filesystem::path& folder);

private:
    std::set<std::string> m_taken;  ///< Normal form, lower case.
    int m_index = 0;
};

}  // namespace fotograma::recipe
