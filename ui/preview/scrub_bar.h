/// A clip from end to end as small pictures, with its cuts, and the place that is shown.
///
/// Units    seconds.
/// Thread   Qt thread.
#pragma once

#include <QWidget>
#include <vector>

namespace fotograma::ui {

class Thumbnails;

class ScrubBar : public QWidget {
    Q_OBJECT

public:
    explicit ScrubBar(Thumbnails& thumbnails, QWidget* parent = nullptr);

    void setClip(const QString& file);
    void setDuration(double seconds);
    [[nodiscard]] double duration() const { return m_duration; }
    void setPosition(double seconds);
    [[nodiscard]] double position() const { return m_position; }
    /// Where scenes begin, from a report.
    void setCuts(const std::vector<double>& cuts);
    [[nodiscard]] QSize sizeHint() const override;

signals:
    /// A person moved it.
    void moved(double seconds);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void seek(double seconds);
    [[nodiscard]] double secondsAt(double x) const;

    Thumbnails& m_thumbnails;
    QString m_file;
    double m_duration = 0.0;
    double m_position = 0.0;
    std::vector<double> m_cuts;
};

}  // namespace fotograma::ui
