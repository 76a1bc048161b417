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
using base::ErrorCode;
using base::JobId;
using base::concat;

namespace {

api::JobQuery byId(JobId id) {
    api::JobQuery query;
    query.ids = {id};
    return query;
}

bool isWithoutGaps(const std::vector<std::int64_t>& sequences) {
    for (std::size_t i = 1; i < sequences.size(); ++i)
        if (sequences[i] != sequences[i - 1] + 1) return false;
    return true;
}

api::SubmitRequest requestOf(std::vector<api::SubmitItem> items) {
    api::SubmitRequest request;
    request.items = std::move(items);
    return request;
}

}  // namespace

std::filesystem::path ServiceContract::folder() const {
    return base::pathFromUtf8(m_folder->path().toStdString());
}

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
    const auto recipes =
        ask<std::vector<api::RecipeInfo>>([&](auto reply) { service.recipes(std::move(reply)); });
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
    const auto report = [&] {
        return ask<api::Report>([&](auto reply) { service.report(job, std::move(reply)); });
    };
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
        return log.waitFor([&](const auto& events) { return std::ranges::find(events, kind, &api::Event::kind) != events.end(); });
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
    QCOMPARE(m_test->script().started(),
             (std::vector<std::string>{"first.mp4", "high.mp4", "middle.mp4", "low.mp4"}));
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

// ---- Controlling -----------------------------------------------------------------------------------------------

void ServiceContract::cancelsARunningJob() {
    api::Service& service = start();
    m_test->script().holdInputsWith("a.mp4");
    EventLog log(service, {0});
    const JobId job = submitOne("a.mp4");
    QVERIFY(m_test->script().waitForStarted(1));
    QCOMPARE(control(service, byId(job), JobAction::Cancel)->changed.size(), 1u);
    QVERIFY(log.waitForState(job, JobState::Cancelled));
    QVERIFY(!std::filesystem::exists(folder() / "out" / "a-done.mkv"));
    // Retried at once, while the old run may still be ending.
    QCOMPARE(control(service, byId(job), JobAction::Retry)->changed.size(), 1u);
    QVERIFY(m_test->script().waitForStarted(2));
    m_test->script().release();
    QVERIFY(log.waitForState(job, JobState::Done));
    QCOMPARE(snapshot(service)->jobs.front().attempts, 2);
}

void ServiceContract::pausesARunningJobAndGoesOn() {
    api::Service& service = start(1);
    m_test->script().holdInputsWith("a.mp4");
    EventLog log(service, {0});
    const JobId job = submitOne("a.mp4");
    QVERIFY(m_test->script().waitForStarted(1));
    QVERIFY(control(service, byId(job), JobAction::Pause));
    QVERIFY(log.waitForState(job, JobState::Paused));
    m_test->script().release();
    // Its thread is free for another one meanwhile.
    const JobId other = submitOne("other.mp4");
    QVERIFY(log.waitForState(other, JobState::Done));
    QVERIFY(snapshot(service, byId(job))->jobs.front().state == JobState::Paused);
    QVERIFY(control(service, byId(job), JobAction::Resume));
    QVERIFY(log.waitForState(job, JobState::Done));
    QCOMPARE(snapshot(service, byId(job))->jobs.front().attempts, 1);
}

void ServiceContract::refusesIllegalMovesJobByJob() {
    api::Service& service = start();
    auto request = requestOf({itemFor(folder(), "a.mp4"), itemFor(folder(), "b.mp4")});
    request.startPaused = true;
    const auto reply = submit(service, request);
    QVERIFY(control(service, byId(reply->outcomes[0].job), JobAction::Cancel));
    const auto paused = control(service, {}, JobAction::Resume);
    QCOMPARE(paused->changed.size(), 1u);
    QCOMPARE(paused->refused.size(), 1u);
    QVERIFY(paused->refused.front().first == reply->outcomes[0].job);
    QVERIFY(paused->refused.front().second.code == ErrorCode::Conflict);
    const auto unknown = control(service, byId({999}), JobAction::Cancel);
    QVERIFY(unknown->refused.front().second.code == ErrorCode::NotFound);
}

