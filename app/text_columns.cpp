#include "app/text_columns.h"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace fotograma::app {
namespace {

struct Character {
    std::string_view bytes;
    int columns;
};

bool isCombining(std::uint32_t c) {
    return (c >= 0x0300 && c <= 0x036F) || (c >= 0x1AB0 && c <= 0x1AFF) || (c >= 0x20D0 && c <= 0x20FF) ||
           (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xFE20 && c <= 0xFE2F) || c == 0x200B || c == 0x200D;
}

bool isWide(std::uint32_t c) {
    return (c >= 0x1100 && c <= 0x115F) || (c >= 0x2E80 && c <= 0xA4CF) || (c >= 0xAC00 && c <= 0xD7A3) ||
           (c >= 0xF900 && c <= 0xFAFF) || (c >= 0xFE30 && c <= 0xFE6F) || (c >= 0xFF00 && c <= 0xFF60) ||
           (c >= 0xFFE0 && c <= 0xFFE6) || (c >= 0x1F300 && c <= 0x1F64F) || (c >= 0x1F680 && c <= 0x1F6FF) ||
           (c >= 0x1F900 && c <= 0x1FAFF) || (c >= 0x20000 && c <= 0x3FFFD);
}

/// A byte that begins no valid sequence counts as a character of its own, one column wide.
std::vector<Character> charactersOf(std::string_view text) {
    std::vector<Character> characters;
    while (!text.empty()) {
        const auto first = static_cast<unsigned char>(text.front());
        std::size_t length = first < 0x80   ? 1
                             : first < 0xC0 ? 1
                             : first < 0xE0 ? 2
                             : first < 0xF0 ? 3
                             : first < 0xF8 ? 4
                                            : 1;
        std::uint32_t point = length == 1 ? first : first & (0xFFU >> (length + 1));
        for (std::size_t i = 1; i < length; ++i) {
            const unsigned next = i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
            if ((next & 0xC0U) != 0x80U) {
                length = 1;
                point = first;
                break;
            }
            point = point << 6 | (next & 0x3FU);
        }
        characters.push_back({text.substr(0, length), isCombining(point) ? 0 : isWide(point) ? 2 : 1});
        text.remove_prefix(length);
    }
    return characters;
}

/// As many characters from the front as fit.
std::string front(const std::vector<Character>& characters, int columns) {
    std::string out;
    for (const Character& character : characters) {
        columns -= character.columns;
        if (columns < 0) break;
        out.append(character.bytes);
    }
    return out;
}

std::string back(const std::vector<Character>& characters, int columns) {
    std::size_t first = characters.size();
    while (first > 0 && columns - characters[first - 1].columns >= 0) columns -= characters[--first].columns;
    std::string out;
    for (; first < characters.size(); ++first) out.append(characters[first].bytes);
    return out;
}

}  // namespace

int columnsOf(std::string_view text) {
    int columns = 0;
    for (const Character& character : charactersOf(text)) columns += character.columns;
    return columns;
}

std::string printable(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = '?';
    return out;
}

std::string elideMiddle(std::string_view text, int columns) {
    if (columnsOf(text) <= columns) return std::string(text);
    const auto characters = charactersOf(text);
    const int room = std::max(columns - 1, 0);
    const std::string start = front(characters, room / 2);
    return start + "…" + back(characters, room - columnsOf(start));
}

std::string elideEnd(std::string_view text, int columns) {
    if (columnsOf(text) <= columns) return std::string(text);
    return front(charactersOf(text), std::max(columns - 1, 0)) + "…";
}

std::vector<std::string> wrapped(std::string_view text, int columns) {
    std::vector<std::string> lines{""};
    while (!text.empty()) {
        const std::string_view word = text.substr(0, text.find(' '));
        text.remove_prefix(std::min(word.size() + 1, text.size()));
        std::string& line = lines.back();
        if (line.empty())
            line = word;
        else if (columnsOf(line) + 1 + columnsOf(word) <= columns)
            line.append(1, ' ').append(word);
        else
            lines.emplace_back(word);
    }
    return lines;
}

std::string padded(std::string_view text, int columns, Align align) {
    const std::string space(static_cast<std::size_t>(std::max(columns - columnsOf(text), 0)), ' ');
    return align == Align::Left ? std::string(text) + space : space + std::string(text);
}

}  // namespace fotograma::app
