#include "app/ordered_rows.h"

#include <utility>

#include "app/await.h"

namespace fotograma::app {

base::Status OrderedRows::add(BatchRow row) {
    if (row.index == m_next && m_early.empty()) {
        ++m_next;
        return m_take(row);
    }
    if (row.report && m_reports >= kMostReports) {
        row.report.reset();
        row.reportIsStored = true;
    }
    m_reports += row.report ? 1 : 0;
    m_early.emplace(row.index, std::move(row));
    return handOn(false);
}

base::Status OrderedRows::finish() { return handOn(true); }

base::Status OrderedRows::handOn(bool skipsMissing) {
    while (!m_early.empty() && (skipsMissing || m_early.begin()->first == m_next)) {
        if (m_early.begin()->second.reportIsStored) FOTOGRAMA_RETURN_IF_ERROR(readReports());
        BatchRow row = std::move(m_early.begin()->second);
        m_early.erase(m_early.begin());
        m_reports -= row.report ? 1 : 0;
        m_next = row.index + 1;
        FOTOGRAMA_RETURN_IF_ERROR(m_take(row));
    }
    return {};
}

/// Of the next ones that were let go.
base::Status OrderedRows::readReports() {
    constexpr std::size_t kAtOnce = 128;
    api::JobQuery query;
    std::vector<BatchRow*> rows;
    for (auto& [index, row] : m_early) {
        if (!row.reportIsStored || rows.size() == kAtOnce) break;
        query.ids.push_back(row.record.id);
        rows.push_back(&row);
    }
    FOTOGRAMA_ASSIGN_OR_RETURN(const api::ReportPage page, await<api::ReportPage>([&](auto reply) {
                                   m_service.reports(std::move(query), std::move(reply));
                               }));
    std::map<base::JobId, const api::Report*> byJob;
    for (const api::JobReport& job : page.jobs) byJob.emplace(job.record.id, &job.report);
    for (BatchRow* row : rows) {
        row->reportIsStored = false;
        const auto found = byJob.find(row->record.id);
        if (found == byJob.end()) continue;  // somebody removed the job meanwhile
        row->report = *found->second;
        ++m_reports;
    }
    return {};
}

}  // namespace fotograma::app
