/// Rules for tracks of one kind, the first that fits a track decides; added, removed and moved.
///
/// Thread   Qt thread.
#pragma once

#include <QWidget>
#include <vector>

#include "engine/api/types.h"

class QVBoxLayout;

namespace fotograma::ui {

class ParamForm;

class RuleList : public QWidget {
    Q_OBJECT

public:
    RuleList(const QString& title, std::vector<api::ParameterInfo> table, QWidget* parent = nullptr);

    void show(const api::Json& rules);
    using QWidget::show;

signals:
    void edited(const fotograma::api::Json& rules, const QString& mergeKey);

private:
    void rebuild();
    void addCard(std::size_t index);

    std::vector<api::ParameterInfo> m_table;
    api::Json::Array m_rules;
    std::vector<ParamForm*> m_forms;
    QVBoxLayout* m_cards;
};

}  // namespace fotograma::ui
