#include "tests/measures/made_clips.h"

#include <QProcess>
#include <QStandardPaths>

namespace fotograma::tests {
namespace {

constexpr int kLimitMs = 120'000;

QProcess& finished(QProcess& process, const QStringList& arguments) {
    process.start(QStringLiteral("ffmpeg"), QStringList{"-hide_banner", "-nostdin", "-y"} + arguments);
    if (!process.waitForFinished(kLimitMs)) qFatal("ffmpeg does not end");
    return process;
}

}  // namespace

QString MadeClips::whyNot() {
    return QStandardPaths::findExecutable(QStringLiteral("ffmpeg")).isEmpty()
               ? QStringLiteral("the program ffmpeg is not installed")
               : QString();
}

fs::path MadeClips::make(const QString& name, const QStringList& arguments) const {
    const QString path = m_folder->filePath(name);
    QProcess process;
    if (finished(process, arguments + QStringList{path}).exitCode() != 0)
        qFatal("%s", process.readAllStandardError().constData());
    return path.toStdString();
}

QString MadeClips::said(const QStringList& arguments) {
    QProcess process;
    return QString::fromUtf8(finished(process, arguments).readAllStandardError());
}

api::Report MadeClips::measured(const fs::path& clip, const std::string& measures) {
    std::string list;
    for (const QString& id : QString::fromStdString(measures).split(QLatin1Char(',')))
        list += (list.empty() ? R"({"id": ")" : R"(, {"id": ")") + id.toStdString() + R"("})";
    const auto recipe = recipeOf((R"({"version": 1, "id": "measured", "measures": [)" + list + "]}").c_str());
    pipeline::RunResult result = run(recipe, clip, {});
    if (result.error) qFatal("%s", result.error->message.c_str());
    return std::move(result.report);
}

}  // namespace fotograma::tests
