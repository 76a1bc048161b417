#include "engine/pipeline/pipeline.h"

#include <atomic>
#include <functional>

#include "engine/base/cpu_time.h"
#include "engine/base/platform.h"
#include "engine/base/text.h"
#include "engine/filter/explain.h"
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

/// Stages speak of tracks and filters; a sentence for people also says in which file.
base::Error inFile(const std::filesystem::path& input, base::Error error) {
    const std::string name = base::toUtf8(input.filename());
    const bool isNamed = error.message.find(name) != std::string::npos || error.code == base::ErrorCode::Cancelled;
    if (!isNamed) error.message = concat(name, ": ", error.message);
    return error;
}

enum class Where {
    Device,  ///< As the lane has it.
    Narrow,  ///< There, with as few frames in flight as it goes.
    Host,
};

/// One attempt, on the lane's device or on its host.
struct Attempt {
    Job job;
    Status status;
    bool mayTryElsewhere = false;

    Attempt(const RunRequest& request, RunObserver& observer, const std::stop_token& stop, Opening opening, Lane& lane)
        : job(request, observer, stop, opening, lane.decoders()) {}

    void run(Lane& lane, Where where) {
        status = job.open();
        if (!status) return;
        Ground ground;
        ground.isNarrow = where == Where::Narrow;
        if (job.needsQueue()) {
            auto made = where == Where::Host ? lane.hostQueue() : lane.queue();
            if (!made) {
                status = std::unexpected(made.error());
                mayTryElsewhere = true;
                return;
            }
            ground.queue = *made;
            if (where != Where::Host) ground.hardware = lane.hardware();
        }
        status = job.run(ground);
        mayTryElsewhere = !status && job.isDeviceFailure();
    }

    [[nodiscard]] bool isShortOfMemory() const {
        return mayTryElsewhere && status.error().code == base::ErrorCode::ResourceExhausted;
    }
};

/// The same job once more where the device failed: with less of its memory first, then on the host. What was done
/// about it, in sentences.
std::vector<std::string> tryElsewhere(std::optional<Attempt>& attempt, const std::function<void(Where)>& tryAgain,
                                      Lane& lane, RunObserver& observer) {
    std::vector<std::string> notes;
    const std::string name = lane.facts().text;
    const auto again = [&](Where where, std::string note) {
        observer.log(note);
        notes = {std::move(note)};
        attempt.reset();
        lane.reset();  // the device's memory goes back before anybody starts
        tryAgain(where);
    };
    if (attempt->isShortOfMemory())
        again(Where::Narrow, concat("memory: ", name, " had too little for the usual number of frames in flight; the ",
                                    "job ran with as few as it goes: ", attempt->status.error().message));
    if (attempt->mayTryElsewhere)
        again(Where::Host, concat("filters: on the host instead of ", name, ": ", attempt->status.error().message));
    return notes;
}

}  // namespace

RunResult run(const RunRequest& request, Lane& lane, RunObserver& observer, std::stop_token stop) {
    const CpuClock cpu;
    const device::DeviceFacts& facts = lane.facts();
    Opening opening = Job::mayOpenQuickly(request) ? Opening::Quick : Opening::Thorough;
    std::optional<Attempt> attempt;
    Where last = Where::Device;
    const auto tryIt = [&](Where where) {
        last = where;
        attempt.emplace(request, observer, stop, opening, lane);
        attempt->run(lane, where);
    };
    tryIt(Where::Device);
    const bool isFaulty = !attempt->status && !attempt->mayTryElsewhere;
    if (opening == Opening::Quick && (isFaulty || attempt->job.wasOdd()) && !stop.stop_requested()) {
        opening = Opening::Thorough;
        tryIt(Where::Device);
    }
    RunResult result;
    std::vector<std::string> notes;
    const bool isOnDevice = !frame::isHost(facts.id);
    if (attempt->mayTryElsewhere && isOnDevice && !stop.stop_requested())
        notes = tryElsewhere(attempt, tryIt, lane, observer);
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
    const bool usesDevice = attempt->job.needsQueue() && isOnDevice && last != Where::Host;
    result.report.device = usesDevice ? facts.text : "cpu";
    result.report.deviceNotes = std::move(notes);
    if (usesDevice) {
        const std::vector<std::string> shared = attempt->job.deviceNotes(facts.text);
        result.report.deviceNotes.insert(result.report.deviceNotes.end(), shared.begin(), shared.end());
    }
    return result;
}

