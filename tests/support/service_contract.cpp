#include "tests/support/service_contract.h"

#include <algorithm>
#include <atomic>
#include <fstream>

#include "engine/base/platform.h"
#include "engine/base/text.h"

namespace fotograma::tests {

using api::JobAction;
using api::JobState;
using api::Submission;
using base::concat;
using base::ErrorCode;
using base::JobId;

std::filesystem::path ServiceContract::folder() const { return base::pathFromUtf8(m_folder->path().toStdString()); }

api::Service& ServiceContract::start(int threads, std::int64_t eventLimit) {
    m_folder = std::make_unique<QTemporaryDir>();
    m_test = make({.folder = folder(), .threads = threads, .eventLimit = eventLimit});
    return m_test->service();
}

JobId ServiceContract::submitOne(const std::string& name) {
    const auto reply = submit(m_test->service(), requestOf({itemFor(folder(), name)}));
    return reply && reply->outcomes.size() == 1 ? reply->outcomes.front().job : JobId{};
}

void ServiceContract::cleanup() {
    m_test.reset();
    m_folder.reset();
}

// ---- What it can do --------------------------------------------------------------------------------------------

void ServiceContract::describesItself() {
    api::Service& service = start();
    const auto info = ask<api::ServiceInfo>([&](auto reply) { service.describe(std::move(reply)); });
    QVERIFY(info);
    QVERIFY(!info->name.empty());
    QVERIFY(!info->engineId.empty());
    QVERIFY(info->drainsQueue);
    QCOMPARE(info->devices.front().id, std::string("cpu"));
    QCOMPARE(info->operations.size(), 1u);
}

void ServiceContract::listsRecipes() {
    api::Service& service = start();
    const auto recipes = ask<std::vector<api::RecipeInfo>>([&](auto reply) { service.recipes(std::move(reply)); });
    QVERIFY(recipes);
    QVERIFY(recipes->size() >= 6);
    QVERIFY(std::ranges::all_of(*recipes, [](const auto& r) { return !r.id.empty() && r.recipe.isObject(); }));
}

void ServiceContract::checksWithoutRunning() {
    api::Service& service = start();
    auto item = itemFor(folder(), "a.mp4");
    const auto check = [&] { return ask<api::CheckReply>([&](auto reply) { service.check(item, std::move(reply)); }); };
    auto found = check();
    QVERIFY(found && !found->error);
    QCOMPARE(found->plan.size(), 1u);
    QCOMPARE(found->outputs.size(), 1u);
    QVERIFY(found->outputs.front().ends_with("out/a-done.mkv"));
    QVERIFY(snapshot(service)->jobs.empty());
    item.spec.recipe.set("filterz", 1);
    found = check();
    QVERIFY(found && found->error && found->error->code == ErrorCode::InvalidArgument);
}

// ---- Running ---------------------------------------------------------------------------------------------------

void ServiceContract::runsASubmittedJobToItsReport() {
    api::Service& service = start();
    EventLog log(service, {0});
    m_test->script().holdInputsWith("a.mp4");
    const JobId job = submitOne("a.mp4");
    QVERIFY(job);
    QVERIFY(log.waitForState(job, JobState::Running));
    const auto report = [&] { return ask<api::Report>([&](auto reply) { service.report(job, std::move(reply)); }); };
    QVERIFY(!report() && report().error().code == ErrorCode::NotFound);
    m_test->script().release();
    QVERIFY(log.waitForState(job, JobState::Done));
    QCOMPARE(report()->framesDecoded, 2);
    QVERIFY(std::filesystem::exists(folder() / "out" / "a-done.mkv"));
    const auto record = snapshot(service)->jobs.front();
    QVERIFY(record.state == JobState::Done);
    QCOMPARE(record.attempts, 1);
    QCOMPARE(record.device, std::string("cpu"));
    QVERIFY(record.outputBytes > 0);
    QVERIFY(record.finishedAt >= record.startedAt);
    std::vector<api::EventKind> stored;
    for (const api::Event& event : log.events())
        if (event.record) stored.push_back(event.kind);
    QVERIFY((stored == std::vector{api::EventKind::JobAdded, api::EventKind::JobChanged, api::EventKind::JobChanged}));
}

void ServiceContract::tellsProgressAndLogsBetweenTheStoredEvents() {
    api::Service& service = start();
    m_test->script().holdInputsWith("a.mp4");
    EventLog log(service, {0});
    const JobId job = submitOne("a.mp4");
    const auto has = [&](api::EventKind kind) {
        return log.waitFor(
            [&](const auto& events) { return std::ranges::find(events, kind, &api::Event::kind) != events.end(); });
    };
    QVERIFY(has(api::EventKind::JobProgress));
    QVERIFY(has(api::EventKind::JobLog));
    QCOMPARE(snapshot(service, byId(job))->jobs.front().progress.fraction, 0.5);
    m_test->script().release();
    QVERIFY(log.waitForState(job, JobState::Done));
    QVERIFY(isWithoutGaps(log.sequences()));
    std::int64_t last = 0;
    for (const api::Event& event : log.events()) {
        QVERIFY(event.sequence.value >= last);
        last = event.sequence.value;
    }
}

void ServiceContract::keepsOrderWhenAJobFails() {
    api::Service& service = start(1);
    m_test->script().failInputsWith("bad");
    EventLog log(service, {0});
    const auto reply = submit(
        service, requestOf({itemFor(folder(), "1.mp4"), itemFor(folder(), "2-bad.mp4"), itemFor(folder(), "3.mp4")}));
    QVERIFY(reply);
    QVERIFY(log.waitForState(reply->outcomes[2].job, JobState::Done));
    QCOMPARE(m_test->script().started(), (std::vector<std::string>{"1.mp4", "2-bad.mp4", "3.mp4"}));
    const auto failed = snapshot(service, byId(reply->outcomes[1].job))->jobs.front();
    QVERIFY(failed.state == JobState::Failed);
    QVERIFY(failed.error && failed.error->code == ErrorCode::InvalidData);
}

void ServiceContract::runsHigherPriorityFirst() {
    api::Service& service = start(1);
    m_test->script().holdInputsWith("first");
    EventLog log(service, {0});
    const JobId first = submitOne("first.mp4");
    QVERIFY(log.waitForState(first, JobState::Running));
    auto low = itemFor(folder(), "low.mp4"), high = itemFor(folder(), "high.mp4");
    low.spec.priority = -1;
    high.spec.priority = 3;
    const auto reply = submit(service, requestOf({low, itemFor(folder(), "middle.mp4"), high}));
    m_test->script().release();
    QVERIFY(log.waitForState(reply->outcomes[0].job, JobState::Done));
    QCOMPARE(m_test->script().started(), (std::vector<std::string>{"first.mp4", "high.mp4", "middle.mp4", "low.mp4"}));
}

void ServiceContract::runsSeveralAtOnce() {
    api::Service& service = start(4);
    m_test->script().holdInputsWith("mp4");
    std::vector<api::SubmitItem> items;
    for (int i = 0; i < 8; ++i) items.push_back(itemFor(folder(), concat(i, ".mp4")));
    EventLog log(service, {0});
    const auto reply = submit(service, requestOf(std::move(items)));
    QVERIFY(m_test->script().waitForStarted(4));
    m_test->script().release();
    for (const auto& outcome : reply->outcomes) QVERIFY(log.waitForState(outcome.job, JobState::Done));
    QVERIFY(m_test->script().mostAtOnce() >= 4);
    QCOMPARE(m_test->script().started().size(), 8u);
}

// ---- Submitting ------------------------------------------------------------------------------------------------

void ServiceContract::refusesABadItemAndTakesTheOthers() {
    api::Service& service = start();
    auto missing = itemFor(folder(), "missing.mp4");
    std::filesystem::remove(base::pathFromUtf8(missing.spec.input));
    auto badRecipe = itemFor(folder(), "a.mp4");
    badRecipe.spec.recipe.set("nonsense", true);
    auto noDevice = itemFor(folder(), "b.mp4");
    noDevice.spec.device = "cuda";
    auto relative = itemFor(folder(), "c.mp4");
    relative.spec.input = "c.mp4";
    auto escaping = itemFor(folder(), "d.mp4");
    escaping.relativeFolder = "../..";
    auto itself = itemFor(folder(), "e.mp4");
    itself.spec.outputs = {itself.spec.input};
    const auto reply = submit(
        service, requestOf({missing, badRecipe, noDevice, relative, escaping, itself, itemFor(folder(), "good.mp4")}));
    QVERIFY(reply);
    const ErrorCode expected[] = {ErrorCode::NotFound,        ErrorCode::InvalidArgument, ErrorCode::NoDevice,
                                  ErrorCode::InvalidArgument, ErrorCode::InvalidArgument, ErrorCode::InvalidArgument};
    for (std::size_t i = 0; i < std::size(expected); ++i) {
        const auto& outcome = reply->outcomes[i];
        QVERIFY(outcome.submission == Submission::Refused && !outcome.job);
        QVERIFY2(outcome.error && outcome.error->code == expected[i], outcome.error->message.c_str());
    }
    QVERIFY(reply->outcomes.back().submission == Submission::Accepted);
    QCOMPARE(snapshot(service)->jobs.size(), 1u);
}

void ServiceContract::answersTheSameKeyWithTheSameReply() {
    api::Service& service = start();
    auto request = requestOf({itemFor(folder(), "a.mp4")});
    request.idempotencyKey = "once";
    const auto first = submit(service, request);
    request.items.push_back(itemFor(folder(), "b.mp4"));
    const auto second = submit(service, request);
    QVERIFY(first && second);
    QCOMPARE(second->batch.value, first->batch.value);
    QCOMPARE(second->outcomes.size(), 1u);
    QCOMPARE(second->outcomes.front().job.value, first->outcomes.front().job.value);
    QCOMPARE(snapshot(service)->jobs.size(), 1u);
}

void ServiceContract::adoptsAJobThatWaitsAndReportsOneThatIsDone() {
    api::Service& service = start();
    m_test->script().holdInputsWith("a.mp4");
    EventLog log(service, {0});
    const JobId job = submitOne("a.mp4");
    QVERIFY(log.waitForState(job, JobState::Running));
    const auto again = [&] { return submit(service, requestOf({itemFor(folder(), "a.mp4")}))->outcomes.front(); };
    QVERIFY(again().submission == Submission::Adopted);
    QCOMPARE(again().job.value, job.value);
    m_test->script().release();
    QVERIFY(log.waitForState(job, JobState::Done));
    QVERIFY(again().submission == Submission::AlreadyDone);
    QCOMPARE(again().job.value, job.value);
    QVERIFY(again().outputs.front().ends_with("a-done.mkv"));
    // An output that is no longer what the job made is done again, when it may be replaced.
    std::ofstream(folder() / "out" / "a-done.mkv") << "somebody else's, and longer than it was before";
    QVERIFY(again().submission == Submission::Refused);
    std::filesystem::remove(folder() / "out" / "a-done.mkv");
    const auto fresh = again();
    QVERIFY(fresh.submission == Submission::Accepted);
    QVERIFY(fresh.job != job);
    QVERIFY(log.waitForState(fresh.job, JobState::Done));
    QCOMPARE(m_test->script().started().size(), 2u);
}

void ServiceContract::followsTheOverwriteRuleForUnknownFiles() {
    api::Service& service = start();
    EventLog log(service, {0});
    auto item = itemFor(folder(), "a.mp4");
    std::ofstream(folder() / "out" / "a-done.mkv") << "somebody's";
    for (const auto rule : {api::OverwriteRule::Ask, api::OverwriteRule::Never}) {
        item.spec.overwrite = rule;
        const auto outcome = submit(service, requestOf({item}))->outcomes.front();
        QVERIFY(outcome.submission == Submission::Refused);
        QVERIFY(outcome.error->code == ErrorCode::AlreadyExists);
    }
    item.spec.overwrite = api::OverwriteRule::Always;
    const auto outcome = submit(service, requestOf({item}))->outcomes.front();
    QVERIFY(outcome.submission == Submission::Accepted);
    QVERIFY(log.waitForState(outcome.job, JobState::Done));
}

}  // namespace fotograma::tests
