/// Finds the media files among dropped files and folders, a slice at a time, so that the window never stands still.
///
/// Errors   folders that cannot be read are passed over; files that are no media are counted.
/// Thread   Qt thread.
#pragma once

#include <QDirIterator>
#include <QObject>
#include <QStringList>
#include <QTimer>
#include <memory>
#include <vector>

namespace fotograma::ui {

struct CollectedFile {
    QString path;            ///< Absolute.
    QString relativeFolder;  ///< Below the dropped folder, that folder's name first; empty for a file dropped itself.
};

class FileCollector : public QObject {
    Q_OBJECT

public:
    explicit FileCollector(QObject* parent = nullptr);

    /// Adds to the work under way; finished() comes once for all that was added meanwhile.
    void collect(const QStringList& paths);

    /// Told by the name alone: the engine looks inside later.
    [[nodiscard]] static bool looksLikeMedia(const QString& path);
    /// "Videos (*.mp4 *.mkv ...)" for file dialogs.
    [[nodiscard]] static QString dialogFilter();

signals:
    void finished(const std::vector<fotograma::ui::CollectedFile>& files, int skipped);

private:
    void step();
    bool advance();

    QStringList m_waiting;
    std::unique_ptr<QDirIterator> m_walk;
    QString m_root;  ///< The folder that contains the folder being walked.
    std::vector<CollectedFile> m_found;
    int m_skipped = 0;
    QTimer m_timer;
};

}  // namespace fotograma::ui
