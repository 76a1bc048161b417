#include <numeric>

#include "engine/filter/describe.h"
#include "engine/filter/fields.h"
#include "engine/filters/ivtc/cadence.h"
#include "engine/filters/ivtc/ivtc_kernel.h"

namespace fotograma::filters::ivtc {
namespace {

base::Rational fourFifths(base::Rational rate) {
    const int common = std::gcd(4 * rate.num, 5 * rate.den);
    return common == 0 ? rate : base::Rational{4 * rate.num / common, 5 * rate.den / common};
}

base::Result<filter::PreparedFilter> prepare(const filter::Values& values, const frame::PictureSpec& input) {
    filter::PreparedFilter prepared{.passes = {}, .output = input, .rateFactor = 0.8};
    Settings settings;
    const std::string& parity = values.text("parity");
    settings.parity = parity == "top" ? Parity::TopFirst : parity == "bottom" ? Parity::BottomFirst : Parity::Auto;
    settings.leave = values.text("leave_out") == "one_of_five" ? Leave::OneOfFive : Leave::Repeated;
    settings.perCode = 1.0 / (static_cast<double>(input.width) * input.height * (1 << (input.format.bits - 8)));
    // Whether a group has a repetition is only known when it has come.
    prepared.output.frameRate = settings.leave == Leave::OneOfFive ? fourFifths(input.frameRate) : base::Rational{0, 1};
    filter::Pass pass;
    pass.kernel = "ivtc_Match";
    pass.shape = pixel::Shape::Temporal;
    pass.output = prepared.output;
    pass.reachBack = Match::back;
    pass.params.fill(filter::ParamBytes::of(Match::Params{.earlier = 1}));
    prepared.passes.push_back(std::move(pass));
    prepared.looks = {filter::fieldCombs(input), filter::reduceOf<Change>("ivtc_Change", input)};
    prepared.steering = [settings] { return steeringFor(settings); };
    return prepared;
}

std::vector<filter::Example> examples() {
    using namespace filter;
    // A film's pictures are flat here, so that a frame of two of them is combed.
    const auto woven = [](double even, double odd) { return Picture{{even, odd, even, odd, even, odd, even, odd}}; };
    const std::vector<Picture> telecined = {woven(20, 20), woven(60, 60), woven(60, 100), woven(100, 140),
                                            woven(140, 140)};
    return {
        example("Film pictures 20, 60, 100, 140 as AA BB BC CD DD: the third is B again "
                "and left out, the next is C.",
                grayPicture(1, 8), {}, telecined, woven(100, 100), 0.0, 2),
        example("The fourth is D.", grayPicture(1, 8), {}, telecined, woven(140, 140), 0.0, 3),
        example("Five pictures that all differ stay five.", grayPicture(1, 8), {},
                {woven(20, 20), woven(60, 60), woven(100, 100), woven(140, 140), woven(180, 180)}, woven(180, 180), 0.0,
                4),
    };
}

filter::Definition define() {
    using namespace filter;
    Definition definition = filterNamed(
        "ivtc", "Inverse telecine", pixel::Shape::Temporal,
        "Gives film that was spread over video fields (3:2 pulldown) its own pictures back: fields are put together as "
        "they were filmed, and of five pictures the repeated one is left out. Frames that are video stay, flagged as "
        "they were, for a deinterlacer behind.",
        "ITU-R BR.785, SMPTE EG 25 (3:2 pulldown)");
    definition.info.parameters = {
        choiceRow("parity", "First field", {"auto", "top", "bottom"}, "auto", "Auto: as flagged, else top."),
        choiceRow("leave_out", "Leave out", {"repeated", "one_of_five"}, "repeated",
                  "Repeated pictures where there are some, so that parts that are no film keep all theirs; or always "
                  "one of five, for a constant rate."),
    };
    definition.prepareFilter = prepare;
    definition.examples = examples();
    return definition;
}

}  // namespace

const filter::Definition& definition() {
    static const filter::Definition value = define();
    return value;
}

}  // namespace fotograma::filters::ivtc
