/// What is known of a media file, in lines for people: container, tracks, chapters.
///
/// Errors   members that are missing or of another kind are left out.
/// Thread   Qt thread (translations).
#pragma once

#include <QString>
#include <utility>
#include <vector>

#include "engine/api/types.h"

namespace fotograma::ui {

/// Label and value of each line, from the probe facts of api::Report::input or api::Artifact::facts.
[[nodiscard]] std::vector<std::pair<QString, QString>> mediaFacts(const api::Json& facts);

}  // namespace fotograma::ui
