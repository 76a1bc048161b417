/// A line of text that is cut with an ellipsis, never with a wider window.
///
/// Thread   Qt thread.
#pragma once

#include <QLabel>

namespace fotograma::ui {

class ElidedLabel : public QLabel {
    Q_OBJECT

public:
    explicit ElidedLabel(QWidget* parent = nullptr);

    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
};

}  // namespace fotograma::ui
