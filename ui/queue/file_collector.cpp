#include "ui/queue/file_collector.h"

#include <QElapsedTimer>
#include <QFileInfo>
#include <QMimeDatabase>
#include <algorithm>
#include <utility>

namespace fotograma::ui {

namespace {

constexpr int kSliceMs = 8;  // half a frame of a 60 Hz screen

constexpr const char* kSuffixes[] = {"3g2", "3gp", "asf", "avi", "dv",   "f4v",  "flv", "ivf",  "m2t", "m2ts", "m2v",
                                     "m4v", "mkv", "mov", "mp4", "mpe",  "mpeg", "mpg", "mts",  "mxf", "nut",  "obu",
                                     "ogm", "ogv", "qt",  "rm",  "rmvb", "ts",   "vob", "webm", "wmv", "y4m"};

}  // namespace

FileCollector::FileCollector(QObject* parent) : QObject(parent) {
    m_timer.setInterval(0);  // whenever the event loop has nothing better to do
    connect(&m_timer, &QTimer::timeout, this, &FileCollector::step);
}

bool FileCollector::looksLikeMedia(const QString& path) {
    const QString suffix = QFileInfo(path).suffix().toLower();
    return std::ranges::any_of(kSuffixes, [&](const char* known) { return suffix == QLatin1String(known); });
}

QString FileCollector::dialogFilter() {
    QStringList patterns;
    for (const char* suffix : kSuffixes) patterns << QStringLiteral("*.") + QLatin1String(suffix);
    return tr("Videos (%1)").arg(patterns.join(QLatin1Char(' '))) + QStringLiteral(";;") + tr("All files (*)");
}

void FileCollector::collect(const QStringList& paths) {
    m_waiting += paths;
    m_timer.start();
}

void FileCollector::step() {
    QElapsedTimer slice;
    slice.start();
    while (slice.elapsed() < kSliceMs) {
        if (advance()) continue;
        m_timer.stop();
        std::ranges::sort(m_found, [](const auto& a, const auto& b) { return a.path < b.path; });
        emit finished(std::exchange(m_found, {}), std::exchange(m_skipped, 0));
        return;
    }
}

/// One file, or the start of one folder. False when all is done.
bool FileCollector::advance() {
    if (m_walk) {
        if (!m_walk->hasNext()) {
            m_walk.reset();
            return true;
        }
        const QString path = m_walk->next();
        if (!looksLikeMedia(path)) {
            ++m_skipped;
            return true;
        }
        const QString folder = m_walk->fileInfo().absolutePath();
        m_found.push_back({m_walk->fileInfo().absoluteFilePath(), folder.mid(m_root.size())});
        return true;
    }
    if (m_waiting.isEmpty()) return false;
    const QFileInfo info(m_waiting.takeFirst());
    if (info.isDir()) {
        m_root = info.absolutePath();
        if (!m_root.endsWith(QLatin1Char('/'))) m_root += QLatin1Char('/');
        m_walk = std::make_unique<QDirIterator>(info.absoluteFilePath(), QDir::Files | QDir::Readable,
                                                QDirIterator::Subdirectories);
    } else if (looksLikeMedia(info.fileName()) || QMimeDatabase()
                                                      .mimeTypeForFile(info, QMimeDatabase::MatchExtension)
                                                      .name()
                                                      .startsWith(QLatin1String("video/"))) {
        m_found.push_back({info.absoluteFilePath(), {}});
    } else {
        ++m_skipped;
    }
    return true;
}

}  // namespace fotograma::ui
