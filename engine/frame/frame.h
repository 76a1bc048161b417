/// A picture in time: shared and immutable, and it knows where its memory is.
///
/// Owner    Frame by value (one atomic count); MutableFrame by move; freeze() turns one into the other.
/// Thread   Frame: any. MutableFrame: one at a time.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <span>

#include "engine/base/result.h"
#include "engine/frame/format.h"

namespace fotograma::frame {

/// Where memory is and kernels run: the host, or a CUDA device by its ordinal.
enum class DeviceId : int { Host = -1 };
[[nodiscard]] constexpr DeviceId cudaDevice(int ordinal) noexcept { return static_cast<DeviceId>(ordinal); }
[[nodiscard]] constexpr bool isHost(DeviceId id) noexcept { return id == DeviceId::Host; }

inline constexpr std::size_t kPitchAlignment = 64;  ///< Bytes: a cache line, and the widest vector of the day.

/// One plane; the pointer is of the frame's device.
struct Plane {
    std::byte* data = nullptr;
    std::ptrdiff_t pitchBytes = 0;
    int width = 0;
    int height = 0;
};

/// How a picture's planes lie in one block of memory.
struct PictureLayout {
    Plane planes[3];  ///< `data` is null: offsetBytes says where.
    std::size_t offsetBytes[3] = {};
    std::size_t totalBytes = 0;
};
/// Rows padded to `pitchAlignment` bytes, planes one after another.
/// Errors   InvalidArgument for sizes outside 1..16384 or 2^31 bytes and more in all.
base::Result<PictureLayout> layOut(const PictureSpec& spec, std::size_t pitchAlignment);

struct FrameInfo {
    PictureSpec spec;
    DeviceId device = DeviceId::Host;
    std::int64_t pts = 0;       ///< In timeBase; frames of a stream leave the decoder in rising order.
    std::int64_t duration = 0;  ///< In timeBase; 0 unknown.
    base::Rational timeBase{1, 1000};
    std::int64_t index = 0;  ///< From 0, in presentation order, of the frames that are looked at.
    bool isKeyFrame = false;
    bool isDamaged = false;  ///< The decoder concealed errors in it.
    FieldOrder fieldOrder = FieldOrder::Progressive;
    std::optional<MasteringDisplay> masteringDisplay;
    std::optional<ContentLight> contentLight;

    [[nodiscard]] double timeSeconds() const noexcept { return static_cast<double>(pts) * timeBase.value(); }
};

class Frame {
public:
    /// Wraps planes kept alive by `storage` (a decoder's buffer, a pool's block).
    Frame(FrameInfo info, std::span<const Plane> planes, std::shared_ptr<const void> storage);

    [[nodiscard]] const FrameInfo& info() const noexcept { return m_data->info; }
    [[nodiscard]] const PictureSpec& spec() const noexcept { return m_data->info.spec; }
    [[nodiscard]] int planes() const noexcept { return m_data->count; }
    /// The memory must not be written: the pointer is mutable only because kernels share one plane type.
    [[nodiscard]] const Plane& plane(int index) const noexcept { return m_data->planes[index]; }

    /// The same picture with other facts (time, colour tags); the layout must not change.
    [[nodiscard]] Frame withInfo(FrameInfo info) const;

private:
    struct Data {
        FrameInfo info;
        Plane planes[3];
        int count = 0;
        std::shared_ptr<const void> storage;
    };
    std::shared_ptr<const Data> m_data;
};

class MutableFrame {
public:
    /// A picture in host memory with padded, aligned rows; contents undefined.
    /// Errors   ResourceExhausted; InvalidArgument for sizes outside 1..16384 or over 2^31 bytes in all.
    static base::Result<MutableFrame> allocateHost(const FrameInfo& info);

    /// Wraps planes in memory of a device.
    MutableFrame(FrameInfo info, std::span<const Plane> planes, std::shared_ptr<void> storage);
    MutableFrame(MutableFrame&&) noexcept = default;
    MutableFrame& operator=(MutableFrame&&) noexcept = default;

    [[nodiscard]] FrameInfo& info() noexcept { return m_info; }
    [[nodiscard]] const FrameInfo& info() const noexcept { return m_info; }
    [[nodiscard]] int planes() const noexcept { return m_count; }
    [[nodiscard]] const Plane& plane(int index) const noexcept { return m_planes[index]; }

    /// Gives the picture up for sharing.
    [[nodiscard]] Frame freeze() &&;

private:
    FrameInfo m_info;
    Plane m_planes[3];
    int m_count = 0;
    std::shared_ptr<void> m_storage;
};

/// Copies a host picture row by row into a fresh one. For tests and for storage that must not be held on to.
base::Result<MutableFrame> copyHost(const Frame& source);

}  // namespace fotograma::frame
