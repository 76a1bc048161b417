#include "engine/recipe/naming.h"

#include <algorithm>
#include <array>

#include "engine/base/platform.h"
#include "engine/base/text.h"
#include "engine/recipe/vocabulary.h"

namespace fotograma::recipe {

using base::concat;
using base::Result;
using base::Status;

namespace {

constexpr std::array kNames{std::string_view("stem"),  std::string_view("recipe"), std::string_view("ext"),
                            std::string_view("codec"), std::string_view("index"),  std::string_view("output")};
constexpr std::size_t kMaxNameBytes =
    200;  // leaves room for "-2" and for names of files written aside; most systems end at 255

/// Calls `text` for what stands between fields and `field` for their names; the error of either ends the walk.
template <class OnText, class OnField>
Status walk(std::string_view pattern, OnText text, OnField field) {
    while (!pattern.empty()) {
        const std::size_t open = pattern.find_first_of("{}");
        text(pattern.substr(0, open));
        if (open == std::string_view::npos) return {};
        const std::size_t close = pattern.find('}', open);
        if (pattern[open] == '}' || close == std::string_view::npos)
            return base::fail(base::ErrorCode::InvalidArgument, "a brace without its partner");
        FOTOGRAMA_RETURN_IF_ERROR(field(pattern.substr(open + 1, close - open - 1)));
        pattern.remove_prefix(close + 1);
    }
    return {};
}

/// What FAT, NTFS and SMB refuse, and what would leave the folder.
bool isReserved(char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7f ||
           std::string_view("/\\:*?\"<>|").find(c) != std::string_view::npos;
}

bool isDeviceName(std::string_view stem) {
    static constexpr std::array kDevices{std::string_view("con"), std::string_view("prn"), std::string_view("aux"),
                                         std::string_view("nul")};
    const std::string lower = base::toLower(stem.substr(0, stem.find('.')));
    if (std::ranges::find(kDevices, lower) != kDevices.end()) return true;
    return lower.size() == 4 && (lower.starts_with("com") || lower.starts_with("lpt")) && lower[3] >= '1' &&
           lower[3] <= '9';
}

/// Cuts at a character boundary of UTF-8.
std::string_view cut(std::string_view text, std::size_t bytes) {
    if (text.size() <= bytes) return text;
    while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xC0) == 0x80) --bytes;
    return text.substr(0, bytes);
}

std::string_view trimmed(std::string_view text) {
    const std::size_t first = text.find_first_not_of(". ");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(". ") - first + 1);
}

/// A file name that every system takes: stem and extension are cut and cleaned apart, so that the extension stays.
std::string sanitised(std::string name) {
    std::ranges::replace_if(name, isReserved, '_');
    const std::string_view all = trimmed(name);
    const std::size_t dot = all.rfind('.');
    const std::string_view extension = dot == std::string_view::npos ? std::string_view() : all.substr(dot);
    const std::string_view stem =
        trimmed(cut(all.substr(0, dot), kMaxNameBytes - std::min(extension.size(), std::size_t{20})));
    return concat(isDeviceName(stem) ? "_" : "", stem.empty() ? "_" : stem, cut(extension, 20));
}

std::filesystem::path withNumber(const std::filesystem::path& path, int number) {
    std::filesystem::path numbered = path;
    numbered.replace_filename(
        base::pathFromUtf8(concat(base::toUtf8(path.stem()), "-", number, base::toUtf8(path.extension()))));
    return numbered;
}

std::string keyOf(const std::filesystem::path& path) { return base::toLower(base::toUtf8(path.lexically_normal())); }

}  // namespace

Status checkTemplate(std::string_view nameTemplate) {
    if (nameTemplate.empty())
        return base::fail(base::ErrorCode::InvalidArgument, "a file name template must not be empty");
    if (nameTemplate.find_first_of("/\\") != std::string_view::npos)
        return base::fail(base::ErrorCode::InvalidArgument, "a file name must not contain folders");
    return walk(
        nameTemplate, [](std::string_view) {},
        [](std::string_view field) -> Status {
            if (std::ranges::find(kNames, field) != kNames.end()) return {};
            const std::string_view near = base::nearest(field, kNames);
            return base::fail(
                base::ErrorCode::InvalidArgument,
                concat("there is no field {", field, "}",
                       near.empty() ? std::string("; known are {stem} {recipe} {ext} {codec} {index} {output}")
                                    : concat("; did you mean {", near, "}?")));
        });
}

Result<std::string> outputName(const Recipe& recipe, std::size_t output, const std::filesystem::path& input,
                               int index) {
    FOTOGRAMA_ASSERT(output < recipe.outputs.size(), "names are asked for outputs that the recipe has");
    const Output& made = recipe.outputs[output];
    FOTOGRAMA_RETURN_IF_ERROR(checkTemplate(made.name));
    std::string name;
    FOTOGRAMA_RETURN_IF_ERROR(walk(
        made.name, [&](std::string_view text) { name.append(text); },
        [&](std::string_view field) -> Status {
            if (field == "stem") name.append(base::toUtf8(input.stem()));
            if (field == "recipe") name.append(recipe.id);
            if (field == "ext") name.append(findContainer(made.container)->extension);
            if (field == "codec") name.append(made.video.codec);
            if (field == "index") name.append(std::to_string(index));
            if (field == "output") name.append(std::to_string(output + 1));
            return {};
        }));
    return sanitised(std::move(name));
}

void NameBook::reserve(const std::filesystem::path& path) { m_taken.insert(keyOf(path)); }

Result<std::vector<std::filesystem::path>> NameBook::assign(const Recipe& recipe, const std::filesystem::path& input,
                                                            const std::filesystem::path& folder) {
    ++m_index;
    reserve(input);
    std::vector<std::filesystem::path> paths;
    for (std::size_t output = 0; output < recipe.outputs.size(); ++output) {
        FOTOGRAMA_ASSIGN_OR_RETURN(const std::string name, outputName(recipe, output, input, m_index));
        const std::filesystem::path wanted = folder / base::pathFromUtf8(name);
        std::filesystem::path path = wanted;
        for (int number = 2; !m_taken.insert(keyOf(path)).second; ++number) path = withNumber(wanted, number);
        paths.push_back(std::move(path));
    }
    return paths;
}

}  // namespace fotograma::recipe
