#include <algorithm>
#include <cmath>

#include "engine/filter/describe.h"
#include "engine/filter/sound_words.h"

namespace fotograma::measures::loudness {
namespace {

constexpr double kNothing =
    -70.0;  ///< The absolute gate: what is under it does not count, and the filter starts there.

/// The last word of the filter is about all of the sound.
class Loudness final : public filter::SoundSummary {
public:
    void add(const filter::SoundMoment& moment) override {
        for (const auto& [name, value] : moment.found) {
            if (name == "lavfi.r128.I") m_integrated = filter::numberOf(value);
            if (name == "lavfi.r128.LRA") m_range = filter::numberOf(value);
            if (name == "lavfi.r128.M") m_momentary = std::max(m_momentary, filter::numberOf(value));
            if (name.starts_with("lavfi.r128.true_peaks_ch")) m_peak = std::max(m_peak, filter::numberOf(value));
        }
    }

    api::Json finish() const override {
        api::Json all = api::Json::object();
        const bool isHeard = m_integrated > kNothing;
        all.set("integrated", isHeard ? api::Json(m_integrated) : api::Json());
        all.set("range", isHeard ? api::Json(m_range) : api::Json());
        all.set("momentary_max", m_momentary > kNothing ? api::Json(m_momentary) : api::Json());
        return all.set("true_peak", m_peak > 0.0 ? api::Json(20.0 * std::log10(m_peak)) : api::Json());
    }

private:
    double m_integrated = kNothing;
    double m_range = 0.0;
    double m_momentary = kNothing;
    double m_peak = 0.0;  ///< Full scale is 1.
};

base::Result<filter::PreparedSound> prepare(const filter::Values&, const filter::SoundFormat&) {
    return filter::PreparedSound{"ebur128=metadata=1:peak=true", [] { return std::make_unique<Loudness>(); }};
}

filter::Definition define() {
    using namespace filter;
    Definition definition = soundMeasureNamed(
        "loudness", "Loudness",
        "How loud the sound is to people: of the default track, by FFmpeg's ebur128. Silence has no loudness; a clip "
        "under 0.4 s has none either.",
        "EBU R 128, Tech 3341 and 3342; ITU-R BS.1770-4");
    definition.info.values = {
        clipValue("integrated", "Integrated loudness", "LUFS", "Of the whole clip, gated; broadcasters want -23."),
        clipValue("range", "Loudness range", "LU", "Between the softer and the louder parts; 0 for a steady tone."),
        clipValue("momentary_max", "Greatest momentary loudness", "LUFS", "Of any 400 ms."),
        clipValue("true_peak", "True peak", "dBTP", "The highest peak between samples; over -1 may clip in players."),
    };
    definition.prepareSound = prepare;
    return definition;
}

}  // namespace

const filter::Definition& definition() {
    static const filter::Definition value = define();
    return value;
}

}  // namespace fotograma::measures::loudness
