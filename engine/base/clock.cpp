#include "engine/base/clock.h"

namespace fotograma::base {
namespace {

class SystemClock final : public Clock {
public:
    [[nodiscard]] std::chrono::steady_clock::time_point now() const override {
        return std::chrono::steady_clock::now();
    }

    [[nodiscard]] UnixMillis unixNow() const override {
        const auto since1970 = std::chrono::system_clock::now().time_since_epoch();
        return std::chrono::duration_cast<std::chrono::milliseconds>(since1970).count();
    }
};

}  // namespace

const Clock& systemClock() noexcept {
    static const SystemClock clock;
    return clock;
}

}  // namespace fotograma::base
