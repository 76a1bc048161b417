#include <cstring>

#include "engine/base/text.h"
#include "engine/filter/describe.h"
#include "engine/filters/curves/curve.h"
#include "engine/filters/curves/curves_kernel.h"

namespace fotograma::filters::curves {
namespace {

base::Result<Curve> curveOf(const filter::Values& values, std::string_view id) {
    auto curve = Curve::parse(values.text(id));
    if (!curve) return base::fail(curve.error().code, base::concat(id, ": ", curve.error().message));
    return curve;
}

base::Result<filter::PreparedFilter> prepare(const filter::Values& values, const frame::PictureSpec& input) {
    filter::PreparedFilter prepared{.passes = {}, .output = input};
    FOTOGRAMA_ASSIGN_OR_RETURN(const Curve master, curveOf(values, "master"));
    std::vector<float> entries;
    bool isNeutral = master.isStraight();
    for (const std::string_view channel : {"red", "green", "blue"}) {
        FOTOGRAMA_ASSIGN_OR_RETURN(const Curve own, curveOf(values, channel));
        isNeutral = isNeutral && own.isStraight();
        for (int i = 0; i < kEntries; ++i) {
            entries.push_back(static_cast<float>(master(own(i / static_cast<double>(kEntries - 1)))));
        }
        entries.push_back(entries.back());
    }
    if (isNeutral) return prepared;
    filter::Pass pass;
    pass.kernel = "curves_Bend";
    pass.shape = pixel::Shape::Point;
    pass.output = input;
    pass.params[0] = filter::ParamBytes::of(Bend::Params{static_cast<float>(kEntries - 1)});
    pass.tables[0].resize(entries.size() * sizeof(float));
    std::memcpy(pass.tables[0].data(), entries.data(), pass.tables[0].size());
    prepared.passes.push_back(std::move(pass));
    return prepared;
}

filter::Definition define() {
    using namespace filter;
    Definition definition = filterNamed("curves", "Curves", pixel::Shape::Point,
                                        "Bends the tones of all channels, or of each, along curves through points.",
                                        "Fritsch and Butland 1984 (monotone cubic interpolation)");
    definition.info.parameters = {
        textRow("master", "All channels", "",
                "Points x/y from 0/0 to 1/1, as in 0/0 0.25/0.2 0.75/0.8 1/1; applied after the channel's own."),
        textRow("red", "Red", "", "The curve of red alone; empty leaves it."),
        textRow("green", "Green", "", "The curve of green alone; empty leaves it."),
        textRow("blue", "Blue", "", "The curve of blue alone; empty leaves it."),
    };
    definition.prepareFilter = prepare;
    definition.examples = {
        example("Two points are a straight line: 0/1 1/0 is the negative.", grayPicture(3, 1), {{"master", "0/1 1/0"}},
                {{{16, 71, 235}}}, {{235, 180, 16}}),
        example("A curve goes through its points and never beyond them: 0.5/0.8 lifts the middle, code 125.5, to 191.",
                grayPicture(3, 1), {{"master", "0/0 0.5/0.8 1/1"}}, {{{16, 126, 235}}}, {{16, 191, 235}}, 1.0),
        example("Before the first point and after the last the curve is level.", grayPicture(4, 1),
                {{"master", "0.25/0 0.75/1"}}, {{{16, 60, 190, 235}}}, {{16, 16, 235, 235}}),
        example("Red to nothing: of white, Y' 1 - 0.299 remains and Cr falls to its end.", yuvPicture(1, 1, 0, 0),
                {{"red", "0/0 1/0"}}, {{{235}, {128}, {128}}}, {{170}, {166}, {16}}, 0.5),
    };
    definition.typical = {{"master", "0/0 0.25/0.2 0.75/0.8 1/1"}, {"blue", "0/0.05 1/0.95"}};
    return definition;
}

}  // namespace

const filter::Definition& definition() {
    static const filter::Definition value = define();
    return value;
}

}  // namespace fotograma::filters::curves
