/// One use of non-local means as numbers, for the plain kernel and for the fast one.
#pragma once

#include "engine/filter/definition.h"
#include "engine/filters/nlmeans/nlmeans_kernel.h"

namespace fotograma::filters::nlmeans {

[[nodiscard]] Likeness::Params paramsFrom(const filter::Values& values, const frame::PictureSpec& input);
[[nodiscard]] unsigned planesFrom(const filter::Values& values, const frame::PictureSpec& input);  ///< Bit by plane.

}  // namespace fotograma::filters::nlmeans
