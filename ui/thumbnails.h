/// Small pictures of files, asked for when somebody paints one and kept within a limit.
///
/// Cost     two requests under way at most, the newest wish first; wishes that were scrolled past are dropped. Kept
///          pictures take 32 MB at most.
/// Thread   Qt thread.
#pragma once

#include <QCache>
#include <QImage>
#include <QObject>
#include <QPixmap>
#include <QSet>
#include <deque>

#include "ui/service_bridge.h"

namespace fotograma::ui {

class Thumbnails : public QObject {
    Q_OBJECT

public:
    explicit Thumbnails(ServiceBridge& bridge, QObject* parent = nullptr);

    /// The picture of a file, at a share of its length, to fit a box of so many device pixels. Null until it is known
    /// (then arrived() comes), and for files that have none.
    QPixmap picture(const QString& file, QSize box, double share = 0.1);
    [[nodiscard]] int underWay() const { return static_cast<int>(m_asked.size()); }

signals:
    void arrived();

private:
    struct Wish {
        QString key;
        QString file;
        QSize box;
        double share;
    };

    void askNext();
    void keep(const QString& key, const base::Result<api::Preview>& preview);

    ServiceBridge& m_bridge;
    QCache<QString, QPixmap> m_kept;  ///< A null one: the file has no picture.
    std::deque<Wish> m_wishes;        ///< The newest last.
    QSet<QString> m_asked;
};

/// The pixels of a preview; null when they cannot be read.
[[nodiscard]] QImage imageOf(const api::Preview& preview);

}  // namespace fotograma::ui
