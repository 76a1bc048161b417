#include "engine/filters/lut3d/cube.h"

#include <charconv>
#include <cmath>
#include <optional>

#include "engine/base/text.h"

namespace fotograma::filters::lut3d {
namespace {

constexpr int kLargestSide = 129;
constexpr int kLongestLine = 65536;  // Adobe Cube LUT Specification 1.0
constexpr std::size_t kLargestText = std::size_t{128} << 20;
constexpr float kLargestValue = 65504.0F;  // Of a half: more is no colour.

bool isBlank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && isBlank(text.front())) text.remove_prefix(1);
    while (!text.empty() && isBlank(text.back())) text.remove_suffix(1);
    return text;
}

/// Takes the next word off the line; empty at its end.
std::string_view nextWord(std::string_view& line) {
    line = trimmed(line);
    std::size_t length = 0;
    while (length < line.size() && !isBlank(line[length])) ++length;
    const std::string_view word = line.substr(0, length);
    line.remove_prefix(length);
    return word;
}

/// Exactly three finite numbers.
std::optional<std::array<float, 3>> triple(std::string_view line) {
    std::array<float, 3> values{};
    for (float& value : values) {
        const std::string_view word = nextWord(line);
        const auto [end, code] = std::from_chars(word.data(), word.data() + word.size(), value);
        if (word.empty() || code != std::errc() || end != word.data() + word.size()) return std::nullopt;
        if (!(std::abs(value) <= kLargestValue)) return std::nullopt;
    }
    return trimmed(line).empty() ? std::optional(values) : std::nullopt;
}

class Parser {
public:
    base::Result<CubeTable> parse(std::string_view text) {
        if (text.size() > kLargestText) return wrong("the text is over 128 MiB");
        while (!text.empty()) {
            ++m_line;
            const auto end = std::min(text.find('\n'), text.size());
            const std::string_view line = trimmed(text.substr(0, end));
            text.remove_prefix(std::min(end + 1, text.size()));
            if (line.empty() || line.front() == '#') continue;
            FOTOGRAMA_RETURN_IF_ERROR(take(line));
        }
        return finished();
    }

private:
    std::unexpected<base::Error> wrong(std::string_view what) const {
        return base::fail(base::ErrorCode::InvalidArgument,
                          base::concat("The cube cannot be read: line ", m_line, ": ", what, "."));
    }

    base::Status take(std::string_view line) {
        const char first = line.front();
        if ((first >= '0' && first <= '9') || first == '-' || first == '+' || first == '.') return takeValues(line);
        const std::string_view key = nextWord(line);
        if (key == "TITLE") return {};
        if (key == "LUT_3D_SIZE" || key == "LUT_1D_SIZE") return takeSide(key, trimmed(line));
        if (key == "LUT_3D_INPUT_RANGE" || key == "LUT_1D_INPUT_RANGE") return takeRange(line);
        if (key == "DOMAIN_MIN") return takeDomain(line, m_cube.low);
        if (key == "DOMAIN_MAX") return takeDomain(line, m_cube.high);
        return wrong(base::concat("\"", key.substr(0, 40), "\" is no word of a .cube file"));
    }

    base::Status takeSide(std::string_view key, std::string_view text) {
        int side = 0;
        m_cube.isLine = key == "LUT_1D_SIZE";
        const int largest = m_cube.isLine ? kLongestLine : kLargestSide;
        const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), side);
        if (m_cube.side != 0) return wrong("there is a second size; files of two tables are not read");
        if (code != std::errc() || end != text.data() + text.size() || side < 2 || side > largest) {
            return wrong(base::concat(key, " must be from 2 to ", largest));
        }
        m_cube.side = side;
        const auto edge = static_cast<std::size_t>(side);
        m_expected = 3 * (m_cube.isLine ? edge : edge * edge * edge);
        m_cube.values.reserve(m_expected);
        return {};
    }

    base::Status takeDomain(std::string_view line, std::array<float, 3>& to) {
        const auto values = triple(line);
        if (!values) return wrong("a domain is three finite numbers");
        to = *values;
        return {};
    }

    /// As DaVinci Resolve writes it: one range for all three.
    base::Status takeRange(std::string_view line) {
        const auto values = triple(base::concat(trimmed(line), " 0"));
        if (!values) return wrong("an input range is two finite numbers");
        m_cube.low.fill((*values)[0]);
        m_cube.high.fill((*values)[1]);
        return {};
    }

    base::Status takeValues(std::string_view line) {
        const auto values = triple(line);
        if (m_cube.side == 0) return wrong("LUT_3D_SIZE or LUT_1D_SIZE must stand before the colours");
        if (!values) return wrong("a colour is three finite numbers");
        if (m_cube.values.size() == m_expected) {
            return wrong(base::concat("there are more than the ", m_expected / 3, " colours of its size"));
        }
        m_cube.values.insert(m_cube.values.end(), values->begin(), values->end());
        return {};
    }

    base::Result<CubeTable> finished() {
        if (m_cube.side == 0) return wrong("there is no LUT_3D_SIZE and no LUT_1D_SIZE");
        if (m_cube.values.size() != m_expected) {
            return wrong(
                base::concat("the text ends after ", m_cube.values.size() / 3, " of ", m_expected / 3, " colours"));
        }
        for (std::size_t i = 0; i < 3; ++i) {
            if (!(m_cube.high[i] - m_cube.low[i] >= 1e-6F)) return wrong("DOMAIN_MAX must be above DOMAIN_MIN");
        }
        return std::move(m_cube);
    }

    CubeTable m_cube;
    std::size_t m_expected = 0;  ///< Numbers; 0 before the size is known.
    std::int64_t m_line = 0;
};

}  // namespace

base::Result<CubeTable> parseCube(std::string_view text) { return Parser().parse(text); }

}  // namespace fotograma::filters::lut3d
