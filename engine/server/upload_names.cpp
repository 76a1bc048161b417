// Names of files as clients give them: from any system, and from whoever wants to get out of a folder.
#include <algorithm>
#include <array>

#include "engine/base/text.h"
#include "engine/server/uploads.h"

namespace fotograma::server {

using base::concat;
using base::ErrorCode;

namespace {

constexpr std::size_t kLongestName = 200;  // file systems have 255 bytes; a job's outputs add to it

/// The length of the UTF-8 sequence that starts here (RFC 3629); 0: none does.
std::size_t sequenceAt(std::string_view text) {
    const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
    const auto follows = [&](std::size_t at) { return at < text.size() && (byte(at) & 0xC0U) == 0x80U; };
    const unsigned char first = byte(0);
    if (first < 0x80) return 1;
    if (first >= 0xC2 && first <= 0xDF) return follows(1) ? 2 : 0;
    if ((first & 0xF0U) == 0xE0U) {
        const bool isShort = first == 0xE0 && text.size() > 1 && byte(1) < 0xA0;
        const bool isSurrogate = first == 0xED && text.size() > 1 && byte(1) > 0x9F;
        return follows(1) && follows(2) && !isShort && !isSurrogate ? 3 : 0;
    }
    if (first >= 0xF0 && first <= 0xF4) {
        const bool isShort = first == 0xF0 && text.size() > 1 && byte(1) < 0x90;
        const bool isBeyond = first == 0xF4 && text.size() > 1 && byte(1) > 0x8F;
        return follows(1) && follows(2) && follows(3) && !isShort && !isBeyond ? 4 : 0;
    }
    return 0;
}

/// Windows keeps these for devices, with any ending.
bool isDeviceName(std::string_view name) {
    const std::string stem = base::toLower(name.substr(0, name.find('.')));
    constexpr std::array<std::string_view, 4> kDevices{"con", "prn", "aux", "nul"};
    const bool isNumbered = stem.size() == 4 && (stem.starts_with("com") || stem.starts_with("lpt")) &&
                            stem.back() >= '0' && stem.back() <= '9';
    return isNumbered || std::ranges::find(kDevices, stem) != kDevices.end();
}

}  // namespace

base::Result<std::string> fileNameOf(std::string_view given) {
    given.remove_prefix(std::min(given.find_last_of("/\\") + 1, given.size()));
    std::string name;
    while (!given.empty()) {
        const std::size_t length = sequenceAt(given);
        if (length == 0) return base::fail(ErrorCode::InvalidArgument, "The name of the file is no UTF-8.");
        const char letter = given.front();
        const bool isBad = length == 1 && (static_cast<unsigned char>(letter) < 0x20 || letter == 0x7F ||
                                           std::string_view("<>:\"|?*").find(letter) != std::string_view::npos);
        name.append(isBad ? std::string_view("_") : given.substr(0, length));
        given.remove_prefix(length);
    }
    // No hidden files, and no names that Windows would shorten.
    name.erase(0, std::min(name.find_first_not_of(". "), name.size()));
    while (!name.empty() && (name.back() == '.' || name.back() == ' ')) name.pop_back();
    if (name.size() > kLongestName) {
        const std::size_t dot = name.rfind('.');
        constexpr std::size_t kLongestEnding = 12;
        const std::string ending =
            dot != std::string::npos && name.size() - dot <= kLongestEnding ? name.substr(dot) : "";
        std::size_t end = kLongestName - ending.size();
        while (end > 0 && (static_cast<unsigned char>(name[end]) & 0xC0U) == 0x80U) --end;
        name = name.substr(0, end) + ending;
    }
    if (name.empty()) return base::fail(ErrorCode::InvalidArgument, "The upload needs the name of its file.");
    return isDeviceName(name) ? concat("_", name) : name;
}

}  // namespace fotograma::server
