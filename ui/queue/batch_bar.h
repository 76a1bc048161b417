/// The choices for what is added next: recipe and output folder.
///
/// Thread   Qt thread.
#pragma once

#include <QWidget>
#include <vector>

#include "engine/api/types.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QToolButton;

namespace fotograma::ui {

class BatchBar : public QWidget {
    Q_OBJECT

public:
    explicit BatchBar(QWidget* parent = nullptr);

    void setRecipes(std::vector<api::RecipeInfo> recipes);
    /// The chosen recipe, or null while none is known.
    [[nodiscard]] const api::RecipeInfo* recipe() const;
    /// Remembered until the recipes arrive. An unknown id leaves the choice as it is, and is false.
    bool chooseRecipe(const QString& id);
    [[nodiscard]] QString recipeId() const;

    /// Adds a recipe that is not saved, and chooses it.
    void addRecipe(const api::Json& document, const QString& fallbackTitle);
    /// The chosen recipe with a look (a .cube file) behind its filters, as a recipe that is not saved.
    void addLook(const QString& file);

    void setOutputFolder(const QString& folder);
    /// The output folder is one of that server: this computer's folders are no choice.
    void setPlace(const QString& server);
    [[nodiscard]] QString outputFolder() const;

signals:
    void changed();
    /// recipe() answers from now on.
    void recipesArrived();
    /// The chosen recipe is to be opened in the editor.
    void editAsked();

private:
    void browse();
    void explainRecipe();

    std::vector<api::RecipeInfo> m_recipes;
    std::vector<api::RecipeInfo> m_own;  ///< Not saved: from dropped files and the editor.
    QString m_wantedRecipe;
    QComboBox* m_recipe;
    QLabel* m_sentence;
    QLineEdit* m_folder;
    QToolButton* m_browse;
};

}  // namespace fotograma::ui
