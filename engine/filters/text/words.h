/// A recipe's text with its placeholders as drawtext wants it.
///
/// Errors   InvalidArgument for a placeholder that is none.
/// Thread   any; pure.
#pragma once

#include <string>
#include <string_view>

#include "engine/base/result.h"

namespace fotograma::filters::text {

/// {timecode} hours, minutes, seconds and frames from 00:00:00:00 on, without drop frames, `rate` frames a second;
/// {frame} from 0 on; {pts} hours, minutes and seconds with milliseconds; "{{" is a brace. Nothing else means anything.
base::Result<std::string> drawtextWords(std::string_view text, int rate);

}  // namespace fotograma::filters::text
