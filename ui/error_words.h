/// An error of the engine in the language of the window: the engine's sentence where its form is known, else a sentence
/// for its code with the engine's own words behind it.
///
/// Thread   Qt thread.
#pragma once

#include <QString>
#include <span>

#include "engine/base/error.h"

namespace fotograma::ui {

[[nodiscard]] QString errorText(const base::Error& error);

/// The forms that are known, with %1 for the name or sentence in them. A test holds them to the engine's sources.
[[nodiscard]] std::span<const char* const> knownErrorForms();

}  // namespace fotograma::ui
