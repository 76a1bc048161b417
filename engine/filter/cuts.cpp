#include "engine/filter/cuts.h"

#include <numeric>

#include "engine/filter/geometry.h"

namespace fotograma::filter {
namespace {

constexpr double kLeastChange = 10.0;  ///< Less is never a cut.
constexpr double kTimesUsual = 3.0;    ///< And so many times what frames before changed by.
constexpr std::size_t kRemembered = 4;

}  // namespace

Pass lumaChange(const frame::PictureSpec& spec) {
    Pass pass;
    pass.kernel = "change_Difference";
    pass.shape = pixel::Shape::Reduce;
    pass.output = spec;
    pass.reachBack = 1;
    pass.params.fill(ParamBytes{.bytes = {}, .size = 1});
    pass.planeMask = 1U << lumaPlane(spec.format);
    pass.counters = 2;
    return pass;
}

CutFinder::CutFinder(const frame::PictureSpec& spec)
    : m_perCode(1.0 / (static_cast<double>(spec.width) * spec.height * (1 << (spec.format.bits - 8)))) {}

bool CutFinder::next(std::span<const pixel::u64> counters) {
    const double change = static_cast<double>(counters[0]) * m_perCode;
    if (std::exchange(m_isFirst, false)) return true;
    const double usual =
        m_usual.empty() ? 0.0
                        : std::accumulate(m_usual.begin(), m_usual.end(), 0.0) / static_cast<double>(m_usual.size());
    if (change >= kLeastChange && change >= kTimesUsual * usual) {
        m_usual.clear();
        return true;
    }
    m_usual.push_back(change);
    if (m_usual.size() > kRemembered) m_usual.pop_front();
    return false;
}

}  // namespace fotograma::filter
