#include "engine/filters/curves/curve.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

#include "engine/base/text.h"

namespace fotograma::filters::curves {
namespace {

constexpr std::size_t kMostPoints = 64;

std::unexpected<base::Error> wrong(std::string_view text, std::string_view rule) {
    return base::fail(base::ErrorCode::InvalidArgument, base::concat("\"", text.substr(0, 80), "\" is no curve: ", rule,
                                                                     " Write points like 0/0 0.5/0.6 1/1."));
}

std::optional<double> coordinate(std::string_view text) {
    double value = 0.0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool isWhole = code == std::errc() && end == text.data() + text.size();
    return isWhole && value >= 0.0 && value <= 1.0 ? std::optional(value) : std::nullopt;
}

std::optional<CurvePoint> point(std::string_view text) {
    const auto slash = text.find('/');
    if (slash == std::string_view::npos) return std::nullopt;
    const auto x = coordinate(text.substr(0, slash));
    const auto y = coordinate(text.substr(slash + 1));
    return x && y ? std::optional(CurvePoint{*x, *y}) : std::nullopt;
}

/// At the ends: the parabola through three points, held back where it would overshoot.
double endSlope(double h0, double h1, double d0, double d1) {
    const double slope = ((2.0 * h0 + h1) * d0 - h0 * d1) / (h0 + h1);
    if (slope * d0 <= 0.0) return 0.0;
    return d0 * d1 <= 0.0 && std::abs(slope) > 3.0 * std::abs(d0) ? 3.0 * d0 : slope;
}

std::vector<double> slopesOf(const std::vector<CurvePoint>& points) {
    const std::size_t last = points.size() - 1;
    std::vector<double> widths(last);
    std::vector<double> rises(last);
    for (std::size_t i = 0; i < last; ++i) {
        widths[i] = points[i + 1].x - points[i].x;
        rises[i] = (points[i + 1].y - points[i].y) / widths[i];
    }
    if (last == 1) return {rises[0], rises[0]};
    std::vector<double> slopes(last + 1, 0.0);
    for (std::size_t i = 1; i < last; ++i) {
        if (rises[i - 1] * rises[i] <= 0.0) continue;  // A peak or a level part: no slope.
        const double before = widths[i] + 2.0 * widths[i - 1];
        const double after = 2.0 * widths[i] + widths[i - 1];
        slopes[i] = (before + after) / (after / rises[i - 1] + before / rises[i]);
    }
    slopes.front() = endSlope(widths[0], widths[1], rises[0], rises[1]);
    slopes.back() = endSlope(widths[last - 1], widths[last - 2], rises[last - 1], rises[last - 2]);
    return slopes;
}

}  // namespace

base::Result<Curve> Curve::parse(std::string_view text) {
    Curve curve;
    std::string_view rest = text;
    while (!rest.empty()) {
        const auto space = std::min(rest.find(' '), rest.size());
        const std::string_view word = rest.substr(0, space);
        rest.remove_prefix(std::min(space + 1, rest.size()));
        if (word.empty()) continue;
        const auto next = point(word);
        if (!next) return wrong(text, base::concat("\"", word.substr(0, 40), "\" is no point from 0/0 to 1/1."));
        if (!curve.m_points.empty() && next->x - curve.m_points.back().x < 1e-4) {
            return wrong(text, "from point to point x must rise.");
        }
        curve.m_points.push_back(*next);
        if (curve.m_points.size() > kMostPoints) return wrong(text, "it may have 64 points.");
    }
    if (curve.m_points.size() == 1) return wrong(text, "it needs two points or more.");
    if (!curve.m_points.empty()) curve.m_slopes = slopesOf(curve.m_points);
    return curve;
}

double Curve::operator()(double x) const {
    if (m_points.empty()) return x;
    if (x <= m_points.front().x) return m_points.front().y;
    if (x >= m_points.back().x) return m_points.back().y;
    const auto after = std::ranges::upper_bound(m_points, x, {}, &CurvePoint::x);
    const auto i = static_cast<std::size_t>(after - m_points.begin()) - 1;
    const double width = m_points[i + 1].x - m_points[i].x;
    const double t = (x - m_points[i].x) / width;
    const double u = 1.0 - t;
    // Hermite: values and slopes of both ends.
    return m_points[i].y * (1.0 + 2.0 * t) * u * u + m_slopes[i] * width * t * u * u +
           m_points[i + 1].y * (3.0 - 2.0 * t) * t * t - m_slopes[i + 1] * width * t * t * u;
}

}  // namespace fotograma::filters::curves
