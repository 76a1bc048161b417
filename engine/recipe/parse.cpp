#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>

#include "engine/base/text.h"
#include "engine/filter/definition.h"
#include "engine/recipe/naming.h"
#include "engine/recipe/recipe.h"
#include "engine/recipe/validate.h"
#include "engine/recipe/vocabulary.h"

namespace fotograma::recipe {

using base::concat;
using base::Json;
using base::Result;
using base::Status;

namespace {

std::optional<int> optionalInteger(const Json& json, std::string_view key) {
    const Json* value = json.find(key);
    return value == nullptr ? std::nullopt : std::optional(static_cast<int>(value->asInteger()));
}

std::optional<double> optionalNumber(const Json& json, std::string_view key) {
    const Json* value = json.find(key);
    return value == nullptr ? std::nullopt : std::optional(value->asNumber());
}

std::string textOr(const Json& json, std::string_view key, std::string_view fallback) {
    const Json* value = json.find(key);
    return value == nullptr ? std::string(fallback) : value->asString();
}

TrackChoice trackChoice(const std::string& word) {
    return word == "first" ? TrackChoice::First : word == "none" ? TrackChoice::None : TrackChoice::All;
}

Frames frameChoice(const std::string& word) {
    return word == "key"      ? Frames::Key
           : word == "sample" ? Frames::Sample
           : word == "none"   ? Frames::None
                              : Frames::All;
}

Result<Input> parseInput(const Json& json) {
    Input input;
    if (json.isNull()) return input;
    FOTOGRAMA_RETURN_IF_ERROR(checkObject(json, "input", inputFields()));
    input.startSeconds = json["start"].asNumber();
    input.durationSeconds = optionalNumber(json, "duration");
    input.frames = frameChoice(json["frames"].asString());
    if (const auto every = optionalNumber(json, "every")) {
        if (input.frames != Frames::Sample) return failAt("input.every", "it goes with \"frames\": \"sample\" only");
        input.everySeconds = *every;
    }
    input.rotation = json["rotation"].asString() == "ignore" ? Rotation::Ignore : Rotation::Apply;
    input.audio = trackChoice(json["audio"].asString());
    input.subtitles = trackChoice(json["subtitles"].asString());
    return input;
}

Result<std::vector<FilterUse>> parseFilters(const Json& list, std::string_view path) {
    std::vector<FilterUse> uses;
    if (list.items().size() > static_cast<std::size_t>(kMaxFilters))
        return failAt(path, concat("more than ", kMaxFilters, " filters in one chain"));
    for (std::size_t i = 0; i < list.items().size(); ++i) {
        const Json& item = list.items()[i];
        const std::string where = itemPath(path, i);
        FOTOGRAMA_RETURN_IF_ERROR(checkObject(item, where, filterUseFields()));
        FilterUse use;
        use.id = item["id"].asString();
        FOTOGRAMA_ASSIGN_OR_RETURN(use.parameters,
                                   checkParameters(api::OperationKind::Filter, use.id, item["params"], where));
        uses.push_back(std::move(use));
    }
    return uses;
}

/// "source", "filtered" or "output:N" with N below `outputs`.
Status parsePlace(const Json& json, std::string_view path, std::size_t outputs, MeasureUse& use) {
    const std::string& at = json.asString();
    if (json.isNull() || at == "source") return {};
    if (at == "filtered") {
        use.at = MeasurePoint::Filtered;
        return {};
    }
    constexpr std::string_view kOutput = "output:";
    if (at.starts_with(kOutput)) {
        const char* end = at.data() + at.size();
        const auto [stopped, code] = std::from_chars(at.data() + kOutput.size(), end, use.output);
        if (code == std::errc() && stopped == end && use.output >= 0) {
            use.at = MeasurePoint::Output;
            if (static_cast<std::size_t>(use.output) < outputs) return {};
            return failAt(path, concat("there is no output ", use.output, "; the recipe has ", outputs));
        }
    }
    return failAt(path, concat("'", at, "' is not one of source, filtered, output:0, output:1, ..."));
}

Result<std::vector<MeasureUse>> parseMeasures(const Json& list, const std::vector<Output>& outputs) {
    std::vector<MeasureUse> uses;
    std::set<std::string> keys;
    if (list.items().size() > static_cast<std::size_t>(kMaxMeasures))
        return failAt("measures", concat("more than ", kMaxMeasures, " measures"));
    for (std::size_t i = 0; i < list.items().size(); ++i) {
        const Json& item = list.items()[i];
        const std::string where = itemPath("measures", i);
        FOTOGRAMA_RETURN_IF_ERROR(checkObject(item, where, measureUseFields()));
        MeasureUse use;
        use.id = item["id"].asString();
        FOTOGRAMA_RETURN_IF_ERROR(parsePlace(item["at"], memberPath(where, "at"), outputs.size(), use));
        if (use.output >= 0 && outputs[static_cast<std::size_t>(use.output)].video.isCopy())
            return failAt(memberPath(where, "at"), "that output copies its pictures without decoding them; use source");
        const filter::Definition* definition = filter::find(api::OperationKind::Measure, use.id);
        if (definition != nullptr && definition->prepareSound != nullptr && use.at != MeasurePoint::Source)
            return failAt(memberPath(where, "at"),
                          concat(use.id, " listens to sound, which filters leave alone; use source"));
        FOTOGRAMA_ASSIGN_OR_RETURN(use.parameters,
                                   checkParameters(api::OperationKind::Measure, use.id, item["params"], where));
        use.perFrame = item["per_frame"].asBool();
        if (!keys.insert(reportKey(use)).second)
            return failAt(where, concat("'", reportKey(use), "' is measured twice at the same place"));
        uses.push_back(std::move(use));
    }
    return uses;
}

/// What a codec asks beyond the ranges of single members.
Status checkCodec(const Video& video, const CodecWords& codec, std::string_view path) {
    if (video.bitrateKbps && !codec.hasRate)
        return failAt(memberPath(path, "bitrate_kbps"), concat(codec.id, " has no rate control"));
    if (video.codec == "prores" && video.quality && *video.quality != std::floor(*video.quality))
        return failAt(memberPath(path, "quality"), "prores has whole steps from 0 (4444 XQ) to 5 (Proxy)");
    if (video.codec == "prores" && video.bits == 8) return failAt(memberPath(path, "bits"), "prores has 10 bits");
    if (!codec.chromas.empty() && std::ranges::find(codec.chromas, video.chroma) == codec.chromas.end())
        return failAt(memberPath(path, "chroma"),
                      concat("of ", codec.id, " follows from its quality: 4:4:4 at 0 and 1, else 4:2:2"));
    return {};
}

Result<Video> parseVideo(const Json& json, std::string_view path) {
    Video video;
    if (json.isString()) {
        if (json.asString() != "copy") return failAt(path, "must be an object or \"copy\"");
        video.codec = "copy";
        return video;
    }
    if (!json.isNull()) FOTOGRAMA_RETURN_IF_ERROR(checkObject(json, path, videoFields()));
    video.codec = textOr(json, "codec", video.codec);
    if (video.isCopy()) {
        if (json.members().size() > 1)
            return failAt(path, "copy keeps the packets as they are and takes no other setting");
        return video;
    }
    video.quality = optionalNumber(json, "quality");
    video.bitrateKbps = optionalInteger(json, "bitrate_kbps");
    video.preset = textOr(json, "preset", video.preset);
    video.bits = static_cast<int>(json["bits"].asInteger(video.bits));
    const CodecWords* codec = findCodec(video.codec);
    video.chroma = textOr(json, "chroma", std::string(codec->usualChroma));
    video.gopSeconds = json["gop_seconds"].asNumber(video.gopSeconds);
    video.encoder = textOr(json, "encoder", video.encoder);
    video.checksQuality = json["check_quality"].asBool(video.checksQuality);
    if (video.quality && video.bitrateKbps) return failAt(path, "quality and bitrate_kbps exclude each other");
    if (video.bits != 0 && video.bits != 8 && video.bits != 10)
        return failAt(memberPath(path, "bits"), concat(video.bits, " is not one of 0, 8, 10"));
    if (video.quality && (*video.quality < codec->bestQuality || *video.quality > codec->worstQuality)) {
        return failAt(memberPath(path, "quality"), concat(*video.quality, " is outside ", codec->bestQuality, " to ",
                                                          codec->worstQuality, " of ", codec->id));
    }
    FOTOGRAMA_RETURN_IF_ERROR(checkCodec(video, *codec, path));
    if (!video.quality && !video.bitrateKbps) video.quality = codec->usualQuality;
    return video;
}

bool isCodec(const std::string& word) { return word != "auto" && word != "copy" && word != "drop"; }

Result<TrackRule> parseRule(const Json& json, const std::string& path, std::span<const Field> fields,
                            const ContainerWords& container, std::span<const std::string_view> codecs) {
    FOTOGRAMA_RETURN_IF_ERROR(checkObject(json, path, fields));
    TrackRule rule;
    rule.language = textOr(json, "language", "");
    rule.track = optionalInteger(json, "track");
    rule.codec = textOr(json, "codec", rule.codec);
    rule.bitrateKbps = optionalInteger(json, "bitrate_kbps");
    rule.channels = optionalInteger(json, "channels");
    rule.sampleRate = optionalInteger(json, "sample_rate");
    if (isCodec(rule.codec) && std::ranges::find(codecs, rule.codec) == codecs.end()) {
        return failAt(memberPath(path, "codec"),
                      concat(container.id, " cannot hold ", rule.codec,
                             codecs.empty() ? "" : concat("; it can hold ", codecs.front())));
    }
    const bool hasSettings = rule.bitrateKbps || rule.channels || rule.sampleRate;
    if (hasSettings && (rule.codec == "copy" || rule.codec == "drop"))
        return failAt(path, concat(rule.codec, " takes no bitrate_kbps, channels or sample_rate"));
    return rule;
}

Result<std::vector<TrackRule>> parseRules(const Json& list, std::string_view path, std::span<const Field> fields,
                                          const ContainerWords& container, std::span<const std::string_view> codecs) {
    std::vector<TrackRule> rules;
    for (std::size_t i = 0; i < list.items().size(); ++i) {
        FOTOGRAMA_ASSIGN_OR_RETURN(TrackRule rule,
                                   parseRule(list.items()[i], itemPath(path, i), fields, container, codecs));
        rules.push_back(std::move(rule));
    }
    const bool fitsAll = !rules.empty() && rules.back().language.empty() && !rules.back().track;
    if (!fitsAll) rules.push_back({});
    return rules;
}

Result<Output> parseOutput(const Json& json, const std::string& path) {
    // "video" may also be the word "copy", which the table has no kind for.
    Json checked = json;
    if (json["video"].isString()) checked.erase("video");
    FOTOGRAMA_RETURN_IF_ERROR(checkObject(checked, path, outputFields()));
    Output output;
    output.name = textOr(json, "name", output.name);
    if (Status status = checkTemplate(output.name); !status)
        return failAt(memberPath(path, "name"), status.error().message);
    output.container = textOr(json, "container", output.container);
    const ContainerWords& container = *findContainer(output.container);
    FOTOGRAMA_ASSIGN_OR_RETURN(output.filters, parseFilters(json["filters"], memberPath(path, "filters")));
    FOTOGRAMA_ASSIGN_OR_RETURN(output.video, parseVideo(json["video"], memberPath(path, "video")));
    if (!output.video.isCopy() && std::ranges::find(container.video, output.video.codec) == container.video.end()) {
        return failAt(memberPath(path, "video.codec"), concat(container.id, " cannot hold ", output.video.codec,
                                                              "; it can hold ", container.video.front()));
    }
    FOTOGRAMA_ASSIGN_OR_RETURN(output.audio, parseRules(json["audio"], memberPath(path, "audio"), audioRuleFields(),
                                                        container, container.audio));
    FOTOGRAMA_ASSIGN_OR_RETURN(output.subtitles, parseRules(json["subtitles"], memberPath(path, "subtitles"),
                                                            subtitleRuleFields(), container, container.subtitles));
    output.chapters = json["chapters"].asBool(true);
    output.attachments = json["attachments"].asBool(true);
    output.tags = json["tags"].asBool(true);
    return output;
}

Status checkId(const std::string& id) {
    const auto allowed = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    };
    if (!id.empty() && id.size() <= 64 && std::ranges::all_of(id, allowed)) return {};
    return failAt("id", concat("'", id, "' must be 1 to 64 lower-case letters, digits, '-' or '_'"));
}

Status checkWhole(const Recipe& recipe) {
    const Frames frames = recipe.input.frames;
    if (recipe.outputs.empty() && recipe.measures.empty() && frames != Frames::None)
        return failAt("", "it has neither outputs nor measures, so nothing would come out");
    if (!recipe.outputs.empty() && frames != Frames::All)
        return failAt("input.frames", "outputs are made of all frames; leave it out or take the outputs away");
    if (!recipe.measures.empty() && frames == Frames::None)
        return failAt("input.frames", "measures look at frames; \"none\" goes with no measures");
    for (std::size_t i = 0; i < recipe.outputs.size(); ++i) {
        const Output& output = recipe.outputs[i];
        if (output.video.isCopy() && !(recipe.filters.empty() && output.filters.empty()))
            return failAt(memberPath(itemPath("outputs", i), "video"),
                          "copy keeps pictures as they are, but there are filters");
    }
    return {};
}

}  // namespace

