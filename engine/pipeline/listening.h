/// The sound of an input past the measures that listen: one track, decoded once, apart from the pictures.
///
/// The file is opened a second time, so that it is all the same how pictures are read (all of them, key frames, a sample).
/// Errors   run: Cancelled. What else goes wrong is a note, and the measure is missing.
/// Owner    borrows the plan.
/// Thread   one at a time.
#pragma once

#include <filesystem>
#include <memory>
#include <stop_token>
#include <vector>

#include "engine/media/audio_graph.h"
#include "engine/media/sound_decoder.h"
#include "engine/pipeline/plan.h"

namespace fotograma::pipeline {

class Listening {
public:
    /// `roots`: as media::openInput has them.
    Listening(const Plan& plan, std::filesystem::path input, std::vector<std::filesystem::path> roots,
              const media::Trim& trim);

    base::Status run(const std::stop_token& stop);

    void addTo(api::Json& measures) const;  ///< {"loudness": {...}}: into Report::measures.
    [[nodiscard]] const std::vector<api::FateNote>& notes() const noexcept { return m_notes; }

private:
    /// A measure at work; without a graph it could not be started.
    struct Listener {
        const MeasurePlan* plan = nullptr;
        std::unique_ptr<filter::SoundSummary> summary;
        std::unique_ptr<media::AudioGraph> graph;
    };

    base::Status listen(const std::stop_token& stop);
    base::Status drain(media::SoundDecoder& decoder);
    void start(const media::SoundBlock& block);
    base::Status startOne(const media::SoundBlock& block, Listener& listener);
    void note(const MeasurePlan& measure, const std::string& sentence);

    const Plan* m_plan;
    std::filesystem::path m_input;
    std::vector<std::filesystem::path> m_roots;
    media::Trim m_trim;
    std::vector<Listener> m_listeners;  ///< Since the first block: before it the format is not known.
    bool m_isWhole = false;             ///< All of the sound went past.
    std::vector<api::FateNote> m_notes;
};

}  // namespace fotograma::pipeline
