#include "tests/media_files/program.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QProcess>

namespace fotograma::tests {

QString mediaFolder(QString& reason) {
    QString folder = qEnvironmentVariable("FOTOGRAMA_MEDIA");
    if (folder.isEmpty()) folder = qEnvironmentVariable("FOTOGRAMA_SOURCE_DIR") + QStringLiteral("/../shared/media");
    if (QFileInfo(folder).isDir()) return QDir(folder).canonicalPath();
    reason = QStringLiteral("no real media at %1 (set FOTOGRAMA_MEDIA)").arg(folder);
    return {};
}

QJsonObject Finished::finishedLine(const QString& input) const {
    for (const QJsonObject& line : lines) {
        if (line[QStringLiteral("type")] == QStringLiteral("finished") && line[QStringLiteral("input")] == input)
            return line;
    }
    return {};
}

Program::Program() : m_program(qEnvironmentVariable("FOTOGRAMA_PROGRAM")) {}

Finished Program::run(const QStringList& arguments, int limitMs, const QProcessEnvironment& extra) const {
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const char* name : {"XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR"})
        environment.insert(QString::fromLatin1(name),
                           folder() + QLatin1Char('/') + QString::fromLatin1(name).toLower());
    environment.insert(extra);
    process.setProcessEnvironment(environment);
    process.setWorkingDirectory(folder());
    QElapsedTimer timer;
    timer.start();
    process.start(m_program, arguments);
    Finished finished;
    finished.ended = process.waitForFinished(limitMs);
    if (!finished.ended) {
        process.kill();
        process.waitForFinished();
    }
    finished.seconds = static_cast<double>(timer.elapsed()) / 1000.0;
    finished.crashed = finished.ended && process.exitStatus() == QProcess::CrashExit;
    finished.exitCode = process.exitCode();
    finished.out = process.readAllStandardOutput();
    finished.err = process.readAllStandardError();
    for (const QByteArray& line : finished.out.split('\n')) {
        if (line.isEmpty()) continue;
        const QJsonDocument document = QJsonDocument::fromJson(line);
        finished.onlyJson = finished.onlyJson && document.isObject();
        if (document.isObject()) finished.lines.append(document.object());
    }
    return finished;
}

QJsonObject ffprobe(const QString& file, const QStringList& options) {
    QProcess process;
    process.start(QStringLiteral("ffprobe"), QStringList{QStringLiteral("-v"), QStringLiteral("error"),
                                                         QStringLiteral("-of"), QStringLiteral("json")} +
                                                 options + QStringList{QStringLiteral("file:") + file});
    process.waitForFinished(60000);
    return QJsonDocument::fromJson(process.readAllStandardOutput()).object();
}

QByteArray decodeComplaints(const QString& file, Listen listen) {
    QProcess process;
    QStringList arguments{QStringLiteral("-v"), QStringLiteral("error"),        QStringLiteral("-nostdin"),
                          QStringLiteral("-i"), QStringLiteral("file:") + file, QStringLiteral("-map"),
                          QStringLiteral("0:v")};
    if (listen == Listen::PictureAndSound) arguments << QStringLiteral("-map") << QStringLiteral("0:a?");
    // Frames of a variable rate keep their own times: by default ffmpeg rounds them to a fixed rate and then complains.
    arguments << QStringLiteral("-fps_mode") << QStringLiteral("passthrough") << QStringLiteral("-enc_time_base")
              << QStringLiteral("-1") << QStringLiteral("-f") << QStringLiteral("null") << QStringLiteral("-");
    process.start(QStringLiteral("ffmpeg"), arguments);
    if (!process.waitForFinished(120000)) return "ffmpeg did not end";
    QByteArray complaints;
    for (const QByteArray& line : process.readAllStandardError().split('\n')) {
        // Looking into the streams, ffmpeg decodes a little of the sound as well.
        const bool isSound = line.startsWith("[aac") || line.startsWith("[ac3");
        if (!line.isEmpty() && !(isSound && listen == Listen::PictureOnly)) complaints += line + '\n';
    }
    return complaints + (process.exitCode() == 0 ? QByteArray() : QByteArray("exit code not 0"));
}

}  // namespace fotograma::tests
