/// Which codecs of those we use this FFmpeg has: what `fotograma doctor` shows.
///
/// Owner    plain values.
/// Thread   any.
#pragma once

#include <string>
#include <vector>

namespace fotograma::media {

enum class CodecDirection { Decode, Encode };

struct CodecEntry {
    std::string codec;  ///< "h264"
    CodecDirection direction = CodecDirection::Decode;
    std::string implementation;  ///< "libx264"; empty when there is none here.
    bool required = false;       ///< Recipes that come with the program need it.
    std::string without;         ///< What does not work without it.
};

[[nodiscard]] std::vector<CodecEntry> inventory();
/// Of the FFmpeg libraries that are loaded: "5.1.6-0+deb12u1".
[[nodiscard]] std::string libraryVersion();

}  // namespace fotograma::media
