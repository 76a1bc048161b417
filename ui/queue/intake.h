/// The way into the queue: files and folders become jobs, recipe files and looks become the next recipe, a saved queue
/// becomes jobs again.
///
/// Errors   said in place through the workspace; one bad file does not stop the others.
/// Thread   Qt thread.
#pragma once

#include "ui/queue/file_collector.h"
#include "ui/workspace.h"

class QMimeData;

namespace fotograma::ui {

class BatchBar;
class Sender;

class Intake : public QObject {
    Q_OBJECT

public:
    Intake(Workspace& workspace, BatchBar& batch, QObject* parent = nullptr);

    void setStartsWhenAdded(bool isOn) { m_startsWhenAdded = isOn; }
    /// Anything that can be dropped or pasted. Waits until the recipes are known.
    void add(const QStringList& paths);
    /// The paths in a clipboard's text or URLs, in lines.
    [[nodiscard]] static QStringList pathsIn(const QMimeData& data);

    /// The jobs with all that is needed to submit them again, as a document.
    [[nodiscard]] static api::Json exported(const std::vector<const api::JobRecord*>& jobs);
    void writeQueue(const QString& file, const std::vector<const api::JobRecord*>& jobs);

private:
    void takeDocument(const QString& file);
    void takeQueue(const QString& file, const api::Json& document);
    void submit(const std::vector<CollectedFile>& files, int skipped);
    void showOutcome(const base::Result<api::SubmitReply>& reply, int skipped);

    Workspace& m_workspace;
    BatchBar& m_batch;
    FileCollector m_collector;
    Sender* m_sender;     ///< Null: the engine sees the files of this computer.
    QStringList m_early;  ///< Given before the recipes were known.
    bool m_startsWhenAdded = false;
};

}  // namespace fotograma::ui
