#include "engine/filter/describe.h"
#include "engine/filter/tones.h"

namespace fotograma::measures::exposure {
namespace {

base::Result<filter::PreparedMeasure> prepare(const filter::Values& values, const frame::PictureSpec& input) {
    const filter::ToneScale scale(input);
    filter::PreparedMeasure prepared;
    prepared.reduces = {filter::lumaHistogram(input)};
    prepared.finish = [scale, shadows = values.number("shadows"), highlights = values.number("highlights")](
                          std::span<const pixel::u64> counts, const filter::Moment&) {
        const filter::Tones tones(scale, counts);
        return filter::MeasuredValues{tones.shareUpTo(shadows), tones.shareFrom(highlights)};
    };
    prepared.summarise = [] { return filter::averages({"shadows", "highlights"}); };
    return prepared;
}

filter::Definition define() {
    using namespace filter;
    Definition definition =
        measureNamed("exposure", "Exposure",
                     "How much of a frame has lost its detail to the ends of the scale: crushed shadows and blown "
                     "highlights.",
                     "ITU-T H.273, 8.3 (range)");
    definition.info.parameters = {
        numberRow("shadows", "Shadows up to", "luma (0..1)", {0.0, 0.25, 0.005}, 0.02, "This and darker is crushed."),
        numberRow("highlights", "Highlights from", "luma (0..1)", {0.75, 1.0, 0.005}, 0.98,
                  "This and brighter is blown out."),
    };
    definition.info.values = {
        value("shadows", "Crushed shadows", "ratio", "Share of samples at or below the limit."),
        value("highlights", "Blown highlights", "ratio", "Share of samples at or above the limit."),
    };
    definition.prepareMeasure = prepare;
    definition.examples = {
        measuredExample("Codes 20 and 231 are the last that count by default.", grayPicture(4, 1), {},
                        {{{20, 21, 230, 231}}}, {{"shadows", 0.25}, {"highlights", 0.25}}, 1e-9),
        measuredExample("With wider limits all four do.", grayPicture(4, 1), {{"shadows", 0.1}, {"highlights", 0.9}},
                        {{{20, 21, 230, 231}}}, {{"shadows", 0.5}, {"highlights", 0.5}}, 1e-9),
    };
    return definition;
}

}  // namespace

const filter::Definition& definition() {
    static const filter::Definition value = define();
    return value;
}

}  // namespace fotograma::measures::exposure
