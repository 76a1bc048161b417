// How long a person waits for the picture after a change: the window's own preview, over a real engine.
//
//     fotograma-preview-bench CLIP [CHANGES]      one JSON object a row; no display needed
//
// Every change asks for a picture that was never made before, so no cache answers. Wall is from the change to the picture
// on the canvas; processor is of the whole process per change; held is the longest turn of the window's thread, in its own
// processor time.
#include <QApplication>
#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTimer>
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <functional>
#include <vector>

#include "app/composition.h"
#include "ui/host.h"
#include "ui/preview/preview_pane.h"

using namespace fotograma;
using api::Json;

namespace {

constexpr int kPatienceMs = 30'000;

class EngineHost : public ui::Host {
public:
    EngineHost(std::shared_ptr<api::Service> service, QString folder)
        : m_service(std::move(service)), m_folder(std::move(folder)) {}
    std::shared_ptr<api::Service> service() override { return m_service; }
    [[nodiscard]] std::filesystem::path settingsFile() const override {
        return (m_folder + QStringLiteral("/desktop.ini")).toStdString();
    }
    [[nodiscard]] std::filesystem::path defaultOutputFolder() const override { return m_folder.toStdString(); }

private:
    std::shared_ptr<api::Service> m_service;
    QString m_folder;
};

double milliseconds(clockid_t clock) {
    timespec now{};
    clock_gettime(clock, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) * 1e-6;
}

Json filter(const char* id, Json parameters) {
    return Json::object().set("id", id).set("params", std::move(parameters));
}

Json document(Json filters) {
    return Json::object()
        .set("version", 1)
        .set("id", "preview-bench")
        .set("title", "Bench")
        .set("measures", Json::array().append(Json::object().set("id", "luma")))
        .set("filters", std::move(filters))
        .set("outputs", Json::array());
}

struct Row {
    std::vector<double> wall;
    double processor = 0.0;
    double held = 0.0;

    [[nodiscard]] double at(double share) const {
        return wall.empty() ? NAN
                            : wall[static_cast<std::size_t>(std::lround(share * static_cast<double>(wall.size() - 1)))];
    }
};

/// Makes a change and turns the loop until its picture is there; false when it never came.
bool follow(ui::PreviewPane& pane, Row& row, const std::function<void()>& change) {
    const qint64 before = pane.canvas().after().cacheKey();
    const double processor = milliseconds(CLOCK_PROCESS_CPUTIME_ID);
    QTimer heart;  // so that waiting for events ends where none come
    heart.start(20);
    QElapsedTimer clock;
    clock.start();
    change();
    while (pane.canvas().after().cacheKey() == before) {
        if (clock.elapsed() > kPatienceMs) return false;
        const double turn = milliseconds(CLOCK_THREAD_CPUTIME_ID);
        QCoreApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents);
        row.held = std::max(row.held, milliseconds(CLOCK_THREAD_CPUTIME_ID) - turn);
    }
    row.wall.push_back(static_cast<double>(clock.nsecsElapsed()) * 1e-6);
    row.processor += milliseconds(CLOCK_PROCESS_CPUTIME_ID) - processor;
    // The picture before is asked for, too: what is left of this change is not the next one's.
    clock.start();
    while (clock.elapsed() < 60) QCoreApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents);
    return true;
}

bool measure(ui::PreviewPane& pane, const char* name, int changes, const std::function<void(double)>& change) {
    Row row;
    for (int i = 0; i < changes; ++i)
        if (!follow(pane, row, [&] { change(static_cast<double>(i + 1) / changes); })) {
            std::fprintf(stderr, "no picture came for: %s\n", name);
            return false;
        }
    std::ranges::sort(row.wall);
    std::printf(
        R"({"what": "%s", "changes": %d, "wall_p50_ms": %.1f, "wall_p95_ms": %.1f, "wall_max_ms": %.1f, "cpu_ms": %.1f, "held_ms": %.1f})"
        "\n",
        name, changes, row.at(0.5), row.at(0.95), row.at(1.0), row.processor / changes, row.held);
    std::fflush(stdout);
    return true;
}

}  // namespace

int main(int argc, char** argv) {
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() < 2) {
        std::fputs("usage: fotograma-preview-bench CLIP [CHANGES]\n", stderr);
        return 2;
    }
    const int changes = arguments.size() > 2 ? std::max(arguments[2].toInt(), 1) : 20;
    const QTemporaryDir folder;
    app::Settings settings;
    settings.storeFolder = folder.filePath(QStringLiteral("store")).toStdString();
    settings.recipeFolder = folder.filePath(QStringLiteral("recipes")).toStdString();
    settings.cacheFolder = folder.filePath(QStringLiteral("cache")).toStdString();
    const auto composition = app::Composition::create(settings, app::StorePlace::Folder, service::Drains::SharedQueue);
    if (!composition) {
        std::fprintf(stderr, "%s\n", composition.error().message.c_str());
        return 1;
    }
    EngineHost host((*composition)->service(), folder.path());
    ui::Workspace workspace(host);
    ui::PreviewPane pane(workspace);
    pane.resize(900, 620);
    pane.show();

    const auto look = [&](Json filters) {
        const Json made = document(std::move(filters));
        pane.setRecipe(made, made);
    };
    Row first;
    if (!follow(pane, first, [&] {
            look(Json::array());
            pane.setClip(arguments[1]);
        })) {
        std::fputs("no picture came of the clip\n", stderr);
        return 1;
    }
    std::printf(R"({"what": "first picture of a clip", "changes": 1, "wall_p50_ms": %.1f, "cpu_ms": %.1f})"
                "\n",
                first.wall.front(), first.processor);
    pane.seek(0.9);
    Row ignored;
    follow(pane, ignored, [&] { look(Json::array().append(filter("adjust", Json::object()))); });

    const auto adjust = [](double share) {
        return filter("adjust", Json::object().set("contrast", 0.8 + 0.4 * share));
    };
    const bool isDone =
        measure(pane, "adjust, a slider moves", changes, [&](double x) { look(Json::array().append(adjust(x))); }) &&
        measure(pane, "resize to 720p, adjust, sharpen; a slider moves", changes,
                [&](double x) {
                    look(Json::array()
                             .append(filter("resize", Json::object().set("width", 1280)))
                             .append(adjust(x))
                             .append(filter("sharpen", Json::object())));
                }) &&
        measure(pane, "adjust, the place in the clip moves", changes, [&](double x) { pane.seek(x); });
    return isDone ? 0 : 1;
}
