#include "engine/filter/color_spaces.h"

#include <charconv>

namespace fotograma::filter {
namespace {

constexpr frame::Chromaticity kD65{0.3127, 0.3290};

struct Primaries {
    frame::Chromaticity red, green, blue;
};

Primaries primariesOf(int code) {
    switch (code) {
        case 5: return {{0.640, 0.330}, {0.290, 0.600}, {0.150, 0.060}};  // BT.601, 625 lines
        case 6:
        case 7: return {{0.630, 0.340}, {0.310, 0.595}, {0.155, 0.070}};   // BT.601, 525 lines; SMPTE ST 240
        case 9: return {{0.708, 0.292}, {0.170, 0.797}, {0.131, 0.046}};   // BT.2020
        case 12: return {{0.680, 0.320}, {0.265, 0.690}, {0.150, 0.060}};  // Display P3
        default: return {{0.640, 0.330}, {0.300, 0.600}, {0.150, 0.060}};  // BT.709
    }
}

}  // namespace

Vector3 product(const Matrix3& matrix, const Vector3& vector) noexcept {
    Vector3 result{};
    for (std::size_t row = 0; row < 3; ++row) {
        result[row] = matrix[row][0] * vector[0] + matrix[row][1] * vector[1] + matrix[row][2] * vector[2];
    }
    return result;
}

Matrix3 product(const Matrix3& left, const Matrix3& right) noexcept {
    Matrix3 result{};
    for (std::size_t row = 0; row < 3; ++row) {
        for (std::size_t column = 0; column < 3; ++column) {
            for (std::size_t k = 0; k < 3; ++k) result[row][column] += left[row][k] * right[k][column];
        }
    }
    return result;
}

Matrix3 inverse(const Matrix3& m) noexcept {
    // Cramer: the minors, turned over, by the determinant.
    const auto minor = [&](std::size_t row, std::size_t column) {
        const std::size_t r0 = (row + 1) % 3;
        const std::size_t r1 = (row + 2) % 3;
        const std::size_t c0 = (column + 1) % 3;
        const std::size_t c1 = (column + 2) % 3;
        return m[r0][c0] * m[r1][c1] - m[r0][c1] * m[r1][c0];
    };
    const double determinant = m[0][0] * minor(0, 0) + m[0][1] * minor(0, 1) + m[0][2] * minor(0, 2);
    Matrix3 result{};
    for (std::size_t row = 0; row < 3; ++row) {
        for (std::size_t column = 0; column < 3; ++column) result[row][column] = minor(column, row) / determinant;
    }
    return result;
}

Matrix3 diagonal(const Vector3& values) noexcept {
    return {{{values[0], 0.0, 0.0}, {0.0, values[1], 0.0}, {0.0, 0.0, values[2]}}};
}

Vector3 whiteOf(const frame::Chromaticity& white) noexcept {
    return {white.x / white.y, 1.0, (1.0 - white.x - white.y) / white.y};
}

Matrix3 rgbToXyz(int primaries) noexcept {
    const Primaries p = primariesOf(primaries);
    const Vector3 red = whiteOf(p.red);
    const Vector3 green = whiteOf(p.green);
    const Vector3 blue = whiteOf(p.blue);
    const Matrix3 columns{{{red[0], green[0], blue[0]}, {red[1], green[1], blue[1]}, {red[2], green[2], blue[2]}}};
    return product(columns, diagonal(product(inverse(columns), whiteOf(kD65))));
}

Matrix3 betweenPrimaries(int from, int to) noexcept { return product(inverse(rgbToXyz(to)), rgbToXyz(from)); }

std::optional<Vector3> parseColor(std::string_view text) noexcept {
    if (text.size() != 7 || text[0] != '#') return std::nullopt;
    unsigned value = 0;
    const auto [end, code] = std::from_chars(text.data() + 1, text.data() + 7, value, 16);
    if (code != std::errc() || end != text.data() + 7) return std::nullopt;
    return Vector3{(value >> 16) / 255.0, (value >> 8 & 0xff) / 255.0, (value & 0xff) / 255.0};
}

}  // namespace fotograma::filter
