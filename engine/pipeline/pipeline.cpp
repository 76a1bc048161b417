#include "engine/pipeline/pipeline.h"

#include <algorithm>
#include <atomic>

#include "engine/base/cpu_time.h"
#include "engine/base/platform.h"
#include "engine/base/text.h"
#include "engine/pipeline/assets.h"
#include "engine/pipeline/first_pass.h"
#include "engine/pipeline/job.h"
#include "engine/pipeline/notes.h"

namespace fotograma::pipeline {

using base::concat;
using base::Result;
using base::Status;

namespace {

/// Processor time while one job runs: of the process where it runs alone, of its thread where it has only that one.
/// Otherwise it cannot be told apart, and is left at 0.
class CpuClock {
public:
    CpuClock()
        : m_processStart(base::processCpuSeconds()),
          m_threadStart(base::threadCpuSeconds()),
          m_wasAlone(s_running.fetch_add(1) == 0),
          m_started(++s_started) {}
    ~CpuClock() { s_running.fetch_sub(1); }
    CpuClock(const CpuClock&) = delete;
    CpuClock& operator=(const CpuClock&) = delete;

    [[nodiscard]] double seconds(bool hasOneThread) const {
        const bool isAlone = m_wasAlone && s_started.load() == m_started;
        if (isAlone) return base::processCpuSeconds() - m_processStart;
        return hasOneThread ? base::threadCpuSeconds() - m_threadStart : 0.0;
    }

private:
    static inline std::atomic<int> s_running{0};
    static inline std::atomic<std::int64_t> s_started{0};
    double m_processStart;
    double m_threadStart;
    bool m_wasAlone;
    std::int64_t m_started;
};

/// Filters without kernels, each once.
std::vector<std::string> stagesOf(const recipe::Recipe& recipe) {
    std::vector<std::string> ids;
    const auto add = [&](const std::vector<recipe::FilterUse>& chain) {
        for (const recipe::FilterUse& use : chain) {
            const filter::Definition* definition = filter::find(api::OperationKind::Filter, use.id);
            const bool isStage = definition != nullptr && definition->info.shape == "stage";
            if (isStage && std::ranges::find(ids, use.id) == ids.end()) ids.push_back(use.id);
        }
    };
    add(recipe.filters);
    for (const recipe::Output& output : recipe.outputs) add(output.filters);
    return ids;
}

/// How the work was shared between a device and the host, where it was not all on the host.
std::vector<std::string> deviceNotes(const device::DeviceFacts& facts, const recipe::Recipe& recipe) {
    std::vector<std::string> notes;
    if (frame::isHost(facts.id)) return notes;
    notes.push_back(concat("decode: on the host; each frame is copied once to ", facts.text));
    for (const std::string& id : stagesOf(recipe))
        notes.push_back(concat(id, ": on the host; each frame is copied from and back to ", facts.text));
    for (std::size_t i = 0; i < recipe.outputs.size(); ++i) {
        if (!recipe.outputs[i].video.isCopy())
            notes.push_back(concat("encode ", i + 1, ": on the host; each frame is copied once from ", facts.text));
    }
    return notes;
}

/// Stages speak of tracks and filters; a sentence for people also says in which file.
base::Error inFile(const std::filesystem::path& input, base::Error error) {
    const std::string name = base::toUtf8(input.filename());
    const bool isNamed = error.message.find(name) != std::string::npos || error.code == base::ErrorCode::Cancelled;
    if (!isNamed) error.message = concat(name, ": ", error.message);
    return error;
}

/// One attempt, on the lane's device or on its host.
struct Attempt {
    Job job;
    Status status;
    bool mayTryHost = false;

    Attempt(const RunRequest& request, RunObserver& observer, const std::stop_token& stop, Opening opening, Lane& lane)
        : job(request, observer, stop, opening, lane.decoders()) {}

