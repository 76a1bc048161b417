#include "ui/preview/sample_estimate.h"

#include <QDir>
#include <algorithm>

#include "ui/error_words.h"
#include "ui/words.h"

namespace fotograma::ui {

using api::Json;

namespace {
constexpr double kSampleSeconds = 2.0;
constexpr double kPlaces[] = {0.15, 0.5, 0.8};
constexpr double kWholeBelow = 8.0;  // a shorter clip is done whole
constexpr int kPriority = 1'000;     // the person waits for it

/// The recipe with every output that is encoded compared with what was encoded.
Json withQuality(const Json& recipe) {
    Json outputs = Json::array();
    for (Json output : recipe["outputs"].items()) {
        Json video = output["video"].isNull() ? Json::object() : output["video"];
        if (video.isObject() && video["codec"].asString() != "copy")
            output.set("video", video.set("check_quality", true));
        outputs.append(output);
    }
    Json checked = recipe;
    return checked.set("outputs", outputs);
}
}  // namespace

SampleEstimate::SampleEstimate(Workspace& workspace, QObject* parent) : QObject(parent), m_workspace(workspace) {
    connect(&workspace.bridge(), &ServiceBridge::eventsArrived, this, &SampleEstimate::follow);
}

SampleEstimate::~SampleEstimate() { clear(); }

void SampleEstimate::start(const QString& file, const Json& recipe, double durationSeconds) {
    cancel();
    if (durationSeconds <= 0.0) {
        emit told(tr("The clip's length is not known: no estimate can be made."), true);
        return;
    }
    m_folder = std::make_unique<QTemporaryDir>(QDir::tempPath() + QStringLiteral("/fotograma-estimate-XXXXXX"));
    m_clipSeconds = durationSeconds;
    m_isCompared = std::ranges::any_of(
        recipe["outputs"].items(), [](const Json& output) { return output["video"]["check_quality"].asBool(false); });
    const Json& given = recipe["input"];
    const double from = given["start"].asNumber(0.0);
    const bool isWhole = durationSeconds < kWholeBelow;
    api::SubmitRequest request;
    request.title = "Estimate";
    for (const double place : kPlaces) {
        Json input = given.isObject() ? given : Json::object();
        if (!isWhole) input.set("start", from + durationSeconds * place).set("duration", kSampleSeconds);
        Json document = withQuality(recipe);
        document.set("id", kEstimateRecipe).set("title", "Estimate").set("input", input);
        api::SubmitItem item;
        item.spec.input = file.toStdString();
        item.spec.recipe = document;
        item.spec.cache = api::CacheRule::Off;
        item.spec.priority = kPriority;
        item.outputFolder = m_folder->path().toStdString();
        item.relativeFolder = std::to_string(request.items.size());
        request.items.push_back(std::move(item));
        if (isWhole) break;
    }
    m_sampledSeconds = isWhole ? durationSeconds : kSampleSeconds * static_cast<double>(request.items.size());
    emit told(tr("Samples are being made…"), false);
    m_workspace.bridge().submit(std::move(request), this, [this, run = m_run](base::Result<api::SubmitReply> reply) {
        if (run != m_run) return;
        if (!reply) return emit told(errorText(reply.error()), true);
        for (const api::SubmitOutcome& outcome : reply->outcomes) {
            if (outcome.error) {
                clear();
                emit told(errorText(*outcome.error), true);
                return;
            }
            m_all.push_back(outcome.job);
            m_open[outcome.job] = {};
        }
        // They may have ended before their ids were known.
        for (const api::JobId job : m_all)
            if (const api::JobRecord* record = m_workspace.jobs().find(job); record && api::isTerminal(record->state))
                ask(job);
    });
}

void SampleEstimate::cancel() {
    if (!m_all.empty()) m_workspace.bridge().control({.ids = m_all}, api::JobAction::Cancel, this, [](auto) {});
    clear();
}

void SampleEstimate::clear() {
    ++m_run;
    if (!m_all.empty()) m_workspace.bridge().control({.ids = m_all}, api::JobAction::Remove, this, [](auto) {});
    m_all.clear();
    m_open.clear();
    m_done.clear();
    m_problem.clear();
    m_folder.reset();
}

void SampleEstimate::follow(const std::vector<api::Event>& events) {
    if (m_open.empty()) return;
    for (const api::Event& event : events)
        if (event.record && m_open.contains(event.job) && api::isTerminal(event.record->state)) ask(event.job);
}

void SampleEstimate::ask(api::JobId job) {
    m_workspace.bridge().reports({.ids = {job}}, this, [this, job, run = m_run](base::Result<api::ReportPage> page) {
        if (run != m_run || m_open.erase(job) == 0) return;
        if (page && !page->jobs.empty() && page->jobs.front().record.state == api::JobState::Done)
            m_done.push_back(page->jobs.front());
        else if (const api::JobRecord* record = m_workspace.jobs().find(job); record && record->error)
            m_problem = reasonText(*record);
        emit told(tr("Samples done: %1 of %2").arg(m_done.size()).arg(m_all.size()), false);
        if (m_open.empty()) finish();
    });
}

void SampleEstimate::finish() {
    double wallSeconds = 0.0;
    double compareSeconds = 0.0;
    double ssim = 0.0;
    int compared = 0;
    std::int64_t bytes = 0;
    for (const api::JobReport& one : m_done) {
        wallSeconds += one.report.wallSeconds;
        for (const api::StageShare& stage : one.report.stages)
            if (!m_isCompared && stage.stage.starts_with("check"))
                compareSeconds += stage.busyShare * one.report.wallSeconds;
        for (const api::Artifact& artifact : one.report.artifacts) bytes += artifact.sizeBytes;
        const double alike = ssimOf(one.report);
        if (alike >= 0.0) ssim += alike;
        if (alike >= 0.0) ++compared;
    }
    const std::size_t wanted = m_all.size();
    const bool isWhole = m_done.size() == wanted;
    const QString problem = m_problem;
    const double scale = m_clipSeconds / m_sampledSeconds;
    clear();
    if (!isWhole) return emit told(problem.isEmpty() ? tr("The samples could not be made.") : problem, true);
    // A comparison that the recipe does not ask for is of the estimate, not of the work.
    const QString work = durationText((wallSeconds - compareSeconds) * scale);
    const auto wholeBytes = static_cast<std::int64_t>(static_cast<double>(bytes) * scale);
    if (bytes == 0) return emit told(tr("About %1 of work, from short samples").arg(work), true);
    if (compared == 0)
        return emit told(tr("About %1 of work and %2, from short samples").arg(work, sizeText(wholeBytes)), true);
    ssim /= compared;
    emit told(tr("About %1 of work and %2; quality %3 (SSIM %4); from short samples")
                  .arg(work, sizeText(wholeBytes), verdictText(ssim).toLower(), numberText(ssim, 3)),
              true);
}

}  // namespace fotograma::ui
