/// One picture of a file, or a sheet of several, as it is shown or as a recipe's shared filters make it.
///
/// Shape    decoded, turned, filtered, HDR to SDR, fitted into the box (nothing grows), 8 bits, JPEG or PNG. Filters that
///          look at the frames around see only this one.
/// Units    times on the clip's timeline, after the recipe's trim.
/// Errors   those of opening and decoding; InvalidArgument (box, sheet, share or recipe), Unsupported (a filter that must
///          look at the whole clip first), Cancelled.
/// Thread   any; one call a queue.
/// Cost     as ClipPictures, and the filters.
#pragma once

#include <optional>
#include <stop_token>

#include "engine/api/types.h"
#include "engine/base/result.h"
#include "engine/device/device.h"
#include "engine/pipeline/clip_pictures.h"
#include "engine/pipeline/pipeline.h"
#include "engine/recipe/recipe.h"

namespace fotograma::pipeline {

/// What of a request's recipe decides its picture: trim, rotation and shared filters. Without one: the file as it is.
base::Result<recipe::Recipe> previewRecipe(const api::PreviewRequest& request);

/// `queue` computes on the host. `threads` may decode. A clip in `kept` is used where it is the one that is asked for, so
/// that a filter can be changed without decoding again; what was opened is left there.
base::Result<api::Preview> preview(const api::PreviewRequest& request, const FileRules& files, device::Queue& queue,
                                   int threads, const std::stop_token& stop,
                                   std::unique_ptr<ClipPictures>* kept = nullptr);

}  // namespace fotograma::pipeline
