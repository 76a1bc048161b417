#include "ui/recipe/param_form.h"

#include <QGridLayout>

#include "ui/recipe/param_row.h"

namespace fotograma::ui {

ParamForm::ParamForm(const std::vector<api::ParameterInfo>& parameters, QWidget* parent) : QWidget(parent) {
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(6);
    grid->setColumnStretch(1, 1);
    for (const api::ParameterInfo& info : parameters) {
        auto* row = new ParamRow(info, *grid, static_cast<int>(m_rows.size()), this);
        connect(row, &ParamRow::edited, this, [this, id = info.id](const api::Json& value) { emit edited(id, value); });
        m_rows.push_back(row);
    }
}

void ParamForm::setValues(const api::Json& values) {
    for (ParamRow* row : m_rows) row->show(values[row->info().id]);
}

}  // namespace fotograma::ui
