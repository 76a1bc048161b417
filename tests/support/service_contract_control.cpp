#include <algorithm>
#include <atomic>
#include <future>

#include "engine/base/text.h"
#include "tests/support/service_contract.h"

namespace fotograma::tests {

using api::JobAction;
using api::JobState;
using base::concat;
using base::ErrorCode;
using base::JobId;

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

void ServiceContract::handsOutReportsInPages() {
    api::Service& service = start();
    m_test->script().holdInputsWith("held");
    m_test->script().failInputsWith("bad");
    EventLog log(service, {0});
    std::vector<api::SubmitItem> items{itemFor(folder(), "held.mp4"), itemFor(folder(), "bad.mp4")};
    for (int i = 0; i < 5; ++i) items.push_back(itemFor(folder(), concat(i, ".mp4")));
    const auto reply = submit(service, requestOf(std::move(items)));
    for (std::size_t i = 1; i < reply->outcomes.size(); ++i)
        QVERIFY(log.waitForState(reply->outcomes[i].job, i == 1 ? JobState::Failed : JobState::Done));
    const auto ask = [&](const api::JobQuery& query) {
        return tests::ask<api::ReportPage>([&](auto answer) { service.reports(query, std::move(answer)); });
    };
    // All that have ended, page by page.
    std::vector<std::int64_t> ids;
    api::JobQuery query;
    query.limit = 4;
    do {
        const auto page = ask(query);
        QVERIFY(page && page->jobs.size() <= 4);
        for (const api::JobReport& job : page->jobs) {
            ids.push_back(job.record.id.value);
            QVERIFY(api::isTerminal(job.record.state));
            QCOMPARE(job.report.framesDecoded, job.record.state == JobState::Done ? 2 : 0);
        }
        query.afterId = page->nextAfterId;
    } while (query.afterId != 0);
    QCOMPARE(ids.size(), 6u);
    QVERIFY(std::ranges::is_sorted(ids));
    // Some by number: the one that still runs is left out.
    query = {};
    query.ids = {reply->outcomes[0].job, reply->outcomes[6].job, reply->outcomes[2].job};
    const auto some = ask(query);
    QVERIFY(some && some->jobs.size() == 2);
    QVERIFY(some->jobs[0].record.id == reply->outcomes[2].job && some->jobs[1].record.id == reply->outcomes[6].job);
    QCOMPARE(some->nextAfterId, std::int64_t{0});
    // Retried, it has none until it ends again.
    m_test->script().holdInputsWith("mp4");
    query.ids = {reply->outcomes[1].job};
    QVERIFY(control(service, query, JobAction::Retry));
    QVERIFY(log.waitFor([&](const auto& events) {
        return std::ranges::count_if(events, [&](const api::Event& event) {
                   return event.job == query.ids[0] && event.record && event.record->state == JobState::Running;
               }) == 2;
    }));
    QVERIFY(ask(query)->jobs.empty());
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
            service.control({}, JobAction::Cancel,
                            [&service, reply = std::move(reply)](auto) mutable { service.stats(std::move(reply)); });
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
    QCOMPARE(stats->submitToStored.count, 2);
    QCOMPARE(stats->jobs.at(JobState::Done), 1);
    QCOMPARE(stats->jobs.at(JobState::Failed), 1);
}

void ServiceContract::caresForItsCache() {
    api::Service& service = start();
    const auto act = [&](api::CacheQuery query, api::CacheAction action) {
        return ask<api::CacheReply>([&](auto reply) { service.cache(std::move(query), action, std::move(reply)); });
    };
    const auto levels = act({}, api::CacheAction::Stats);
    QVERIFY(levels && levels->levels.size() >= 2);
    QCOMPARE(levels->levels.front().level, std::string("memory"));
    const auto stats = ask<api::Stats>([&](auto reply) { service.stats(std::move(reply)); });
    QCOMPARE(stats->cache.size(), levels->levels.size());
    const auto entries = act({}, api::CacheAction::List);
    QVERIFY(entries && entries->entries.empty());
    const auto nothing = act({.keys = {"12345678"}}, api::CacheAction::Pin);
    QVERIFY(!nothing && nothing.error().code == ErrorCode::NotFound);
    const auto noKey = act({.keys = {"not a key"}}, api::CacheAction::Clear);
    QVERIFY(!noKey && noKey.error().code == ErrorCode::InvalidArgument);
    QVERIFY(act({}, api::CacheAction::Verify));
    QVERIFY(act({}, api::CacheAction::Clear));
}

void ServiceContract::makesPreviewsBesideTheJobs() {
    api::Service& service = start(1);
    m_test->script().holdInputsWith("job");
    m_test->script().failInputsWith("bad");
    QVERIFY(submitOne("job.mp4"));
    QVERIFY(m_test->script().waitForStarted(1));
    const auto show = [&](const std::string& name) {
        api::PreviewRequest request{.input = itemFor(folder(), name).spec.input, .seconds = 1.5, .width = 160};
        return ask<api::Preview>([&](auto reply) { service.preview(std::move(request), std::move(reply)); });
    };
    const auto shown = show("a.mp4");  // while the only thread for jobs is busy
    QVERIFY(shown);
    QCOMPARE(shown->picture.raw, std::string("a.mp4 at 1.5"));
    QCOMPARE(shown->width, 160);
    const auto broken = show("bad.mp4");
    QVERIFY(!broken && broken.error().code == ErrorCode::InvalidData);
    m_test->script().release();
}

void ServiceContract::theNewestPreviewOfASlotWins() {
    api::Service& service = start();
    m_test->script().holdInputsWith("held");
    std::vector<std::future<base::Result<api::Preview>>> answers;
    const auto askFor = [&](const std::string& name, double seconds, const std::string& slot) {
        auto promise = std::make_shared<std::promise<base::Result<api::Preview>>>();
        answers.push_back(promise->get_future());
        service.preview({.input = itemFor(folder(), name).spec.input, .seconds = seconds, .slot = slot},
                        [promise](base::Result<api::Preview> answer) { promise->set_value(std::move(answer)); });
    };
    askFor("held.mp4", 0.0, "editor");
    QVERIFY(m_test->script().waitForStarted(1));
    askFor("held.mp4", 1.0, "editor");  // stops the one that is being made
    QVERIFY(m_test->script().waitForStarted(2));
    askFor("a.mp4", 2.0, "other");
    askFor("a.mp4", 3.0, "");
    askFor("a.mp4", 4.0, "");
    askFor("a.mp4", 5.0, "other");  // before the one of 2.0 has begun
    m_test->script().release();
    for (auto& answer : answers) QVERIFY(answer.wait_for(kPatience) == std::future_status::ready);
    std::string outcome;
    for (auto& answer : answers) {
        const auto made = answer.get();
        outcome += made ? concat(made->seconds, ' ') : made.error().code == ErrorCode::Cancelled ? "cancelled " : "? ";
    }
    QCOMPARE(outcome, std::string("cancelled 1 cancelled 3 4 5 "));
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
        service.reports({}, [&](auto r) { count(r); });
        service.stats([&](auto r) { count(r); });
        service.cache({}, api::CacheAction::List, [&](auto r) { count(r); });
        service.preview({.input = itemFor(folder(), "held.mp4").spec.input}, [&](auto r) { count(r); });
    }
    m_test->shutDown();
    QCOMPARE(answers.load(), kRounds * 11);
    QVERIFY(log.errors() == std::vector{ErrorCode::Cancelled});
}

}  // namespace fotograma::tests
