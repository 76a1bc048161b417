/// The recipe editor's page: filters, outputs and source as cards and forms, checked as they change, beside a preview.
///
/// Thread   Qt thread.
#pragma once

#include <QTimer>

#include "ui/page.h"
#include "ui/recipe/recipe_document.h"
#include "ui/workspace.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QSplitter;
class QTabWidget;
class QToolBar;

namespace fotograma::ui {

class ChainEditor;
class ExplainView;
class OutputsEditor;
class PreviewPane;
class SourceEditor;

class RecipePage : public Page {
    Q_OBJECT

public:
    RecipePage(Workspace& workspace, QWidget* parent);

    void restore(const QSettings& settings) override;
    void save(QSettings& settings) const override;
    [[nodiscard]] RecipeDocument& document() { return m_document; }
    [[nodiscard]] PreviewPane& preview() { return *m_preview; }
    /// What the service says of the recipe; empty while it is right.
    [[nodiscard]] const QString& complaint() const { return m_complaint; }

private:
    [[nodiscard]] QToolBar* makeToolBar();
    [[nodiscard]] QWidget* makeEditor();
    void connectParts();

    void load(const api::Json& recipe);
    void loadChosen();
    void fillRecipes();
    void showDocument();
    void checkNow();
    void showCheck(const base::Result<api::CheckReply>& reply);
    void saveRecipe();
    void removeRecipe();
    void importRecipe(const QString& file);
    void exportRecipe(const QString& file);
    void useInQueue();
    void showCuts();
    [[nodiscard]] api::Json savedForm() const;

    Workspace& m_workspace;
    RecipeDocument m_document;
    QTimer m_checkSoon;
    int m_checks = 0;  ///< Replies of earlier ones are passed over.
    QString m_complaint;

    QComboBox* m_recipes;
    QLineEdit* m_title;
    QLabel* m_checkIcon;
    QLabel* m_checkText;
    QTabWidget* m_tabs;
    ChainEditor* m_chain;
    OutputsEditor* m_outputs;
    SourceEditor* m_source;
    ExplainView* m_explain;
    PreviewPane* m_preview;
    QSplitter* m_splitter;
    QAction* m_remove;
};

}  // namespace fotograma::ui
