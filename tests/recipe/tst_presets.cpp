#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <set>

#include "engine/recipe/presets.h"
#include "engine/recipe/schema.h"

using namespace fotograma;

namespace {

void write(const QString& path, const QByteArray& text) {
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
        qFatal("cannot write %s", qPrintable(path));
}

std::filesystem::path pathOf(const QString& text) { return text.toStdString(); }

}  // namespace

class TestPresets : public QObject {
    Q_OBJECT

private slots:
    void holdsTheSixEverybodyExpects();
    void speaksOfEachToPeople();
    void loadsTheUsersRecipesAndReportsBadOnes();
    void resolvesWhatAPersonTyped();
    void publishesTheSchemaItChecksBy();
};

void TestPresets::holdsTheSixEverybodyExpects() {
    std::set<std::string> ids;
    for (const recipe::Recipe& preset : recipe::presets()) ids.insert(preset.id);
    for (const char* id : {"web-1080p", "web-720p", "archive-hevc", "proxy-540p", "analyze", "square-social"})
        QVERIFY2(ids.contains(id), id);
    QCOMPARE(ids.size(), recipe::presets().size());
    const auto analyze = recipe::resolve("analyze", {});
    QVERIFY(analyze && analyze->outputs.empty() && !analyze->measures.empty());
}

void TestPresets::speaksOfEachToPeople() {
    for (const recipe::Recipe& preset : recipe::presets()) {
        const api::RecipeInfo info = recipe::describe(preset, true);
        QVERIFY2(info.title != info.id && !info.sentence.empty(), info.id.c_str());
        const auto again = recipe::parse(info.recipe);
        QVERIFY2(again && recipe::digest(*again) == recipe::digest(preset), info.id.c_str());
    }
}

void TestPresets::loadsTheUsersRecipesAndReportsBadOnes() {
    const QTemporaryDir folder;
    write(folder.filePath("mine.recipe.json"), R"({"version": 1, "id": "mine", "outputs": [{}]})");
    write(folder.filePath("torn.recipe.json"), R"({"version": 1, "id": "to)");
    write(folder.filePath("wrong.recipe.json"), R"({"version": 1, "id": "wrong", "outputs": [{"container": "mp5"}]})");
    write(folder.filePath("taken.recipe.json"), R"({"version": 1, "id": "web-720p", "outputs": [{}]})");
    write(folder.filePath("notes.txt"), "not a recipe");
    const recipe::Library library = recipe::loadFolder(pathOf(folder.path()));
    QCOMPARE(library.recipes.size(), std::size_t{1});
    QCOMPARE(library.recipes[0].id, std::string("mine"));
    QCOMPARE(library.bad.size(), std::size_t{3});
    for (const recipe::Library::Bad& bad : library.bad)
        QVERIFY2(bad.error.message.find(bad.path.filename().string()) != std::string::npos, bad.error.message.c_str());
    QVERIFY(recipe::loadFolder(pathOf(folder.filePath("none"))).recipes.empty());
}

void TestPresets::resolvesWhatAPersonTyped() {
    const QTemporaryDir folder;
    write(folder.filePath("mine.recipe.json"), R"({"version": 1, "id": "mine", "outputs": [{}]})");
    write(folder.filePath("wrong.recipe.json"), R"({"version": 1, "id": "wrong"})");
    const std::filesystem::path users = pathOf(folder.path());
    QVERIFY(recipe::resolve("web-720p", users).has_value());
    QVERIFY(recipe::resolve("mine", users).has_value());
    QVERIFY(recipe::resolve(folder.filePath("mine.recipe.json").toStdString(), {}).has_value());
    const auto typo = recipe::resolve("web-702p", users);
    QVERIFY(!typo && typo.error().code == base::ErrorCode::NotFound);
    QVERIFY(typo.error().message.find("'web-720p'") != std::string::npos);
    const auto wrong = recipe::resolve("wrong", users);
    QVERIFY(!wrong && wrong.error().code == base::ErrorCode::InvalidArgument);
    QCOMPARE(recipe::resolve("none.recipe.json", users).error().code, base::ErrorCode::NotFound);
}

void TestPresets::publishesTheSchemaItChecksBy() {
    const QByteArray made = QByteArray::fromStdString(recipe::schema().dump(2)) + '\n';
    const QString fresh = qEnvironmentVariable("FOTOGRAMA_BUILD_DIR", ".") + "/recipe.schema.json";
    write(fresh, made);
    QFile file(qEnvironmentVariable("FOTOGRAMA_SOURCE_DIR", ".") + "/resources/recipe.schema.json");
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY2(file.readAll() == made,
             qPrintable("resources/recipe.schema.json is out of date: copy " + fresh + " over it"));
}

QTEST_GUILESS_MAIN(TestPresets)
#include "tst_presets.moc"