void ServiceContract::retriesAndRemoves() {
    api::Service& service = start();
    m_test->script().failInputsWith("a.mp4");
    EventLog log(service, {0});
    const JobId job = submitOne("a.mp4");
    QVERIFY(log.waitForState(job, JobState::Failed));
    m_test->script().failInputsWith("");
    QVERIFY(control(service, byId(job), JobAction::Retry));
    QVERIFY(log.waitForState(job, JobState::Done));
    QCOMPARE(snapshot(service)->jobs.front().attempts, 2);
    QVERIFY(!snapshot(service)->jobs.front().error);
    QCOMPARE(control(service, byId(job), JobAction::Remove)->changed.size(), 1u);
    QVERIFY(snapshot(service)->jobs.empty());
    QVERIFY(log.waitFor([](const auto& events) { return events.back().kind == api::EventKind::JobRemoved; }));
    QVERIFY(std::filesystem::exists(folder() / "out" / "a-done.mkv"));
}

// ---- Reading ---------------------------------------------------------------------------------------------------

void ServiceContract::pagesThroughASnapshot() {
    api::Service& service = start();
    std::vector<api::SubmitItem> items;
    for (int i = 0; i < 5; ++i) items.push_back(itemFor(folder(), concat(i, ".mp4")));
    auto request = requestOf(std::move(items));
    request.startPaused = true;
    QVERIFY(submit(service, request));
    std::vector<std::int64_t> ids;
    api::JobQuery query;
    query.limit = 2;
    do {
        const auto page = snapshot(service, query);
        QVERIFY(page && page->jobs.size() <= 2);
        for (const auto& record : page->jobs) ids.push_back(record.id.value);
        query.afterId = page->nextAfterId;
    } while (query.afterId != 0);
    QCOMPARE(ids.size(), 5u);
    QVERIFY(std::ranges::is_sorted(ids));
}

void ServiceContract::givesEverySubscriberAllEventsWithoutGaps() {
    api::Service& service = start();
    EventLog early(service, {0});
    std::vector<api::SubmitItem> items;
    for (int i = 0; i < 40; ++i) items.push_back(itemFor(folder(), concat(i, ".mp4")));
    const auto reply = submit(service, requestOf(std::move(items)));
    EventLog middle(service, snapshot(service)->sequence);
    EventLog late(service, {0});
    for (const auto& outcome : reply->outcomes) {
        QVERIFY(early.waitForState(outcome.job, JobState::Done));
        QVERIFY(middle.waitForState(outcome.job, JobState::Done));
        QVERIFY(late.waitForState(outcome.job, JobState::Done));
    }
    QCOMPARE(early.sequences().size(), 120u);
    QVERIFY(isWithoutGaps(early.sequences()));
    QVERIFY(isWithoutGaps(middle.sequences()));
    QCOMPARE(late.sequences(), early.sequences());
    QCOMPARE(middle.sequences().back(), early.sequences().back());
}

void ServiceContract::endsASubscriptionThatIsTooOld() {
    api::Service& service = start(4, 5);
    EventLog watching(service, {0});
    for (int i = 0; i < 4; ++i) {
        const JobId job = submitOne(concat(i, ".mp4"));
        QVERIFY(watching.waitForState(job, JobState::Done));
    }
    EventLog tooOld(service, {1});
    QVERIFY(tooOld.waitForEnd());
    QVERIFY(tooOld.errors() == std::vector{ErrorCode::SequenceTooOld});
    QVERIFY(tooOld.events().empty());
    QVERIFY(watching.errors().empty());
}

