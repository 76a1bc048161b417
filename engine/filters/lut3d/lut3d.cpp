#include <algorithm>
#include <cstring>
#include <optional>

#include "engine/base/text.h"
#include "engine/filter/describe.h"
#include "engine/filters/lut3d/cube.h"
#include "engine/filters/lut3d/lut3d_kernel.h"

namespace fotograma::filters::lut3d {
namespace {

/// What looks like a path is not opened: which files a job may read is not a filter's to decide.
base::Result<CubeTable> cubeOf(const std::string& text) {
    if (text.size() < 4096 && text.find("LUT_3D_SIZE") == std::string::npos &&
        text.find("LUT_1D_SIZE") == std::string::npos) {
        return base::fail(base::ErrorCode::InvalidArgument,
                          "cube takes the text of a .cube file (it has a line LUT_3D_SIZE); the name of one goes into "
                          "file.");
    }
    return parseCube(text);
}

/// From the file where one is named, else from the text. Nothing where there is neither.
base::Result<std::optional<CubeTable>> cubeOf(const filter::Values& values) {
    const filter::Asset* file = values.asset("file");
    const std::string& text = values.text("cube");
    if (file != nullptr && !text.empty())
        return base::fail(base::ErrorCode::InvalidArgument, "file and cube exclude each other.");
    if (file == nullptr && text.empty()) return std::nullopt;
    if (file == nullptr) return cubeOf(text);
    auto cube = parseCube({reinterpret_cast<const char*>(file->bytes.data()), file->bytes.size()});
    if (!cube) return base::fail(cube.error().code, base::concat(file->path, ": ", cube.error().message));
    return *std::move(cube);
}

/// What the kernel of this table reads: a cube as the file has it, lines one channel after another.
std::vector<float> kernelTable(const CubeTable& cube) {
    if (!cube.isLine) {
        std::vector<float> corners = cube.values;
        corners.push_back(0.0F);
        return corners;
    }
    const auto count = static_cast<std::size_t>(cube.side);
    std::vector<float> lines;
    lines.reserve(3 * (count + 1));
    for (std::size_t channel = 0; channel < 3; ++channel) {
        for (std::size_t i = 0; i <= count; ++i) lines.push_back(cube.values[3 * std::min(i, count - 1) + channel]);
    }
    return lines;
}

base::Result<filter::PreparedFilter> prepare(const filter::Values& values, const frame::PictureSpec& input) {
    filter::PreparedFilter prepared{.passes = {}, .output = input};
    FOTOGRAMA_ASSIGN_OR_RETURN(const std::optional<CubeTable> found, cubeOf(values));
    const auto strength = static_cast<float>(values.number("strength"));
    if (!found || strength == 0.0F) return prepared;
    const CubeTable& cube = *found;
    Cube::Params params{};
    params.last = cube.side - 1;
    for (std::size_t i = 0; i < 3; ++i) {
        params.scale[i] = static_cast<float>(params.last) / (cube.high[i] - cube.low[i]);
        params.offset[i] = -cube.low[i] * params.scale[i];
    }
    params.strength = strength;
    filter::Pass pass;
    pass.kernel = cube.isLine ? "lut3d_Line" : "lut3d_Cube";
    pass.shape = pixel::Shape::Point;
    pass.output = input;
    pass.params[0] = filter::ParamBytes::of(params);
    const std::vector<float> table = kernelTable(cube);
    pass.tables[0].resize(table.size() * sizeof(float));
    std::memcpy(pass.tables[0].data(), table.data(), pass.tables[0].size());
    prepared.passes.push_back(std::move(pass));
    return prepared;
}

constexpr std::string_view kIdentity = "LUT_3D_SIZE 2\n0 0 0\n1 0 0\n0 1 0\n1 1 0\n0 0 1\n1 0 1\n0 1 1\n1 1 1\n";
constexpr std::string_view kNegative = "LUT_3D_SIZE 2\n1 1 1\n0 1 1\n1 0 1\n0 0 1\n1 1 0\n0 1 0\n1 0 0\n0 0 0\n";
/// Red and blue change places.
constexpr std::string_view kSwap = "LUT_3D_SIZE 2\n0 0 0\n0 0 1\n0 1 0\n0 1 1\n1 0 0\n1 0 1\n1 1 0\n1 1 1\n";

constexpr std::string_view kLine = "LUT_1D_SIZE 2\nDOMAIN_MAX 2 2 2\n1 1 1\n0 0 0\n";

filter::Definition define() {
    using namespace filter;
    Definition definition =
        filterNamed("lut3d", "3D LUT", pixel::Shape::Point,
                    "Gives the picture a look from a .cube file, between its colours by tetrahedra.",
                    "Adobe Cube LUT Specification 1.0; Kasson et al. 1995 (tetrahedral interpolation)");
    definition.info.parameters = {
        fileRow("file", "File", {"cube"}, "A .cube file of up to 129 colours an edge, or of three lines."),
        textRow("cube", "Cube", "", "The text of such a file instead; with neither nothing changes."),
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
        example("A line from 1 to 0 in a domain up to 2 is a negative of half the slope: 0 becomes 1, 1 becomes 0.5.",
                grayPicture(2, 1), {{"cube", std::string(kLine)}}, {{{16, 235}}}, {{235, 126}}, 0.5),
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
