#include "ui/queue/batch_bar.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QToolButton>
#include <algorithm>

#include "ui/choice_box.h"
#include "ui/engine_words.h"
#include "ui/icons.h"
#include "ui/words.h"

namespace fotograma::ui {

BatchBar::BatchBar(QWidget* parent)
    : QWidget(parent),
      m_recipe(new ChoiceBox(this)),
      m_sentence(new QLabel(this)),
      m_folder(new QLineEdit(this)),
      m_browse(new QToolButton(this)) {
    setObjectName(QStringLiteral("batchBar"));
    auto* recipeLabel = new QLabel(tr("&Recipe"), this);
    recipeLabel->setBuddy(m_recipe);
    recipeLabel->setObjectName(QStringLiteral("fieldLabel"));
    m_recipe->setObjectName(QStringLiteral("recipe"));
    m_recipe->setMinimumContentsLength(24);
    m_recipe->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_recipe->setAccessibleName(tr("Recipe for the files added next"));
    m_sentence->setObjectName(QStringLiteral("muted"));
    m_sentence->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);

    auto* folderLabel = new QLabel(tr("&Output folder"), this);
    folderLabel->setBuddy(m_folder);
    folderLabel->setObjectName(QStringLiteral("fieldLabel"));
    m_folder->setObjectName(QStringLiteral("outputFolder"));
    m_folder->setAccessibleName(tr("Output folder for the files added next"));
    m_browse->setIcon(icon(Glyph::Folder));
    m_browse->setText(tr("Choose…"));
    m_browse->setIconSize(QSize(22, 16));
    m_browse->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_browse->setAccessibleName(tr("Choose the output folder"));

    auto* layout = new QGridLayout(this);
    layout->setContentsMargins(16, 2, 16, 12);
    layout->setHorizontalSpacing(12);
    layout->setVerticalSpacing(4);
    auto* edit = new QToolButton(this);
    edit->setIcon(icon(Glyph::Edit));
    edit->setToolTip(tr("Open this recipe in the editor"));
    edit->setAccessibleName(tr("Open this recipe in the editor"));
    connect(edit, &QToolButton::clicked, this, &BatchBar::editAsked);
    layout->addWidget(recipeLabel, 0, 0);
    layout->addWidget(m_recipe, 1, 0);
    layout->addWidget(edit, 1, 1);
    layout->addWidget(folderLabel, 0, 2);
    layout->addWidget(m_folder, 1, 2);
    layout->addWidget(m_browse, 1, 3);
    layout->addWidget(m_sentence, 2, 0, 1, 4);
    layout->setColumnStretch(0, 2);
    layout->setColumnStretch(2, 5);

    connect(m_recipe, &QComboBox::currentIndexChanged, this, [this] {
        explainRecipe();
        emit changed();
    });
    connect(m_folder, &QLineEdit::editingFinished, this, &BatchBar::changed);
    connect(m_folder, &QLineEdit::returnPressed, m_folder, &QWidget::clearFocus);
    connect(m_browse, &QToolButton::clicked, this, &BatchBar::browse);
}

void BatchBar::setRecipes(std::vector<api::RecipeInfo> recipes) {
    const QString wanted = recipeId();
    m_recipes = std::move(recipes);
    m_recipes.insert(m_recipes.end(), m_own.begin(), m_own.end());
    {
        const QSignalBlocker quiet(m_recipe);
        m_recipe->clear();
        for (const api::RecipeInfo& info : m_recipes) {
            m_recipe->addItem(info.title.empty() ? toQt(info.id) : engineText(info.title), toQt(info.id));
            m_recipe->setItemData(m_recipe->count() - 1, engineText(info.sentence), Qt::ToolTipRole);
        }
    }
    chooseRecipe(wanted);
    explainRecipe();
    emit recipesArrived();
}

const api::RecipeInfo* BatchBar::recipe() const {
    const int row = m_recipe->currentIndex();
    return row < 0 ? nullptr : &m_recipes[static_cast<std::size_t>(row)];
}

bool BatchBar::chooseRecipe(const QString& id) {
    if (m_recipes.empty()) {
        m_wantedRecipe = id;
        return true;
    }
    const int row = m_recipe->findData(id);
    if (row >= 0) m_recipe->setCurrentIndex(row);
    return row >= 0;
}

void BatchBar::addRecipe(const api::Json& document, const QString& fallbackTitle) {
    api::RecipeInfo info;
    info.recipe = document;
    info.id = document["id"].asString().empty() ? fallbackTitle.toStdString() : document["id"].asString();
    info.title = document["title"].asString().empty() ? fallbackTitle.toStdString() : document["title"].asString();
    info.sentence = document["description"].asString();
    info.builtIn = false;
    // A second one of that name replaces the first; one that is saved keeps its name.
    std::erase_if(m_own, [&](const api::RecipeInfo& own) { return own.id == info.id; });
    std::vector<api::RecipeInfo> saved = m_recipes;
    std::erase_if(saved, [&](const api::RecipeInfo& one) {
        return std::ranges::any_of(m_own, [&](const auto& own) { return own.id == one.id; }) || one.id == info.id;
    });
    info.title += tr(" (not saved)").toStdString();
    m_own.push_back(info);
    setRecipes(std::move(saved));
    chooseRecipe(toQt(info.id));
}

void BatchBar::addLook(const QString& file) {
    const api::RecipeInfo* chosen = recipe();
    if (!chosen) return;
    api::Json document = chosen->recipe;
    api::Json filters = document["filters"].isArray() ? document["filters"] : api::Json::array();
    filters.append(
        api::Json::object().set("id", "lut3d").set("params", api::Json::object().set("file", file.toStdString())));
    document.set("filters", std::move(filters));
    const QString look = QFileInfo(file).completeBaseName();
    QString id = toQt(chosen->id) + QLatin1Char('-') + look.toLower();
    for (QChar& letter : id)
        if (!(letter.unicode() < 128 && (letter.isLetterOrNumber() || letter == u'-' || letter == u'_'))) letter = u'-';
    document.set("id", id.left(64).toStdString());
    document.set("title", tr("%1 with the look %2").arg(toQt(document["title"].asString()), look).toStdString());
    addRecipe(document, look);
}

QString BatchBar::recipeId() const {
    const api::RecipeInfo* chosen = recipe();
    return chosen ? toQt(chosen->id) : m_wantedRecipe;
}

void BatchBar::setOutputFolder(const QString& folder) { m_folder->setText(QDir::toNativeSeparators(folder)); }

QString BatchBar::outputFolder() const {
    const QString text = m_folder->text().trimmed();
    return text.isEmpty() ? QString() : QDir::cleanPath(QDir::fromNativeSeparators(text));
}

void BatchBar::setPlace(const QString& server) {
    m_browse->hide();
    m_folder->setToolTip(tr("A folder of %1; open a result to fetch it to this computer").arg(server));
}

void BatchBar::browse() {
    const QString folder = QFileDialog::getExistingDirectory(this, tr("Output folder"), outputFolder());
    if (folder.isEmpty()) return;
    setOutputFolder(folder);
    emit changed();
}

void BatchBar::explainRecipe() {
    const api::RecipeInfo* chosen = recipe();
    if (!chosen) return;
    const bool makesFiles = !chosen->recipe["outputs"].items().empty();
    m_folder->setEnabled(makesFiles);
    m_browse->setEnabled(makesFiles);
    QString sentence = engineText(chosen->sentence);
    if (!makesFiles) sentence += QLatin1Char(' ') + tr("It measures only, and makes no files.");
    m_sentence->setText(sentence);
}

}  // namespace fotograma::ui
