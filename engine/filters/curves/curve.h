/// A curve through points, rising and falling only where they do.
///
/// Units    both axes 0..1.
/// Errors   InvalidArgument with the text and the rule it breaks.
/// Source   Fritsch and Butland, SIAM J. Sci. Stat. Comput. 5(2), 1984 (slopes inside); Fritsch and Carlson, SIAM J.
///          Numer. Anal. 17(2), 1980 (why it is monotone).
#pragma once

#include <string_view>
#include <vector>

#include "engine/base/result.h"

namespace fotograma::filters::curves {

struct CurvePoint {
    double x = 0.0;
    double y = 0.0;
};

class Curve {
public:
    /// "0/0 0.5/0.6 1/1": x/y, x rising; empty is the straight line. Before the first point and after the last the
    /// curve stays level.
    static base::Result<Curve> parse(std::string_view text);

    [[nodiscard]] double operator()(double x) const;
    [[nodiscard]] bool isStraight() const noexcept { return m_points.empty(); }

private:
    std::vector<CurvePoint> m_points;  ///< Empty: y = x.
    std::vector<double> m_slopes;      ///< At each point.
};

}  // namespace fotograma::filters::curves
