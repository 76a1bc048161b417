#include <algorithm>

#include "engine/filter/describe.h"
#include "engine/filter/tones.h"

namespace fotograma::measures::contrast {
namespace {

/// Of two tones; black against black has none.
double michelson(double dark, double bright) {
    const double low = std::max(0.0, dark);
    const double high = std::max(0.0, bright);
    return high + low > 0.0 ? (high - low) / (high + low) : 0.0;
}

base::Result<filter::PreparedMeasure> prepare(const filter::Values& values, const frame::PictureSpec& input) {
    const filter::ToneScale scale(input);
    const double tail = values.number("tail");
    filter::PreparedMeasure prepared;
    prepared.reduces = {filter::lumaHistogram(input)};
    prepared.finish = [scale, tail](std::span<const pixel::u64> counts, const filter::Moment&) {
        const filter::Tones tones(scale, counts);
        return filter::MeasuredValues{tones.deviation(),
                                      michelson(tones.percentile(tail), tones.percentile(1.0 - tail))};
    };
    prepared.summarise = [] { return filter::averages({"rms", "michelson"}); };
    return prepared;
}

filter::Definition define() {
    using namespace filter;
    Definition definition = measureNamed(
        "contrast", "Contrast",
        "How far apart a frame's tones are, on luma as it is coded (not linear light): all of them, and its darkest "
        "against its brightest.",
        "Peli, Contrast in complex images, JOSA A 7 (1990): RMS; Michelson, Studies in Optics (1927), on percentiles");
    definition.info.parameters = {
        numberRow("tail", "Left out", "ratio", {0.0, 0.25, 0.005}, 0.01,
                  "Share of the darkest and of the brightest samples that Michelson's contrast does not see."),
    };
    definition.info.values = {
        value("rms", "RMS contrast", "luma (0..1)", "Standard deviation of luma."),
        value("michelson", "Michelson contrast", "ratio", "(bright - dark) / (bright + dark): 0 none, 1 full."),
    };
    definition.prepareMeasure = prepare;
    definition.examples = {
        measuredExample("Half black, half white.", grayPicture(2, 1), {}, {{{16, 235}}},
                        {{"rms", 0.5}, {"michelson", 1.0}}, 1e-9),
        measuredExample("A quarter and three quarters of white in 10 bits: (0.75 - 0.25) / 1.", grayPicture(2, 1, 10),
                        {}, {{{283, 721}}}, {{"rms", 0.25}, {"michelson", 0.5}}, 1e-9),
        measuredExample("A flat frame has none.", grayPicture(2, 1), {}, {{{90, 90}}},
                        {{"rms", 0.0}, {"michelson", 0.0}}, 1e-9),
    };
    return definition;
}

}  // namespace

const filter::Definition& definition() {
    static const filter::Definition value = define();
    return value;
}

}  // namespace fotograma::measures::contrast
