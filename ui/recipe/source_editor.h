/// Which part of the source is used, and what is measured.
///
/// Thread   Qt thread.
#pragma once

#include <QWidget>
#include <vector>

#include "engine/api/types.h"

class QListWidget;
class QPushButton;

namespace fotograma::ui {

class ParamForm;
class RecipeDocument;

class SourceEditor : public QWidget {
    Q_OBJECT

public:
    explicit SourceEditor(RecipeDocument& document, QWidget* parent = nullptr);

    void setOperations(const std::vector<api::OperationInfo>& operations);

private:
    void refresh();
    void addMeasure(const std::string& id);
    void removeMeasure();

    RecipeDocument& m_document;
    std::vector<api::OperationInfo> m_measures;
    ParamForm* m_input;
    QListWidget* m_list;
    QPushButton* m_add;
    QPushButton* m_remove;
};

}  // namespace fotograma::ui
