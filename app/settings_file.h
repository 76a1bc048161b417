/// The settings file as people keep it: one value is changed, every other line and every comment stays as it is.
///
/// Errors   InvalidArgument for a value that breaks the setting's rule, or a line that is too clever to be changed here;
///          PermissionDenied. Nothing is written then.
/// Thread   one at a time.
#pragma once

#include <filesystem>
#include <string_view>

#include "engine/base/result.h"

namespace fotograma::app {

/// Text of the file with `key` set; numbers stay bare, all else is quoted. Pure.
base::Result<std::string> withSetting(std::string_view text, std::string_view key, std::string_view value);

/// The same on disk: written aside and renamed when the whole file reads well. Made with its folder when missing.
base::Status saveSetting(const std::filesystem::path& file, std::string_view key, std::string_view value);

}  // namespace fotograma::app
