#include <algorithm>
#include <cmath>
#include <optional>

#include "engine/base/text.h"
#include "engine/filter/describe.h"
#include "engine/filter/sound_words.h"

namespace fotograma::measures::silence {
namespace {

class Silence final : public filter::SoundSummary {
public:
    void add(const filter::SoundMoment& moment) override {
        if (!m_begin) m_begin = moment.timeSeconds;
        m_end = moment.endSeconds;
        for (const auto& [name, value] : moment.found) {
            const double seconds = filter::numberOf(value);
            // The filter may place the start before the sound; and what it found first in a stretch it says first.
            if (name == "lavfi.silence_start") m_open = std::max(seconds, *m_begin);
            if (name == "lavfi.silence_end") close(seconds);
        }
    }

    api::Json finish() const override {
        api::Json times = m_times;
        double silent = m_silent;
        if (m_open) {  // it lasts to the end: the filter says so only in its log
            times.append(*m_open).append(m_end);
            silent += m_end - *m_open;
        }
        const double whole = m_begin ? m_end - *m_begin : 0.0;
        api::Json all = api::Json::object();
        all.set("share", whole > 0.0 ? api::Json(std::min(1.0, silent / whole)) : api::Json());
        all.set("count", static_cast<std::int64_t>(times.items().size() / 2));
        return all.set("times", std::move(times));
    }

private:
    void close(double seconds) {
        if (!m_open) return;
        m_times.append(*m_open).append(seconds);
        m_silent += seconds - *m_open;
        m_open.reset();
    }

    std::optional<double> m_begin;  ///< Of the sound.
    double m_end = 0.0;
    std::optional<double> m_open;  ///< Start of a silence that has not ended.
    double m_silent = 0.0;
    api::Json m_times = api::Json::array();
};

base::Result<filter::PreparedSound> prepare(const filter::Values& values, const filter::SoundFormat&) {
    return filter::PreparedSound{
        base::concat("silencedetect=noise=", values.number("threshold"), "dB:duration=", values.number("shortest")),
        [] { return std::make_unique<Silence>(); }};
}

filter::Definition define() {
    using namespace filter;
    Definition definition =
        soundMeasureNamed("silence", "Silence", "Where all channels are silent, of the default track of sound.",
                          "FFmpeg's silencedetect");
    definition.info.parameters = {
        numberRow("threshold", "Threshold", "dB", {-120.0, 0.0, 1.0}, -60.0, "Samples under it are silent."),
        numberRow("shortest", "Shortest silence", "s", {0.1, 3600.0, 0.1}, 2.0, "Shorter ones do not count."),
    };
    definition.info.values = {
        clipValue("share", "Silent share", "ratio", "Of the duration of the sound."),
        clipValue("count", "Silences", "count", "How many there are.", api::ValueKind::Integer),
        clipList("times", "Times of silence", "s", "Start and end of each, in turn."),
    };
    definition.prepareSound = prepare;
    return definition;
}

}  // namespace

const filter::Definition& definition() {
    static const filter::Definition value = define();
    return value;
}

}  // namespace fotograma::measures::silence
