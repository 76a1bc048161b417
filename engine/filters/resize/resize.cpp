#include <cmath>
#include <cstring>
#include <utility>

#include "engine/base/text.h"
#include "engine/filter/describe.h"
#include "engine/filter/geometry.h"
#include "engine/filters/resize/resize_kernel.h"
#include "engine/filters/resize/weights.h"

namespace fotograma::filters::resize {
namespace {

constexpr int kKeepAspect = -1;
constexpr int kKeepAspectEven = -2;
constexpr int kLargest = 16384;

struct Size {
    double width;
    double height;
};

int wholeSide(double length, bool even) {
    const long rounded = even ? 2 * std::lround(length / 2.0) : std::lround(length);
    return static_cast<int>(std::max(rounded, even ? 2L : 1L));
}

/// The size in square pixels before rounding. A side of -1 or -2 follows from the other.
Size wantedSize(const filter::Values& values, Size source) {
    int width = values.integer("width");
    int height = values.integer("height");
    const bool liesAcross = (width > height) != (source.width > source.height);
    if (width > 0 && height > 0 && liesAcross && values.boolean("turn_box")) std::swap(width, height);
    const double aspect = source.width / source.height;
    Size wanted = source;
    if (width > 0 && height > 0) {
        wanted = {static_cast<double>(width), static_cast<double>(height)};
        if (values.text("fit") == "inside") {
            const double scale = std::min(width / source.width, height / source.height);
            wanted = {source.width * scale, source.height * scale};
        }
    } else if (width > 0) {
        wanted = {static_cast<double>(width), width / aspect};
    } else if (height > 0) {
        wanted = {height * aspect, static_cast<double>(height)};
    }
    const bool grows = wanted.width > source.width || wanted.height > source.height;
    return grows && values.boolean("only_shrink") ? source : wanted;
}

base::Result<frame::PictureSpec> outputOf(const filter::Values& values, const frame::PictureSpec& input) {
    for (const char* side : {"width", "height"}) {
        if (values.integer(side) == 0) {
            return base::fail(base::ErrorCode::InvalidArgument,
                              base::concat("\"", side,
                                           "\" of 0 is no size; use -1 to keep the aspect, -2 to keep it "
                                           "and make the side even."));
        }
    }
    const Size source{filter::displayWidth(input), static_cast<double>(input.height)};
    const Size wanted = wantedSize(values, source);
    const bool isBox = values.text("fit") == "inside" && values.integer("width") > 0 && values.integer("height") > 0;
    frame::PictureSpec output = input;
    output.width = wholeSide(wanted.width, isBox || values.integer("width") == kKeepAspectEven);
    output.height = wholeSide(wanted.height, isBox || values.integer("height") == kKeepAspectEven);
    output.sampleAspect = {1, 1};
    if (output.width > kLargest || output.height > kLargest) {
        return base::fail(base::ErrorCode::InvalidArgument,
                          base::concat("The picture would become ", output.width, "x", output.height,
                                       "; sides go up to ", kLargest, "."));
    }
    return output;
}

std::vector<std::byte> tableOf(const Taps& taps) {
    static_assert(sizeof(int) == sizeof(float));
    std::vector<std::byte> bytes(4 * (taps.first.size() + taps.weights.size()));
    std::memcpy(bytes.data(), taps.first.data(), 4 * taps.first.size());
    std::memcpy(bytes.data() + 4 * taps.first.size(), taps.weights.data(), 4 * taps.weights.size());
    return bytes;
}

void addTaps(filter::Pass& pass, std::size_t plane, Method method, const Mapping& mapping) {
    const Taps taps = tapsOf(method, mapping);
    pass.params[plane] = filter::ParamBytes::of(TapParams{mapping.output, taps.count});
    pass.tables[plane] = tableOf(taps);
}

base::Result<filter::PreparedFilter> prepare(const filter::Values& values, const frame::PictureSpec& input) {
    filter::PreparedFilter prepared;
    FOTOGRAMA_ASSIGN_OR_RETURN(prepared.output, outputOf(values, input));
    if (prepared.output.width == input.width && prepared.output.height == input.height) return prepared;

    filter::Pass across;
    across.kernel = "resize_Horizontal";
    across.shape = pixel::Shape::Gather;
    across.output = input;
    across.output.width = prepared.output.width;
    across.output.format.sample = frame::SampleType::F32;
    filter::Pass down;
    down.kernel = "resize_Vertical";
    down.shape = pixel::Shape::Gather;
    down.output = prepared.output;
    const Method method = methodOf(values.text("method"));
    for (int plane = 0; plane < input.format.planes(); ++plane) {
        const PlaneMapping mapping = planeMapping(input, prepared.output, plane);
        addTaps(across, static_cast<std::size_t>(plane), method, mapping.across);
        addTaps(down, static_cast<std::size_t>(plane), method, mapping.down);
    }
    prepared.passes = {std::move(across), std::move(down)};
    return prepared;
}

filter::Definition define() {
    using namespace filter;
    Definition definition = filterNamed(
        "resize", "Resize", pixel::Shape::Gather, "Makes the picture larger or smaller, and its pixels square.",
        "Keys 1981 (bicubic, a = -0.5); Duchon 1979 (Lanczos); chroma where ITU-T H.273 says it lies");
    definition.info.parameters = {
        integerRow("width", "Width", "px", {-2, kLargest, 2}, kKeepAspectEven,
                   "-1 keeps the aspect, -2 keeps it and makes the width even."),
        integerRow("height", "Height", "px", {-2, kLargest, 2}, kKeepAspectEven,
                   "-1 keeps the aspect, -2 keeps it and makes the height even."),
        choiceRow(
            "fit", "Fit", {"exact", "inside"}, "exact",
            "With both sides given: exactly that size, or the largest even size inside it that keeps the aspect."),
        booleanRow("turn_box", "Turn box", false,
                   "The two sides change places for a portrait picture in a landscape box, and the other way round."),
        booleanRow("only_shrink", "Only shrink", false, "A picture that would grow keeps its own size."),
        choiceRow("method", "Method", {"bilinear", "bicubic", "lanczos3", "area"}, "lanczos3",
                  "Lanczos is sharpest, bicubic rings less, bilinear is soft; area averages what each pixel covers."),
    };
    definition.prepareFilter = prepare;
    definition.examples = {
        example("Half the width by area: each pixel is the mean of the two it covers.", grayPicture(4, 1),
                {{"width", 2}, {"height", 1}, {"method", "area"}}, {{{10, 20, 100, 200}}}, {{15, 150}}),
        example("Twice the width, bilinear: a quarter of the way to each neighbour, the border repeated.",
                grayPicture(2, 1), {{"width", 4}, {"height", 1}, {"method", "bilinear"}}, {{{100, 200}}},
                {{100, 125, 175, 200}}),
        example("A flat picture stays flat, with every method.", grayPicture(5, 3),
                {{"width", 7}, {"height", 2}, {"method", "lanczos3"}}, {{Samples(15, 201.0)}}, {Samples(14, 201.0)}),
        example("A box that turns with the picture: 2 by 4 fits 4 by 2 whole.", grayPicture(2, 4),
                {{"width", 4}, {"height", 2}, {"fit", "inside"}, {"turn_box", true}}, {{{1, 2, 3, 4, 5, 6, 7, 8}}},
                {{1, 2, 3, 4, 5, 6, 7, 8}}),
        example("Inside a box the aspect stays and sides are even; nothing grows when only_shrink says so.",
                grayPicture(4, 2), {{"width", 100}, {"height", 100}, {"fit", "inside"}, {"only_shrink", true}},
                {{{1, 2, 3, 4, 5, 6, 7, 8}}}, {{1, 2, 3, 4, 5, 6, 7, 8}}),
    };
    definition.typical = {{"width", 960}, {"height", 540}};
    return definition;
}

}  // namespace

const filter::Definition& definition() {
    static const filter::Definition value = define();
    return value;
}

}  // namespace fotograma::filters::resize
