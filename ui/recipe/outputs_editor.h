/// The files a recipe makes, each behind a tab: name, container, pictures, own filters, sound and subtitles.
///
/// Thread   Qt thread.
#pragma once

#include <QWidget>
#include <vector>

#include "engine/api/types.h"

class QLabel;
class QTabBar;
class QToolButton;

namespace fotograma::ui {

class ChainEditor;
class ParamForm;
class RecipeDocument;
class RuleList;

class OutputsEditor : public QWidget {
    Q_OBJECT

public:
    explicit OutputsEditor(RecipeDocument& document, QWidget* parent = nullptr);

    void setOperations(const std::vector<api::OperationInfo>& operations);
    [[nodiscard]] int current() const;

signals:
    void currentChanged(int output);

private:
    [[nodiscard]] QWidget* makeBody();
    void refresh();
    void showOutput();
    void makeChain();
    void set(const std::string& member, const api::Json& value, const QString& mergeKey);
    void setVideo(const std::string& member, const api::Json& value);

    RecipeDocument& m_document;
    std::vector<api::OperationInfo> m_operations;
    QTabBar* m_tabs;
    QToolButton* m_remove;
    QLabel* m_empty;
    QWidget* m_body;
    QWidget* m_chainPlace;
    ChainEditor* m_chain = nullptr;
    int m_chainOf = -1;
    ParamForm* m_file;
    ParamForm* m_video;
    RuleList* m_sound;
    RuleList* m_subtitles;
};

}  // namespace fotograma::ui
