#include "engine/service/edit.h"

#include <algorithm>
#include <set>

#include "engine/base/platform.h"
#include "engine/base/text.h"
#include "engine/job/job.h"
#include "engine/service/local_service_state.h"

namespace fotograma::service {

using api::JobRecord;
using api::JobState;
using base::concat;
using base::ErrorCode;
using base::JobId;
using base::Result;
using base::Status;

namespace {

bool changesWork(const api::JobEdit& edit) {
    return !edit.recipe.isNull() || edit.outputFolder || edit.device || edit.overwrite;
}

bool isWaiting(const JobRecord& record) {
    return record.state == JobState::Queued || (record.state == JobState::Paused && !job::isHeld(record));
}

Status checkWaiting(const JobRecord& record) {
    if (isWaiting(record)) return {};
    return base::fail(ErrorCode::Conflict, concat("Job ", record.id.value,
                                                  api::isTerminal(record.state) ? " has ended; submit it again."
                                                                                : " has begun; cancel it first."));
}

api::SubmitItem itemAfter(const JobRecord& record, const api::JobEdit& edit) {
    api::SubmitItem item{.spec = record.spec};
    if (edit.device) item.spec.device = *edit.device;
    if (edit.overwrite) item.spec.overwrite = *edit.overwrite;
    if (edit.recipe.isNull() && !edit.outputFolder) return item;
    // New names: where it was told to write, or beside what it was going to write.
    if (!edit.recipe.isNull()) item.spec.recipe = edit.recipe;
    item.spec.outputs.clear();
    if (edit.outputFolder) {
        item.outputFolder = *edit.outputFolder;
    } else if (!record.spec.outputs.empty()) {
        item.outputFolder = base::toUtf8(base::pathFromUtf8(record.spec.outputs.front()).parent_path());
    }
    return item;
}

/// The new positions of moved jobs, and of others where there was no room between two.
class Moving {
public:
    explicit Moving(store::Transaction& transaction) noexcept : m_transaction(transaction) {}

    /// In that order, right before `before`; none: after all of that priority.
    Result<std::map<JobId, double>> positions(std::span<const JobId> moved, int priority, JobId before) {
        FOTOGRAMA_ASSIGN_OR_RETURN(std::vector<store::QueuePlace> places, m_transaction.waiting(priority));
        const std::set<JobId> movedSet(moved.begin(), moved.end());
        std::erase_if(places, [&](const auto& place) { return movedSet.contains(place.job); });
        const auto next = std::ranges::find(places, before, &store::QueuePlace::job);
        const double low = next == places.begin() ? (places.empty() ? 0.0 : places.front().position - count(moved) - 1)
                                                  : std::prev(next)->position;
        const double high = next == places.end() ? low + count(moved) + 1 : next->position;
        const double step = (high - low) / (count(moved) + 1);
        std::map<JobId, double> positions;
        for (std::size_t i = 0; i < moved.size(); ++i) positions[moved[i]] = low + step * static_cast<double>(i + 1);
        if (step > kLeastStep) return positions;
        places.insert(next, moved.size(), {});
        const auto first = std::ranges::find(places, JobId{}, &store::QueuePlace::job);
        for (std::size_t i = 0; i < moved.size(); ++i) first[static_cast<std::ptrdiff_t>(i)].job = moved[i];
        return renumbered(places);
    }

private:
    /// Positions are ids to begin with: whole numbers, which doubles hold with much room between.
    static constexpr double kLeastStep = 1e-5;
    static double count(std::span<const JobId> jobs) { return static_cast<double>(jobs.size()); }

    /// Whole numbers again that end where they ended.
    static std::map<JobId, double> renumbered(std::span<const store::QueuePlace> places) {
        double last = 0.0;
        for (const auto& place : places) last = std::max(last, place.position);
        std::map<JobId, double> positions;
        double position = last - static_cast<double>(places.size());
        for (const auto& place : places) positions[place.job] = ++position;
        return positions;
    }

    store::Transaction& m_transaction;
};

/// A job that will write the same file, or a file that may not be replaced.
Status checkOutputs(store::Transaction& transaction, JobId job, const PreparedItem& item) {
    for (const std::string& output : item.record.spec.outputs) {
        FOTOGRAMA_ASSIGN_OR_RETURN(const auto writer, transaction.writerOf(output));
        if (writer && *writer != job)
            return base::fail(ErrorCode::AlreadyExists,
                              concat("Job ", writer->value, " is going to write ", output, "."));
    }
    if (auto obstacle = fileInTheWay(item)) return std::unexpected(std::move(*obstacle));
    return {};
}

class Editing {
public:
    Editing(store::Transaction& transaction, const api::JobEdit& edit, const Replanned& replanned) noexcept
        : m_transaction(transaction), m_edit(edit), m_replanned(replanned) {}

