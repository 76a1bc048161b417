// Packets in, frames out.
#include "engine/media/decoder.h"

#include "engine/media/decoder_impl.h"

namespace fotograma::media {

namespace {

constexpr int kErrorsInARow = 4096;  ///< While draining: a decoder that never says it is done.

}  // namespace

/// Why there is no frame at the end of it all.
base::Error Decoder::Impl::nothingDecoded() const {
    if (framesSeen > 0 || (packets == 0 && trim.startSeconds > 0.0))
        return {base::ErrorCode::InvalidArgument,
                base::concat("There is no picture in the part from ", base::fixed(trim.startSeconds, 3), " s on."),
                {}};
    if (packets == 0)
        return {base::ErrorCode::InvalidData, "The file declares a picture track, but no picture is in it.", {}};
    return {base::ErrorCode::InvalidData,
            base::concat("None of the ", packets, " packets of the picture could be decoded."), shared->last()};
}

/// A frame, or an empty handle when more packets are needed or all is done.
base::Result<av::Frame> Decoder::Impl::receive() {
    if (!early.empty()) {
        av::Frame frame = std::move(early.front());
        early.pop_front();
        return frame;
    }
    av::Frame frame(av_frame_alloc());
    if (!frame) return av::avFail(AVERROR(ENOMEM), "A picture cannot be decoded");
    for (int errors = 0; errors < kErrorsInARow; ++errors) {
        const int code = avcodec_receive_frame(context.get(), frame.get());
        if (code >= 0) return frame;
        if (code == AVERROR(EAGAIN)) return av::Frame();
        if (code == AVERROR_EOF) {
            isDrained = true;
            return av::Frame();
        }
        if (code == AVERROR(ENOMEM)) return av::avFail(code, "A picture cannot be decoded");
        ++packetsRefused;  // frame threads report a packet's damage here
        if (!isFinished) return av::Frame();
    }
    isDrained = true;
    return av::Frame();
}

Decoder::Decoder(std::unique_ptr<Impl> impl) noexcept : m_impl(std::move(impl)) {}
Decoder::~Decoder() = default;

base::Result<std::unique_ptr<Decoder>> Decoder::create(const Demuxer& demuxer, int track,
                                                       const DecoderOptions& options) {
    auto impl = std::make_unique<Impl>();
    FOTOGRAMA_RETURN_IF_ERROR(impl->open(demuxer, track, options));
    return std::unique_ptr<Decoder>(new Decoder(std::move(impl)));
}

base::Status Decoder::push(const Packet& packet) {
    Impl& impl = *m_impl;
    FOTOGRAMA_ASSERT(!impl.isFinished, "no packet follows the last one");
    if (packet.track() != impl.track.index || (impl.keyFramesOnly && !packet.isKey())) return {};
    if (av_packet_get_side_data(packet.av(), AV_PKT_DATA_ENCRYPTION_INFO, nullptr) != nullptr)
        return base::fail(base::ErrorCode::Unsupported,
                          "The picture is encrypted (DRM); only the player it was sold for can decode it.");
    ++impl.packets;
    if ((packet.av()->flags & AV_PKT_FLAG_DISCARD) != 0) ++impl.framesNeeded;
    if (impl.isDescriptionDue) FOTOGRAMA_RETURN_IF_ERROR(impl.addDescription(*packet.av()));
    int code = avcodec_send_packet(impl.context.get(), packet.av());
    while (code == AVERROR(EAGAIN)) {  // the caller did not pull everything
        av::Frame frame(av_frame_alloc());
        if (!frame) return av::avFail(AVERROR(ENOMEM), "A picture cannot be decoded");
        const int received = avcodec_receive_frame(impl.context.get(), frame.get());
        if (received >= 0)
            impl.early.push_back(std::move(frame));
        else if (received == AVERROR(EAGAIN))
            break;
        else
            ++impl.packetsRefused;
        code = avcodec_send_packet(impl.context.get(), packet.av());
    }
    if (code == AVERROR(ENOMEM)) return av::avFail(code, "A picture cannot be decoded");
    if (code < 0) ++impl.packetsRefused;
    return {};
}

base::Status Decoder::finish() {
    if (m_impl->isFinished) return {};
    m_impl->isFinished = true;
    const int code = avcodec_send_packet(m_impl->context.get(), nullptr);
    if (code == AVERROR(ENOMEM)) return av::avFail(code, "A picture cannot be decoded");
    return {};
}

base::Result<std::optional<frame::Frame>> Decoder::pull() {
    Impl& impl = *m_impl;
    while (!impl.isDrained || !impl.early.empty()) {
        FOTOGRAMA_ASSIGN_OR_RETURN(av::Frame decoded, impl.receive());
        if (!decoded) break;
        ++impl.framesSeen;
        if (impl.firstSeen.format < 0) impl.noteFirst(*decoded);
        if (!impl.isWanted(impl.repairTime(*decoded))) continue;
        FOTOGRAMA_ASSIGN_OR_RETURN(frame::Frame frame, impl.toFrame(std::move(decoded)));
        if (!impl.spec) impl.spec = frame.spec();
        ++impl.index;
        ++impl.framesDecoded;
        if (frame.info().isDamaged) ++impl.framesDamaged;
        return std::optional<frame::Frame>(std::move(frame));
    }
    if (impl.isDrained && impl.framesDecoded == 0) return std::unexpected(impl.nothingDecoded());
    return std::optional<frame::Frame>();
}

void Decoder::reset() {
    avcodec_flush_buffers(m_impl->context.get());
    m_impl->early.clear();
    m_impl->isFinished = false;
    m_impl->isDrained = false;
    m_impl->lastPts = INT64_MIN;
}

void Decoder::completeFacts(Track& track) const {
    const Impl& impl = *m_impl;
    if (impl.firstSeen.format < 0 || !track.video || !impl.spec) return;
    VideoFacts& facts = *track.video;
    const AVPixFmtDescriptor* layout = av_pix_fmt_desc_get(static_cast<AVPixelFormat>(impl.firstSeen.format));
    if (facts.pixelFormat.empty() && layout != nullptr) {
        facts.pixelFormat = layout->name;
        facts.bits = layout->comp[0].depth;
        facts.hasAlpha = hasAlpha(impl.firstSeen.format);
    }
    const auto unstated = [](int code) { return code == 2; };
    if (unstated(facts.color.primaries)) facts.color.primaries = impl.spec->color.primaries;
    if (unstated(facts.color.transfer)) facts.color.transfer = impl.spec->color.transfer;
    if (unstated(facts.color.matrix)) facts.color.matrix = impl.spec->color.matrix;
    facts.color.fullRange = facts.color.fullRange || impl.spec->color.fullRange;
    facts.fieldOrder = impl.firstSeen.fieldOrder;
    if (!facts.masteringDisplay) facts.masteringDisplay = impl.masteringDisplay;
    if (!facts.contentLight) facts.contentLight = impl.contentLight;
    const AVCodecContext& context = *impl.context;
    if (const char* profile = avcodec_profile_name(context.codec_id, context.profile); profile && track.profile.empty())
        track.profile = profile;
}

bool Decoder::agreesWith(const Track& track) const noexcept {
    return m_impl->firstSeen.format < 0 ||
           (m_impl->firstSeen.width == track.video->width && m_impl->firstSeen.height == track.video->height);
}

std::int64_t Decoder::framesDecoded() const noexcept { return m_impl->framesDecoded; }
std::int64_t Decoder::framesNeeded() const noexcept { return m_impl->framesNeeded; }
std::int64_t Decoder::framesDamaged() const noexcept { return m_impl->framesDamaged; }
std::int64_t Decoder::packetsRefused() const noexcept { return m_impl->packetsRefused; }
std::int64_t Decoder::timesRepaired() const noexcept { return m_impl->timesRepaired; }

std::vector<api::FateNote> Decoder::notes() const {
    std::vector<api::FateNote> notes = m_impl->notes;
    if (m_impl->timesRepaired > 0)
        notes.push_back(
            changed("frame times", base::concat(m_impl->timesRepaired,
                                                " frames had no usable time of their own and were put behind "
                                                "the frame before")));
    return notes;
}

bool Decoder::isOnDevice() const noexcept { return m_impl->framesOnDevice > 0; }

std::string Decoder::fallback() const {
    const std::lock_guard lock(m_impl->shared->mutex);
    return m_impl->shared->fallback;
}

}  // namespace fotograma::media
