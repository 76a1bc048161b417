// How the recipe page keeps a recipe: saved, removed, taken in from a file, written to one, handed to the queue.
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>

#include "ui/error_words.h"
#include "ui/recipe/recipe_page.h"
#include "ui/words.h"

namespace fotograma::ui {

using api::Json;

namespace {

constexpr qint64 kMostBytes = 4'000'000;  // of a recipe file

/// What the schema takes for an id, made from a title.
std::string idFrom(const QString& title) {
    QString id = title.toLower().normalized(QString::NormalizationForm_KD);
    QString kept;
    for (const QChar letter : id) {
        if (letter.unicode() < 128 && (letter.isLetterOrNumber() || letter == u'_'))
            kept += letter;
        else if (!letter.isMark() && !kept.isEmpty() && !kept.endsWith(u'-'))
            kept += u'-';
    }
    while (kept.endsWith(u'-')) kept.chop(1);
    return kept.isEmpty() ? "recipe" : kept.left(64).toStdString();
}

}  // namespace

/// With an id of its own: one that comes with the program is never replaced.
Json RecipePage::savedForm() const {
    Json document = m_document.effective();
    const api::RecipeInfo* known = m_workspace.recipe(m_document.text("id"));
    QString title = m_document.text("title").trimmed();
    if (title.isEmpty()) title = tr("My recipe");
    if (known && known->builtIn && title == toQt(known->title)) title = tr("%1 (mine)").arg(title);
    document.set("title", title.toStdString());
    if (!known || known->builtIn) document.set("id", idFrom(title));
    return document;
}

void RecipePage::saveRecipe() {
    const Json document = savedForm();
    const api::RecipeInfo* same = m_workspace.recipe(toQt(document["id"].asString()));
    const bool mayReplace = same && !same->builtIn && same->id == m_document.text("id").toStdString();
    m_workspace.bridge().saveRecipe(
        {.recipe = document, .mayReplace = mayReplace}, this, [this](base::Result<api::RecipeInfo> saved) {
            if (!saved) return m_workspace.say(MessageBar::Tone::Problem, errorText(saved.error()));
            m_workspace.say(MessageBar::Tone::Note, tr("The recipe %1 was saved.").arg(toQt(saved->title)));
            load(saved->recipe);
            m_workspace.askForRecipes();
        });
}

void RecipePage::removeRecipe() {
    m_workspace.bridge().removeRecipe(
        m_document.text("id").toStdString(), this, [this](base::Result<api::RecipeInfo> gone) {
            if (!gone) return m_workspace.say(MessageBar::Tone::Problem, errorText(gone.error()));
            // It is still in the editor: saving brings it back.
            m_workspace.say(
                MessageBar::Tone::Note,
                tr("The recipe %1 was deleted. It is still open here: save it to keep it.").arg(toQt(gone->title)));
            m_workspace.askForRecipes();
        });
}

void RecipePage::importRecipe(const QString& path) {
    if (path.isEmpty()) return;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly) || file.size() > kMostBytes)
        return m_workspace.say(MessageBar::Tone::Problem,
                               tr("%1 cannot be read as a recipe.").arg(QFileInfo(path).fileName()));
    const auto document = Json::parse(file.readAll().toStdString());
    if (!document)
        return m_workspace.say(MessageBar::Tone::Problem,
                               QStringLiteral("%1: %2").arg(QFileInfo(path).fileName(), errorText(document.error())));
    load(*document);
}

void RecipePage::exportRecipe(const QString& path) {
    if (path.isEmpty()) return;
    QSaveFile file(path);
    const QByteArray text = QByteArray::fromStdString(savedForm().dump(2)) + '\n';
    if (file.open(QIODevice::WriteOnly) && file.write(text) == text.size() && file.commit())
        m_workspace.say(MessageBar::Tone::Note, tr("The recipe was written to %1.").arg(QFileInfo(path).fileName()));
    else
        m_workspace.say(MessageBar::Tone::Problem, tr("%1 cannot be written: %2.").arg(path, file.errorString()));
}

void RecipePage::useInQueue() {
    if (!m_complaint.isEmpty()) return m_workspace.say(MessageBar::Tone::Problem, m_complaint);
    const api::RecipeInfo* known = m_workspace.recipe(m_document.text("id"));
    m_workspace.open(QStringLiteral("queue"));
    if (known && known->recipe == m_document.effective())
        emit m_workspace.batchChosen(toQt(known->id), {});
    else
        emit m_workspace.recipeMade(savedForm());
}

}  // namespace fotograma::ui
