/// Small kernels for the tests of the CUDA layer itself: exact on every device, one for each way of being launched.
#pragma once

#include "engine/pixel/shapes.h"

namespace fotograma::trial {

struct Params {
    pixel::f32 amount = 0.0F;
};

inline namespace FOTOGRAMA_ARCH {

/// Adds `amount` code values.
struct Raise {
    static constexpr pixel::Shape shape = pixel::Shape::Window;
    static constexpr pixel::i32 radius = 0;
    using Params = trial::Params;
    template <class Window>
    static FOTOGRAMA_FN pixel::f32 pixel(const Window& in, const Params& params) {
        return in(0, 0) + params.amount;
    }
};

/// The sample to the left, so that a picture moves by one with every launch.
struct Shift {
    static constexpr pixel::Shape shape = pixel::Shape::Window;
    static constexpr pixel::i32 radius = 1;
    using Params = trial::Params;
    template <class Window>
    static FOTOGRAMA_FN pixel::f32 pixel(const Window& in, const Params&) {
        return in(-1, 0);
    }
};

/// How often each of 256 values occurs: sums in shared memory.
struct Histogram {
    static constexpr pixel::Shape shape = pixel::Shape::Reduce;
    static constexpr pixel::i32 radius = 0;
    static constexpr pixel::i32 counters = 256;
    static constexpr bool readsPrevious = false;
    using Params = trial::Params;
    template <class Counters, class Window>
    static FOTOGRAMA_FN void map(Counters& sums, const Window& in, const Params&) {
        sums.add(static_cast<pixel::i32>(in(0, 0)) & 255, 1);
    }
};

/// The same with more counters than shared memory holds.
struct WideHistogram {
    static constexpr pixel::Shape shape = pixel::Shape::Reduce;
    static constexpr pixel::i32 radius = 0;
    static constexpr pixel::i32 counters = 65536;
    static constexpr bool readsPrevious = false;
    using Params = trial::Params;
    template <class Counters, class Window>
    static FOTOGRAMA_FN void map(Counters& sums, const Window& in, const Params&) {
        sums.add(static_cast<pixel::i32>(in(0, 0)), 1);
    }
};

}  // namespace FOTOGRAMA_ARCH

FOTOGRAMA_KERNELS(trial, SAME(Raise) SAME(Shift) SAME(Histogram) SAME(WideHistogram))

}  // namespace fotograma::trial
