#include "engine/base/error.h"

#include <array>
#include <cstdio>
#include <cstdlib>

namespace fotograma::base {
namespace {

// In the order of the enumerators: traits() indexes it.
constexpr std::array kTraits{
    ErrorTraits{ErrorCode::InvalidArgument, "invalid_argument", 400, 2, false},
    ErrorTraits{ErrorCode::NotFound, "not_found", 404, 2, false},
    ErrorTraits{ErrorCode::AlreadyExists, "already_exists", 409, 1, false},
    ErrorTraits{ErrorCode::PermissionDenied, "permission_denied", 403, 1, false},
    ErrorTraits{ErrorCode::Unsupported, "unsupported", 422, 1, false},
    ErrorTraits{ErrorCode::InvalidData, "invalid_data", 422, 1, false},
    ErrorTraits{ErrorCode::ResourceExhausted, "resource_exhausted", 503, 1, true},
    ErrorTraits{ErrorCode::NoDevice, "no_device", 501, 3, false},
    ErrorTraits{ErrorCode::Unavailable, "unavailable", 503, 3, true},
    ErrorTraits{ErrorCode::Timeout, "timeout", 504, 1, true},
    ErrorTraits{ErrorCode::Cancelled, "cancelled", 499, 130, true},
    ErrorTraits{ErrorCode::Conflict, "conflict", 409, 1, false},
    ErrorTraits{ErrorCode::SequenceTooOld, "sequence_too_old", 410, 1, false},
    ErrorTraits{ErrorCode::IoError, "io_error", 500, 1, true},
    ErrorTraits{ErrorCode::Internal, "internal", 500, 1, false},
};

constexpr bool rowsAreInOrder() {
    for (std::size_t i = 0; i < kTraits.size(); ++i)
        if (static_cast<std::size_t>(kTraits[i].code) != i) return false;
    return kTraits.back().code == ErrorCode::Internal;
}
static_assert(rowsAreInOrder());

}  // namespace

const ErrorTraits& traits(ErrorCode code) noexcept {
    const auto index = static_cast<std::size_t>(code);
    return index < kTraits.size() ? kTraits[index] : kTraits.back();
}

ErrorCode errorCodeFromName(std::string_view name) noexcept {
    for (const ErrorTraits& row : kTraits)
        if (row.name == name) return row.code;
    return ErrorCode::Internal;
}

void assertionFailed(const char* condition, const char* sentence, const char* file, int line) noexcept {
    // stdio, not the log: the log may be what is broken.
    std::fprintf(stderr, "fotograma: this is a bug: %s\n  (%s) was false at %s:%d\n", sentence, condition, file, line);
    std::fflush(stderr);
    std::abort();
}

}  // namespace fotograma::base
