/// A form made from a parameter table: sliders with units, fields, choices, files, and the way back to the default.
///
/// Thread   Qt thread.
#pragma once

#include <QWidget>
#include <vector>

#include "engine/api/types.h"

class QGridLayout;

namespace fotograma::ui {

class ParamRow;

class ParamForm : public QWidget {
    Q_OBJECT

public:
    ParamForm(const std::vector<api::ParameterInfo>& parameters, QWidget* parent = nullptr);

    /// Shows the values of an object; what is absent shows its default. Tells nobody.
    void setValues(const api::Json& values);

signals:
    /// A person set a parameter; null: back to its default. The key is the same while a slider is dragged.
    void edited(const std::string& id, const fotograma::api::Json& value);

private:
    std::vector<ParamRow*> m_rows;
};

}  // namespace fotograma::ui
