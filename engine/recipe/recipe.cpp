#include "engine/recipe/recipe.h"

#include "engine/base/hash.h"
#include "engine/base/text.h"
#include "engine/recipe/document.h"

namespace fotograma::recipe {

using base::concat;
using base::Json;

namespace {

std::string_view toText(TrackChoice choice) {
    return choice == TrackChoice::All ? "all" : choice == TrackChoice::First ? "first" : "none";
}

std::string_view toText(Frames frames) {
    switch (frames) {
        case Frames::All: return "all";
        case Frames::Key: return "key";
        case Frames::Sample: return "sample";
        case Frames::None: return "none";
    }
    return {};
}

std::string placeOf(const MeasureUse& use) {
    switch (use.at) {
        case MeasurePoint::Source: return "source";
        case MeasurePoint::Filtered: return "filtered";
        case MeasurePoint::Output: return concat("output:", use.output);
    }
    return {};
}

template <class T>
void setIf(Json& json, std::string key, const std::optional<T>& value) {
    if (value) json.set(std::move(key), *value);
}

template <class Range, class Writer>
Json listOf(const Range& range, Writer write) {
    Json list = Json::array();
    for (const auto& item : range) list.append(write(item));
    return list;
}

Json commonRule(const TrackRule& rule) {
    Json json = Json::object();
    if (!rule.language.empty()) json.set("language", rule.language);
    setIf(json, "track", rule.track);
    json.set("codec", rule.codec);
    return json;
}

}  // namespace

Json toJson(const Input& input) {
    Json json = Json::object();
    json.set("start", input.startSeconds);
    setIf(json, "duration", input.durationSeconds);
    json.set("frames", toText(input.frames));
    if (input.frames == Frames::Sample) json.set("every", input.everySeconds);
    json.set("rotation", input.rotation == Rotation::Apply ? "apply" : "ignore");
    json.set("audio", toText(input.audio));
    json.set("subtitles", toText(input.subtitles));
    return json;
}

Json toJson(const FilterUse& use) {
    Json json = Json::object();
    json.set("id", use.id).set("params", use.parameters.isNull() ? Json::object() : use.parameters);
    return json;
}

Json toJson(const MeasureUse& use) {
    Json json = Json::object();
    json.set("id", use.id).set("at", placeOf(use));
    json.set("params", use.parameters.isNull() ? Json::object() : use.parameters);
    json.set("per_frame", use.perFrame);
    return json;
}

Json toJson(const Video& video) {
    Json json = Json::object();
    json.set("codec", video.codec);
    if (video.isCopy()) return json;
    setIf(json, "quality", video.quality);
    setIf(json, "bitrate_kbps", video.bitrateKbps);
    json.set("preset", video.preset).set("bits", video.bits).set("chroma", video.chroma);
    json.set("gop_seconds", video.gopSeconds).set("encoder", video.encoder);
    // Left out where it is not asked for: results of recipes that are older than it keep their keys.
    if (video.checksQuality) json.set("check_quality", true);
    return json;
}

Json audioRuleToJson(const TrackRule& rule) {
    Json json = commonRule(rule);
    setIf(json, "bitrate_kbps", rule.bitrateKbps);
    setIf(json, "channels", rule.channels);
    setIf(json, "sample_rate", rule.sampleRate);
    return json;
}

Json subtitleRuleToJson(const TrackRule& rule) { return commonRule(rule); }

Json toJson(const Output& output) {
    Json json = Json::object();
    json.set("name", output.name).set("container", output.container);
    json.set("filters", listOf(output.filters, [](const FilterUse& use) { return toJson(use); }));
    json.set("video", toJson(output.video));
    json.set("audio", listOf(output.audio, audioRuleToJson));
    json.set("subtitles", listOf(output.subtitles, subtitleRuleToJson));
    json.set("chapters", output.chapters).set("attachments", output.attachments).set("tags", output.tags);
    return json;
}

Json toJson(const Recipe& recipe) {
    Json json = Json::object();
    json.set("version", kVersion).set("id", recipe.id).set("title", recipe.title);
    if (!recipe.description.empty()) json.set("description", recipe.description);
    json.set("input", toJson(recipe.input));
    json.set("measures", listOf(recipe.measures, [](const MeasureUse& use) { return toJson(use); }));
    json.set("filters", listOf(recipe.filters, [](const FilterUse& use) { return toJson(use); }));
    json.set("outputs", listOf(recipe.outputs, [](const Output& output) { return toJson(output); }));
    return json;
}

std::string digest(const Recipe& recipe) {
    Recipe meaning = recipe;
    for (Output& output : meaning.outputs) output.name.clear();
    Json json = toJson(meaning);
    json.erase("id");
    json.erase("title");
    json.erase("description");
    return base::hashText(base::canonical(json).dump()).hex();
}

std::string_view modeName(Frames frames) noexcept {
    switch (frames) {
        case Frames::All: break;
        case Frames::Key: return "keyframes";
        case Frames::Sample: return "sample";
        case Frames::None: return "headers";
    }
    return "all";
}

std::string reportKey(const MeasureUse& measure) {
    return measure.at == MeasurePoint::Source ? measure.id : concat(measure.id, "@", placeOf(measure));
}

}  // namespace fotograma::recipe
