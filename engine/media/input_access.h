/// Opens the file that is an input, so that it stays the file that was meant.
///
/// Errors   NotFound, PermissionDenied (also for what leads out of the folders), InvalidArgument (a folder, a pipe, a
///          device), ResourceExhausted.
/// Thread   any.
#pragma once

#include <filesystem>
#include <span>

#include "engine/base/file_access.h"

namespace fotograma::media {

/// `roots`: folders; what is named under one of them must really lie under one when it is opened, whatever links were put
/// in since somebody looked. Files elsewhere, and all where there are no roots, are opened by their name.
base::Result<base::ReadableFile> openInput(const std::filesystem::path& path,
                                           std::span<const std::filesystem::path> roots);

}  // namespace fotograma::media
