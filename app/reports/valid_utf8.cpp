#include "app/reports/table_file.h"

namespace fotograma::app {
namespace {

/// Length of the well-formed sequence at the front (RFC 3629), or 0.
std::size_t sequenceLength(std::string_view text) {
    const auto byte = [&](std::size_t at) { return at < text.size() ? static_cast<unsigned char>(text[at]) : 0U; };
    const unsigned first = byte(0);
    if (first < 0x80) return 1;
    const std::size_t length = first >= 0xC2 && first <= 0xDF ? 2 : (first & 0xF0U) == 0xE0 ? 3 : 0;
    const std::size_t wanted = first >= 0xF0 && first <= 0xF4 ? 4 : length;
    for (std::size_t i = 1; i < wanted; ++i)
        if ((byte(i) & 0xC0U) != 0x80) return 0;
    const bool isOverlong = (first == 0xE0 && byte(1) < 0xA0) || (first == 0xF0 && byte(1) < 0x90);
    const bool isSurrogate = first == 0xED && byte(1) >= 0xA0;
    const bool isTooLarge = first == 0xF4 && byte(1) >= 0x90;
    return isOverlong || isSurrogate || isTooLarge ? 0 : wanted;
}

}  // namespace

std::string validUtf8(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        const std::size_t length = sequenceLength(text);
        out.append(length == 0 ? std::string_view("\uFFFD") : text.substr(0, length));
        text.remove_prefix(length == 0 ? 1 : length);
    }
    return out;
}

}  // namespace fotograma::app
