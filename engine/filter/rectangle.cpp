#include "engine/filter/rectangle.h"

#include "engine/filter/geometry.h"
#include "engine/pixel/offset.h"

namespace fotograma::filter {

PreparedFilter cutOut(const frame::PictureSpec& input, Span horizontal, Span vertical) {
    PreparedFilter prepared{.passes = {}, .output = input};
    if (horizontal.length == input.width && vertical.length == input.height) return prepared;
    prepared.output.width = horizontal.length;
    prepared.output.height = vertical.length;
    Pass pass;
    pass.kernel = "crop_Cut";
    pass.shape = pixel::Shape::Gather;
    pass.output = prepared.output;
    for (int plane = 0; plane < input.format.planes(); ++plane) {
        pass.params[static_cast<std::size_t>(plane)] = ParamBytes::of(pixel::Offset{
            horizontal.first >> shiftX(input.format, plane), vertical.first >> shiftY(input.format, plane)});
    }
    prepared.passes.push_back(std::move(pass));
    return prepared;
}

}  // namespace fotograma::filter
