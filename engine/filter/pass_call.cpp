#include "engine/filter/pass_call.h"

#include "engine/base/text.h"
#include "engine/filter/color_math.h"

namespace fotograma::filter {
namespace {

std::string_view typeName(frame::SampleType type) {
    switch (type) {
        case frame::SampleType::U8: return "u8";
        case frame::SampleType::U16: return "u16";
        case frame::SampleType::F32: return "f32";
    }
    return "";
}

std::string entryName(const Pass& pass, frame::SampleType in) {
    const frame::SampleType out = pass.output.format.sample;
    std::string name = base::concat(pass.kernel, "_", typeName(in));
    if (out != in) name += base::concat("_", typeName(out));
    return name;
}

pixel::PlaneRef planeRef(const frame::Plane& plane) {
    return {plane.data, plane.pitchBytes, plane.width, plane.height};
}

}  // namespace

frame::Frame withPlanesOf(const frame::Frame& made, const frame::Frame& source, unsigned planeMask) {
    std::array<frame::Plane, pixel::kMaxPlanes> planes;
    const auto count = static_cast<std::size_t>(made.planes());
    bool sharesPlanes = false;
    for (std::size_t i = 0; i < count; ++i) {
        const bool isMade = (planeMask >> i & 1U) != 0;
        planes[i] = (isMade ? made : source).plane(static_cast<int>(i));
        sharesPlanes = sharesPlanes || !isMade;
    }
    if (!sharesPlanes) return made;
    auto both = std::make_shared<const std::pair<frame::Frame, frame::Frame>>(made, source);
    return frame::Frame(made.info(), std::span(planes).first(count), std::move(both));
}

PassCall::PassCall(const Pass& pass, const frame::PictureSpec& input, device::Queue& queue)
    : m_pass(pass), m_input(input), m_queue(&queue), m_kernel(entryName(pass, input.format.sample)) {
    m_call.shape = pass.shape;
    m_call.args.counterCount = pass.counters;
    pixel::KernelArgs& args = m_call.args;
    args.planes = input.format.planes();
    args.bitsIn = input.format.bits;
    args.bitsOut = pass.output.format.bits;
    args.chromaShiftX = args.planes == 1 ? 0 : input.format.chromaShiftX;
    args.chromaShiftY = args.planes == 1 ? 0 : input.format.chromaShiftY;
    args.color = colorMath(input);
    args.colorOut = colorMath(pass.output);
}

base::Result<PassCall> PassCall::create(const Pass& pass, const frame::PictureSpec& input, device::Queue& queue) {
    FOTOGRAMA_ASSERT(pass.reachBack + 1 + pass.reachForward <= pixel::kMaxFrames, "a pass reaches too far in time");
    PassCall call(pass, input, queue);
    for (std::size_t i = 0; i < pass.tables.size(); ++i) {
        if (pass.tables[i].empty()) continue;
        FOTOGRAMA_ASSIGN_OR_RETURN(call.m_tables[i], queue.allocateBytes(pass.tables[i].size()));
        FOTOGRAMA_RETURN_IF_ERROR(queue.write(call.m_tables[i], pass.tables[i]));
    }
    return call;
}

void PassCall::fillCall(std::span<const frame::Frame> frames, std::size_t current) {
    pixel::KernelArgs& args = m_call.args;
    m_call.kernel = m_kernel;
    args.frames = static_cast<pixel::i32>(frames.size());
    args.current = static_cast<pixel::i32>(current);
    args.frameIndex = frames[current].info().index;
    args.timeSeconds = frames[current].info().timeSeconds();
    for (std::size_t f = 0; f < frames.size(); ++f) {
        FOTOGRAMA_ASSERT(frames[f].info().device == m_queue->device(), "a pass reads frames of its own device");
        FOTOGRAMA_ASSERT(frames[f].spec().format == m_input.format && frames[f].spec().width == m_input.width &&
                             frames[f].spec().height == m_input.height,
                         "a pass reads the pictures it was prepared for");
        for (int plane = 0; plane < frames[f].planes(); ++plane) args.in[f][plane] = planeRef(frames[f].plane(plane));
    }
}

void PassCall::fillParams(int plane, pixel::KernelArgs& args) const {
    const auto index = static_cast<std::size_t>(plane);
    const ParamBytes& params = m_pass.params[index];
    std::copy_n(reinterpret_cast<const pixel::u8*>(params.bytes.data()), params.size, args.params);
    args.table = m_tables[index].data();
    args.plane = plane;
}

void PassCall::fillPlane(int plane, const frame::Plane& items) {
    fillParams(plane, m_call.args);
    m_call.width = items.width;
    m_call.height = items.height;
}

base::Result<frame::Frame> PassCall::run(std::span<const frame::Frame> frames, std::size_t current) {
    const frame::Frame& source = frames[current];
    frame::FrameInfo info = source.info();
    info.spec = m_pass.output;
    if (source.spec().color.isHdr() && !info.spec.color.isHdr()) {
        // What was said of the display and the light of the HDR picture is not true of this one.
        info.masteringDisplay.reset();
        info.contentLight.reset();
    }
    FOTOGRAMA_ASSIGN_OR_RETURN(frame::MutableFrame allocated, m_queue->allocate(info));
    info = allocated.info();
    const frame::Frame made = std::move(allocated).freeze();
    fillCall(frames, current);
    for (int plane = 0; plane < made.planes(); ++plane) m_call.args.out[plane] = planeRef(made.plane(plane));

    std::vector<frame::Frame> keep(frames.begin(), frames.end());
    keep.push_back(made);
    if (m_pass.shape == pixel::Shape::Point) {
        // One item is a block: a sample of the smallest plane.
        fillPlane(0, made.plane(made.planes() - 1));
        FOTOGRAMA_RETURN_IF_ERROR(m_queue->launch(m_call, keep));
        return made;
    }
    for (int plane = 0; plane < made.planes(); ++plane) {
        if (!worksOn(plane)) continue;
        fillPlane(plane, made.plane(plane));
        FOTOGRAMA_RETURN_IF_ERROR(m_queue->launch(m_call, keep));
    }
    return withPlanesOf(made, source, m_pass.planeMask);
}

void PassCall::begin(const frame::FrameInfo& moment) {
    m_call.args.frames = 1;
    m_call.args.current = 0;
    m_call.args.frameIndex = moment.index;
    m_call.args.timeSeconds = moment.timeSeconds();
}

void PassCall::rows(device::HostLoops::Rows loop, const device::Planes* in, const device::Planes& out, int firstBlock,
                    int endBlock) const {
    pixel::KernelArgs args = m_call.args;
    if (in != nullptr) std::ranges::copy(*in, args.in[args.current]);
    std::ranges::copy(out, args.out);
    if (m_pass.shape == pixel::Shape::Point) {
        fillParams(0, args);
        return loop(args, out[0].width, firstBlock, endBlock, nullptr);
    }
    for (int plane = 0; plane < args.planes; ++plane) {
        if (!worksOn(plane)) continue;
        fillParams(plane, args);
        const pixel::PlaneRef& made = out[static_cast<std::size_t>(plane)];
        const int shift = plane == 0 ? args.chromaShiftY : 0;
        loop(args, made.width, firstBlock << shift, std::min(endBlock << shift, made.height), nullptr);
    }
}

void PassCall::reduce(std::span<const frame::Frame> frames, std::size_t current, pixel::u64* counters,
                      std::vector<device::KernelCall>& calls) {
    const frame::Frame& source = frames[current];
    fillCall(frames, current);
    m_call.args.counters = counters;
    if (m_pass.readsColor) {
        // One item is a block: a sample of the smallest plane.
        fillPlane(0, source.plane(source.planes() - 1));
        calls.push_back(m_call);
        return;
    }
    for (int plane = 0; plane < source.planes(); ++plane) {
        if (!worksOn(plane)) continue;
        fillPlane(plane, source.plane(plane));
        calls.push_back(m_call);
    }
}

}  // namespace fotograma::filter