void ServiceContract::callsNoSinkAfterItsSubscriptionIsGone() {
    api::Service& service = start();
    EventLog witness(service, {0});
    // Destroyed from inside its own sink.
    auto calls = std::make_shared<std::atomic<int>>(0);
    auto own = std::make_shared<std::optional<api::Subscription>>();
    auto isKept = std::make_shared<std::promise<void>>();
    auto kept = std::make_shared<std::shared_future<void>>(isKept->get_future().share());
    own->emplace(service.subscribe({0}, [=](base::Result<api::Event>) {
        kept->wait();
        calls->fetch_add(1);
        own->reset();
    }));
    isKept->set_value();
    // Destroyed from outside while events flow.
    auto outside = std::make_shared<std::atomic<bool>>(false);
    auto broken = std::make_shared<std::atomic<bool>>(false);
    std::optional<api::Subscription> subscription(service.subscribe({0}, [=](base::Result<api::Event>) {
        if (outside->load()) broken->store(true);
    }));
    const JobId first = submitOne("a.mp4");
    subscription.reset();
    outside->store(true);
    QVERIFY(witness.waitForState(first, JobState::Done));
    const JobId second = submitOne("b.mp4");
    QVERIFY(witness.waitForState(second, JobState::Done));
    QCOMPARE(calls->load(), 1);
    QVERIFY(!broken->load());
}

void ServiceContract::mayBeCalledFromItsOwnAnswers() {
    api::Service& service = start();
    const auto stats = ask<api::Stats>([&](auto reply) {
        service.snapshot({}, [&service, reply = std::move(reply)](auto) mutable {
            service.control({}, JobAction::Cancel, [&service, reply = std::move(reply)](auto) mutable {
                service.stats(std::move(reply));
            });
        });
    });
    QVERIFY(stats);
}

void ServiceContract::countsWhatItDoes() {
    api::Service& service = start();
    m_test->script().failInputsWith("bad");
    EventLog log(service, {0});
    const JobId good = submitOne("good.mp4"), bad = submitOne("bad.mp4");
    QVERIFY(log.waitForState(good, JobState::Done));
    QVERIFY(log.waitForState(bad, JobState::Failed));
    const auto stats = ask<api::Stats>([&](auto reply) { service.stats(std::move(reply)); });
    QVERIFY(stats);
    QCOMPARE(stats->jobsFinished, 2);
    QCOMPARE(stats->framesDecoded, 3);
    QCOMPARE(stats->jobSeconds.count, 2);
    QCOMPARE(stats->jobs.at(JobState::Done), 1);
    QCOMPARE(stats->jobs.at(JobState::Failed), 1);
}

void ServiceContract::answersEverythingOnceWhenItIsShutDown() {
    api::Service& service = start();
    m_test->script().holdInputsWith("mp4");
    EventLog log(service, {0});
    QVERIFY(submitOne("running.mp4"));
    QVERIFY(m_test->script().waitForStarted(1));
    std::atomic<int> answers = 0, cancelled = 0;
    const auto count = [&](const auto& result) {
        ++answers;
        if (!result && result.error().code == ErrorCode::Cancelled) ++cancelled;
    };
    constexpr int kRounds = 50;
    for (int i = 0; i < kRounds; ++i) {
        service.describe([&](auto r) { count(r); });
        service.recipes([&](auto r) { count(r); });
        service.check(itemFor(folder(), "a.mp4"), [&](auto r) { count(r); });
        service.submit(requestOf({itemFor(folder(), concat(i, ".mp4"))}), [&](auto r) { count(r); });
        service.control({}, JobAction::Pause, [&](auto r) { count(r); });
        service.snapshot({}, [&](auto r) { count(r); });
        service.report({1}, [&](auto r) { count(r); });
        service.stats([&](auto r) { count(r); });
    }
    m_test->shutDown();
    QCOMPARE(answers.load(), kRounds * 8);
    QVERIFY(log.errors() == std::vector{ErrorCode::Cancelled});
}

}  // namespace fotograma::tests
