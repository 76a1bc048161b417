/// Runs the real programs on real files: ours, and ffprobe as an outside opinion.
///
/// Errors   a QSKIP-able reason, or empty results; the tests judge.
/// Owner    each Program keeps its store and folders in a temporary folder of its own.
/// Thread   the test's.
#pragma once

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcessEnvironment>
#include <QString>
#include <QStringList>
#include <QTemporaryDir>

#include <optional>

namespace fotograma::tests {

/// The folder of real media, or empty with the reason.
QString mediaFolder(QString& reason);

struct Finished {
    bool ended = false;  ///< False: killed after the time limit.
    bool crashed = false;
    int exitCode = -1;
    double seconds = 0.0;
    QByteArray out;
    QByteArray err;
    QList<QJsonObject> lines;  ///< Of out.
    bool onlyJson = true;      ///< Every line of out was one JSON object.

    /// The "finished" line of an input, or an empty object.
    [[nodiscard]] QJsonObject finishedLine(const QString& input) const;
};

class Program {
public:
    Program();
    [[nodiscard]] Finished run(const QStringList& arguments, int limitMs, const QProcessEnvironment& extra = {}) const;
    [[nodiscard]] QString folder() const { return m_folder.path(); }

private:
    QTemporaryDir m_folder;
    QString m_program;
};

/// ffprobe's view of a file; empty when it cannot read it.
QJsonObject ffprobe(const QString& file, const QStringList& options);

enum class Listen { PictureOnly, PictureAndSound };

/// What `ffmpeg -v error` complains about while it decodes the file; empty when it does so cleanly.
QByteArray decodeComplaints(const QString& file, Listen listen);

}  // namespace fotograma::tests
