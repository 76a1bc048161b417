/// The words a definition is written in: rows of parameter tables, values of measures, small pictures for examples.
///
/// Units    named in the row; ranges are inclusive.
#pragma once

#include "engine/filter/definition.h"
#include "engine/filter/geometry.h"
#include "engine/pixel/shapes.h"

namespace fotograma::filter {

struct Range {
    double from;
    double to;
    double step;
};

/// "point", "window", "gather", "temporal" or "reduce".
[[nodiscard]] std::string_view shapeName(pixel::Shape shape);

/// A definition to be filled in further. `source` is the paper or standard, empty where it is plain arithmetic.
[[nodiscard]] Definition filterNamed(std::string id, std::string title, pixel::Shape shape, std::string sentence,
                                     std::string source = {});
/// One without kernels: a Stage.
[[nodiscard]] Definition stageNamed(std::string id, std::string title, std::string sentence, std::string source = {});
[[nodiscard]] Definition measureNamed(std::string id, std::string title, std::string sentence, std::string source = {});
[[nodiscard]] Definition soundMeasureNamed(std::string id, std::string title, std::string sentence,
                                           std::string source = {});
[[nodiscard]] Definition derivedMeasureNamed(std::string id, std::string title, std::string sentence,
                                             std::string source = {});

[[nodiscard]] api::ParameterInfo numberRow(std::string id, std::string label, std::string unit, Range range,
                                           double initially, std::string sentence);
[[nodiscard]] api::ParameterInfo integerRow(std::string id, std::string label, std::string unit, Range range,
                                            int initially, std::string sentence);
[[nodiscard]] api::ParameterInfo choiceRow(std::string id, std::string label, std::vector<std::string> choices,
                                           std::string initially, std::string sentence);
[[nodiscard]] api::ParameterInfo booleanRow(std::string id, std::string label, bool initially, std::string sentence);
[[nodiscard]] api::ParameterInfo textRow(std::string id, std::string label, std::string initially,
                                         std::string sentence);
/// A file with one of these endings; none unless given.
[[nodiscard]] api::ParameterInfo fileRow(std::string id, std::string label, std::vector<std::string> endings,
                                         std::string sentence);

[[nodiscard]] api::ValueInfo value(std::string id, std::string label, std::string unit, std::string sentence);
/// One that only the whole clip has.
[[nodiscard]] api::ValueInfo clipValue(std::string id, std::string label, std::string unit, std::string sentence,
                                       api::ValueKind kind = api::ValueKind::Number);
[[nodiscard]] api::ValueInfo clipList(std::string id, std::string label, std::string unit, std::string sentence,
                                      api::ValueKind kind = api::ValueKind::Number);

/// Gray, or Y'CbCr of 8 bits with the given subsampling; limited range, square samples, no other tags.
[[nodiscard]] frame::PictureSpec grayPicture(int width, int height, int bits = 8);
[[nodiscard]] frame::PictureSpec yuvPicture(int width, int height, int chromaShiftX, int chromaShiftY, int bits = 8);

/// Code values of a plane, row by row.
using Samples = std::vector<double>;
using Picture = std::vector<Samples>;  ///< By plane.

/// A filter's worked example: `frames` in, the one at `at` comes out as `expected`, each sample within `within`.
[[nodiscard]] Example example(std::string sentence, frame::PictureSpec spec, std::map<std::string, api::Json> values,
                              std::vector<Picture> frames, Picture expected, double within = 0.0, int at = 0);
/// A measure's: the values of the last frame.
[[nodiscard]] Example measuredExample(std::string sentence, frame::PictureSpec spec,
                                      std::map<std::string, api::Json> values, std::vector<Picture> frames,
                                      std::map<std::string, double> expected, double within);

/// Mean, minimum and maximum of every value over the clip, of the frames where it applies: {"mean": {"mean": ...,
/// "min": ..., "max": ...}, ...}. What most measures want for a summary.
[[nodiscard]] std::unique_ptr<Summary> averages(std::vector<std::string> valueIds);

/// A Reduce over the plane that stands for luma, or over the colours of all.
template <class Kernel>
[[nodiscard]] Pass reduceOf(std::string kernel, const frame::PictureSpec& input,
                            const typename Kernel::Params& params = {}) {
    Pass pass;
    pass.kernel = std::move(kernel);
    pass.shape = Kernel::shape;
    pass.output = input;
    pass.reachBack = Kernel::readsPrevious ? 1 : 0;
    pass.params.fill(ParamBytes::of(params));
    pass.planeMask = 1U << lumaPlane(input.format);
    pass.readsColor = pixel::kReadsColor<Kernel>;
    pass.counters = Kernel::counters;
    return pass;
}

}  // namespace fotograma::filter
