/// A small JSON document of the user's own, in a file that only its owner can read.
///
/// Errors   read: a file that is not there is an empty object; InvalidData for one that is no JSON. write: IoError; the old
///          file stays then.
/// Thread   one at a time for a file.
#pragma once

#include <filesystem>

#include "engine/base/json.h"
#include "engine/base/result.h"

namespace fotograma::app {

base::Result<base::Json> readPrivate(const std::filesystem::path& file);
/// Aside and renamed when whole; the folder is made when missing.
base::Status writePrivate(const std::filesystem::path& file, const base::Json& document);

}  // namespace fotograma::app