Result<Recipe> parse(const Json& document) {
    FOTOGRAMA_RETURN_IF_ERROR(checkObject(document, "", recipeFields()));
    Recipe recipe;
    recipe.id = document["id"].asString();
    FOTOGRAMA_RETURN_IF_ERROR(checkId(recipe.id));
    recipe.title = textOr(document, "title", recipe.id);
    recipe.description = document["description"].asString();
    FOTOGRAMA_ASSIGN_OR_RETURN(recipe.input, parseInput(document["input"]));
    FOTOGRAMA_ASSIGN_OR_RETURN(recipe.filters, parseFilters(document["filters"], "filters"));
    const Json::Array& outputs = document["outputs"].items();
    if (outputs.size() > static_cast<std::size_t>(kMaxOutputs))
        return failAt("outputs", concat("more than ", kMaxOutputs, " outputs"));
    for (std::size_t i = 0; i < outputs.size(); ++i) {
        FOTOGRAMA_ASSIGN_OR_RETURN(Output output, parseOutput(outputs[i], itemPath("outputs", i)));
        recipe.outputs.push_back(std::move(output));
    }
    FOTOGRAMA_ASSIGN_OR_RETURN(recipe.measures, parseMeasures(document["measures"], recipe.outputs));
    FOTOGRAMA_RETURN_IF_ERROR(checkWhole(recipe));
    return recipe;
}

}  // namespace fotograma::recipe
