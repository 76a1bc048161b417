#include "engine/frame/frame.h"

#include <algorithm>
#include <cstring>
#include <new>

#include "engine/base/text.h"

namespace fotograma::frame {

namespace {

constexpr int kMaximumSide = 16384;
constexpr std::int64_t kMaximumBytes = std::int64_t{1} << 31;

std::int64_t roundedUp(std::int64_t bytes) noexcept {
    constexpr auto alignment = static_cast<std::int64_t>(kPitchAlignment);
    return (bytes + alignment - 1) / alignment * alignment;
}

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

base::Result<MutableFrame> MutableFrame::allocateHost(const FrameInfo& info) {
    const PictureSpec& spec = info.spec;
    if (spec.width < 1 || spec.height < 1 || spec.width > kMaximumSide || spec.height > kMaximumSide)
        return base::fail(base::ErrorCode::InvalidArgument,
                          base::concat("A picture of ", spec.width, "x", spec.height,
                                       " cannot be made: sides go from 1 to ", kMaximumSide, "."));
    const PictureFormat& format = spec.format;
    Plane planes[3];
    std::int64_t total = 0;
    for (int i = 0; i < format.planes(); ++i) {
        Plane& plane = planes[i];
        plane.width = format.planeWidth(i, spec.width);
        plane.height = format.planeHeight(i, spec.height);
        plane.pitchBytes = roundedUp(std::int64_t{plane.width} * format.bytesPerSample());
        total += plane.pitchBytes * plane.height;
    }
    if (total >= kMaximumBytes)
        return base::fail(base::ErrorCode::InvalidArgument,
                          base::concat("A picture of ", spec.width, "x", spec.height, " as ", toText(format),
                                       " would take ", base::humanBytes(total), ", more than the limit of 2 GiB."));
    auto* block = static_cast<std::byte*>(
        ::operator new[](static_cast<std::size_t>(total), std::align_val_t{kPitchAlignment}, std::nothrow));
    if (block == nullptr)
        return base::fail(base::ErrorCode::ResourceExhausted,
                          base::concat("No memory for a picture of ", spec.width, "x", spec.height, " (",
                                       base::humanBytes(total), ")."));
    std::shared_ptr<void> storage(block, AlignedDelete{});
    std::byte* at = block;
    for (int i = 0; i < format.planes(); ++i) {
        planes[i].data = at;
        at += planes[i].pitchBytes * planes[i].height;
    }
    FrameInfo hostInfo = info;
    hostInfo.device = DeviceId::Host;
    return MutableFrame(std::move(hostInfo), std::span(planes, static_cast<std::size_t>(format.planes())),
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
        const auto rowBytes = static_cast<std::size_t>(from.width) *
                              static_cast<std::size_t>(source.spec().format.bytesPerSample());
        for (int y = 0; y < from.height; ++y)
            std::memcpy(to.data + y * to.pitchBytes, from.data + y * from.pitchBytes, rowBytes);
    }
    return copy;
}

}  // namespace fotograma::frame
