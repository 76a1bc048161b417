/// Colours beyond one picture's own planes: what its primaries are in CIE XYZ, colours that people write as text.
///
/// Units    linear light, Y of white is 1; chromaticities as CIE 1931 x, y.
/// Source   ITU-T H.273, table 2; the matrix of primaries by SMPTE RP 177.
#pragma once

#include <array>
#include <optional>
#include <string_view>

#include "engine/frame/format.h"

namespace fotograma::filter {

using Vector3 = std::array<double, 3>;
using Matrix3 = std::array<Vector3, 3>;  ///< Rows.

[[nodiscard]] Vector3 product(const Matrix3& matrix, const Vector3& vector) noexcept;
[[nodiscard]] Matrix3 product(const Matrix3& left, const Matrix3& right) noexcept;
/// The matrix must have an inverse: those of primaries and of cone responses have.
[[nodiscard]] Matrix3 inverse(const Matrix3& matrix) noexcept;
[[nodiscard]] Matrix3 diagonal(const Vector3& values) noexcept;

/// X, Y, Z of a white of that chromaticity, Y = 1.
[[nodiscard]] Vector3 whiteOf(const frame::Chromaticity& white) noexcept;

/// Linear R, G, B to X, Y, Z. `primaries` is a code point; what is unspecified or unknown counts as BT.709.
[[nodiscard]] Matrix3 rgbToXyz(int primaries) noexcept;
/// Linear R, G, B of one set of primaries to another; of the primaries handled here all have the white D65.
[[nodiscard]] Matrix3 betweenPrimaries(int from, int to) noexcept;

/// "#rrggbb" as R', G', B' 0..1.
[[nodiscard]] std::optional<Vector3> parseColor(std::string_view text) noexcept;

}  // namespace fotograma::filter
