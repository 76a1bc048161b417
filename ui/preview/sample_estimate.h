/// What a recipe will take for a clip, from a few short samples that are really made and thrown away.
///
/// Shape    samples of two seconds at three places run as jobs of their own, before all others, and leave no trace.
/// Errors   said as a sentence in told().
/// Thread   Qt thread.
#pragma once

#include <QObject>
#include <QTemporaryDir>
#include <map>
#include <memory>
#include <vector>

#include "ui/workspace.h"

namespace fotograma::ui {

class SampleEstimate : public QObject {
    Q_OBJECT

public:
    SampleEstimate(Workspace& workspace, QObject* parent = nullptr);
    ~SampleEstimate() override;

    /// Begins anew; what was under way is cancelled.
    void start(const QString& file, const api::Json& recipe, double durationSeconds);
    void cancel();
    [[nodiscard]] bool isRunning() const { return !m_open.empty(); }

signals:
    /// How far it is, and in the end what came out.
    void told(const QString& sentence, bool isEnd);

private:
    void follow(const std::vector<api::Event>& events);
    void ask(api::JobId job);
    void finish();
    void clear();

    Workspace& m_workspace;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::map<api::JobId, api::JobRecord> m_open;  ///< Samples that have not ended, or whose report is awaited.
    std::vector<api::JobId> m_all;
    std::vector<api::JobReport> m_done;
    QString m_problem;
    double m_clipSeconds = 0.0;
    double m_sampledSeconds = 0.0;
    bool m_isCompared = false;  ///< The recipe itself asks for the comparison.
    int m_run = 0;              ///< Replies of an earlier one are passed over.
};

}  // namespace fotograma::ui
