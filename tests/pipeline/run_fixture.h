/// Whole runs of the pipeline on clips, in a folder of their own.
#pragma once

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <functional>

#include "engine/filter/host.h"
#include "engine/pipeline/pipeline.h"
#include "tests/support/clips.h"

namespace fotograma::tests {

namespace fs = std::filesystem;

inline recipe::Recipe recipeOf(const char* text) {
    auto document = base::Json::parse(text);
    if (!document) qFatal("%s", document.error().message.c_str());
    auto made = recipe::parse(*document);
    if (!made) qFatal("%s", made.error().message.c_str());
    return *made;
}

inline constexpr const char* kPlain = R"({"version": 1, "id": "plain", "outputs": [
    {"container": "mp4", "video": {"codec": "h264", "quality": 18, "preset": "fastest"}}]})";
inline constexpr const char* kLadder =
    R"({"version": 1, "id": "ladder", "measures": [{"id": "luma", "per_frame": true}, {"id": "change"}],
    "filters": [{"id": "adjust", "params": {"contrast": 1.1}}], "outputs": [
    {"container": "mp4", "video": {"codec": "h264", "preset": "fastest"}},
    {"container": "mkv", "filters": [{"id": "resize", "params": {"width": 80}}], "video": {"codec": "h264", "preset": "fastest"}}]})";

class Watcher : public pipeline::RunObserver {
public:
    void progress(const api::Progress& progress) override {
        last = progress;
        ++told;
        if (onProgress) onProgress();
    }
    void log(std::string_view line) override { lines.emplace_back(line); }

    api::Progress last;
    int told = 0;
    std::vector<std::string> lines;
    std::function<void()> onProgress;
};

inline const api::FateNote* find(const api::Report& report, std::string_view subject) {
    const auto found = std::ranges::find(report.notes, subject, &api::FateNote::subject);
    return found == report.notes.end() ? nullptr : &*found;
}

inline std::vector<frame::Frame> pictures(const fs::path& path) {
    auto read = testing::readPictures(path);
    if (!read) qFatal("%s", read.error().message.c_str());
    return std::move(*read);
}

inline std::vector<double> times(const std::vector<frame::Frame>& frames) {
    std::vector<double> all;
    for (const frame::Frame& frame : frames) all.push_back(frame.info().timeSeconds());
    return all;
}

/// A fresh folder a test: clips in it, outputs in out/.
class RunFixture {
protected:
    RunFixture() : m_host(filter::createHost()), m_lane(*m_host, *m_host) {}

    void startAfresh() {
        m_folder = std::make_unique<QTemporaryDir>();
        m_watcher = {};
    }
    [[nodiscard]] fs::path clip(const char* name, const testing::ClipOptions& options) const {
        const fs::path path = m_folder->filePath(name).toStdString();
        if (base::Status status = testing::makeClip(path, options); !status)
            qFatal("%s", status.error().message.c_str());
        return path;
    }
    [[nodiscard]] fs::path out(const char* name) const {
        return fs::path(m_folder->filePath("out").toStdString()) / name;
    }
    /// Everything in the output folder, hidden files of unfinished outputs too.
    [[nodiscard]] QStringList made() const {
        return QDir(m_folder->filePath("out")).entryList(QDir::Files | QDir::Hidden | QDir::NoDotAndDotDot, QDir::Name);
    }
    [[nodiscard]] static pipeline::RunRequest requestFor(const recipe::Recipe& recipe, const fs::path& input,
                                                         std::vector<fs::path> outputs) {
        pipeline::RunRequest request;
        request.input = input;
        request.recipe = recipe;
        request.outputs = std::move(outputs);
        request.threads = 2;
        return request;
    }
    pipeline::RunResult run(const pipeline::RunRequest& request, std::stop_token stop = {}) {
        return pipeline::run(request, m_lane, m_watcher, std::move(stop));
    }
    pipeline::RunResult run(const recipe::Recipe& recipe, const fs::path& input, std::vector<fs::path> outputs,
                            pipeline::Schedule schedule = pipeline::Schedule::Auto, std::stop_token stop = {}) {
        pipeline::RunRequest request = requestFor(recipe, input, std::move(outputs));
        request.schedule = schedule;
        return run(request, std::move(stop));
    }

    std::unique_ptr<device::Device> m_host;
    pipeline::Lane m_lane;
    std::unique_ptr<QTemporaryDir> m_folder;
    Watcher m_watcher;
};

}  // namespace fotograma::tests

#define VERIFY_DONE(result) QVERIFY2(!(result).error, (result).error ? (result).error->message.c_str() : "")
