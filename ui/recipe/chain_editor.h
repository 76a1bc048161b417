/// A chain of filters as cards, in the order they run: added, removed, moved, passed over, each with its form.
///
/// Thread   Qt thread.
#pragma once

#include <QWidget>
#include <vector>

#include "engine/api/types.h"

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace fotograma::ui {

class FilterCard;
class RecipeDocument;

class ChainEditor : public QWidget {
    Q_OBJECT

public:
    /// Of the shared chain (RecipeDocument::kShared), or an output's own.
    ChainEditor(RecipeDocument& document, int output, QWidget* parent = nullptr);

    void setOperations(const std::vector<api::OperationInfo>& operations);
    void refresh();
    /// A filter with its defaults, behind the others.
    void add(const std::string& id, const api::Json& params = api::Json::object());
    void removeAt(int index);
    void move(int from, int to);
    void setBypassed(int index, bool isBypassed);
    [[nodiscard]] int count() const { return static_cast<int>(m_cards.size()); }

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragMoveEvent(QDragMoveEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    [[nodiscard]] const api::OperationInfo* operation(const std::string& id) const;
    void rebuild(const api::Json::Array& filters);
    void connectCard(FilterCard& card, int index);
    void setParameter(int index, const std::string& parameter, const api::Json& value);
    [[nodiscard]] int placeAt(int y) const;

    RecipeDocument& m_document;
    const int m_output;
    std::vector<api::OperationInfo> m_operations;  ///< Filters only.
    std::vector<FilterCard*> m_cards;
    QVBoxLayout* m_layout;
    QLabel* m_empty;
    QPushButton* m_add;
    int m_dropPlace = -1;
};

}  // namespace fotograma::ui
