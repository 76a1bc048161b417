#include "ui/queue/failure_notice.h"

#include "ui/error_words.h"
#include "ui/words.h"

namespace fotograma::ui {

namespace {

/// What a person puts right around the job, and then the same job may do. What is wrong with a file stays in its row.
bool isFromOutside(const api::JobRecord& record) {
    if (record.state != api::JobState::Failed || !record.error) return false;
    switch (record.error->code) {
        case base::ErrorCode::NotFound:
        case base::ErrorCode::PermissionDenied:
        case base::ErrorCode::ResourceExhausted:
        case base::ErrorCode::IoError: return true;
        default: return false;
    }
}

QString withoutStop(QString sentence) {
    while (sentence.endsWith(QLatin1Char('.'))) sentence.chop(1);
    return sentence;
}

}  // namespace

FailureNotice::FailureNotice(Workspace& workspace, QObject* parent) : QObject(parent), m_workspace(workspace) {
    connect(&workspace.bridge(), &ServiceBridge::eventsArrived, this, &FailureNotice::follow);
    connect(&workspace, &Workspace::said, this, [this](MessageBar::Tone, const QString& sentence) {
        if (sentence != m_said) m_said.clear();
    });
}

void FailureNotice::follow(const std::vector<api::Event>& events) {
    const api::JobRecord* newest = nullptr;
    bool isChanged = false;
    for (const api::Event& event : events) {
        if (event.kind == api::EventKind::JobRemoved) isChanged |= m_failed.erase(event.job) > 0;
        if (event.kind != api::EventKind::JobChanged || !event.record) continue;
        if (isFromOutside(*event.record)) {
            m_failed.insert(event.job);
            newest = &*event.record;
        } else {
            isChanged |= m_failed.erase(event.job) > 0;
        }
    }
    if (m_failed.empty() && isChanged && !m_said.isEmpty()) {
        m_said.clear();
        return m_workspace.hush();
    }
    if (!newest) return;
    m_said = tr("%n jobs failed: %1. When that is put right, Retry runs them again.", nullptr,
                static_cast<int>(m_failed.size()))
                 .arg(withoutStop(errorText(*newest->error)));
    m_workspace.say(MessageBar::Tone::Problem, m_said);
}

}  // namespace fotograma::ui
