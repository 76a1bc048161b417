/// One parameter of a form: the fitting controls for its kind, in one row of a grid.
///
/// Thread   Qt thread.
#pragma once

#include <QObject>

#include "engine/api/types.h"

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QGridLayout;
class QLabel;
class QLineEdit;
class QSlider;
class QToolButton;

namespace fotograma::ui {

class ParamRow : public QObject {
    Q_OBJECT

public:
    ParamRow(api::ParameterInfo info, QGridLayout& grid, int row, QWidget* form);

    [[nodiscard]] const api::ParameterInfo& info() const { return m_info; }
    /// Null shows the default. Tells nobody.
    void show(const api::Json& value);

signals:
    void edited(const fotograma::api::Json& value);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void makeNumber(QGridLayout& grid, int row, QWidget* form);
    void makeChoice(QGridLayout& grid, int row, QWidget* form);
    void makeText(QGridLayout& grid, int row, QWidget* form);
    void name(QWidget* control);
    void tell(const api::Json& value);
    void chooseFile();
    [[nodiscard]] bool isUnset(double value) const;
    [[nodiscard]] double step() const;
    [[nodiscard]] double valueAt(int slider) const;
    [[nodiscard]] int sliderAt(double value) const;

    api::ParameterInfo m_info;
    bool m_isShowing = false;
    QLabel* m_label = nullptr;
    QSlider* m_slider = nullptr;
    QDoubleSpinBox* m_spin = nullptr;
    QComboBox* m_choice = nullptr;
    QCheckBox* m_check = nullptr;
    QLineEdit* m_text = nullptr;
    QToolButton* m_reset = nullptr;
};

}  // namespace fotograma::ui
