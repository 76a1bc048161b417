#include "engine/cache/cache.h"

namespace fotograma::cache {

std::string_view toText(Kind kind) noexcept {
    switch (kind) {
        case Kind::Report: return "report";
        case Kind::Probe: return "probe";
        case Kind::Thumbnail: return "thumbnail";
        case Kind::Output: return "output";
        case Kind::Identity: return "identity";
    }
    return "unknown";
}

bool isKnown(Kind kind) noexcept { return kind >= Kind::Report && kind <= Kind::Identity; }

std::string_view toText(Level level) noexcept {
    switch (level) {
        case Level::Memory: return "memory";
        case Level::Disk: return "disk";
        case Level::Redis: break;
    }
    return "redis";
}

}  // namespace fotograma::cache
