/// Opens the encoder of sound that is nearest to what is asked for; for engine/media's own sources.
#pragma once

#include <string>

#include "engine/media/av.h"
#include "engine/media/track_plan.h"

namespace fotograma::media {

/// A channel layout that frees itself.
class Layout {
public:
    Layout() = default;
    explicit Layout(const AVChannelLayout& from) { av_channel_layout_copy(&m_layout, &from); }
    Layout(const Layout& other) : Layout(other.m_layout) {}
    Layout& operator=(const Layout& other) {
        av_channel_layout_copy(&m_layout, &other.m_layout);
        return *this;
    }
    ~Layout() { av_channel_layout_uninit(&m_layout); }
    static Layout usual(int channels) {
        Layout layout;
        av_channel_layout_default(&layout.m_layout, channels);
        return layout;
    }
    const AVChannelLayout& av() const noexcept { return m_layout; }

private:
    AVChannelLayout m_layout{};
};

/// Rate, channels and samples as the source has them, where the encoder takes them. `name`: the track's, for sentences.
base::Result<av::CodecContext> openSoundEncoder(const AudioSettings& settings, const AVCodecContext& decoder,
                                                const std::string& name);

}  // namespace fotograma::media
