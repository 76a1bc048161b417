#include "engine/frame/frame.h"

#include <algorithm>
#include <cstring>
#include <new>

#include "engine/base/text.h"

namespace fotograma::frame {

namespace {

constexpr int kMaximumSide = 16384;
constexpr std::int64_t kMaximumBytes = std::int64_t{1} << 31;

void checkPlanes(const FrameInfo& info, std::span<const Plane> planes) {
    FOTOGRAMA_ASSERT(static_cast<int>(planes.size()) == info.spec.format.planes(),
                     "a frame has as many planes as its format says");
}

struct AlignedDelete {
    void operator()(std::byte* block) const noexcept { ::operator delete[](block, std::align_val_t{kPitchAlignment}); }
};

}  // namespace

Frame::Frame(FrameInfo info, std::span<const Plane> planes, std::shared_ptr<const void> storage) {
    checkPlanes(info, planes);
    auto data = std::make_shared<Data>();
    data->info = std::move(info);
    std::ranges::copy(planes, data->planes);
    data->count = static_cast<int>(planes.size());
    data->storage = std::move(storage);
    m_data = std::move(data);
}

Frame Frame::withInfo(FrameInfo info) const {
    FOTOGRAMA_ASSERT(info.spec.format == spec().format && info.spec.width == spec().width &&
                         info.spec.height == spec().height && info.device == m_data->info.device,
                     "other facts, but the same layout and memory");
    return Frame(std::move(info), std::span(m_data->planes, static_cast<std::size_t>(m_data->count)), m_data->storage);
}

base::Result<PictureLayout> layOut(const PictureSpec& spec, std::size_t pitchAlignment) {
    if (spec.width < 1 || spec.height < 1 || spec.width > kMaximumSide || spec.height > kMaximumSide)
        return base::fail(base::ErrorCode::InvalidArgument,
                          base::concat("A picture of ", spec.width, "x", spec.height,
                                       " cannot be made: sides go from 1 to ", kMaximumSide, "."));
    const PictureFormat& format = spec.format;
    const auto alignment = static_cast<std::int64_t>(pitchAlignment);
    PictureLayout layout;
    std::int64_t total = 0;
    for (int i = 0; i < format.planes(); ++i) {
        Plane& plane = layout.planes[i];
        plane.width = format.planeWidth(i, spec.width);
        plane.height = format.planeHeight(i, spec.height);
        const std::int64_t rowBytes = std::int64_t{plane.width} * format.bytesPerSample();
        plane.pitchBytes = (rowBytes + alignment - 1) / alignment * alignment;
        layout.offsetBytes[i] = static_cast<std::size_t>(total);
        total += plane.pitchBytes * plane.height;
    }
    if (total >= kMaximumBytes)
        return base::fail(base::ErrorCode::InvalidArgument,
                          base::concat("A picture of ", spec.width, "x", spec.height, " as ", toText(format),
                                       " would take ", base::humanBytes(total), ", more than the limit of 2 GiB."));
    layout.totalBytes = static_cast<std::size_t>(total);
    return layout;
}

base::Result<MutableFrame> MutableFrame::allocateHost(const FrameInfo& info) {
    FOTOGRAMA_ASSIGN_OR_RETURN(PictureLayout layout, layOut(info.spec, kPitchAlignment));
    auto* block =
        static_cast<std::byte*>(::operator new[](layout.totalBytes, std::align_val_t{kPitchAlignment}, std::nothrow));
    if (block == nullptr)
        return base::fail(base::ErrorCode::ResourceExhausted,
                          base::concat("No memory for a picture of ", info.spec.width, "x", info.spec.height, " (",
                                       base::humanBytes(static_cast<std::int64_t>(layout.totalBytes)), ")."));
    std::shared_ptr<void> storage(block, AlignedDelete{});
    const int planes = info.spec.format.planes();
    for (int i = 0; i < planes; ++i) layout.planes[i].data = block + layout.offsetBytes[i];
    FrameInfo hostInfo = info;
    hostInfo.device = DeviceId::Host;
    return MutableFrame(std::move(hostInfo), std::span(layout.planes, static_cast<std::size_t>(planes)),
                        std::move(storage));
}

MutableFrame::MutableFrame(FrameInfo info, std::span<const Plane> planes, std::shared_ptr<void> storage)
    : m_info(std::move(info)), m_count(static_cast<int>(planes.size())), m_storage(std::move(storage)) {
    checkPlanes(m_info, planes);
    std::ranges::copy(planes, m_planes);
}

Frame MutableFrame::freeze() && {
    return Frame(std::move(m_info), std::span(m_planes, static_cast<std::size_t>(m_count)), std::move(m_storage));
}

base::Result<MutableFrame> copyHost(const Frame& source) {
    FOTOGRAMA_ASSERT(isHost(source.info().device), "only host memory can be read row by row");
    FOTOGRAMA_ASSIGN_OR_RETURN(MutableFrame copy, MutableFrame::allocateHost(source.info()));
    for (int i = 0; i < source.planes(); ++i) {
        const Plane& from = source.plane(i);
        const Plane& to = copy.plane(i);
        const auto rowBytes =
            static_cast<std::size_t>(from.width) * static_cast<std::size_t>(source.spec().format.bytesPerSample());
        for (int y = 0; y < from.height; ++y)
            std::memcpy(to.data + y * to.pitchBytes, from.data + y * from.pitchBytes, rowBytes);
    }
    return copy;
}

}  // namespace fotograma::frame
