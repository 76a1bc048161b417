#include "engine/pipeline/first_pass.h"

#include <algorithm>
#include <chrono>

#include "engine/base/hash.h"
#include "engine/base/text.h"
#include "engine/pipeline/filtering.h"
#include "engine/pipeline/source.h"

namespace fotograma::pipeline {

using api::Json;
using base::concat;
using base::Result;
using base::Status;

namespace {

/// Fewer key frames may all be of one scene, and that a dark one.
constexpr std::int64_t kFewestKeyFrames = 12;

std::vector<filter::ClipNeed> needsOf(const filter::Use& use) {
    return use.definition->needsOfClip != nullptr ? use.definition->needsOfClip(use.values)
                                                  : std::vector<filter::ClipNeed>();
}

std::size_t firstUnsettled(std::span<const filter::Use> chain) {
    const auto found = std::ranges::find_if(chain, [](const filter::Use& use) { return !needsOf(use).empty(); });
    return static_cast<std::size_t>(found - chain.begin());
}

Json objectOf(const std::map<std::string, Json>& members) {
    Json object = Json::object();
    for (const auto& [key, value] : members) object.set(key, value);
    return object;
}

Json describe(const filter::Use& use) {
    Json parameters = Json::object();
    for (const api::ParameterInfo& parameter : use.definition->info.parameters)
        parameters.set(parameter.id, use.values.json(parameter.id));
    return Json::object().set("id", use.definition->info.id).set("parameters", std::move(parameters));
}

bool readsFiles(const filter::Use& use) {
    return std::ranges::any_of(use.definition->info.parameters, [&](const api::ParameterInfo& parameter) {
        return use.values.asset(parameter.id) != nullptr;
    });
}

/// True when each frame comes out by itself: any choice of frames then shows what the whole would.
bool isFrameByFrame(std::span<const filter::Use> filters, const frame::PictureSpec& spec) {
    const auto chain = filter::Chain::prepare(filters, spec);
    if (!chain) return false;
    return std::ranges::all_of(chain->steps(), [](const filter::Step& step) {
        const auto reaches = [](const filter::Pass& pass) { return pass.reachBack > 0 || pass.reachForward > 0; };
        return !step.prepared.steering && !step.prepared.stage && std::ranges::none_of(step.prepared.passes, reaches);
    });
}

bool isAboutPictures(const base::Error& error) {
    return error.code == base::ErrorCode::InvalidData || error.code == base::ErrorCode::InvalidArgument;
}

std::string wordFor(const Json& value) {
    if (value.isArray()) return concat(value.items().size(), " values");
    return value.isString() ? value.asString() : value.dump();
}

}  // namespace

/// A filter that waits for the clip, and what stands in front of it.
struct FirstPass::Place {
    filter::Use* use = nullptr;
    int output = -1;
    std::vector<filter::Use> before;
    std::vector<filter::ClipNeed> needs;
    std::string question;  ///< Empty: not to be remembered.
    Json found = Json::object();
    bool isKnown = false;
};

/// A place at work.
struct FirstPass::Look {
    Place* place = nullptr;
    Plan plan;
    std::optional<Filtering> filtering;
};

std::vector<api::FateNote> firstPassNotes(const Plan& plan) {
    std::vector<api::FateNote> notes;
    const auto add = [&](std::span<const filter::Use> chain, int output) {
        for (const filter::Use& use : chain) {
            std::string measures;
            bool isWhole = false;
            for (const filter::ClipNeed& need : needsOf(use)) {
                measures.append(measures.empty() ? "" : ", ").append(need.measure);
                isWhole = isWhole || need.perFrame;
            }
            if (measures.empty()) continue;
            notes.push_back({api::Fate::Added, output, "first pass",
                             concat(use.definition->info.id, " must know the clip: ", isWhole ? "all" : "key",
                                    " frames are looked at before the work begins (", measures, ")")});
        }
    };
    add(plan.filters, -1);
    for (std::size_t i = 0; i < plan.outputs.size(); ++i) add(plan.outputs[i].filters, static_cast<int>(i));
    return notes;
}

Status FirstPass::settle(Plan& plan) {
    while (true) {
        std::vector<Place> places;
        const auto add = [&](std::vector<filter::Use>& chain, int output) {
            const std::size_t at = firstUnsettled(chain);
            if (at == chain.size()) return;
            Place place{.use = &chain[at], .output = output, .needs = needsOf(chain[at])};
            if (output >= 0) place.before = plan.filters;
            place.before.insert(place.before.end(), chain.begin(), chain.begin() + static_cast<std::ptrdiff_t>(at));
            places.push_back(std::move(place));
        };
        add(plan.filters, -1);
        // An output's own filters see what the shared ones make: those come first.
        const bool isShared = !places.empty();
        for (std::size_t i = 0; !isShared && i < plan.outputs.size(); ++i)
            add(plan.outputs[i].filters, static_cast<int>(i));
        if (places.empty()) return {};
        FOTOGRAMA_RETURN_IF_ERROR(settleRound(plan, places));
    }
}

Status FirstPass::settleRound(Plan& plan, std::vector<Place>& places) {
    for (Place& place : places) {
        place.question = questionOf(plan, place);
        if (place.question.empty() || request.findings == nullptr) continue;
        if (auto known = request.findings->find(place.question)) {
            place.found = std::move(*known);
            place.isKnown = true;
        }
    }
    if (!std::ranges::all_of(places, &Place::isKnown)) FOTOGRAMA_RETURN_IF_ERROR(look(plan, places));
    for (Place& place : places) {
        const filter::Values before = place.use->values;
        FOTOGRAMA_ASSIGN_OR_RETURN(place.use->values, place.use->definition->settle(before, place.found));
        conclude(place, before);
        FOTOGRAMA_ASSERT(needsOf(*place.use).empty(), "a filter that was settled needs nothing more");
    }
    return {};
}

/// What decides the answer besides the input: the place, and which frames are looked at.
std::string FirstPass::questionOf(const Plan& plan, const Place& place) const {
    if (std::ranges::any_of(place.before, readsFiles)) return {};
    Json question = Json::object();
    const recipe::Input& input = request.recipe.input;
    question.set("start", input.startSeconds).set("duration", input.durationSeconds.value_or(-1.0));
    question.set("frames", recipe::modeName(plan.frames)).set("every", plan.everySeconds);
    for (const filter::Use& use : plan.turn) question.set("turn", Json(question["turn"]).append(describe(use)));
    for (const filter::Use& use : place.before) question.set("before", Json(question["before"]).append(describe(use)));
    for (const filter::ClipNeed& need : place.needs) {
        Json one = Json::object();
        one.set("measure", need.measure).set("parameters", objectOf(need.parameters)).set("rows", need.perFrame);
        question.set("needs", Json(question["needs"]).append(std::move(one)));
    }
    return base::canonical(question).dump();
}

void FirstPass::conclude(const Place& place, const filter::Values& before) {
    std::string words;
    for (const api::ParameterInfo& parameter : place.use->definition->info.parameters) {
        const Json& now = place.use->values.json(parameter.id);
        if (now == before.json(parameter.id)) continue;
        words.append(concat(words.empty() ? "" : ", ", parameter.id, " ", wordFor(now)));
    }
    const std::string& id = place.use->definition->info.id;
    notes.push_back({api::Fate::Changed, place.output, id,
                     words.empty() ? std::string("the clip shows nothing to be done")
                                   : concat("settled by a look at the clip: ", words)});
}

/// Looks at the input for all places of a round that are not known, and remembers what was found.
Status FirstPass::look(const Plan& plan, std::vector<Place>& places) {
    const auto start = std::chrono::steady_clock::now();
    const auto makeLooks = [&](recipe::Frames frames, double everySeconds) -> Result<std::vector<Look>> {
        std::vector<Look> looks;
        for (Place& place : places) {
            if (place.isKnown) continue;
            Look look{.place = &place};
            look.plan.videoTrack = plan.videoTrack;
            look.plan.decodes = true;
            look.plan.frames = frames;
            look.plan.everySeconds = everySeconds;
            look.plan.turn = plan.turn;
            look.plan.filters = place.before;
            look.plan.readTracks = {plan.videoTrack};
            for (const filter::ClipNeed& need : place.needs) {
                recipe::MeasureUse use{.id = need.measure, .at = recipe::MeasurePoint::Filtered};
                use.parameters = objectOf(need.parameters);
                use.perFrame = need.perFrame;
                FOTOGRAMA_ASSIGN_OR_RETURN(filter::Use operation,
                                           filter::use(api::OperationKind::Measure, use.id, use.parameters));
                look.plan.measures.push_back({std::move(use), std::move(operation)});
            }
            looks.push_back(std::move(look));
        }
        return looks;
    };
    const auto needsRows = [](const Place& place) {
        return std::ranges::any_of(place.needs, &filter::ClipNeed::perFrame);
    };
    // Rows go with the frames of the main pass, one by one.
    recipe::Frames frames = std::ranges::any_of(places, needsRows) ? plan.frames : recipe::Frames::Key;
    FOTOGRAMA_ASSIGN_OR_RETURN(std::vector<Look> looks, makeLooks(frames, plan.everySeconds));
    FOTOGRAMA_ASSIGN_OR_RETURN(std::int64_t seen, run(plan, looks));
    if (looks.front().plan.frames == recipe::Frames::Key && plan.frames != recipe::Frames::Key &&
        seen < kFewestKeyFrames) {
        FOTOGRAMA_ASSIGN_OR_RETURN(looks, makeLooks(recipe::Frames::All, 0.0));
        FOTOGRAMA_ASSIGN_OR_RETURN(seen, run(plan, looks));
    }
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    for (Look& look : looks) {
        const Json summaries = look.filtering->measures();
        const Json rows = look.filtering->rows();
        Json tables = Json::object();
        for (const MeasurePlan& measure : look.plan.measures) {
            const std::string key = recipe::reportKey(measure.use);
            if (const Json* summary = summaries.find(key)) look.place->found.set(measure.use.id, *summary);
            if (const Json* table = rows.find(key)) tables.set(measure.use.id, *table);
        }
        if (!tables.members().empty()) look.place->found.set("frames", std::move(tables));
        if (request.findings != nullptr && !look.place->question.empty() && seen > 0)
            request.findings->keep(look.place->question, look.place->found, seconds);
    }
    return {};
}

/// The input once past all looks. Returns how many frames they saw.
Result<std::int64_t> FirstPass::run(const Plan& plan, std::vector<Look>& looks) {
    media::OpenOptions options;
    options.trim = {request.recipe.input.startSeconds, request.recipe.input.durationSeconds};
    options.stop = stop;
    options.roots = request.files.allowedRoots;
    FOTOGRAMA_ASSIGN_OR_RETURN(auto demuxer, media::Demuxer::open(request.input, options));
    const media::Track& video = demuxer->info().tracks.at(static_cast<std::size_t>(plan.videoTrack));
    Plan& first = looks.front().plan;
    if (first.frames == recipe::Frames::Key) {
        const frame::PictureSpec spec = expectedSpec(*video.video);
        const auto isPlain = [&](const Look& look) { return isFrameByFrame(look.plan.filters, spec); };
        if (!std::ranges::all_of(looks, isPlain)) first.frames = recipe::Frames::All;
    }
    media::DecoderOptions decoding;
    decoding.threads = request.threads;
    FOTOGRAMA_ASSIGN_OR_RETURN(const auto source, Source::create(std::move(demuxer), first, decoding));
    telemetry::StageMeter& meter = progress.stages().add("first pass");
    const telemetry::BusyScope busy(meter);
    progress.beginLook(first.frames == recipe::Frames::Key ? 0.1 : 0.4);
    for (Look& look : looks) look.filtering.emplace(look.plan, queue);
    const auto noted = [&](const Look& look, const auto& result) -> Status {
        if (result) return {};
        isDeviceFailure = look.filtering->isDeviceFailure();
        return std::unexpected(result.error());
    };
    for (bool isEnd = false; !isEnd;) {
        if (stop.stop_requested()) return base::fail(base::ErrorCode::Cancelled, "stopped on request");
        progress.waitWhilePaused();
        auto stepped = source->step();
        // A part of a clip may have no key frame of its own.
        if (!stepped && first.frames == recipe::Frames::Key && isAboutPictures(stepped.error())) break;
        FOTOGRAMA_ASSIGN_OR_RETURN(const Pulled pulled, std::move(stepped));
        isEnd = pulled.isEnd;
        for (const frame::Frame& frame : pulled.frames) {
            if (stop.stop_requested()) return base::fail(base::ErrorCode::Cancelled, "stopped on request");
            for (Look& look : looks) FOTOGRAMA_RETURN_IF_ERROR(noted(look, look.filtering->push(frame)));
            progress.frameDecoded();
            progress.looked(frame.info().timeSeconds());
            progress.tell(Progress::When::IfDue);
        }
    }
    for (Look& look : looks) FOTOGRAMA_RETURN_IF_ERROR(noted(look, look.filtering->flush()));
    progress.endLook();
    return source->framesGiven();
}

}  // namespace fotograma::pipeline
