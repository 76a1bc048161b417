/// The picture before and after, one over the other with a split, side by side, or one of them; zoomed and moved.
///
/// Units    positions in device-independent pixels; the split as a share of the picture's width.
/// Thread   Qt thread.
#pragma once

#include <QImage>
#include <QWidget>

namespace fotograma::ui {

enum class Compare { After, Before, Split, SideBySide };

class PreviewCanvas : public QWidget {
    Q_OBJECT

public:
    explicit PreviewCanvas(QWidget* parent = nullptr);

    void setBefore(const QImage& image);
    void setAfter(const QImage& image);
    void setCompare(Compare compare);
    [[nodiscard]] Compare compare() const { return m_compare; }
    /// 0: the whole picture fits; else device pixels of the screen for one of the picture.
    void setZoom(double zoom);
    [[nodiscard]] double zoom() const { return m_zoom; }
    void setSplit(double share);
    [[nodiscard]] double split() const { return m_split; }
    /// Said in the middle while there is no picture, and below one that could not be made.
    void setSentence(const QString& sentence);
    /// The size that a fitting picture needs, in device pixels.
    [[nodiscard]] QSize wantedPixels() const;
    [[nodiscard]] const QImage& before() const { return m_before; }
    [[nodiscard]] const QImage& after() const { return m_after; }

signals:
    void zoomChanged(double zoom);
    void resized();

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    [[nodiscard]] QRectF placeOf(const QImage& image, const QRectF& area) const;
    [[nodiscard]] QRectF picturePlace() const;
    void paintSplit(QPainter& painter);
    void paintTag(QPainter& painter, const QString& text, const QRectF& area, Qt::Alignment corner) const;
    [[nodiscard]] bool isOnSplit(const QPointF& at) const;

    QImage m_before;
    QImage m_after;
    Compare m_compare = Compare::Split;
    double m_zoom = 0.0;
    double m_split = 0.5;
    QPointF m_offset;
    QString m_sentence;
    bool m_movesSplit = false;
    bool m_movesPicture = false;
    QPointF m_grabbed;
};

}  // namespace fotograma::ui
