/// The end of a pipeline: frames into encoders, copied and converted tracks beside them, all into one file an output.
///
/// Errors   as media::VideoEncoder, media::TrackTransform and media::Muxer say.
/// Owner    an OutputFile leaves nothing behind unless it was published; encoders and tracks borrow it.
/// Thread   OutputFile::write: any. The rest: one thread each.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <vector>

#include "engine/media/encoder.h"
#include "engine/media/muxer.h"
#include "engine/media/transform.h"
#include "engine/pipeline/fidelity_check.h"
#include "engine/pipeline/plan.h"
#include "engine/telemetry/stage_meter.h"

namespace fotograma::pipeline {

/// One file being made. Packets that come before all tracks are known wait here.
class OutputFile {
public:
    static base::Result<std::unique_ptr<OutputFile>> create(const std::filesystem::path& path, const OutputPlan& plan,
                                                            const media::Demuxer& demuxer,
                                                            telemetry::StageMeter& meter);

    /// A track that is copied or converted, by its place in the plan. Before start().
    void describe(std::size_t decision, media::StreamFormat format);
    /// Opens the file: the encoded picture first (if there is one), then the plan's tracks in order.
    base::Status start(const media::StreamFormat* encoded);

    base::Status writeEncoded(media::Packet packet);
    base::Status writeTrack(std::size_t decision, media::Packet packet);

    base::Status finish();
    base::Status publish(media::Existing existing);

    [[nodiscard]] const std::filesystem::path& path() const noexcept { return m_path; }
    [[nodiscard]] const std::filesystem::path& temporaryPath() const noexcept { return m_muxer->temporaryPath(); }

private:
    static constexpr std::size_t kEncoded = static_cast<std::size_t>(-1);
    struct Waiting {
        std::size_t decision;
        media::Packet packet;
    };

    OutputFile(std::filesystem::path path, const OutputPlan& plan, const media::Demuxer& demuxer,
               telemetry::StageMeter& meter);
    base::Status write(std::size_t decision, media::Packet packet);
    base::Status addTracks(const media::StreamFormat* encoded);

    std::filesystem::path m_path;
    const OutputPlan* m_plan;
    const media::Demuxer* m_demuxer;
    telemetry::StageMeter* m_meter;
    std::unique_ptr<media::Muxer> m_muxer;
    std::vector<std::optional<media::StreamFormat>> m_formats;  ///< By decision; empty for what is carried over whole.

    std::mutex m_mutex;  ///< Protects what follows; the muxer puts writes in line itself.
    bool m_isStarted = false;
    int m_encodedTrack = -1;
    std::vector<int> m_tracks;  ///< The muxer's number, by decision.
    std::vector<Waiting> m_waiting;
};

/// Frames of one output into its encoder.
class EncodeSink {
public:
    /// With `hardware` an output that asks for the device's encoder gets it where it can.
    EncodeSink(const OutputPlan& plan, OutputFile& file, media::HardwareFrames* hardware)
        : m_plan(&plan), m_file(&file), m_hardware(hardware), m_wantsDevice(hardware != nullptr && plan.video.onChip) {
        if (plan.checksQuality) m_check.emplace();
    }

    /// Frames are best left on the device: until the encoder turns out to be software. Any thread.
    [[nodiscard]] bool wantsDevice() const noexcept { return m_wantsDevice; }

    /// `rateFactor`: frames made per decoded frame, for the rate that the encoder is told where frames state none.
    base::Status push(const frame::Frame& frame, double rateFactor);
    /// The delayed rest; stops between two packets when asked to.
    base::Status finish(const std::stop_token& stop);

    /// Closes the encoder and drops what it holds: on the thread that used it, so that several close side by side.
    void abandon() noexcept { m_encoder.reset(); }

    /// Null before the first frame.
    [[nodiscard]] const media::VideoEncoder* encoder() const noexcept { return m_encoder.get(); }

    /// Where the recipe asks for it; null: it does not.
    [[nodiscard]] const FidelityCheck* check() const noexcept { return m_check ? &*m_check : nullptr; }

private:
    base::Status drain(const std::stop_token* stop);

    const OutputPlan* m_plan;
    OutputFile* m_file;
    media::HardwareFrames* m_hardware;
    std::atomic<bool> m_wantsDevice;
    std::unique_ptr<media::VideoEncoder> m_encoder;  ///< Made for the first frame.
    std::optional<FidelityCheck> m_check;
};

/// The other tracks of all outputs: sound, subtitles, and pictures that are copied.
class TrackSink {
public:
    /// Makes every transform and describes it to its file. Outputs that copy their pictures are started.
    static base::Result<TrackSink> create(const Plan& plan, const media::Demuxer& demuxer,
                                          std::span<const std::unique_ptr<OutputFile>> files);

    base::Status push(const media::Packet& packet);
    base::Status finish();

    [[nodiscard]] std::vector<api::FateNote> notes() const;  ///< With their output's index.

private:
    struct Lead {
        int track = -1;  ///< Of the input.
        std::size_t output = 0;
        std::size_t decision = 0;
        OutputFile* file = nullptr;
        std::unique_ptr<media::TrackTransform> transform;
    };
    static base::Status drain(Lead& lead);

    std::vector<Lead> m_leads;
};

}  // namespace fotograma::pipeline
