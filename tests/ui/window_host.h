/// A Host for tests of the window: a scripted service with three recipes, and a folder of its own.
///
/// Thread   Qt thread.
#pragma once

#include <QApplication>
#include <QDir>
#include <QDropEvent>
#include <QFile>
#include <QMimeData>
#include <QTemporaryDir>
#include <QUrl>
#include <QWidget>

#include "tests/support/fake_service.h"
#include "ui/host.h"

namespace fotograma::test {

inline api::RecipeInfo makeRecipe(const char* id, const char* title, bool makesFiles) {
    api::Json document = api::Json::object().set("version", 1).set("id", id).set("title", title);
    document.set("filters",
                 api::Json::array().append(
                     api::Json::object().set("id", "resize").set("params", api::Json::object().set("width", 1280))));
    document.set("outputs", api::Json::array());
    if (makesFiles)
        document.set("outputs", api::Json::array().append(
                                    api::Json::object()
                                        .set("container", "mp4")
                                        .set("video", api::Json::object().set("codec", "h264").set("quality", 22))));
    return {.id = id, .title = title, .sentence = "For the test.", .recipe = document};
}

class WindowHost : public ui::Host {
public:
    WindowHost() : m_service(std::make_shared<FakeService>()) {
        m_service->setRecipes({makeRecipe("web-1080p", "Web 1080p", true), makeRecipe("web-720p", "Web 720p", true),
                               makeRecipe("analyze", "Analyse", false)});
    }
    std::shared_ptr<api::Service> service() override { return m_service; }
    [[nodiscard]] std::filesystem::path settingsFile() const override {
        return path(QStringLiteral("desktop.ini")).toStdString();
    }
    [[nodiscard]] std::filesystem::path defaultOutputFolder() const override { return "/videos/fotograma"; }
    FakeService& fake() { return *m_service; }
    [[nodiscard]] QString path(const QString& name) const { return m_folder.filePath(name); }
    /// A file with that content, folders made as needed.
    QString write(const QString& name, const QByteArray& content = {}) const {
        QDir().mkpath(QFileInfo(path(name)).absolutePath());
        QFile file(path(name));
        return file.open(QIODevice::WriteOnly) && file.write(content) == content.size() ? path(name) : QString();
    }

private:
    QTemporaryDir m_folder;
    std::shared_ptr<FakeService> m_service;
};

/// Drops files on a widget as a file manager does; false when it does not take them.
inline bool dropFiles(QWidget& target, const QStringList& paths) {
    QMimeData mime;
    QList<QUrl> urls;
    for (const QString& path : paths) urls << QUrl::fromLocalFile(path);
    mime.setUrls(urls);
    const QPoint at = target.rect().center();
    QDragEnterEvent enter(at, Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&target, &enter);
    if (!enter.isAccepted()) return false;
    QDropEvent event(at, Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&target, &event);
    return event.isAccepted();
}

}  // namespace fotograma::test
