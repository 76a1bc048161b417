#include "engine/pipeline/job.h"

#include <algorithm>
#include <system_error>

#include "engine/base/platform.h"
#include "engine/base/text.h"
#include "engine/pipeline/assets.h"
#include "engine/pipeline/first_pass.h"
#include "engine/pipeline/measure_plan.h"
#include "engine/pipeline/notes.h"

namespace fotograma::pipeline {

using base::concat;
using base::ErrorCode;
using base::Result;
using base::Status;

namespace {

/// Refuses what would destroy something, before any work: the input itself, a file in the way, one path twice.
Status checkPaths(const RunRequest& request) {
    if (request.outputs.size() != request.recipe.outputs.size()) {
        return base::fail(ErrorCode::InvalidArgument,
                          concat("the recipe has ", request.recipe.outputs.size(), " outputs, but ",
                                 request.outputs.size(), " paths were given"));
    }
    for (std::size_t i = 0; i < request.outputs.size(); ++i) {
        const std::filesystem::path& path = request.outputs[i];
        std::error_code ignored;
        if (std::filesystem::equivalent(path, request.input, ignored))
            return base::fail(ErrorCode::InvalidArgument,
                              concat(base::toUtf8(path), ": is the input itself and is never replaced"));
        if (std::find(request.outputs.begin(), request.outputs.begin() + static_cast<std::ptrdiff_t>(i), path) !=
            request.outputs.begin() + static_cast<std::ptrdiff_t>(i))
            return base::fail(ErrorCode::InvalidArgument, concat(base::toUtf8(path), ": two outputs have this name"));
        const bool isThere = std::filesystem::exists(std::filesystem::symlink_status(path, ignored));
        if (isThere && request.overwrite != api::OverwriteRule::Always)
            return base::fail(
                ErrorCode::AlreadyExists,
                concat(base::toUtf8(path), ": already exists; allow replacing it or choose another name"));
    }
    return {};
}

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

Status makeFolder(const std::filesystem::path& folder) {
    std::error_code code;
    std::filesystem::create_directories(folder, code);
    if (!code || std::filesystem::is_directory(folder)) return {};
    const bool isDenied = code == std::errc::permission_denied || code == std::errc::read_only_file_system;
    return base::fail(isDenied ? ErrorCode::PermissionDenied : ErrorCode::IoError,
                      concat(base::toUtf8(folder), ": the folder cannot be made"), code.message());
}

}  // namespace

Job::Job(const RunRequest& request, RunObserver& observer, std::stop_token stop, Opening opening,
         media::DecoderShelf& shelf)
    : m_request(request), m_observer(observer), m_stop(std::move(stop)), m_opening(opening), m_shelf(&shelf) {}

bool Job::mayOpenQuickly(const RunRequest& request) noexcept { return request.recipe.outputs.empty(); }

Status Job::open() {
    FOTOGRAMA_RETURN_IF_ERROR(checkPaths(m_request));
    media::OpenOptions options;
    options.trim = {m_request.recipe.input.startSeconds, m_request.recipe.input.durationSeconds};
    options.stop = m_stop;
    options.roots = m_request.files.allowedRoots;
    if (m_opening == Opening::Quick) {
        options.depth = media::ProbeDepth::Header;
        options.picturesOnly = true;
    }
    FOTOGRAMA_ASSIGN_OR_RETURN(m_demuxer, media::Demuxer::open(m_request.input, options));
    FOTOGRAMA_ASSIGN_OR_RETURN(m_plan, makePlan(m_demuxer->info(), m_request.recipe, m_request.threads));
    FOTOGRAMA_RETURN_IF_ERROR(readAssets(m_request.recipe, m_request.files, m_plan));
    m_progress.emplace(m_observer, m_demuxer->durationSeconds(),
                       m_request.clock != nullptr ? *m_request.clock : base::systemClock());
    return {};
}

Status Job::run(const Ground& ground) {
    m_ground = ground;
    Status status = runOn(ground);
    m_failure = status ? std::nullopt : std::optional(status.error().code);
    return status;
}

Status Job::runOn(const Ground& ground) {
    if (m_request.recipe.input.frames == recipe::Frames::None) return {};  // the header is all that was asked for
    if (m_plan.decodes) FOTOGRAMA_RETURN_IF_ERROR(settle(*ground.queue));
    const media::DecoderOptions options = decoderOptions(ground);
    FOTOGRAMA_ASSIGN_OR_RETURN(m_source, Source::create(std::move(m_demuxer), m_plan, options));
    if (m_plan.decodes) m_filtering.emplace(m_plan, *ground.queue);
    FOTOGRAMA_RETURN_IF_ERROR(prepareOutputs(ground));
    if (m_filtering && ground.isNarrow) m_filtering->economise();
    m_listening.emplace(m_plan, m_request.input, m_request.files.allowedRoots, m_source->demuxer().trim());
    if (m_plan.decodes || !m_plan.outputs.empty()) FOTOGRAMA_RETURN_IF_ERROR(join());
    FOTOGRAMA_RETURN_IF_ERROR(checkDecoded());
    FOTOGRAMA_RETURN_IF_ERROR(m_listening->run(m_stop));
    FOTOGRAMA_RETURN_IF_ERROR(finishOutputs());
    m_progress->complete();
    m_progress->tell(Progress::When::Now);
    return {};
}

/// Filters that must know the clip are told, by a first pass over it.
Status Job::settle(device::Queue& queue) {
    FirstPass pass{m_request, queue, *m_progress, m_stop, {}, false};
    const Status status = pass.settle(m_plan);
    m_hasLookFailed = pass.isDeviceFailure;
    m_settled = std::move(pass.notes);
    return status;
}

/// A decoder chip takes longer to be set up than a small clip takes the host to decode; and it wants memory for surfaces.
media::DecoderOptions Job::decoderOptions(const Ground& ground) const {
    media::DecoderOptions options;
    options.threads = m_request.threads;
    if (m_opening == Opening::Quick) options.shelf = m_shelf;
    if (!ground.isNarrow && !isSmall(*m_demuxer)) options.hardware = ground.hardware;
    return options;
}

Status Job::prepareOutputs(const Ground& ground) {
    for (std::size_t i = 0; i < m_plan.outputs.size(); ++i) {
        const OutputPlan& plan = m_plan.outputs[i];
        FOTOGRAMA_RETURN_IF_ERROR(makeFolder(m_request.outputs[i].parent_path()));
        telemetry::StageMeter& meter = m_progress->stages().add(concat("mux ", i + 1));
        FOTOGRAMA_ASSIGN_OR_RETURN(std::unique_ptr<OutputFile> file,
                                   OutputFile::create(m_request.outputs[i], plan, m_source->demuxer(), meter));
        m_files.push_back(std::move(file));
        m_encoders.push_back(plan.isCopy ? nullptr
                                         : std::make_unique<EncodeSink>(plan, *m_files.back(), ground.hardware));
        const bool isChecked = m_encoders.back() != nullptr && plan.checksQuality;
        m_checkMeters.push_back(isChecked ? &m_progress->stages().add(concat("check ", i + 1)) : nullptr);
        if (EncodeSink* encoder = m_encoders.back().get(); encoder != nullptr && encoder->wantsDevice())
            m_filtering->keepOnDevice(i, [encoder] { return encoder->wantsDevice(); });
    }
    FOTOGRAMA_ASSIGN_OR_RETURN(m_tracks, TrackSink::create(m_plan, m_source->demuxer(), m_files));
    return {};
}

Status Job::join() {
    telemetry::StageMeters& meters = m_progress->stages();
    Stages stages;
    stages.source = m_source.get();
    stages.filtering = m_filtering ? &*m_filtering : nullptr;
    stages.tracks = &*m_tracks;
    stages.sourceMeter = &meters.add(m_plan.decodes ? "decode" : "read");
    stages.filterMeter = &meters.add("filter");
    stages.trackMeter = &meters.add("tracks");
    for (std::size_t i = 0; i < m_encoders.size(); ++i) {
        stages.encoders.push_back(m_encoders[i].get());
        stages.encodeMeters.push_back(&meters.add(concat("encode ", i + 1)));
        stages.encodeBranches.push_back(m_encoders[i] != nullptr ? m_progress->addBranch() : 0);
    }
    const bool hasEncoder = std::ranges::any_of(m_encoders, [](const auto& encoder) { return encoder != nullptr; });
    if (!hasEncoder) stages.wholeBranch = m_progress->addBranch();
    const auto runStages = schedule() == Schedule::Inline ? runInline : runThreaded;
    return runStages(stages, *m_progress, m_stop);
}

/// A thread a stage pays off from about a second of 1080p; with one thread to use, stages would only take turns.
Schedule Job::schedule() const {
    if (m_ground.isNarrow) return Schedule::Inline;
    if (m_request.schedule != Schedule::Auto) return m_request.schedule;
    if (m_request.threads <= 1) return Schedule::Inline;
    return isSmall(m_source->demuxer()) ? Schedule::Inline : Schedule::Threaded;
}

bool Job::isSmall(const media::Demuxer& demuxer) const {
    constexpr double kSmallPixels = 1920.0 * 1080.0 * 24.0;
    const media::VideoFacts& facts = *demuxer.info().video()->video;
    const double rate = facts.meanRate.isPositive() ? facts.meanRate.value() : 30.0;
    const double seconds = demuxer.durationSeconds();
    return seconds > 0.0 && facts.width * static_cast<double>(facts.height) * rate * seconds < kSmallPixels;
}

bool Job::isDeviceFailure() const noexcept {
    if (m_hasLookFailed || (m_filtering && m_filtering->isDeviceFailure())) return true;
    // Decoders and encoders of the device fail with its codes too.
    const bool usesChips = m_ground.hardware != nullptr;
    return usesChips && (m_failure == ErrorCode::ResourceExhausted || m_failure == ErrorCode::NoDevice);
}

std::vector<std::string> Job::deviceNotes(std::string_view name) const {
    std::vector<std::string> notes;
    const media::Decoder* decoder = m_source != nullptr ? m_source->decoder() : nullptr;
    if (decoder == nullptr) return notes;
    const std::string reason = decoder->fallback();
    if (decoder->isOnDevice())
        notes.push_back(concat("decode: on ", name, ", where frames stay"));
    else
        notes.push_back(concat("decode: on the host; each frame is copied once to ", name,
                               reason.empty() ? "" : concat(" (", reason, ")")));
    for (const std::string& id : stagesOf(m_request.recipe))
        notes.push_back(concat(id, ": on the host; each frame is copied from ", name, " and back"));
    for (std::size_t i = 0; i < m_encoders.size(); ++i) {
        const media::VideoEncoder* encoder = m_encoders[i] != nullptr ? m_encoders[i]->encoder() : nullptr;
        if (encoder == nullptr) continue;
        if (encoder->isOnChip())
            notes.push_back(concat("encode ", i + 1, ": on ", name, ", from where the frames are"));
        else
            notes.push_back(concat("encode ", i + 1, ": on the host; each frame is copied once from ", name,
                                   encoder->fallback().empty() ? "" : concat(" (", encoder->fallback(), ")")));
    }
    return notes;
}

Status Job::checkDecoded() const {
    if (m_source->decoder() == nullptr || m_source->decoder()->framesDecoded() > 0) return {};
    const std::string& damage = m_source->demuxer().damage();
    return base::fail(ErrorCode::InvalidData,
                      concat("no picture could be decoded", damage.empty() ? std::string() : concat("; ", damage)));
}

Status Job::finishOutputs() {
    for (const auto& file : m_files) {
        if (m_stop.stop_requested()) return base::fail(ErrorCode::Cancelled, "stopped on request");
        FOTOGRAMA_RETURN_IF_ERROR(file->finish());
    }
    for (std::size_t i = 0; i < m_files.size(); ++i) {
        FOTOGRAMA_ASSIGN_OR_RETURN(api::Artifact artifact, inspect(i));
        if (m_checkMeters[i] != nullptr) FOTOGRAMA_RETURN_IF_ERROR(check(i, artifact));
        m_artifacts.push_back(std::move(artifact));
    }
    return publish();
}

/// Reads the finished file back: what is reported is what is in it.
Result<api::Artifact> Job::inspect(std::size_t output) const {
    auto probed = media::probe(m_files[output]->temporaryPath());
    if (!probed || probed->video() == nullptr) {
        return base::fail(ErrorCode::Internal,
                          concat(base::toUtf8(m_files[output]->path()), ": what was written cannot be read back"),
                          probed ? std::string("no picture track") : probed.error().message);
    }
    api::Artifact artifact;
    artifact.path = base::toUtf8(m_files[output]->path());
    probed->path = artifact.path;
    artifact.sizeBytes = probed->sizeBytes;
    artifact.width = probed->video()->video->displayWidth;
    artifact.height = probed->video()->video->displayHeight;
    artifact.durationSeconds = probed->durationSeconds;
    artifact.facts = media::toJson(*probed);
    if (m_encoders[output] != nullptr) artifact.facts.set("frames", m_encoders[output]->encoder()->framesEncoded());
    return artifact;
}

/// How near the finished file is to what was encoded. Not to know it is no reason to lose the file.
Status Job::check(std::size_t output, api::Artifact& artifact) const {
    const telemetry::BusyScope busy(*m_checkMeters[output]);
    auto fidelity = m_encoders[output]->check()->compare(m_files[output]->temporaryPath(), m_request.threads, m_stop);
    if (m_stop.stop_requested()) return base::fail(ErrorCode::Cancelled, "stopped on request");
    if (fidelity && *fidelity) {
        artifact.facts.set("fidelity", toJson(**fidelity));
    } else {
        m_observer.log(concat(artifact.path, ": how near it is to what was encoded cannot be told",
                              fidelity ? std::string() : concat(": ", fidelity.error().message)));
    }
    return {};
}

/// All or none: what was published before a failure is taken back, unless it had replaced something.
Status Job::publish() {
    const bool mayReplace = m_request.overwrite == api::OverwriteRule::Always;
    std::vector<std::filesystem::path> made;
    for (const auto& file : m_files) {
        std::error_code ignored;
        const bool wasThere = std::filesystem::exists(file->path(), ignored);
        if (Status status = file->publish(mayReplace ? media::Existing::Replace : media::Existing::Keep); !status) {
            for (const std::filesystem::path& path : made) std::filesystem::remove(path, ignored);
            m_artifacts.clear();
            return status;
        }
        if (!wasThere) made.push_back(file->path());
    }
    return {};
}

std::vector<api::FateNote> Job::notes() const {
    std::vector<api::FateNote> all = planNotes(m_source->demuxer().info(), m_request.recipe, m_plan);
    const auto add = [&](const std::vector<api::FateNote>& notes) {
        all.insert(all.end(), notes.begin(), notes.end());
    };
    if (m_source->decoder() != nullptr) add(m_source->decoder()->notes());
    for (std::size_t i = 0; i < m_encoders.size(); ++i) {
        const media::VideoEncoder* encoder = m_encoders[i] != nullptr ? m_encoders[i]->encoder() : nullptr;
        if (encoder == nullptr) continue;
        add(pictureNotes(*m_filtering->sourceSpec(), *m_filtering->outputSpec(i), static_cast<int>(i)));
        add(ofOutput(encoder->notes(), i));
    }
    add(m_settled);
    if (m_tracks) add(m_tracks->notes());
    if (m_listening) add(m_listening->notes());
    return all;
}

bool Job::wasOdd() const noexcept {
    if (m_source == nullptr) return false;
    const media::Demuxer& demuxer = m_source->demuxer();
    if (demuxer.endedEarly() || !demuxer.damage().empty()) return true;
    const media::Decoder* decoder = m_source->decoder();
    if (decoder == nullptr) return false;
    return decoder->framesDamaged() > 0 || decoder->packetsRefused() > 0 || decoder->timesRepaired() > 0 ||
           !decoder->agreesWith(*demuxer.info().video());
}

/// Of the header, and what the pictures told beyond it.
api::Json Job::facts() const {
    const media::Demuxer* demuxer = m_source != nullptr ? &m_source->demuxer() : m_demuxer.get();
    if (demuxer == nullptr) return {};
    const media::Decoder* decoder = m_source != nullptr ? m_source->decoder() : nullptr;
    if (decoder == nullptr || m_opening == Opening::Thorough) return media::toJson(demuxer->info());
    media::MediaInfo info = demuxer->info();
    decoder->completeFacts(info.tracks[static_cast<std::size_t>(info.videoTrack)]);
    return media::toJson(info);
}

api::Report Job::report() const {
    api::Report report;
    report.input = facts();
    report.mode = recipe::modeName(m_request.recipe.input.frames);
    report.everySeconds = m_plan.everySeconds;
    report.artifacts = m_artifacts;
    if (m_progress) {
        report.wallSeconds = m_progress->wallSeconds();
        report.stages = m_progress->current().stages;
    }
    if (m_source == nullptr) return report;
    report.notes = notes();
    report.partial = m_source->demuxer().endedEarly();
    if (m_filtering) {
        report.measures = m_filtering->measures();
        report.frames = m_filtering->rows();
        report.passes = m_filtering->passes();
    }
    if (m_listening) m_listening->addTo(report.measures);
    addDerived(m_plan, report.measures);
    if (const media::Decoder* decoder = m_source->decoder(); decoder != nullptr) {
        report.framesDecoded = decoder->framesDecoded() + (m_plan.everySeconds > 0.0 ? decoder->framesNeeded() : 0);
        report.framesMeasured = m_source->framesGiven();
        report.framesDamaged = decoder->framesDamaged() + decoder->packetsRefused();
        report.partial = report.partial || report.framesDamaged > 0;
        if (report.wallSeconds > 0.0) report.fps = static_cast<double>(report.framesDecoded) / report.wallSeconds;
    }
    if (report.partial && !m_source->demuxer().damage().empty())
        report.notes.push_back({api::Fate::Lost, -1, "input", m_source->demuxer().damage()});
    return report;
}

}  // namespace fotograma::pipeline
