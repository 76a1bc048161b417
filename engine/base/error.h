/// What went wrong, said once for everybody: a code for programs, a sentence for people, a detail for the log.
///
/// Errors   the codes below are all there are; one table gives each its name, HTTP status, exit code and retry advice.
/// Owner    a plain value; copies are independent.
/// Thread   any.
#pragma once

#include <string>
#include <string_view>

namespace fotograma::base {

enum class ErrorCode {
    InvalidArgument,    ///< The request is wrong in itself: a bad option, a bad recipe, a value out of range.
    NotFound,           ///< A file, job, recipe or name does not exist.
    AlreadyExists,      ///< Something is in the way and may not be replaced.
    PermissionDenied,   ///< The operating system or our own rules refuse.
    Unsupported,        ///< Valid, but this build or machine cannot do it (codec, format, picture layout).
    InvalidData,        ///< The media file is damaged or is not what it claims to be.
    ResourceExhausted,  ///< Memory, disk, sessions or a stated limit ran out.
    NoDevice,           ///< The environment lacks the device or component that was asked for.
    Unavailable,        ///< A peer or service is not there now.
    Timeout,            ///< It took longer than allowed.
    Cancelled,          ///< Somebody asked us to stop.
    Conflict,           ///< The state does not allow it (illegal move of a job, newer store).
    SequenceTooOld,     ///< The events asked for are no longer held; take a new snapshot.
    IoError,            ///< Reading or writing failed (disk removed, network share gone).
    Internal,           ///< A bug of ours, caught.
};

/// One row of the table of codes.
struct ErrorTraits {
    ErrorCode code;
    std::string_view name;  ///< Stable wire name, e.g. "invalid_argument".
    int httpStatus;         ///< 4xx or 5xx.
    int exitCode;           ///< 1 a job failed, 2 usage, 3 environment, 130 interrupted.
    bool retryable;         ///< True when the same call may succeed later unchanged.
};

/// The row of a code. Never fails: the table is complete.
const ErrorTraits& traits(ErrorCode code) noexcept;

/// The code of a wire name; ErrorCode::Internal when the name is unknown.
ErrorCode errorCodeFromName(std::string_view name) noexcept;

struct Error {
    ErrorCode code = ErrorCode::Internal;
    std::string message;  ///< A sentence for the user: which file or thing, what is wrong, what to do.
    std::string detail;   ///< For the log; may be empty.
};

/// Stops the program with a sentence: a bug of ours must not become a wrong picture.
[[noreturn]] void assertionFailed(const char* condition, const char* sentence, const char* file, int line) noexcept;

}  // namespace fotograma::base

/// Checks an invariant of ours, in every build.
#define FOTOGRAMA_ASSERT(condition, sentence) \
    ((condition) ? static_cast<void>(0) : ::fotograma::base::assertionFailed(#condition, sentence, __FILE__, __LINE__))
