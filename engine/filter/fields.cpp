#include "engine/filter/fields.h"

#include <cstdint>

#include "engine/filter/geometry.h"

namespace fotograma::filter {

Pass fieldCombs(const frame::PictureSpec& spec) {
    Pass pass;
    pass.kernel = "interlace_Combs";
    pass.shape = pixel::Shape::Reduce;
    pass.output = spec;
    pass.reachBack = 1;
    pass.params.fill(ParamBytes::of(std::int32_t{spec.height - 2}));
    pass.planeMask = 1U << lumaPlane(spec.format);
    pass.counters = 4;
    return pass;
}

FieldSums::FieldSums(std::span<const pixel::u64> sums) noexcept
    : own(static_cast<double>(sums[0])),
      within(static_cast<double>(sums[1])),
      evenBefore(static_cast<double>(sums[2])),
      oddBefore(static_cast<double>(sums[3])) {}

FieldVerdict fieldVerdict(const FieldSums& sums, const FieldThresholds& thresholds) noexcept {
    if (sums.evenBefore > thresholds.interlaced * sums.oddBefore) return FieldVerdict::TopFirst;
    if (sums.oddBefore > thresholds.interlaced * sums.evenBefore) return FieldVerdict::BottomFirst;
    return sums.oddBefore > thresholds.progressive * sums.own ? FieldVerdict::Progressive : FieldVerdict::Unknown;
}

}  // namespace fotograma::filter
