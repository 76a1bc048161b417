// fotograma-desktop: the window on an engine of its own, which shares the queue with every other fotograma program.
#include <QApplication>
#include <QCommandLineParser>
#include <QFileInfo>
#include <QMessageBox>
#include <QTimer>
#include <cstdio>

#include "app/composition.h"
#include "app/desktop_connections.h"
#include "app/desktop_serving.h"
#include "app/settings.h"
#include "engine/base/log.h"
#include "engine/base/platform.h"
#include "ui/language.h"
#include "ui/window_keeper.h"

namespace {

using namespace fotograma;

/// There is no window yet in which to say it.
int giveUp(const base::Error& error) {
    std::fprintf(stderr, "fotograma-desktop: %s\n", error.message.c_str());
    QMessageBox::critical(nullptr, QCoreApplication::translate("main", "Fotograma cannot start"),
                          QString::fromStdString(error.message));
    return base::traits(error.code).exitCode;
}

struct Request {
    QStringList files;
    QString recipe;
    QString outputFolder;
};

Request parse(const QApplication& application) {
    QCommandLineParser parser;
    parser.setApplicationDescription(QCoreApplication::translate(
        "main", "Processes piles of video. Files and folders given here are added to the queue."));
    const QCommandLineOption recipe({"r", "recipe"}, QCoreApplication::translate("main", "Recipe for them, by its id."),
                                    QStringLiteral("id"));
    const QCommandLineOption output({"o", "output"}, QCoreApplication::translate("main", "Folder for what is made."),
                                    QStringLiteral("folder"));
    parser.addOptions({recipe, output});
    parser.addPositionalArgument(QStringLiteral("files"), QCoreApplication::translate("main", "Videos and folders."),
                                 QStringLiteral("[FILE...]"));
    parser.addHelpOption();
    parser.addVersionOption();
    parser.process(application);
    Request request{.files = {}, .recipe = parser.value(recipe), .outputFolder = {}};
    for (const QString& file : parser.positionalArguments()) request.files << QFileInfo(file).absoluteFilePath();
    if (parser.isSet(output)) request.outputFolder = QFileInfo(parser.value(output)).absoluteFilePath();
    return request;
}

/// A line for whoever measures the start (bench/window_bench.py): jobs and recipes are there, and painted.
void tellWhenUsable(ui::MainWindow& window) {
    if (base::logLevel() > base::LogLevel::Info) return;
    auto missing = std::make_shared<int>(2);
    const auto arrived = [&window, missing] {
        if (--*missing > 0) return;
        // A turn of the loop later, so that whatever else waited was answered, too.
        QTimer::singleShot(0, &window, [&window] {
            window.repaint();
            base::logInfo("window", "The queue is shown.");
        });
    };
    QObject::connect(&window.workspace().bridge(), &ui::ServiceBridge::snapshotArrived, &window, arrived,
                     Qt::SingleShotConnection);
    QObject::connect(&window.workspace(), &ui::Workspace::recipesChanged, &window, arrived, Qt::SingleShotConnection);
}

}  // namespace

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    QApplication::setApplicationName(QStringLiteral("fotograma-desktop"));
    QApplication::setApplicationDisplayName(QStringLiteral("Fotograma"));
    QApplication::setApplicationVersion(QStringLiteral(FOTOGRAMA_VERSION));
    QApplication::setDesktopFileName(QStringLiteral("fotograma-desktop"));
    ui::speak(application, app::windowFile());
    const Request request = parse(application);

    const auto settings = app::LoadedSettings::load({}, app::processEnvironment);
    if (!settings) return giveUp(settings.error());
    base::setLogLevel(settings->values().logLevel);
    const auto composition =
        app::Composition::create(settings->values(), app::StorePlace::Folder, service::Drains::SharedQueue);
    if (!composition) return giveUp(composition.error());

    const std::filesystem::path config = base::userFolders().config;
    app::DesktopServing serving(**composition, settings->values(), config / "serving.json");
    app::Program program{.composition = **composition, .settings = *settings, .serving = &serving};
    app::DesktopConnections connections(program, config / "servers.json");
    ui::WindowKeeper keeper(connections.thisComputer());
    ui::MainWindow& window = keeper.window();
    window.choose(request.recipe, request.outputFolder);
    window.show();
    tellWhenUsable(window);
    window.add(request.files);
    serving.begin();
    // A terminal's Ctrl-C closes the window as the user would, so that its state is saved and jobs stop in good order.
    base::onInterrupt([&application] {
        QMetaObject::invokeMethod(
            &application, [] { QApplication::quit(); }, Qt::QueuedConnection);
    });
    return QApplication::exec();
}
