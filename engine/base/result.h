/// Result<T>: a value or an Error, and the two macros that pass an Error on.
///
/// Errors   end of stream and "nothing yet" are values (std::optional), not errors.
#pragma once

#include <expected>
#include <string>
#include <utility>

#include "engine/base/error.h"

namespace fotograma::base {

template <class T>
using Result = std::expected<T, Error>;

/// A call that yields nothing but success.
using Status = Result<void>;

/// The answer of an asynchronous verb that yields nothing but success.
struct Done {};

inline std::unexpected<Error> fail(ErrorCode code, std::string message, std::string detail = {}) {
    return std::unexpected(Error{code, std::move(message), std::move(detail)});
}

}  // namespace fotograma::base

#define FOTOGRAMA_CONCAT_INNER(a, b) a##b
#define FOTOGRAMA_CONCAT(a, b) FOTOGRAMA_CONCAT_INNER(a, b)

/// Leaves the function with the error of `expression`, if it has one.
#define FOTOGRAMA_RETURN_IF_ERROR(expression)                           \
    do {                                                                \
        if (auto fotogramaStatus = (expression); !fotogramaStatus)      \
            return std::unexpected(std::move(fotogramaStatus).error()); \
    } while (false)

/// Declares or assigns `target` from the value of `expression`, or leaves the function with its error.
#define FOTOGRAMA_ASSIGN_OR_RETURN(target, expression) \
    FOTOGRAMA_ASSIGN_OR_RETURN_INNER(FOTOGRAMA_CONCAT(fotogramaResult, __LINE__), target, expression)
#define FOTOGRAMA_ASSIGN_OR_RETURN_INNER(result, target, expression) \
    auto result = (expression);                                      \
    if (!result) return std::unexpected(std::move(result).error());  \
    target = std::move(*result)
