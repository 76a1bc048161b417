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

    void setOutputFolder(const QString& folder);
    [[nodiscard]] QString outputFolder() const;

signals:
    void changed();
    /// recipe() answers from now on.
    void recipesArrived();

private:
    void browse();
    void explainRecipe();

    std::vector<api::RecipeInfo> m_recipes;
    QString m_wantedRecipe;
    QComboBox* m_recipe;
    QLabel* m_sentence;
    QLineEdit* m_folder;
    QToolButton* m_browse;
};

}  // namespace fotograma::ui