namespace {

/// Puts what is done at one place of the recipe behind the rest.
void addPasses(std::vector<api::PassInfo> some, const std::string& part, std::vector<api::PassInfo>& all) {
    for (api::PassInfo& pass : some) {
        pass.part = part;
        all.push_back(std::move(pass));
    }
}

void addChain(const filter::Chain& chain, const std::string& part, frame::DeviceId device, Forecast& forecast) {
    addPasses(filter::explain(chain, device), part, forecast.passes);
}

void addMeasures(const Plan& plan, recipe::MeasurePoint at, int output, const frame::PictureSpec& spec,
                 const std::string& part, frame::DeviceId device, Forecast& forecast) {
    std::vector<filter::Use> uses;
    for (const MeasurePlan& measure : plan.measures)
        if (measure.use.at == at && measure.use.output == output) uses.push_back(measure.operation);
    addPasses(filter::explainMeasures(uses, spec, device), part, forecast.passes);
}

/// Settles the chains for the picture that the header promises, so that a crop outside it is found before a job runs.
Status forecastPictures(const media::MediaInfo& info, const Plan& plan, frame::DeviceId device, Forecast& forecast) {
    using recipe::MeasurePoint;
    const frame::PictureSpec source = expectedSpec(*info.video()->video);
    FOTOGRAMA_ASSIGN_OR_RETURN(const filter::Chain turned, filter::Chain::prepare(plan.turn, source));
    FOTOGRAMA_ASSIGN_OR_RETURN(const filter::Chain shared, filter::Chain::prepare(plan.filters, turned.output()));
    addChain(turned, "turn", device, forecast);
    addMeasures(plan, MeasurePoint::Source, -1, turned.output(), "source", device, forecast);
    addChain(shared, "filters", device, forecast);
    addMeasures(plan, MeasurePoint::Filtered, -1, shared.output(), "filtered", device, forecast);
    for (std::size_t i = 0; i < plan.outputs.size(); ++i) {
        const OutputPlan& output = plan.outputs[i];
        if (output.isCopy) continue;
        const std::string part = concat("output ", i + 1);
        FOTOGRAMA_ASSIGN_OR_RETURN(const filter::Chain own, filter::Chain::prepare(output.filters, shared.output()));
        addChain(own, part, device, forecast);
        addMeasures(plan, MeasurePoint::Output, static_cast<int>(i), own.output(), part, device, forecast);
        FOTOGRAMA_ASSIGN_OR_RETURN(media::EncodePlan encode, media::planEncoding(output.video, own.output()));
        const auto made = pictureNotes(turned.output(), own.output(), static_cast<int>(i));
        const auto encoded = ofOutput(std::move(encode.notes), i);
        forecast.plan.insert(forecast.plan.end(), made.begin(), made.end());
        forecast.plan.insert(forecast.plan.end(), encoded.begin(), encoded.end());
    }
    return {};
}

Result<Forecast> forecastOf(const std::filesystem::path& input, const recipe::Recipe& recipe, const FileRules& files,
                            frame::DeviceId device) {
    FOTOGRAMA_ASSIGN_OR_RETURN(const media::MediaInfo info,
                               media::probe(input, media::ProbeDepth::Full, {}, {}, files.allowedRoots));
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
    FOTOGRAMA_RETURN_IF_ERROR(forecastPictures(info, plan, device, forecast));
    return forecast;
}

}  // namespace

Result<Forecast> forecast(const std::filesystem::path& input, const recipe::Recipe& recipe, const FileRules& files,
                          std::string_view device) {
    auto made = forecastOf(input, recipe, files, filter::deviceNamed(device));
    if (!made) return std::unexpected(inFile(input, made.error()));
    return made;
}

}  // namespace fotograma::pipeline
