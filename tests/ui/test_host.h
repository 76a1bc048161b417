/// A Host and its Tools for tests of the window: a scripted service, and answers that the test gives.
///
/// Thread   Qt thread; replies of the tools come at once.
#pragma once

#include <QTemporaryDir>

#include "tests/support/fake_service.h"
#include "ui/host.h"

namespace fotograma::test {

class FakeTools : public ui::Tools {
public:
    std::vector<ui::SettingRow> rows;
    std::vector<ui::Finding> findings;
    std::vector<ui::DuplicateGroup> groups;
    std::vector<std::string> samples;
    std::vector<std::pair<std::string, std::string>> saved;
    std::vector<api::JobId> exported;
    std::optional<base::Error> refusal;  ///< Of saveSetting.

    [[nodiscard]] std::vector<ui::SettingRow> settings() const override { return rows; }
    [[nodiscard]] std::filesystem::path programSettingsFile() const override { return "/etc/settings.toml"; }
    base::Status saveSetting(const std::string& key, const std::string& value) override {
        if (refusal) return std::unexpected(*refusal);
        saved.emplace_back(key, value);
        return {};
    }
    void examine(api::Reply<std::vector<ui::Finding>> reply) override { reply(findings); }
    void makeSample(api::Reply<std::vector<std::string>> reply) override { reply(samples); }
    void findDuplicates(api::Reply<std::vector<ui::DuplicateGroup>> reply) override { reply(groups); }
    void exportReports(std::vector<api::JobId> jobs, std::filesystem::path path,
                       api::Reply<ui::ExportOutcome> reply) override {
        exported = jobs;
        reply(ui::ExportOutcome{.rows = static_cast<std::int64_t>(jobs.size()), .files = {path.string()}});
    }
    [[nodiscard]] bool writesParquet() const override { return true; }
};

class FakeServing : public ui::Serving {
public:
    ui::ServingPlan kept;
    std::vector<ui::AccessToken> known{{.id = "3f2a91bc", .name = "laptop", .scopes = {"jobs:read"}}};

    [[nodiscard]] ui::ServingPlan plan() const override { return kept; }
    base::Status remember(const ui::ServingPlan& plan) override {
        kept = plan;
        return {};
    }
    void start(api::Reply<std::string> reply) override { reply(state().url); }
    void stop(api::Reply<base::Done> reply) override { reply(base::Done()); }
    [[nodiscard]] ui::ServingState state() const override {
        return {.isOn = true, .url = "http://127.0.0.1:8750", .since = 1, .problem = {}};
    }
    [[nodiscard]] std::vector<ui::ServedClient> clients() const override { return {}; }
    [[nodiscard]] std::vector<ui::ServedRequest> log(std::int64_t) const override { return {}; }
    void tokens(api::Reply<std::vector<ui::AccessToken>> reply) override { reply(known); }
    void makeToken(std::string name, std::vector<std::string>, double, api::Reply<ui::MadeToken> reply) override {
        reply(ui::MadeToken{.secret = "ftg_secret", .token = {.id = "1", .name = std::move(name)}});
    }
    void revokeToken(std::string, api::Reply<base::Done> reply) override { reply(base::Done()); }
};

class FakeConnections : public ui::Connections {
public:
    explicit FakeConnections(ui::Host& local) : m_local(local) {}
    [[nodiscard]] std::vector<ui::KnownServer> known() const override {
        return {{.url = "https://host:8750", .name = "host:8750", .usedAt = 1}};
    }
    base::Status forget(const std::string&) override { return {}; }
    void connect(ui::ServerAddress, api::Reply<ui::Host*> reply) override { reply(&m_local); }
    [[nodiscard]] ui::Host& thisComputer() override { return m_local; }
    void release(ui::Host&) override {}

private:
    ui::Host& m_local;
};

class PanelHost : public ui::Host {
public:
    PanelHost() : m_service(std::make_shared<FakeService>()) {}

    std::shared_ptr<api::Service> service() override { return m_service; }
    [[nodiscard]] std::filesystem::path settingsFile() const override {
        return m_folder.filePath(QStringLiteral("desktop.ini")).toStdString();
    }
    [[nodiscard]] std::filesystem::path defaultOutputFolder() const override { return "/videos/fotograma"; }
    ui::Tools* tools() override { return &fakeTools; }
    ui::Serving* serving() override { return &fakeServing; }
    ui::Connections* connections() override { return &fakeConnections; }
    FakeService& fake() { return *m_service; }
    [[nodiscard]] QString path(const QString& name) const { return m_folder.filePath(name); }

    FakeTools fakeTools;
    FakeServing fakeServing;
    FakeConnections fakeConnections{*this};

private:
    QTemporaryDir m_folder;
    std::shared_ptr<FakeService> m_service;
};

/// A done job with numbers that follow from its place: luma rises, blur falls.
inline void addReport(FakeService& service, int place, int of) {
    const double share = static_cast<double>(place) / of;
    api::JobRecord record;
    record.state = api::JobState::Running;
    record.spec.input = "/clips/clip-" + std::to_string(100000 + place) + ".mp4";
    record.recipeTitle = "Analyze";
    record.spec.recipe = api::Json::object().set("id", "analyze");
    const api::JobId id = service.add(record);
    api::Report report;
    report.framesMeasured = 100;
    report.input = api::Json::object()
                       .set("duration", 10.0 + place)
                       .set("size", 1'000'000 + place)
                       .set("video_track", 0)
                       .set("tracks", api::Json::array().append(api::Json::object().set(
                                          "video", api::Json::object().set("width", 1280).set("height", 720))));
    report.measures =
        api::Json::object()
            .set("luma", api::Json::object().set("mean", api::Json::object().set("mean", share)))
            .set("blur", api::Json::object().set("sharpness", api::Json::object().set("mean", 1.0 - share)))
            .set("scenes",
                 api::Json::object().set("scenes", 3).set("cut_times", api::Json::array().append(1.5).append(64.25)));
    service.finish(id, report, 0);
}

}  // namespace fotograma::test
