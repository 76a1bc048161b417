#include "ui/queue/intake.h"

#include <QFile>
#include <QFileInfo>
#include <QMimeData>
#include <QSaveFile>
#include <QUrl>

#include "engine/api/wire.h"
#include "ui/error_words.h"
#include "ui/queue/batch_bar.h"
#include "ui/queue/sender.h"
#include "ui/words.h"

namespace fotograma::ui {

namespace {

using api::Json;

constexpr qint64 kMostBytes = 64'000'000;  // of a document: a queue of 100,000 jobs has less
constexpr auto kQueueKind = "fotograma-queue";

bool isDocument(const QString& path) { return QFileInfo(path).suffix().compare(u"json", Qt::CaseInsensitive) == 0; }
bool isLook(const QString& path) { return QFileInfo(path).suffix().compare(u"cube", Qt::CaseInsensitive) == 0; }

}  // namespace

Intake::Intake(Workspace& workspace, BatchBar& batch, QObject* parent)
    : QObject(parent),
      m_workspace(workspace),
      m_batch(batch),
      m_sender(workspace.host().transfers() ? new Sender(workspace, this) : nullptr) {
    connect(&m_collector, &FileCollector::finished, this, &Intake::submit);
    connect(&workspace, &Workspace::filesGiven, this, &Intake::add);
    connect(&batch, &BatchBar::recipesArrived, this, [this] {
        if (!m_early.isEmpty()) add(std::exchange(m_early, {}));
    });
}

void Intake::add(const QStringList& paths) {
    if (!m_batch.recipe()) {
        m_early += paths;
        return;
    }
    QStringList media;
    for (const QString& path : paths) {
        if (isDocument(path))
            takeDocument(path);
        else if (isLook(path))
            m_batch.addLook(path);
        else
            media << path;
    }
    if (!media.isEmpty()) m_collector.collect(media);
}

QStringList Intake::pathsIn(const QMimeData& data) {
    QStringList paths;
    for (const QUrl& url : data.urls())
        if (url.isLocalFile()) paths << url.toLocalFile();
    if (!paths.isEmpty()) return paths;
    for (QString line : data.text().split(QLatin1Char('\n'), Qt::SkipEmptyParts)) {
        line = line.trimmed();
        if (line.startsWith(QLatin1Char('"')) && line.endsWith(QLatin1Char('"')) && line.size() > 1)
            line = line.mid(1, line.size() - 2);
        if (line.startsWith(QLatin1String("file://"))) line = QUrl(line).toLocalFile();
        if (QFileInfo(line).isAbsolute() && QFileInfo::exists(line)) paths << line;
    }
    return paths;
}

// ---- Documents ---------------------------------------------------------------------------------------------------

void Intake::takeDocument(const QString& path) {
    const auto complain = [this](const QString& sentence) { m_workspace.say(MessageBar::Tone::Problem, sentence); };
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return complain(tr("%1 cannot be read: %2.").arg(QFileInfo(path).fileName(), file.errorString()));
    if (file.size() > kMostBytes)
        return complain(tr("%1 is too large for a recipe or a queue.").arg(QFileInfo(path).fileName()));
    const auto document = Json::parse(file.readAll().toStdString());
    if (!document)
        return complain(QStringLiteral("%1: %2").arg(QFileInfo(path).fileName(), errorText(document.error())));
    if (document->find(kQueueKind)) return takeQueue(path, *document);
    if (document->find("outputs") || document->find("filters") || document->find("measures")) {
        m_batch.addRecipe(*document, QFileInfo(path).completeBaseName());
        return;
    }
    complain(tr("%1 is neither a recipe nor a queue.").arg(QFileInfo(path).fileName()));
}

void Intake::takeQueue(const QString& path, const Json& document) {
    auto request = api::submitRequestFromJson((*document.find(kQueueKind)));
    if (!request)
        return m_workspace.say(MessageBar::Tone::Problem,
                               QStringLiteral("%1: %2").arg(QFileInfo(path).fileName(), errorText(request.error())));
    request->title = QFileInfo(path).completeBaseName().toStdString();
    request->startPaused = !m_startsWhenAdded;
    request->idempotencyKey.clear();
    request->batch = {};
    request->ownBatch = false;
    m_workspace.bridge().submit(std::move(*request), this,
                                [this](base::Result<api::SubmitReply> reply) { showOutcome(reply, 0); });
}

Json Intake::exported(const std::vector<const api::JobRecord*>& jobs) {
    api::SubmitRequest request;
    for (const api::JobRecord* job : jobs) {
        api::SubmitItem item;
        item.spec = job->spec;
        request.items.push_back(std::move(item));
    }
    return Json::object().set(kQueueKind, api::toJson(request));
}

void Intake::writeQueue(const QString& path, const std::vector<const api::JobRecord*>& jobs) {
    QSaveFile file(path);
    const std::string text = exported(jobs).dump(2) + "\n";
    const bool isWritten =
        file.open(QIODevice::WriteOnly) &&
        file.write(text.data(), static_cast<qint64>(text.size())) == static_cast<qint64>(text.size()) && file.commit();
    if (isWritten)
        m_workspace.say(MessageBar::Tone::Note,
                        tr("Jobs written to %1: %2.").arg(QFileInfo(path).fileName()).arg(jobs.size()));
    else
        m_workspace.say(MessageBar::Tone::Problem, tr("%1 cannot be written: %2.").arg(path, file.errorString()));
}

// ---- Jobs --------------------------------------------------------------------------------------------------------

void Intake::submit(const std::vector<CollectedFile>& files, int skipped) {
    const api::RecipeInfo* recipe = m_batch.recipe();
    if (files.empty() || !recipe) {
        m_workspace.say(MessageBar::Tone::Note, tr("No videos were found in what was added."));
        return;
    }
    const bool makesFiles = !recipe->recipe["outputs"].items().empty();
    if (m_sender && makesFiles && m_batch.outputFolder().isEmpty())
        return m_workspace.say(MessageBar::Tone::Problem,
                               tr("%1 has no folder for results: it was started without one. Recipes that only measure "
                                  "work there.")
                                   .arg(toQt(m_workspace.host().place())));
    api::SubmitRequest request;
    request.title = recipe->title;
    request.startPaused = !m_startsWhenAdded;
    for (const CollectedFile& file : files) {
        api::SubmitItem item;
        item.spec.input = file.path.toStdString();
        item.spec.recipe = recipe->recipe;
        item.outputFolder = m_batch.outputFolder().toStdString();
        item.relativeFolder = file.relativeFolder.toStdString();
        request.items.push_back(std::move(item));
    }
    if (m_sender)
        return m_sender->send(std::move(request), [this, skipped](const base::Result<api::SubmitReply>& reply) {
            showOutcome(reply, skipped);
        });
    m_workspace.bridge().submit(std::move(request), this,
                                [this, skipped](base::Result<api::SubmitReply> reply) { showOutcome(reply, skipped); });
}

void Intake::showOutcome(const base::Result<api::SubmitReply>& reply, int skipped) {
    if (!reply) return m_workspace.say(MessageBar::Tone::Problem, errorText(reply.error()));
    QStringList sentences;
    int refused = 0;
    int done = 0;
    for (const api::SubmitOutcome& outcome : reply->outcomes) {
        if (outcome.submission == api::Submission::AlreadyDone) ++done;
        if (outcome.submission != api::Submission::Refused) continue;
        if (++refused == 1 && outcome.error) sentences << errorText(*outcome.error);
    }
    if (refused > 1) sentences << tr("Refused in all: %1.").arg(refused);
    if (done > 0) sentences << tr("Already done with this recipe: %1.").arg(done);
    if (skipped > 0) sentences << tr("Passed over, not video: %1.").arg(skipped);
    if (sentences.isEmpty())
        m_workspace.hush();
    else
        m_workspace.say(refused > 0 ? MessageBar::Tone::Problem : MessageBar::Tone::Note,
                        sentences.join(QLatin1Char(' ')));
}

}  // namespace fotograma::ui