    /// Why this job must stay as it is; else the record is as it will be.
    Status apply(JobRecord& record) {
        FOTOGRAMA_RETURN_IF_ERROR(checkWaiting(record));
        if (m_edit.priority) record.spec.priority = *m_edit.priority;
        if (m_edit.cache) record.spec.cache = *m_edit.cache;
        if (!changesWork(m_edit)) return {};
        const auto plan = m_replanned.find(record.id);
        if (plan == m_replanned.end())
            return base::fail(ErrorCode::Conflict,
                              concat("Job ", record.id.value, " came while the others were edited."));
        const PreparedItem& item = plan->second;
        if (item.error) return std::unexpected(*item.error);
        FOTOGRAMA_RETURN_IF_ERROR(checkOutputs(m_transaction, record.id, item));
        const JobRecord& planned = item.record;
        record.spec.recipe = planned.spec.recipe;
        record.spec.outputs = planned.spec.outputs;
        record.spec.device = planned.spec.device;
        record.spec.overwrite = planned.spec.overwrite;
        record.recipeId = planned.recipeId;
        record.recipeTitle = planned.recipeTitle;
        record.recipeDigest = planned.recipeDigest;
        record.inputIdentity = planned.inputIdentity;
        record.inputBytes = planned.inputBytes;
        return {};
    }

    Status store(const JobRecord& record) {
        return changesWork(m_edit) ? m_transaction.replaceWork(record) : m_transaction.updateJob(record);
    }

private:
    store::Transaction& m_transaction;
    const api::JobEdit& m_edit;
    const Replanned& m_replanned;
};

/// Moves the jobs of the reply to before another, or behind all others of their priority.
Status move(store::Transaction& transaction, const std::vector<JobId>& moved, JobId before) {
    std::map<int, std::vector<JobId>> byPriority;
    std::map<JobId, JobRecord> records;
    std::optional<int> priority;
    if (before) {
        FOTOGRAMA_ASSIGN_OR_RETURN(const auto target, transaction.job(before));
        if (!target) return base::fail(ErrorCode::NotFound, concat("There is no job ", before.value, "."));
        FOTOGRAMA_RETURN_IF_ERROR(checkWaiting(*target));
        priority = target->spec.priority;
    }
    for (const JobId id : moved) {
        if (id == before) continue;
        FOTOGRAMA_ASSIGN_OR_RETURN(auto record, transaction.job(id));
        if (!record) continue;
        if (priority) record->spec.priority = *priority;
        byPriority[record->spec.priority].push_back(id);
        records.emplace(id, std::move(*record));
    }
    for (const auto& [at, ids] : byPriority) {
        FOTOGRAMA_ASSIGN_OR_RETURN(const auto positions, Moving(transaction).positions(ids, at, before));
        for (const auto& [id, position] : positions) {
            auto known = records.find(id);
            if (known == records.end()) {  // one that stays in the row, with another number
                FOTOGRAMA_ASSIGN_OR_RETURN(auto record, transaction.job(id));
                if (!record) continue;
                known = records.emplace(id, std::move(*record)).first;
            }
            known->second.position = position;
            FOTOGRAMA_RETURN_IF_ERROR(transaction.updateJob(known->second));
        }
    }
    return {};
}

/// In the order in which the query names them.
void orderAsNamed(std::vector<JobRecord>& jobs, const std::vector<JobId>& ids) {
    std::map<JobId, std::size_t> places;
    for (std::size_t i = 0; i < ids.size(); ++i) places.emplace(ids[i], i);
    if (!places.empty()) std::ranges::stable_sort(jobs, {}, [&](const JobRecord& job) { return places.at(job.id); });
}

}  // namespace

Replanned replan(std::span<const JobRecord> jobs, const api::JobEdit& edit, std::span<const api::DeviceInfo> devices,
                 const pipeline::FileRules& files) {
    Replanned replanned;
    if (!changesWork(edit)) return replanned;
    std::vector<api::SubmitItem> items;
    for (const JobRecord& record : jobs) items.push_back(itemAfter(record, edit));
    std::vector<PreparedItem> prepared = prepare(items, devices, files);
    for (std::size_t i = 0; i < prepared.size(); ++i) replanned.emplace(jobs[i].id, std::move(prepared[i]));
    return replanned;
}

Result<api::ControlReply> edit(store::Transaction& transaction, const api::JobQuery& query, const api::JobEdit& edit,
                               const Replanned& replanned) {
    FOTOGRAMA_ASSIGN_OR_RETURN(auto jobs, transaction.jobs(query));
    orderAsNamed(jobs, query.ids);
    api::ControlReply reply;
    for (const JobId wanted : query.ids) {
        if (std::ranges::find(jobs, wanted, &JobRecord::id) != jobs.end()) continue;
        reply.refused.emplace_back(
            wanted, base::Error{ErrorCode::NotFound, concat("There is no such job ", wanted.value, "."), {}});
    }
    Editing editing(transaction, edit, replanned);
    for (JobRecord& record : jobs) {
        const JobId id = record.id;
        if (const Status possible = editing.apply(record); !possible) {
            reply.refused.emplace_back(id, possible.error());
            continue;
        }
        FOTOGRAMA_RETURN_IF_ERROR(editing.store(record));
        reply.changed.push_back(id);
    }
    if (edit.before) FOTOGRAMA_RETURN_IF_ERROR(move(transaction, reply.changed, *edit.before));
    return reply;
}

Result<Replanned> LocalService::State::replan(const api::JobQuery& query, const api::JobEdit& edit) {
    if (!changesWork(edit)) return Replanned{};
    FOTOGRAMA_ASSIGN_OR_RETURN(auto jobs, store->read([&](store::View& view) { return view.jobs(query); }));
    std::erase_if(jobs, [](const JobRecord& record) { return !isWaiting(record); });
    const DeviceInfos known = devices.known();
    return service::replan(jobs, edit, *known, {dependencies.allowedRoots});
}

}  // namespace fotograma::service