    void run(Lane& lane, bool onHost) {
        status = job.open();
        if (!status) return;
        device::Queue* queue = nullptr;
        if (job.needsQueue()) {
            auto made = onHost ? lane.hostQueue() : lane.queue();
            if (!made) {
                status = std::unexpected(made.error());
                mayTryHost = true;
                return;
            }
            queue = *made;
        }
        status = job.run(queue);
        mayTryHost = !status && job.isDeviceFailure();
    }
};

}  // namespace

RunResult run(const RunRequest& request, Lane& lane, RunObserver& observer, std::stop_token stop) {
    const CpuClock cpu;
    const device::DeviceFacts& facts = lane.facts();
    Opening opening = Job::mayOpenQuickly(request) ? Opening::Quick : Opening::Thorough;
    std::optional<Attempt> attempt(std::in_place, request, observer, stop, opening, lane);
    attempt->run(lane, false);
    const bool isFaulty = !attempt->status && !attempt->mayTryHost;
    if (opening == Opening::Quick && (isFaulty || attempt->job.wasOdd()) && !stop.stop_requested()) {
        opening = Opening::Thorough;
        attempt.emplace(request, observer, stop, opening, lane);
        attempt->run(lane, false);
    }
    RunResult result;
    std::string fallback;
    if (attempt->mayTryHost && !frame::isHost(facts.id) && !stop.stop_requested()) {
        fallback = concat("filters: on the host instead of ", facts.text, ": ", attempt->status.error().message);
        observer.log(fallback);
        lane.reset();  // the queue's memory goes back before the host starts
        attempt.emplace(request, observer, stop, opening, lane);
        attempt->run(lane, true);
    }
    result.report = attempt->job.report();
    const bool hasOneThread =
        request.threads <= 1 && request.recipe.outputs.empty() && request.schedule != Schedule::Threaded;
    result.report.cpuSeconds = cpu.seconds(hasOneThread);
    if (!attempt->status) {
        result.error = inFile(request.input, attempt->status.error());
        attempt.reset();  // unfinished files vanish before the caller hears of it
        if (result.error->code != base::ErrorCode::Cancelled) lane.reset();
        return result;
    }
    const bool usesDevice = attempt->job.needsQueue();
    result.report.device = usesDevice && fallback.empty() ? facts.text : "cpu";
    if (!fallback.empty()) {
        result.report.deviceNotes.push_back(fallback);
    } else if (usesDevice) {
        result.report.deviceNotes = deviceNotes(facts, request.recipe);
    }
    return result;
}

namespace {

/// Settles the chains for the picture that the header promises, so that a crop outside it is found before a job runs.
Result<std::vector<api::FateNote>> forecastPictures(const media::MediaInfo& info, const Plan& plan) {
    std::vector<api::FateNote> notes;
    const frame::PictureSpec source = expectedSpec(*info.video()->video);
    FOTOGRAMA_ASSIGN_OR_RETURN(const filter::Chain turned, filter::Chain::prepare(plan.turn, source));
    FOTOGRAMA_ASSIGN_OR_RETURN(const filter::Chain shared, filter::Chain::prepare(plan.filters, turned.output()));
    for (std::size_t i = 0; i < plan.outputs.size(); ++i) {
        const OutputPlan& output = plan.outputs[i];
        if (output.isCopy) continue;
        FOTOGRAMA_ASSIGN_OR_RETURN(const filter::Chain own, filter::Chain::prepare(output.filters, shared.output()));
        FOTOGRAMA_ASSIGN_OR_RETURN(media::EncodePlan encode, media::planEncoding(output.video, own.output()));
        const auto made = pictureNotes(turned.output(), own.output(), static_cast<int>(i));
        const auto encoded = ofOutput(std::move(encode.notes), i);
        notes.insert(notes.end(), made.begin(), made.end());
        notes.insert(notes.end(), encoded.begin(), encoded.end());
    }
    return notes;
}

Result<Forecast> forecastOf(const std::filesystem::path& input, const recipe::Recipe& recipe, const FileRules& files) {
    FOTOGRAMA_ASSIGN_OR_RETURN(const media::MediaInfo info, media::probe(input));
    FOTOGRAMA_ASSIGN_OR_RETURN(Plan plan, makePlan(info, recipe, 1));
    FOTOGRAMA_RETURN_IF_ERROR(readAssets(recipe, files, plan));
    Forecast forecast;
    forecast.input = media::toJson(info);
    forecast.plan = planNotes(info, recipe, plan);
    if (!plan.decodes) return forecast;
    const std::vector<api::FateNote> looks = firstPassNotes(plan);
    forecast.plan.insert(forecast.plan.end(), looks.begin(), looks.end());
    const media::Track& video = *info.video();
    if (!video.canDecode)
        return base::fail(base::ErrorCode::Unsupported,
                          concat("this build has no decoder for ", video.codec, " pictures"));
    FOTOGRAMA_ASSIGN_OR_RETURN(const auto pictures, forecastPictures(info, plan));
    forecast.plan.insert(forecast.plan.end(), pictures.begin(), pictures.end());
    return forecast;
}

}  // namespace

Result<Forecast> forecast(const std::filesystem::path& input, const recipe::Recipe& recipe, const FileRules& files) {
    auto made = forecastOf(input, recipe, files);
    if (!made) return std::unexpected(inFile(input, made.error()));
    return made;
}

}  // namespace fotograma::pipeline
