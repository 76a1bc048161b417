#include <cstring>

#include "engine/base/text.h"
#include "engine/filter/describe.h"
#include "engine/filters/lut3d/cube.h"
#include "engine/filters/lut3d/lut3d_kernel.h"

namespace fotograma::filters::lut3d {
namespace {

/// What looks like a path is not opened: which files a job may read is not a filter's to decide.
base::Result<CubeTable> cubeOf(const std::string& text) {
    if (text.size() < 4096 && text.find("LUT_3D_SIZE") == std::string::npos) {
        return base::fail(base::ErrorCode::InvalidArgument,
                          "cube takes the text of a .cube file (it has a line LUT_3D_SIZE), not the name of one.");
    }
    return parseCube(text);
}

base::Result<filter::PreparedFilter> prepare(const filter::Values& values, const frame::PictureSpec& input) {
    filter::PreparedFilter prepared{.passes = {}, .output = input};
    if (values.text("cube").empty()) return prepared;
    FOTOGRAMA_ASSIGN_OR_RETURN(CubeTable cube, cubeOf(values.text("cube")));
    const auto strength = static_cast<float>(values.number("strength"));
    if (strength == 0.0F) return prepared;
    Cube::Params params{};
    params.last = cube.side - 1;
    for (std::size_t i = 0; i < 3; ++i) {
        params.scale[i] = static_cast<float>(params.last) / (cube.high[i] - cube.low[i]);
        params.offset[i] = -cube.low[i] * params.scale[i];
    }
    params.strength = strength;
    filter::Pass pass;
    pass.kernel = "lut3d_Cube";
    pass.shape = pixel::Shape::Point;
    pass.output = input;
    pass.params[0] = filter::ParamBytes::of(params);
    pass.tables[0].resize(cube.values.size() * sizeof(float));
    std::memcpy(pass.tables[0].data(), cube.values.data(), pass.tables[0].size());
    prepared.passes.push_back(std::move(pass));
    return prepared;
}

constexpr std::string_view kIdentity = "LUT_3D_SIZE 2\n0 0 0\n1 0 0\n0 1 0\n1 1 0\n0 0 1\n1 0 1\n0 1 1\n1 1 1\n";
constexpr std::string_view kNegative = "LUT_3D_SIZE 2\n1 1 1\n0 1 1\n1 0 1\n0 0 1\n1 1 0\n0 1 0\n1 0 0\n0 0 0\n";
/// Red and blue change places.
constexpr std::string_view kSwap = "LUT_3D_SIZE 2\n0 0 0\n0 0 1\n0 1 0\n0 1 1\n1 0 0\n1 0 1\n1 1 0\n1 1 1\n";

filter::Definition define() {
    using namespace filter;
    Definition definition =
        filterNamed("lut3d", "3D LUT", pixel::Shape::Point,
                    "Gives the picture a look from a .cube file, between its colours by tetrahedra.",
                    "Adobe Cube LUT Specification 1.0; Kasson et al. 1995 (tetrahedral interpolation)");
    definition.info.parameters = {
        textRow("cube", "Cube", "", "The text of a .cube file of up to 129 colours an edge; empty changes nothing."),
        numberRow("strength", "Strength", "", {0.0, 1.0, 0.05}, 1.0, "0 is the picture, 1 the full look."),
    };
    definition.prepareFilter = prepare;
    const std::string identity(kIdentity);
    const std::string negative(kNegative);
    definition.examples = {
        example("A cube whose colours are where they are changes nothing.", grayPicture(4, 1), {{"cube", identity}},
                {{{16, 77, 126, 235}}}, {{16, 77, 126, 235}}),
        example("The negative of half the strength is middle grey everywhere.", grayPicture(2, 1),
                {{"cube", negative}, {"strength", 0.5}}, {{{16, 235}}}, {{126, 126}}, 0.5),
        example("A full negative turns colours too: Cb and Cr change sign.", yuvPicture(1, 1, 0, 0),
                {{"cube", negative}}, {{{126}, {148}, {118}}}, {{125}, {108}, {138}}, 0.5),
        example("Red and blue change places: BT.601 red becomes blue.", yuvPicture(1, 1, 0, 0),
                {{"cube", std::string(kSwap)}}, {{{81}, {90}, {240}}}, {{41}, {240}, {110}}, 1.0),
    };
    definition.typical = {{"cube", identity}};
    return definition;
}

}  // namespace

const filter::Definition& definition() {
    static const filter::Definition value = define();
    return value;
}

}  // namespace fotograma::filters::lut3d
