// fotograma probe: what a file says about itself.
#include <cstdlib>

#include "app/await.h"
#include "app/commands/command.h"
#include "app/commands/job_options.h"
#include "app/inputs.h"
#include "app/text_columns.h"
#include "engine/api/wire.h"
#include "engine/base/platform.h"
#include "engine/base/text.h"
#include "engine/worker/prober.h"

namespace fotograma::app {

using base::concat;
using base::Json;

namespace {

struct ProbeOptions {
    std::vector<std::string> inputs;
    bool recursive = false;
    bool header = false;
    CacheOptions cache;
};

constexpr const char* kExamples = R"(Examples:
  fotograma probe clip.mp4
  fotograma probe -R ~/Videos --json | jq 'select(.facts.duration > 600) | .input'
  fotograma probe --header *.mp4
      Only what the container says: faster, some facts may be missing.
  fotograma --server https://host:8750 probe /srv/video/clip.mp4
      A file of that server, by its path there; what does not begin with / is looked for in the server's folders.

A file that was probed before and has not changed is not opened again.)";

/// "30000/1001" as a number; 0 for what is unknown.
double rateOf(const Json& value) {
    const std::string& text = value.asString();
    const std::size_t slash = text.find('/');
    if (slash == std::string::npos) return 0.0;
    const double below = std::strtod(text.c_str() + slash + 1, nullptr);
    return below > 0.0 ? std::strtod(text.c_str(), nullptr) / below : 0.0;
}

std::string pictureText(const Json& video) {
    std::string text = concat(video["display_width"].asInteger(), "×", video["display_height"].asInteger());
    const double nominal = rateOf(video["frame_rate"]);
    const double fps = nominal > 0.0 ? nominal : rateOf(video["mean_rate"]);
    if (fps > 0.0)
        text.append(concat(", ", base::fixed(fps, 3), " fps", video["variable_rate"].asBool() ? " (variable)" : ""));
    if (video["pixel_format"].isString()) text.append(concat(", ", video["pixel_format"].asString()));
    if (const auto turn = video["rotation"].asInteger(); turn != 0) text.append(concat(", turned ", turn, "°"));
    if (video["mirrored"].asBool()) text.append(", mirrored");
    if (video["mastering_display"].isObject() || video["content_light"].isObject()) text.append(", HDR metadata");
    if (const auto profile = video["dolby_vision_profile"].asInteger(); profile > 0)
        text.append(concat(", Dolby Vision profile ", profile));
    if (video["cover"].asBool()) text.append(", cover");
    return text;
}

std::string soundText(const Json& audio) {
    const std::string& layout = audio["layout"].asString();
    return concat(layout.empty() ? concat(audio["channels"].asInteger(), " channels") : layout, ", ",
                  audio["sample_rate"].asInteger(), " Hz");
}

std::string rateText(const Json& bitRate) { return concat(", ", base::fixed(bitRate.asNumber() / 1000.0, 0), " kb/s"); }

std::string trackText(const Json& track) {
    const std::string& codec = track["codec"].asString();
    const Json& video = track["video"];
    const Json& audio = track["audio"];
    std::string text = concat(track["kind"].asString(), "  ", codec.empty() ? std::string("?") : codec);
    if (track["profile"].isString()) text.append(concat(" (", track["profile"].asString(), ")"));
    if (video.isObject()) text.append(concat(", ", pictureText(video)));
    if (audio.isObject()) text.append(concat(", ", soundText(audio)));
    if (track["attachment"].isObject()) text.append(concat(", ", track["attachment"]["file_name"].asString()));
    if (track["bit_rate"].isNumber()) text.append(rateText(track["bit_rate"]));
    if (track["language"].isString()) text.append(concat(", ", track["language"].asString()));
    if (track["title"].isString()) text.append(concat(", \"", track["title"].asString(), "\""));
    if (track["encrypted"].asBool()) text.append(", encrypted");
    if (track["empty"].asBool()) text.append(", empty");
    if ((video.isObject() || audio.isObject()) && !track["can_decode"].asBool())
        text.append(", cannot be decoded here");
    return text;
}

void printFacts(Console& console, const Json& facts) {
    console.print(console.onOutput(Style::Bold, printable(facts["path"].asString())));
    const std::string& title = facts["container_title"].asString();
    std::string line = concat("  ", title.empty() ? facts["container"].asString() : title);
    if (const double seconds = facts["duration"].asNumber(); seconds > 0.0)
        line.append(concat(", ", facts["duration_estimated"].asBool() ? "about " : "", base::humanDuration(seconds)));
    line.append(concat(", ", base::humanBytes(facts["size"].asInteger())));
    if (facts["bit_rate"].asInteger() > 0) line.append(rateText(facts["bit_rate"]));
    console.print(line);
    for (const Json& track : facts["tracks"].items())
        console.print(concat("  ", padded(concat(track["index"].asInteger()), 2, Align::Right),
                             track["index"].asInteger() == facts["video_track"].asInteger(-1) ? " ▸ " : "   ",
                             printable(trackText(track))));
    if (facts["video_choice"].isString()) console.print(concat("     ", printable(facts["video_choice"].asString())));
    if (const auto chapters = facts["chapters"].items().size(); chapters > 0)
        console.print(concat("  ", chapters, " chapters"));
}

/// True when the file could be read.
bool tell(Console& console, const std::string& name, const base::Result<worker::Prober::Facts>& read) {
    Json line = Json::object();
    line.set("type", "probe").set("input", name);
    if (read) {
        line.set("facts", read->facts);
        if (!read->cache.empty()) line.set("cache", read->cache);
        console.json(line);
        if (!console.wantsJson()) printFacts(console, read->facts);
        return true;
    }
    console.json(line.set("error", api::toJson(read.error())));
    console.print(console.onOutput(Style::Bold, printable(name)));
    console.print(concat("  ", console.onOutput(Style::Bad, printable(read.error().message))));
    return false;
}

/// A server tells what a file is when it is asked what a job would do with it.
base::Result<worker::Prober::Facts> probeThere(api::Service& service, const std::string& path) {
    const Json measure = Json::object().set("id", "luma");
    api::SubmitItem item;
    item.spec.input = path;
    item.spec.recipe = Json::object().set("version", 1).set("id", "probe").set("title", "Probe");
    item.spec.recipe.set("measures", Json::array().append(measure));
    FOTOGRAMA_ASSIGN_OR_RETURN(auto reply,
                               await<api::CheckReply>([&](auto answer) { service.check(item, std::move(answer)); }));
    if (reply.error) return std::unexpected(*reply.error);
    return worker::Prober::Facts{.facts = std::move(reply.input)};
}

/// The folders that a server's clients work in.
base::Result<std::vector<std::string>> rootsThere(service::RemoteService& server) {
    FOTOGRAMA_ASSIGN_OR_RETURN(const Json listing, await<Json>([&](auto reply) {
                                   server.link()->ask({.path = "/browse", .mayRepeat = true}, std::move(reply));
                               }));
    std::vector<std::string> roots;
    for (const Json& root : listing["entries"].items()) roots.push_back(root["path"].asString());
    return roots;
}

/// A file of a server that is elsewhere: by its whole path there, as an upload, or by its path below a root.
base::Result<worker::Prober::Facts> probeElsewhere(Engine& engine, const std::string& name) {
    if (name.starts_with('/') || name.starts_with("upload:") || base::pathFromUtf8(name).is_absolute())
        return probeThere(engine.service(), name);
    FOTOGRAMA_ASSIGN_OR_RETURN(const auto roots, rootsThere(*engine.remote()));
    for (const std::string& root : roots) {
        auto facts = probeThere(engine.service(), concat(root, '/', name));
        if (facts || facts.error().code != base::ErrorCode::NotFound) return facts;
    }
    return base::fail(base::ErrorCode::NotFound,
                      roots.empty() ? concat("That server has no folders that its clients may read: ", name,
                                             " can be no file of them.")
                                    : concat("That server has no ", name, " in ", base::join(roots, ", "),
                                             "; without --server, probe looks at files of this machine."));
}

/// Of a server's files.
base::Result<int> probeAtServer(Session& session, const ProbeOptions& options) {
    if (options.recursive)
        return base::fail(base::ErrorCode::Unsupported,
                          "-R walks folders of this machine; with --server, name the server's files one by one.");
    FOTOGRAMA_ASSIGN_OR_RETURN(const auto engine, Engine::open(session, StorePlace::Scratch, service::Drains::Nothing));
    bool fine = true;
    for (const std::string& name : options.inputs) {
        std::error_code ignored;
        const auto here = std::filesystem::absolute(base::pathFromUtf8(name), ignored);
        const auto facts =
            engine->isElsewhere() ? probeElsewhere(*engine, name) : probeThere(engine->service(), base::toUtf8(here));
        fine = tell(session.console, name, facts) && fine;
    }
    return fine ? kAllDone : kSomeFailed;
}

base::Result<int> probe(Session& session, const ProbeOptions& options) {
    if (session.server.isRemote()) return probeAtServer(session, options);
    FOTOGRAMA_ASSIGN_OR_RETURN(const api::CacheRule rule, options.cache.rule());
    const InputList inputs = collectInputs(options.inputs, options.recursive ? Walk::Folders : Walk::FilesOnly);
    const auto depth = options.header ? media::ProbeDepth::Header : media::ProbeDepth::Full;
    const auto cache = rule == api::CacheRule::Off
                           ? nullptr
                           : std::make_unique<cache::TieredCache>(cacheOptionsOf(session.settings.values()));
    worker::Prober prober(cache.get());
    const auto probe = [&](const std::string& path) { return prober.probe(base::pathFromUtf8(path), depth, rule); };
    bool fine = true;
    for (const InputFile& file : inputs.files) fine = tell(session.console, file.path, probe(file.path)) && fine;
    for (const InputList::Bad& bad : inputs.bad)
        fine = tell(session.console, bad.name, std::unexpected(bad.error)) && fine;
    return fine ? kAllDone : kSomeFailed;
}

}  // namespace

Command addProbe(CLI::App& root) {
    Command command = makeCommand(root, "probe", "Show what files say about themselves.", kExamples);
    auto options = std::make_shared<ProbeOptions>();
    command.app->add_option("INPUT", options->inputs, "Video files, or folders with -R.")->required();
    command.app->add_flag("-R,--recursive", options->recursive, "Take the videos in folders.");
    command.app->add_flag("--header", options->header, "Read the container only, not the streams.");
    options->cache.addTo(*command.app);
    command.place = Place::Anywhere;
    command.run = [options](Session& session) { return probe(session, *options); };
    return command;
}

}  // namespace fotograma::app
