/// A combo box with our own arrow: the style sheet could only take one from a picture file.
///
/// Thread   Qt thread.
#pragma once

#include <QComboBox>

namespace fotograma::ui {

class ChoiceBox : public QComboBox {
    Q_OBJECT

public:
    explicit ChoiceBox(QWidget* parent = nullptr);

protected:
    void paintEvent(QPaintEvent* event) override;
    /// Only when it has the focus: scrolling past must not change a choice.
    void wheelEvent(QWheelEvent* event) override;
};

}  // namespace fotograma::ui
