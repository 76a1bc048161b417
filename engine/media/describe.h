/// Turns an opened file of FFmpeg's into MediaInfo; for engine/media's own sources.
#pragma once

#include <filesystem>

#include "engine/media/probe.h"

struct AVFormatContext;

namespace fotograma::media {

/// `docType`: of Matroska's header, "webm" or "matroska"; else empty.
MediaInfo describe(const AVFormatContext& file, const std::filesystem::path& path, std::int64_t sizeBytes,
                   std::string_view docType);

/// Source   ISO/IEC 14496-12 8.5.2.3: `matrix` is row-major 16.16 (last column 2.30), picture coordinates go down.
DisplayTransform toDisplayTransform(const std::int32_t (&matrix)[9]) noexcept;

}  // namespace fotograma::media
