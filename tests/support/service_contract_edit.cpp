#include <algorithm>

#include "engine/base/platform.h"
#include "engine/base/text.h"
#include "tests/support/service_contract.h"

namespace fotograma::tests {

using api::JobState;
using base::ErrorCode;
using base::JobId;

namespace {

base::Result<api::ControlReply> edit(api::Service& service, std::vector<JobId> ids, api::JobEdit change) {
    return ask<api::ControlReply>(
        [&](auto reply) { service.edit({.ids = std::move(ids)}, std::move(change), std::move(reply)); });
}

base::Result<api::RuntimeSettings> change(api::Service& service, api::RuntimeSettings wanted) {
    return ask<api::RuntimeSettings>([&](auto reply) { service.settings(wanted, std::move(reply)); });
}

api::JobRecord recordOf(api::Service& service, JobId job) { return snapshot(service, byId(job))->jobs.front(); }

}  // namespace

void ServiceContract::editsWhatWaitsAndNothingElse() {
    api::Service& service = start(1);
    m_test->script().holdInputsWith("first");
    EventLog log(service, {0});
    const JobId first = submitOne("first.mp4");
    QVERIFY(log.waitForState(first, JobState::Running));
    const JobId second = submitOne("second.mp4");
    const auto reply = edit(service, {first, second, {999}}, {.priority = 7});
    QVERIFY(reply);
    QCOMPARE(reply->changed, std::vector{second});
    QCOMPARE(reply->refused.size(), 2u);
    QCOMPARE(recordOf(service, second).spec.priority, 7);
    QCOMPARE(recordOf(service, first).spec.priority, 0);
    const auto refusalOf = [&](JobId job) {
        return std::ranges::find(reply->refused, job, &std::pair<JobId, base::Error>::first)->second.code;
    };
    QVERIFY(refusalOf(first) == ErrorCode::Conflict);
    QVERIFY(refusalOf({999}) == ErrorCode::NotFound);
    m_test->script().release();
    QVERIFY(log.waitForState(second, JobState::Done));
}

void ServiceContract::givesEditedJobsNewNames() {
    api::Service& service = start(1);
    QVERIFY(change(service, {.isHeld = true}));
    EventLog log(service, {0});
    const JobId a = submitOne("a.mp4");
    const JobId b = submitOne("b.mp4");
    base::Json recipe = recordOf(service, a).spec.recipe;
    recipe.set("title", "Another");
    const std::string elsewhere = base::toUtf8(folder() / "elsewhere");
    std::filesystem::create_directory(folder() / "elsewhere");
    const auto reply = edit(service, {a}, {.recipe = recipe, .outputFolder = elsewhere});
    QVERIFY2(reply && reply->changed == std::vector{a}, reply ? "" : reply.error().message.c_str());
    QCOMPARE(recordOf(service, a).recipeTitle, std::string("Another"));
    QVERIFY(recordOf(service, a).spec.outputs.front().starts_with(elsewhere));
    // A name that another job is going to write stays with that job.
    auto taken = itemFor(folder(), "b.mp4");
    taken.spec.input = recordOf(service, a).spec.input;
    taken.spec.outputs = recordOf(service, b).spec.outputs;
    const auto refused = submit(service, requestOf({taken}));
    QVERIFY(refused && refused->outcomes.front().error);
    // A broken recipe changes nothing.
    recipe.set("filterz", 1);
    const auto broken = edit(service, {b}, {.recipe = recipe});
    QVERIFY(broken && broken->changed.empty());
    QVERIFY(broken->refused.front().second.code == ErrorCode::InvalidArgument);
    QVERIFY(change(service, {.isHeld = false}));
    QVERIFY(log.waitForState(a, JobState::Done));
    QVERIFY(log.waitForState(b, JobState::Done));
    QVERIFY(std::filesystem::exists(recordOf(service, a).spec.outputs.front()));
}

void ServiceContract::movesJobsInTheQueue() {
    api::Service& service = start(1);
    QVERIFY(change(service, {.isHeld = true}));
    EventLog log(service, {0});
    const JobId a = submitOne("a.mp4");
    const JobId b = submitOne("b.mp4");
    const JobId c = submitOne("c.mp4");
    const JobId d = submitOne("d.mp4");
    QVERIFY(edit(service, {d, c}, {.before = a}));
    QVERIFY(edit(service, {d}, {.before = JobId{}}));
    const auto lost = edit(service, {a}, {.before = JobId{999}});
    QVERIFY(!lost && lost.error().code == ErrorCode::NotFound);
    QVERIFY(change(service, {.isHeld = false}));
    for (const JobId job : {a, b, c, d}) QVERIFY(log.waitForState(job, JobState::Done));
    QCOMPARE(m_test->script().started(), (std::vector<std::string>{"c.mp4", "a.mp4", "b.mp4", "d.mp4"}));
}

void ServiceContract::keepsItsOrderHoweverOftenJobsAreMoved() {
    api::Service& service = start(1);
    QVERIFY(change(service, {.isHeld = true}));
    std::vector<JobId> order;
    for (const char* name : {"1.mp4", "2.mp4", "3.mp4", "4.mp4"}) order.push_back(submitOne(name));
    // Always into the same gap, which halves each time until it must be renumbered.
    for (int i = 0; i < 60; ++i) {
        QVERIFY(edit(service, {order[3]}, {.before = order[1]}));
        std::swap(order[2], order[3]);
        std::swap(order[1], order[2]);
        auto jobs = snapshot(service)->jobs;
        std::ranges::sort(jobs, {}, &api::JobRecord::position);
        for (std::size_t at = 0; at < order.size(); ++at) QCOMPARE(jobs[at].id, order[at]);
    }
}

void ServiceContract::holdsTheQueue() {
    api::Service& service = start(2);
    QVERIFY(*change(service, {.isHeld = true})->isHeld);
    EventLog log(service, {0});
    const JobId job = submitOne("a.mp4");
    QTest::qWait(300);
    QVERIFY(recordOf(service, job).state == JobState::Queued);
    QVERIFY(*change(service, {})->isHeld);
    QVERIFY(!*change(service, {.isHeld = false})->isHeld);
    QVERIFY(log.waitForState(job, JobState::Done));
}

void ServiceContract::refusesSettingsOutOfRange() {
    api::Service& service = start();
    for (const api::RuntimeSettings& wrong :
         {api::RuntimeSettings{.jobs = -1}, api::RuntimeSettings{.threads = 1'000'000},
          api::RuntimeSettings{.memoryBytes = 17}}) {
        const auto refused = change(service, wrong);
        QVERIFY(!refused && refused.error().code == ErrorCode::InvalidArgument);
    }
    QCOMPARE(*change(service, {.jobs = 3})->jobs, 3);
    QCOMPARE(*change(service, {})->jobs, 3);
}

void ServiceContract::listsBatchesTheNewestFirst() {
    api::Service& service = start();
    EventLog log(service, {0});
    for (const char* title : {"one", "two", "three"}) {
        auto request = requestOf({itemFor(folder(), base::concat(title, ".mp4"))});
        request.title = title;
        const auto reply = submit(service, request);
        QVERIFY(log.waitForState(reply->outcomes.front().job, JobState::Done));
    }
    const auto page = [&](api::BatchQuery query) {
        return ask<api::BatchPage>([&](auto reply) { service.batches(std::move(query), std::move(reply)); });
    };
    const auto first = page({.limit = 2});
    QVERIFY(first && first->batches.size() == 2);
    QCOMPARE(first->batches[0].title, std::string("three"));
    QCOMPARE(first->batches[0].jobs.at(JobState::Done), 1);
    QVERIFY(first->batches[0].createdAt > 0);
    const auto second = page({.beforeId = first->nextBeforeId, .limit = 2});
    QCOMPARE(second->batches.size(), 1u);
    QCOMPARE(second->batches[0].title, std::string("one"));
    QCOMPARE(second->nextBeforeId, 0);
    QCOMPARE(page({.text = "TW"})->batches.size(), 1u);
    QCOMPARE(page({.ids = {second->batches[0].id}})->batches[0].title, std::string("one"));
}

void ServiceContract::listsTheNewestJobsFirst() {
    api::Service& service = start();
    std::vector<JobId> jobs;
    for (const char* name : {"a.mp4", "b.mp4", "c.mp4"}) jobs.push_back(submitOne(name));
    const auto first = snapshot(service, {.newestFirst = true, .limit = 2});
    QCOMPARE(first->jobs.size(), 2u);
    QCOMPARE(first->jobs[0].id, jobs[2]);
    const auto second = snapshot(service, {.newestFirst = true, .afterId = first->nextAfterId, .limit = 2});
    QCOMPARE(second->jobs.size(), 1u);
    QCOMPARE(second->jobs[0].id, jobs[0]);
    QCOMPARE(snapshot(service, {.recipeId = second->jobs[0].recipeId})->jobs.size(), 3u);
    QVERIFY(snapshot(service, {.recipeId = "no-such"})->jobs.empty());
}

void ServiceContract::keepsAndForgetsRecipes() {
    api::Service& service = start();
    const auto list = [&] {
        return *ask<std::vector<api::RecipeInfo>>([&](auto reply) { service.recipes(std::move(reply)); });
    };
    const auto save = [&](api::RecipeDraft draft) {
        return ask<api::RecipeInfo>([&](auto reply) { service.saveRecipe(std::move(draft), std::move(reply)); });
    };
    const auto remove = [&](std::string id) {
        return ask<api::RecipeInfo>([&](auto reply) { service.removeRecipe(std::move(id), std::move(reply)); });
    };
    const std::vector<api::RecipeInfo> before = list();
    base::Json recipe = before.front().recipe;
    const auto ofTheProgram = save({.recipe = recipe, .mayReplace = true});
    QVERIFY(!ofTheProgram && ofTheProgram.error().code == ErrorCode::Conflict);
    recipe.set("id", "mine").set("title", "Mine");
    QCOMPARE(save({.recipe = recipe})->id, std::string("mine"));
    const auto again = save({.recipe = recipe});
    QVERIFY(!again && again.error().code == ErrorCode::AlreadyExists);
    recipe.set("title", "Better");
    QCOMPARE(save({.recipe = recipe, .mayReplace = true})->title, std::string("Better"));
    const auto after = list();
    QCOMPARE(after.size(), before.size() + 1);
    QCOMPARE(std::ranges::find(after, "mine", &api::RecipeInfo::id)->title, std::string("Better"));
    recipe.set("id", "../escape");
    const auto escape = save({.recipe = recipe});
    QVERIFY(!escape && escape.error().code == ErrorCode::InvalidArgument);
    QCOMPARE(remove("mine")->title, std::string("Better"));
    const auto gone = remove("mine");
    QVERIFY(!gone && gone.error().code == ErrorCode::NotFound);
    const auto preset = remove(before.front().id);
    QVERIFY(!preset && preset.error().code == ErrorCode::Conflict);
    QCOMPARE(list().size(), before.size());
}

}  // namespace fotograma::tests
